"""Room kept for the day when the disk is full: a file that goes first, so that a takedown can be written down."""

import logging
import os
import shutil
from pathlib import Path

from dateline.house.errors import CannotWrite
from dateline.house.home import home

log = logging.getLogger(__name__)

MEGABYTES = 32
# Below so much the disk counts as full, and above so much the ballast is worth its room.
FULL_MB = 16
AMPLE_MB = 3 * MEGABYTES


def path() -> Path:
    """Where it lies."""
    return home() / "ballast"


def lay() -> None:
    """Keep the room while there is plenty; safe to repeat."""
    if path().exists() or _free_mb() < AMPLE_MB:
        return
    beside = path().with_name(".ballast.part")
    try:
        with beside.open("wb") as file:
            for _ in range(MEGABYTES):
                # Noise, since some disks keep no room for what they can write shorter.
                file.write(os.urandom(1_000_000))
        beside.replace(path())
    except OSError as cause:
        beside.unlink(missing_ok=True)
        raise CannotWrite(f"{path()} cannot be written: {cause.strerror or cause}; make room") from cause


def make_room() -> None:
    """Let it go when the disk is full. For takedowns and kills alone: whoever else writes would fill it again."""
    if _free_mb() < FULL_MB and path().exists():
        path().unlink(missing_ok=True)
        log.error(
            "the disk is full: %s MB kept for takedowns are let go; make room where %s lies",
            MEGABYTES,
            home(),
        )


def _free_mb() -> int:
    return shutil.disk_usage(home()).free // 1_000_000

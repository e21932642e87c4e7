"""Keeps bytes exactly as they came, under their own hash."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from dateline.house import atomic_file
from dateline.house.home import home

_PIECE = 1 << 20


@dataclass(frozen=True)
class Kept:
    """Bytes that are now on disk; `place` is beneath DATELINE_HOME."""

    sha256: str
    size: int
    place: str


def keep_picture(content: bytes) -> str:
    """The hash under which a picture's bytes are now kept."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = picture_path(sha256)
    if not path.is_file():
        atomic_file.write(path, content)
    return sha256


def picture_path(sha256: str) -> Path:
    """Where a kept picture lies."""
    return home() / "wire" / "pictures" / sha256


def keep_message(source: Path, *, sync: bool = True) -> Kept:
    """Copy a message piece by piece, so that a huge file costs no memory. Raises OSError.

    Without `sync` whoever calls has the disk keep it before anybody is told that it came: see `sync_messages`.
    """
    if (already := _kept_already(source)) is not None:
        return already
    folder = home() / "wire"
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, beside = tempfile.mkstemp(prefix=atomic_file.TEMPORARY_PREFIX, dir=folder)
    try:
        with source.open("rb") as given, os.fdopen(handle, "wb") as kept:
            while piece := given.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                kept.write(piece)
            kept.flush()
            os.fchmod(kept.fileno(), 0o644)
            if sync:
                os.fsync(kept.fileno())
        place = _place(digest.hexdigest())
        target = home() / place
        target.parent.mkdir(exist_ok=True)
        Path(beside).replace(target)
        if sync:
            atomic_file.sync_folder(target.parent)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return Kept(digest.hexdigest(), size, place)


def sync_messages() -> None:
    """Make all that was kept without survive a power cut, in one wait. Raises CannotWrite."""
    folder = home() / "wire"
    if folder.is_dir():
        atomic_file.sync_all(folder)


def _kept_already(source: Path) -> Kept | None:
    """The same bytes from before: reading them costs less than syncing a second copy. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as given:
        while piece := given.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    kept = Kept(digest.hexdigest(), size, _place(digest.hexdigest()))
    path = home() / kept.place
    return kept if path.is_file() and path.stat().st_size == size else None


def _place(sha256: str) -> str:
    return f"wire/{sha256[:2]}/{sha256}"

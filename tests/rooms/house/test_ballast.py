"""Room is kept for takedowns, and let go for nothing else."""

import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from dateline.house import ballast

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def disk(home: Path, monkeypatch: pytest.MonkeyPatch):
    """Says how many megabytes are free."""
    monkeypatch.setattr(ballast, "MEGABYTES", 1)

    def has_free(megabytes: int) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(0, 0, megabytes * 1_000_000))

    return has_free


def test_it_is_laid_once_while_there_is_plenty(disk) -> None:
    disk(ballast.AMPLE_MB)
    ballast.lay()
    laid = ballast.path().stat()
    assert laid.st_size == 1_000_000
    ballast.lay()
    assert ballast.path().stat().st_mtime_ns == laid.st_mtime_ns


def test_it_is_not_laid_on_a_small_disk(disk) -> None:
    disk(ballast.AMPLE_MB - 1)
    ballast.lay()
    assert not ballast.path().exists()


def test_it_goes_when_the_disk_is_full_and_not_before(disk) -> None:
    disk(ballast.AMPLE_MB)
    ballast.lay()
    disk(ballast.FULL_MB)
    ballast.make_room()
    assert ballast.path().exists()
    disk(ballast.FULL_MB - 1)
    ballast.make_room()
    assert not ballast.path().exists()
    ballast.make_room()

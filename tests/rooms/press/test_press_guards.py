"""What keeps the newest on disk: between two processes, on a full disk, and while another holds a page for ever."""

import errno
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.rooms.press.making import WORDS, Pages, sheet

from dateline.house import atomic_file
from dateline.house.errors import CannotWrite
from dateline.press import files

PLACES = """
import sys
from dateline.house.printing import Sheet
from dateline.press import files, rules
if sys.argv[1] == "unguarded":
    rules.is_newer = lambda version, standing: True
for version in map(int, sys.argv[2:]):
    body = f"version {version} ".encode() * 50
    files.place(Sheet(path="/a/", body=body, content_type="text/html; charset=utf-8"), version, sync=False)
"""


def place_from_two_processes(home: Path, guard: str) -> bytes:
    """One process counts its versions up, the other down; what stands at the end."""
    orders = ([str(version) for version in range(100, 120)], [str(version) for version in range(119, 99, -1)])
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PLACES, guard, *order], env=os.environ | {"DATELINE_HOME": str(home)}
        )
        for order in orders
    ]
    assert [process.wait(60) for process in processes] == [0, 0]
    standing = files.lying("/a/")
    assert isinstance(standing, files.Lying)
    assert standing.sidecar.hashes[""] == files.content_hash(standing.contents[""])
    return standing.contents[""]


def test_of_two_processes_the_newest_print_stands_whole(home: Path) -> None:
    assert place_from_two_processes(home, "guarded").startswith(b"version 119 ")


def test_without_the_guard_an_older_print_replaces_a_newer_one(home: Path) -> None:
    """The control: the last to come wins, and one of the two ends on its oldest."""
    files.place(sheet("/a/", "version 119 " * 50), 119)
    subprocess.run(
        [sys.executable, "-c", PLACES, "unguarded", "100"],
        env=os.environ | {"DATELINE_HOME": str(home)}, check=True, timeout=60,
    )  # fmt: skip
    standing = files.read("/a/")
    assert standing
    assert standing.body.startswith(b"version 100 ")


def test_a_print_in_flight_does_not_win_over_a_mark_without_words(
    pages: Pages, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.place(sheet("/a/"), 5)
    with monkeypatch.context() as full:
        full.setattr(atomic_file, "write", _refuses)
        files.withdraw("/a/", 9)
    assert files.is_gone("/a/")
    assert not files.place(sheet("/a/", WORDS + "begun before it was killed"), 8)
    assert files.is_gone("/a/")
    assert files.version_of("/a/") == 9
    mark = files.lying("/a/")
    assert mark == files.Mark(410, "", 9)
    assert files.place(sheet("/a/", WORDS + "in print again"), 10)


def test_a_page_that_another_holds_for_ever_is_refused_in_a_sentence(
    pages: Pages, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "HELD_SECONDS", 0.05)
    files.place(sheet("/a/"), 1)
    [lock] = (home / "press" / "locks").iterdir()
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(CannotWrite, match="has been held by another process"):
            files.place(sheet("/a/", WORDS + "more"), 2)
    assert files.place(sheet("/a/", WORDS + "more"), 2)


def test_a_file_that_is_being_written_is_not_swept(home: Path) -> None:
    fresh = home / f"{atomic_file.TEMPORARY_PREFIX}now"
    fresh.write_text("half")
    assert atomic_file.sweep(home) == 0
    assert fresh.exists()


def _refuses(*arguments: object, **named: object) -> None:
    raise CannotWrite("no room") from OSError(errno.ENOSPC, "no room")

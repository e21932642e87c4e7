"""Sources of a served newsroom: what a partner lays into a folder is in print, and down again, by itself."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paths.making import licence, ninjs
from tests.paths.newsroom import Newsroom, set_up

pytestmark = pytest.mark.server
SOURCES = """
[[partner.source]]
kind = "folder"
location = "inbox/quay"
silent_after_minutes = 90
"""


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("sources")
    room = set_up(folder / "var")
    (folder / "licences.toml").write_text(licence("quay", "Quay Wire") + SOURCES)
    room.done("stories", "section", "economy", "--name", "Economy")
    room.done("licences", "load", str(folder / "licences.toml"))
    with room.serving():
        yield room


def lay(room: Newsroom, item: dict[str, object]) -> None:
    """As a partner's program does: written under another name, then renamed."""
    inbox = room.home / "inbox" / "quay"
    room.until(inbox.is_dir, "the folder to be made")
    name = re.sub(r"\W", "-", f"{item['uri']}-{item['version']}")
    (inbox / f"{name}.part").write_text(json.dumps(item))
    (inbox / f"{name}.part").rename(inbox / f"{name}.json")


def listeners(room: Newsroom) -> list[int]:
    """The processes that follow this newsroom's sources."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            home = f"DATELINE_HOME={room.home}".encode()
            if words[-3:-1] == [b"wire", b"listen"] and home in (process / "environ").read_bytes().split(
                b"\0"
            ):
                found.append(int(process.name))
        except (OSError, ValueError):
            continue
    return found


def test_what_is_laid_into_a_folder_is_in_print_and_its_kill_takes_it_down(followed: Newsroom) -> None:
    lay(followed, ninjs("urn:quay:1", "Cranes stand still"))
    path = "/economy/quay/cranes-stand-still/"
    followed.until(lambda: followed.get(path).status == 200, "the story to be in print")
    lay(followed, ninjs("urn:quay:1", "Cranes stand still", version=2, pubstatus="canceled"))
    followed.until(lambda: followed.get(path).status == 410, "the story to be down")


def test_a_listener_that_is_killed_is_started_again_and_loses_nothing(followed: Newsroom) -> None:
    [was] = followed.until(lambda: listeners(followed), "the listener to run")
    os.kill(was, signal.SIGKILL)
    lay(followed, ninjs("urn:quay:2", "Gulls come home"))
    followed.until(
        lambda: followed.get("/economy/quay/gulls-come-home/").status == 200, "the story to be in print"
    )
    [now] = listeners(followed)
    assert now != was


def test_the_listener_leaves_with_the_newsroom(followed: Newsroom) -> None:
    followed.until(lambda: listeners(followed), "the listener to run")
    followed.stop()
    try:
        followed.until(lambda: not listeners(followed), "the listener to leave", seconds=20)
    finally:
        followed.start()


def test_check_says_nothing_of_a_source_that_is_well(followed: Newsroom) -> None:
    said = subprocess.CompletedProcess([], 0, followed.run("check").out, "")
    assert "source quay" not in said.stdout

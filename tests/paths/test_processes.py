"""Processes are killed outright: readers notice nothing, what fell stands again, and nothing is left over."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paths.newsroom import Newsroom, set_up
from tests.paths.processes import children_of, lives

pytestmark = pytest.mark.server


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    room = set_up(tmp_path / "var")
    with room.serving():
        room.until(lambda: room.get("/").status == 200, "the front to be in print")
        yield room


def test_a_killed_press_is_started_again(newsroom: Newsroom) -> None:
    (press,) = _children(newsroom, "cli.main work")
    os.kill(press, signal.SIGKILL)
    newsroom.done("stories", "section", "sport", "--name", "Sport")
    newsroom.until(lambda: newsroom.get("/sport/").status == 200, "the section to be printed")
    newsroom.until(lambda: _children(newsroom, "cli.main work") not in ([], [press]), "another press")


def test_a_killed_server_leaves_readers_no_gap_and_its_workers_go(newsroom: Newsroom) -> None:
    (server,) = _servers(newsroom)
    workers = children_of(server)
    assert workers
    os.kill(server, signal.SIGKILL)

    def has_another() -> bool:
        assert newsroom.get("/").status == 200
        return any(children_of(each) for each in _servers(newsroom) if each != server)

    newsroom.until(has_another, "another server")
    newsroom.until(lambda: not [each for each in workers if lives(each)], "the old workers to go")
    assert newsroom.get("/").status == 200


def test_nothing_outlives_the_one_that_started_it(newsroom: Newsroom) -> None:
    children = _children(newsroom)
    everyone = children + [pid for child in children for pid in children_of(child)]
    assert len(everyone) >= 3
    assert newsroom._server
    newsroom._server.kill()
    newsroom._server.wait()
    newsroom.until(lambda: not [pid for pid in everyone if lives(pid)], "all processes to leave")


def test_sigterm_leaves_nothing_running(newsroom: Newsroom) -> None:
    children = _children(newsroom)
    everyone = children + [pid for child in children for pid in children_of(child)]
    assert newsroom._server
    server = newsroom._server
    newsroom.stop()
    assert server.returncode == 0
    assert not [pid for pid in everyone if lives(pid)]


def _children(newsroom: Newsroom, words: str = "") -> list[int]:
    """The group's own processes whose command has these words."""
    assert newsroom._server
    return children_of(newsroom._server.pid, words)


def _servers(newsroom: Newsroom) -> list[int]:
    """By what they are not: Granian gives its processes names of their own where setproctitle is installed."""
    presses = _children(newsroom, "cli.main work")
    return [each for each in _children(newsroom) if each not in presses]

"""The database goes away: readers notice nothing, writers are told, nothing is made anew."""

import contextlib
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgresql
from tests.paths.making import LICENCES, ninjs, printed_addresses, receive
from tests.paths.newsroom import Newsroom, set_up

pytestmark = pytest.mark.server
STORY = "/economy/harbour/a-bridge-opens/"
SAID = "Words that a reader\nwould not like to lose & <lose>."


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("away")
    room = set_up(folder / "var")
    (folder / "licences.toml").write_text(LICENCES)
    room.done("licences", "load", str(folder / "licences.toml"))
    room.done("stories", "section", "economy", "--name", "Economy")
    receive(room, ninjs("urn:away:1", "A bridge opens"))
    room.done("press", "run", "--until-empty")
    room.done("press", "everything")
    with room.serving():
        room.rest()
        yield room


def test_readers_notice_nothing_and_writers_are_told(newsroom: Newsroom) -> None:
    action = re.search(r'action="(/-/comments/\d+)"', newsroom.get(STORY).text)
    assert action

    with _database_gone(newsroom):
        _everything_holds(newsroom, action[1])
        newsroom.stop()
        newsroom.start()
        _everything_holds(newsroom, action[1])
        said = newsroom.run("press", "run")
        assert (said.code, said.err.count("\n")) == (1, 1)
    newsroom.until(lambda: _ready(newsroom)["newsroom"] == "ok", "the newsroom to be back")
    assert newsroom.reader().ask(action[1], {"text": SAID}).status == 303
    receive(newsroom, ninjs("urn:away:2", "A bridge closes"))
    newsroom.until(
        lambda: newsroom.get("/economy/harbour/a-bridge-closes/").status == 200, "the press to print again"
    )


@contextlib.contextmanager
def _database_gone(newsroom: Newsroom) -> Iterator[None]:
    """The file moved away, or the server stopped, with whoever is connected cut off; and back again."""
    if postgresql.IS_ASKED_FOR:
        postgresql.server().stop()
        try:
            yield
        finally:
            postgresql.server().start()
        return
    file, aside = newsroom.home / "newsroom.sqlite3", newsroom.home.parent / "aside.sqlite3"
    file.rename(aside)
    yield
    assert not file.exists()
    aside.rename(file)


def _everything_holds(newsroom: Newsroom, action: str) -> None:
    pages = printed_addresses(newsroom)
    assert {"/", "/economy/", STORY, "/feeds/all.rss", "/-/503/"} <= set(pages)
    for address, file in pages.items():
        answer = newsroom.get(address)
        assert answer.status == _status_of(file), address
        assert answer.body == file.read_bytes(), address
    assert newsroom.get("/-/health").status == 200
    assert (_ready(newsroom)["pages"], _ready(newsroom)["newsroom"]) == ("ok", "away")

    posted = newsroom.reader().ask(action, {"text": SAID})
    assert posted.status == 503
    assert int(posted.headers["retry-after"]) > 0
    assert posted.headers["cache-control"] == "no-store"
    assert "away" in posted.text
    kept = re.search(r"<textarea[^>]*>(.*?)</textarea>", posted.text, re.DOTALL)
    assert kept
    assert html.unescape(kept[1]).strip().splitlines() == SAID.splitlines()

    desk = newsroom.reader().follow("/desk/")
    assert desk.status == 503
    assert "retry-after" in desk.headers


def _ready(newsroom: Newsroom) -> dict[str, object]:
    answer = newsroom.get("/-/ready")
    assert answer.status == 200
    facts: dict[str, object] = json.loads(answer.body)
    return facts


def _status_of(file: Path) -> int:
    return int(json.loads(file.with_name(file.name + ".meta").read_bytes())["status"])

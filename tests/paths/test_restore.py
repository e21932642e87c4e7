"""A backup brings the paper back, and nothing that was taken down since."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dateline.house import notices
from tests.paths.making import LICENCES, MARKETS, TICKS, ninjs, receive, tick
from tests.paths.newsroom import Newsroom, set_up

pytestmark = pytest.mark.server
WHEN = re.compile(rb' when="[^"]+"')
STANDS, DOWN_BEFORE, KILLED_SINCE, TAKEN_SINCE = (
    f"/economy/harbour/{slug}/" for slug in ("it-stands", "down-before", "killed-since", "taken-down-since")
)


@dataclass
class Lost:
    """An installation that was lost, its backup, and the list of what was withdrawn."""

    backup: Path
    withdrawn: Path
    pages: dict[str, bytes]


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lost]:
    folder = tmp_path_factory.mktemp("lost")
    room = set_up(folder / "var")
    (folder / "licences.toml").write_text(LICENCES)
    (folder / "ticks.jsonl").write_text("".join(tick(*row[:3]) + "\n" for row in TICKS))
    source = '\n[[source]]\nname = "day"\nkind = "replay"\nlocation = "ticks.jsonl"\nsymbols = ["KOSPI"]\n'
    (folder / "markets.toml").write_text(MARKETS + source)
    room.done("licences", "load", str(folder / "licences.toml"))
    room.done("markets", "load", str(folder / "markets.toml"))
    room.done("stories", "section", "economy", "--name", "Economy")
    room.done("press", "everything")
    for number, headline in enumerate(("It stands", "Down before", "Killed since", "Taken down since")):
        receive(room, ninjs(f"urn:lost:{number}", headline))
    room.done("press", "run", "--until-empty")
    room.done("stories", "withdraw", DOWN_BEFORE, "--reason", "a mistake")
    room.done("press", "run", "--until-empty")
    room.done("backup", str(folder / "b.tar.gz"))
    receive(room, ninjs("urn:lost:2", "Killed since", version=2, pubstatus="canceled"))
    room.done("stories", "withdraw", TAKEN_SINCE, "--reason", "a court")
    room.done("press", "run", "--until-empty")
    assert [_is_down(room, path) for path in (STANDS, DOWN_BEFORE, KILLED_SINCE, TAKEN_SINCE)] == [
        False, True, True, True,
    ]  # fmt: skip
    withdrawn = shutil.copy(room.home / "press" / "withdrawn.jsonl", folder)
    pages = {path: _file(room, path).read_bytes() for path in (STANDS, "/", "/economy/", "/feeds/all.rss")}
    yield Lost(folder / "b.tar.gz", Path(withdrawn), pages)


def test_what_was_withdrawn_since_stays_withdrawn(lost: Lost, tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "new")
    said = room.done("restore", str(lost.backup), "--withdrawn", str(lost.withdrawn))
    assert said.rstrip().endswith("3 kept down")
    assert [_is_down(room, path) for path in (STANDS, DOWN_BEFORE, KILLED_SINCE, TAKEN_SINCE)] == [
        False, True, True, True,
    ]  # fmt: skip
    # Feeds tell of the same; a takedown that had to be done again has its new moment there.
    now = {path: _file(room, path).read_bytes() for path in lost.pages}
    assert {path: WHEN.sub(b"", page) for path, page in now.items()} == {
        path: WHEN.sub(b"", page) for path, page in lost.pages.items()
    }
    # Another node, a folder or a bucket may hold pages of what was posted since the backup, and is lost.
    assert json.loads(_file(room, "/").with_name("index.html.meta").read_bytes())["version"] > notices.BEYOND
    room.done("press", "run", "--until-empty")
    room.done("press", "everything")
    assert room.done("press", "check") == ""
    assert all(_is_down(room, path) for path in (DOWN_BEFORE, KILLED_SINCE, TAKEN_SINCE))
    assert "recording" not in room.run("check").out


def test_without_a_list_what_was_down_at_the_backup_is_down_still(lost: Lost, tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "new")
    said = room.done("restore", str(lost.backup), "--without")
    assert "may come back" in said
    assert [_is_down(room, path) for path in (DOWN_BEFORE, KILLED_SINCE)] == [True, False]


def test_a_restore_asks_for_the_list_or_for_a_word_that_there_is_none(lost: Lost, tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "new")
    for options in ((), ("--without", "--withdrawn", str(lost.withdrawn))):
        said = room.run("restore", str(lost.backup), *options)
        assert said.code == 2
        assert "--withdrawn FILE" in said.err
    assert not room.home.exists()


def _file(room: Newsroom, path: str) -> Path:
    name = path[1:] + ("index.html" if path.endswith("/") else "")
    places = [room.home / "press" / folder / name for folder in ("licensed", "open")]
    return next((place for place in places if place.exists()), places[0])


def _is_down(room: Newsroom, path: str) -> bool:
    page = _file(room, path)
    return not page.exists() and page.with_name("index.html.gone").exists()

"""After an upgrade, or a new name, the whole paper is printed again while everything else goes on."""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from tests.makers import NOON
from tests.rooms.press.conftest import pages as pages
from tests.rooms.press.making import WORDS, Pages, tell

from dateline.cli import background
from dateline.cli.background import LOOK_FOR_SETUP_SECONDS, PrintRelease
from dateline.house import parent
from dateline.press import actions, files, working
from dateline.press.cli import everything
from dateline.press.cli import press as press_commands

STAMP = "press/release"


@pytest.fixture(autouse=True)
def _nothing_standing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "STANDING_PAGES", ())
    monkeypatch.delenv(parent.GROUP, raising=False)


def ends(code: int, folder: Path) -> list[str]:
    """A program that notes that it was started, waits for a word, and ends so."""
    text = f"""
import pathlib, sys, time
folder = pathlib.Path({str(folder)!r})
with (folder / "started").open("a") as file: file.write("x")
while not (folder / "go").exists(): time.sleep(0.01)
sys.exit({code})
"""
    return [sys.executable, "-c", text]


def when_done(due: PrintRelease, folder: Path) -> None:
    (folder / "go").touch()
    assert due._printing
    due._printing.wait(20)
    due(NOON)


def test_a_release_that_is_not_printed_is_printed_by_another_process(pages: Pages, home: Path) -> None:
    due = PrintRelease(ends(0, home))
    assert due(NOON) < 1
    assert due(NOON) < 1  # it runs: the press has gone on, and no second one is started
    assert not (home / STAMP).exists()
    when_done(due, home)
    assert (home / STAMP).exists()
    assert due(NOON) == LOOK_FOR_SETUP_SECONDS
    assert (home / "started").read_text() == "x"


def test_a_takedown_waits_for_none_of_its_pages(pages: Pages, home: Path) -> None:
    due = PrintRelease(ends(0, home))
    due(NOON)
    tell(withdrawn=["/killed/"])
    actions.run()
    due(NOON)
    assert files.is_gone("/killed/")
    assert due._printing
    assert due._printing.poll() is None
    when_done(due, home)


def test_what_fell_is_begun_again(pages: Pages, home: Path) -> None:
    due = PrintRelease(ends(1, home))
    due(NOON)
    when_done(due, home)
    assert not (home / STAMP).exists()
    due(NOON)
    when_done(due, home)
    assert (home / "started").read_text() == "xx"


def test_a_name_that_changes_meanwhile_has_it_begun_again(pages: Pages, home: Path) -> None:
    due = PrintRelease(ends(0, home))
    due(NOON)
    (home / "paper.json").write_text("{}")
    when_done(due, home)
    assert not (home / STAMP).exists()


def test_the_command_that_prints_everything_is_one_of_ours(pages: Pages) -> None:
    assert background.PRINT_EVERYTHING[1:] == ("-m", "dateline.cli.main", "press", "everything")
    assert everything.name in press_commands.commands


def test_what_a_session_that_is_over_kept_is_forgotten(db: None) -> None:
    def kept(for_seconds: int) -> str:
        session = SessionStore()
        session["comment_draft"] = {"text": "Words of a reader who never signed in."}
        session.set_expiry(for_seconds)
        session.save()
        return str(session.session_key)

    over, open_still = kept(-1), kept(60)
    assert background._forget_sessions in background.background()._also
    background._forget_sessions(NOON)
    assert not SessionStore().exists(over)
    assert SessionStore().exists(open_still)


def test_an_old_release_prints_nothing_over_the_one_that_was_set_up_after_it(
    pages: Pages, home: Path
) -> None:
    """Both run beside each other for a moment, in an upgrade without a gap."""
    (home / "release").write_text("another release")
    due = PrintRelease(ends(0, home))
    assert due(NOON) == LOOK_FOR_SETUP_SECONDS
    assert due._printing is None
    (home / "release").unlink()
    assert due(NOON) < 1
    when_done(due, home)


def test_a_takedown_waits_for_no_item_that_is_looked_at_whether_it_must_go(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "PRESS_AGAIN_SECONDS", 0.0)
    pages.texts["/a/"] = WORDS
    tell(paths=["/a/"])
    actions.run()
    tell(withdrawn=["/a/"])

    def purge(at: datetime, *, before_each: Callable[[], object]) -> int:
        before_each()
        assert files.is_gone("/a/")
        return 0

    monkeypatch.setattr(background.purging, "purge_ended", purge)
    background._purge(NOON)
    assert files.is_gone("/a/")

"""After an upgrade, or a new name, the whole paper is printed again while everything else goes on."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError
from tests.makers import NOON
from tests.rooms.press.conftest import pages as pages
from tests.rooms.press.making import WORDS, Pages, tell

from dateline.cli import background
from dateline.cli.background import LOOK_FOR_SETUP_SECONDS, PrintRelease
from dateline.press import files

STAMP = "press/release"


@pytest.fixture(autouse=True)
def _few_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "PAGES_A_TURN", 2)
    monkeypatch.setattr(background, "STANDING_PAGES", ())


def test_every_page_is_printed_some_a_turn(pages: Pages, home) -> None:
    pages.texts = dict.fromkeys(("/a/", "/b/", "/c/"), WORDS)
    due = PrintRelease()
    assert due(NOON) == 0.0
    assert pages.printed == ["/a/", "/b/"]
    assert not (home / STAMP).exists()
    assert due(NOON) == LOOK_FOR_SETUP_SECONDS
    assert files.is_printed("/c/")
    assert due(NOON) == LOOK_FOR_SETUP_SECONDS
    assert pages.printed == ["/a/", "/b/", "/c/"]


def test_a_takedown_waits_for_one_page_alone(pages: Pages, home) -> None:
    pages.texts = dict.fromkeys(("/a/", "/b/", "/c/"), WORDS)
    down: list[bool] = []

    def kill(path: str) -> None:
        down.append(files.is_gone("/killed/"))
        if path == "/a/":
            tell(withdrawn=["/killed/"])

    pages.before = kill
    PrintRelease()(NOON)
    assert down == [False, True]


def test_a_new_name_has_it_begun_again(pages: Pages, home) -> None:
    pages.texts = {"/a/": WORDS}
    due = PrintRelease()
    due(NOON)
    (home / STAMP).unlink()
    due(NOON)
    assert pages.printed == ["/a/", "/a/"]


def test_what_a_lost_database_broke_off_is_begun_anew(pages: Pages, home) -> None:
    pages.texts = dict.fromkeys(("/a/", "/b/", "/c/"), WORDS)
    due = PrintRelease()
    due(NOON)

    def lose(path: str) -> None:
        raise DatabaseError

    pages.before = lose
    with pytest.raises(DatabaseError):
        due(NOON)
    assert not (home / STAMP).exists()
    pages.before = lambda path: None
    while due(NOON) == 0.0:
        pass
    assert all(files.is_printed(path) for path in pages.texts)
    assert (home / STAMP).exists()


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

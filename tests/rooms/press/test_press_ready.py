"""`/-/ready` says what is so: each state by itself."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from tests.makers import NOON
from tests.postgresql import on_sqlite
from tests.rooms.press.making import WORDS, Pages, tell

from dateline.house import clock, notices
from dateline.press import actions, queries


def ready() -> tuple[int, dict[str, Any]]:
    answer = Client().get("/-/ready")
    assert answer["Cache-Control"] == "no-store"
    return answer.status_code, answer.json()


@pytest.fixture
def printed(pages: Pages) -> Pages:
    """The front is in print and nothing waits."""
    pages.texts = {"/": WORDS}
    tell(paths=["/"])
    notices.keep_place(queries.hearer(), notices.latest() - 1)
    actions.run()
    return pages


def test_all_is_well(printed: Pages) -> None:
    status, facts = ready()
    free = facts.pop("disk_free_mb")
    assert (status, facts) == (
        200,
        {"pages": "ok", "newsroom": "ok", "press_behind": 0, "oldest_notice_s": 0},
    )
    assert free > 0


def test_nothing_is_printed_yet(pages: Pages) -> None:
    status, facts = ready()
    assert (status, facts["pages"]) == (503, "none")


@pytest.mark.parametrize("harm", ["torn", "gone", "unreadable"])
def test_a_page_that_no_reader_could_get_is_none(printed: Pages, home: Path, harm: str) -> None:
    """The sidecar alone is no page: the bytes must be there, and be the ones that it names."""
    page = home / "press" / "open" / "index.html"
    if harm == "torn":
        page.write_bytes(page.read_bytes()[:-10])
    else:
        page.unlink()
    if harm == "unreadable":
        page.mkdir()
    status, facts = ready()
    assert (status, facts["pages"]) == (503, "none")


def test_a_withdrawn_front_is_none(printed: Pages) -> None:
    tell(withdrawn=["/"])
    actions.run()
    assert ready()[0] == 503


def test_the_press_is_behind(printed: Pages) -> None:
    tell(paths=["/"])
    tell(paths=["/"])
    with clock.frozen(NOON + timedelta(seconds=75)):
        status, facts = ready()
    assert (status, facts["press_behind"], facts["oldest_notice_s"]) == (200, 2, 75)


@on_sqlite
def test_the_newsroom_is_away_and_readers_are_served(printed: Pages, home: Path) -> None:
    (home / "newsroom.sqlite3").unlink()
    status, facts = ready()
    assert (status, facts["pages"], facts["newsroom"]) == (200, "ok", "away")


def test_a_database_that_does_not_answer_is_away(printed: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(at: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("dateline.press.queries.health", silent)
    status, facts = ready()
    assert (status, facts["newsroom"]) == (200, "away")


def test_health_says_that_the_process_lives_and_touches_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No database, no disk: the fixture that allows a database is not asked for, and the home goes."""
    monkeypatch.setenv("DATELINE_HOME", str(home / "gone"))
    answer = Client().get("/-/health")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})

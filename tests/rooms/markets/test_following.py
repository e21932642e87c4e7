"""A recorded day plays over the present session, and the worker keeps the strip true."""

import json
from datetime import datetime, timedelta

import pytest

from dateline.markets import actions, models, queries, recordings, tasks

from .conftest import LISTING, NOW, REPLAY, line

pytestmark = pytest.mark.django_db

OPENING = NOW - timedelta(hours=1)
# Friday the 20th, from the opening at 09:00 in Seoul, a tick each half hour.
RECORDED_OPENING = OPENING - timedelta(days=4)


def recorded(minutes: list[int], *, symbol: str = "KOSPI", close: str = "2866.09") -> list[str]:
    moments = {minute: RECORDED_OPENING + timedelta(minutes=minute) for minute in minutes}
    return [
        line(f"{float(close) + minute / 10:.2f}", symbol=symbol, at=at, previous_close=close)
        for minute, at in moments.items()
    ]


DAY = recorded(list(range(0, 391, 30))) + recorded(
    list(range(0, 1440, 30)), symbol="USD/KRW", close="1379.50"
)


@pytest.fixture(autouse=True)
def _fresh_worker(monkeypatch):
    monkeypatch.setattr(tasks._Memory, "snapshot_at", None)
    monkeypatch.setattr(tasks._Memory, "snapshot_tick", -1)
    monkeypatch.setattr(tasks._Memory, "forgot_at", None)
    monkeypatch.setattr(tasks._Memory, "lacking", {})


def moments(symbol: str = "KOSPI") -> list[datetime]:
    return list(
        models.Tick.objects.filter(instrument__symbol=symbol).order_by("at").values_list("at", flat=True)
    )


def states() -> dict[str, str]:
    quotes = json.loads(actions.strip_path().read_bytes())["quotes"]
    return {quote["symbol"]: quote["state"] for quote in quotes}


def test_the_recorded_day_lies_over_the_present_one(market):
    market(LISTING + REPLAY, recorded=DAY)
    tasks.listen_once(NOW)
    assert moments() == [OPENING, OPENING + timedelta(minutes=30), NOW]
    assert states() == {"KOSPI": "live", "USD/KRW": "live"}


def test_asked_again_only_what_is_new_is_taken(market):
    market(LISTING + REPLAY, recorded=DAY)
    tasks.listen_once(NOW)
    tasks.listen_once(NOW + timedelta(minutes=29))
    assert len(moments()) == 3
    assert states()["KOSPI"] == "stale"
    tasks.listen_once(NOW + timedelta(minutes=30))
    assert len(moments()) == 4


def test_at_night_seoul_is_closed_and_what_never_sleeps_ticks_on(market):
    market(LISTING + REPLAY, recorded=DAY)
    tasks.listen_once(OPENING + timedelta(hours=12))
    assert moments()[-1] == OPENING + timedelta(minutes=390)
    assert states() == {"KOSPI": "closed", "USD/KRW": "live"}


def test_it_wakes_when_the_next_tick_or_state_is_due(market):
    market(LISTING + REPLAY, recorded=DAY)
    assert tasks.listen_once(NOW) == tasks.LONGEST_SLEEP_SECONDS
    assert tasks.listen_once(NOW + timedelta(seconds=58)) == pytest.approx(2)


def test_a_lost_recording_is_a_problem_with_a_sentence_and_stops_nobody(market, home, caplog):
    market(LISTING + REPLAY, recorded=DAY)
    for path in (home / "markets").iterdir():
        path.unlink()
    tasks.listen_once(NOW)
    assert "run `dateline markets load` again" in caplog.text
    assert any("KOSPI has had no tick" in sentence for sentence in queries.problems(NOW))
    assert len(recordings.lost()) == 1
    said = len(caplog.records)
    tasks.listen_once(NOW + timedelta(seconds=5))
    assert len(caplog.records) == said, "said once, not every five seconds"


def test_the_market_page_is_due_when_ticks_came_and_a_minute_has_passed(market):
    market()
    actions.record([line()], at=NOW)
    assert tasks.snapshot_due(NOW)
    assert not tasks.snapshot_due(NOW + timedelta(minutes=5)), "no new ticks"
    actions.record([line("2844", at=NOW + timedelta(seconds=9))], at=NOW)
    assert tasks.snapshot_due(NOW + timedelta(minutes=5))
    actions.record([line("2845", at=NOW + timedelta(seconds=10))], at=NOW)
    assert not tasks.snapshot_due(NOW + timedelta(minutes=5, seconds=59))
    assert tasks.snapshot_due(NOW), "the clock was set back"


def test_a_calendar_that_ends_soon_is_a_problem(market):
    market()
    assert any("calendar of XKRX ends on 2026-12-31" in sentence for sentence in queries.problems(NOW))

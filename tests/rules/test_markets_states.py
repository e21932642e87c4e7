"""What may be claimed of a figure, minute by minute, by the Seoul exchange's days."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.markets.rules import Calendar, Feed, Session, State, Tick, corrected, hours, state

SEOUL = ZoneInfo("Asia/Seoul")


def seoul(day: int, clock: str) -> datetime:
    hour, minute, *second = (int(part) for part in clock.split(":"))
    return datetime(2026, 12, day, hour, minute, *second, tzinfo=SEOUL)


def session(day: int, opens: str = "09:00", closes: str = "15:30", **others: object) -> Session:
    return Session(date(2026, 12, day), seoul(day, opens), seoul(day, closes), **others)  # type: ignore[arg-type]


# Wednesday 23 to Tuesday 29: Christmas on Friday, a weekend, and then the calendar ends.
CHRISTMAS = Session(date(2026, 12, 25), None, None, why="Christmas")
DAYS = (session(23), session(24), CHRISTMAS, session(28), session(29))
CALENDAR = Calendar("XKRX", "Asia/Seoul", date(2026, 12, 23), date(2026, 12, 29), DAYS)
FEED = Feed(stale_after_seconds=60)
DELAYED = Feed(delay_minutes=20, stale_after_seconds=60)


def tick(at: datetime, **others: object) -> Tick:
    return Tick("KOSPI", Decimal(2843), Decimal(2866), at, at, **others)  # type: ignore[arg-type]


def state_at(at: datetime, of: Tick, feed: Feed = FEED, calendar: Calendar = CALENDAR) -> State:
    return state(of, hours(calendar, at), feed, at).state


@pytest.mark.parametrize(
    ("now", "ticked", "expected"),
    [
        ((24, "09:00"), (23, "15:30"), State.CLOSED),  # just opened, the first tick is on its way
        ((24, "09:01"), (23, "15:30"), State.STALE),  # and has not come
        ((24, "10:00"), (24, "09:59:30"), State.LIVE),
        ((24, "10:00"), (24, "09:59:01"), State.LIVE),
        ((24, "10:00"), (24, "09:59:00"), State.STALE),  # on the second of the feed's deadline
        ((24, "15:30"), (24, "15:29:59"), State.CLOSED),
        ((24, "20:00"), (24, "15:20"), State.CLOSED),  # the closing auction is silent
        ((24, "20:00"), (24, "11:00"), State.STALE),  # the feed died before the close
        ((24, "08:00"), (23, "15:30"), State.CLOSED),
        ((25, "10:00"), (24, "15:30"), State.HOLIDAY),
        ((25, "10:00"), (23, "15:30"), State.STALE),  # a day is missing
        ((26, "10:00"), (24, "15:30"), State.CLOSED),  # Saturday
        ((28, "08:59"), (24, "15:30"), State.CLOSED),
        ((30, "10:00"), (29, "15:30"), State.STALE),  # beyond the calendar nothing is claimed
        ((22, "10:00"), (22, "09:59:59"), State.STALE),
    ],
)
def test_state_by_the_exchange_calendar(now, ticked, expected):
    assert state_at(seoul(*now), tick(seoul(*ticked))) is expected


@pytest.mark.parametrize(
    ("now", "ticked", "expected"),
    [
        ((24, "10:00"), (24, "09:40"), State.DELAYED),
        ((24, "10:00"), (24, "09:39"), State.STALE),
        ((24, "15:45"), (24, "15:25"), State.DELAYED),  # not yet the close
        ((24, "15:50"), (24, "15:30"), State.CLOSED),
        ((24, "09:15"), (23, "15:30"), State.CLOSED),
    ],
)
def test_a_delayed_source_is_never_live(now, ticked, expected):
    assert state_at(seoul(*now), tick(seoul(*ticked)), DELAYED) is expected


@pytest.mark.parametrize("ahead", [timedelta(seconds=31), timedelta(hours=1), timedelta(days=1)])
def test_a_tick_of_what_is_still_to_come_is_stale_since_our_clock_was_set_back(ahead):
    now = seoul(24, "10:00")
    assert state_at(now, tick(now + timedelta(seconds=30))) is State.LIVE
    assert state_at(now, tick(now + ahead)) is State.STALE
    assert state_at(seoul(24, "20:00"), tick(seoul(24, "20:00") + ahead)) is State.STALE


def test_a_halt_holds_until_the_close():
    halted = tick(seoul(24, "10:00"), halted=True)
    assert state_at(seoul(24, "14:00"), halted) is State.HALTED
    assert state_at(seoul(24, "15:30"), halted) is State.CLOSED


def test_the_newsroom_knows_better_than_the_library():
    exam_day = session(24, "10:00", "16:30", why="college entrance examination")
    calendar = Calendar(
        "XKRX", "Asia/Seoul", CALENDAR.known_from, CALENDAR.known_until, corrected(DAYS, [exam_day])
    )
    assert state_at(seoul(24, "09:30"), tick(seoul(23, "15:30")), calendar=calendar) is State.CLOSED
    assert state_at(seoul(24, "16:00"), tick(seoul(24, "15:59:50")), calendar=calendar) is State.LIVE
    assert state_at(seoul(24, "16:00"), tick(seoul(24, "15:59:50"))) is State.CLOSED


def test_a_day_can_be_closed_by_the_newsroom():
    calendar = Calendar(
        "XKRX", "Asia/Seoul", CALENDAR.known_from, CALENDAR.known_until,
        corrected(DAYS, [Session(date(2026, 12, 24), None, None, why="power failure")]),
    )  # fmt: skip
    assert state_at(seoul(24, "10:00"), tick(seoul(23, "15:30")), calendar=calendar) is State.HOLIDAY


def test_at_lunch_an_exchange_with_a_break_is_closed():
    tokyo = Calendar(
        "XTKS", "Asia/Tokyo", date(2026, 12, 24), date(2026, 12, 24),
        (session(24, break_from=seoul(24, "11:30"), break_until=seoul(24, "12:30")),),
    )  # fmt: skip
    assert state_at(seoul(24, "12:00"), tick(seoul(24, "11:29:50")), calendar=tokyo) is State.CLOSED
    assert state_at(seoul(24, "12:45"), tick(seoul(24, "11:29:50")), calendar=tokyo) is State.STALE


def test_an_exchange_that_never_sleeps_stays_live_at_midnight():
    def day(of: int) -> Session:
        opens_at = datetime(2026, 12, of, tzinfo=UTC)
        return Session(opens_at.date(), opens_at, opens_at + timedelta(days=1))

    always = Calendar(
        "24/7", "UTC", date(2026, 12, 23), date(2026, 12, 25), tuple(day(of) for of in (23, 24, 25))
    )
    midnight = datetime(2026, 12, 24, tzinfo=UTC)
    assert state_at(midnight, tick(midnight - timedelta(seconds=5)), calendar=always) is State.LIVE


moments = st.integers(0, 9 * 24 * 3600).map(lambda second: seoul(22, "00:00") + timedelta(seconds=second))
feeds = st.builds(
    Feed, delay_minutes=st.sampled_from([0, 0, 15, 20]), stale_after_seconds=st.integers(1, 600)
)


@given(moments, moments, feeds, st.booleans())
def test_a_stale_figure_is_never_live(now, ticked, feed, halted):
    of = tick(ticked, halted=halted)
    standing = state(of, hours(CALENDAR, now), feed, now)
    if standing.state in (State.LIVE, State.DELAYED):
        assert now < of.at + feed.patience
    if standing.state is State.LIVE:
        assert any(day.opens_at <= now < day.closes_at for day in CALENDAR.sessions())
        assert not feed.delay_minutes


@given(moments, moments, feeds, st.booleans())
def test_every_state_says_until_when(now, ticked, feed, halted):
    standing = state(tick(ticked, halted=halted), hours(CALENDAR, now), feed, now)
    assert (standing.stale_at <= now) == (standing.state is State.STALE)


@given(moments, moments, feeds)
def test_after_its_moment_the_same_is_not_claimed_without_a_new_tick(now, ticked, feed):
    standing = state(tick(ticked), hours(CALENDAR, now), feed, now)
    later = max(standing.stale_at, now)
    if standing.state in (State.LIVE, State.DELAYED):
        assert state(tick(ticked), hours(CALENDAR, later), feed, later).state is not State.LIVE

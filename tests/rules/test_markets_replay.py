"""A recorded day over the present session."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dateline.markets.rules import Recording, Session, Tick, due, next_due_at

OPENED = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
OPENS = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
TODAY = Session(date(2026, 11, 24), OPENS, OPENS + timedelta(hours=6, minutes=30))
NORMAL = Decimal(1)


def recording(*minutes: float) -> Recording:
    ats = [OPENED + timedelta(minutes=minute) for minute in minutes]
    return Recording(
        tuple(Tick("KOSPI", Decimal(2800 + n), Decimal(2866), at, at) for n, at in enumerate(ats)), OPENED
    )


def minutes_of(*args: object, **kwargs: object) -> list[float]:
    return [(tick.at - OPENS) / timedelta(minutes=1) for tick in due(*args, **kwargs)]  # type: ignore[arg-type]


def test_a_tick_keeps_its_distance_from_the_opening():
    now = OPENS + timedelta(minutes=90)
    ticks = list(due(recording(0, 30, 60, 180), TODAY, speed=NORMAL, after=None, at=now))
    assert [tick.at for tick in ticks] == [
        OPENS,
        OPENS + timedelta(minutes=30),
        OPENS + timedelta(minutes=60),
    ]
    assert {tick.received_at for tick in ticks} == {now}


def test_only_what_has_not_been_taken_is_due():
    after, now = OPENS + timedelta(minutes=30), OPENS + timedelta(minutes=60)
    assert minutes_of(recording(0, 30, 60, 180), TODAY, speed=NORMAL, after=after, at=now) == [60]


def test_a_short_recording_begins_again():
    now = OPENS + timedelta(minutes=25)
    assert minutes_of(recording(0, 10), TODAY, speed=NORMAL, after=None, at=now) == [0, 10, 20]


def test_twice_as_fast_takes_half_the_time():
    now = OPENS + timedelta(minutes=16)
    assert minutes_of(recording(0, 30), TODAY, speed=Decimal(2), after=None, at=now) == [0, 15]


def test_nothing_ticks_after_the_close():
    evening = OPENS + timedelta(hours=12)
    assert max(minutes_of(recording(0, 10), TODAY, speed=NORMAL, after=None, at=evening)) == 390
    assert next_due_at(recording(0, 10), TODAY, speed=NORMAL, at=evening) is None


@given(
    st.lists(st.integers(0, 390 * 60), min_size=1, max_size=20, unique=True),
    st.sampled_from(["0.5", "1", "3", "60"]),
    st.lists(st.integers(0, 390 * 60), min_size=1, max_size=6),
)
def test_asking_often_gives_the_same_as_asking_once(seconds, speed, asked):
    recorded = recording(*(second / 60 for second in sorted(seconds)))
    moments = sorted(OPENS + timedelta(seconds=second) for second in asked)
    once = [tick.at for tick in due(recorded, TODAY, speed=Decimal(speed), after=None, at=moments[-1])]
    often: list[datetime] = []
    for now in moments:
        after = often[-1] if often else None
        often += [tick.at for tick in due(recorded, TODAY, speed=Decimal(speed), after=after, at=now)]
    assert often == once
    assert once == sorted(once)

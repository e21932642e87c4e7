"""What a strip shows after any stream of ticks."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.markets.rules import FUTURE_TOLERANCE, Instrument, Strip, Tick, fold, new_strip

MORNING = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
EVENING = MORNING + timedelta(hours=9)
KOSPI = Instrument("KOSPI", "KOSPI")


def tick(
    last: str = "2843.31", *, second: int = 0, previous_close: str = "2866.09", **others: object
) -> Tick:
    facts: dict[str, object] = {
        "symbol": "KOSPI", "last": Decimal(last), "previous_close": Decimal(previous_close),
        "at": MORNING + timedelta(seconds=second), "received_at": EVENING,
    }  # fmt: skip
    return Tick(**(facts | others))  # type: ignore[arg-type]  # facts of a tick, put together here


def shown(strip: Strip) -> Tick | None:
    return strip["KOSPI"].shown


def folded(*ticks: Tick) -> Strip:
    strip = new_strip([KOSPI])
    for one in ticks:
        strip = fold(strip, one).strip
    return strip


hostile_prices = st.one_of(
    st.decimals(allow_nan=True, allow_infinity=True),
    st.sampled_from(
        [Decimal(p) for p in ("NaN", "Infinity", "-2843.31", "0", "2.84331", "2843310", "2850", "3900")]
    ),
)
hostile_ticks = st.builds(
    Tick,
    symbol=st.sampled_from(["KOSPI", "KOSPX"]),
    last=hostile_prices,
    previous_close=st.one_of(st.just(Decimal("2866.09")), hostile_prices),
    at=st.integers(-100, 9 * 3600).map(lambda second: MORNING + timedelta(seconds=second)),
    received_at=st.integers(0, 9 * 3600).map(lambda second: MORNING + timedelta(seconds=second)),
)


@given(st.lists(hostile_ticks, max_size=40))
def test_nothing_impossible_is_ever_shown(ticks):
    strip, before = new_strip([KOSPI]), None
    for one in ticks:
        strip = fold(strip, one).strip
        now = shown(strip)
        if now is None:
            continue
        assert now.last.is_finite()
        assert now.last > 0
        assert now.previous_close.is_finite()
        assert now.previous_close > 0
        assert now.at <= now.received_at + FUTURE_TOLERANCE
        assert before is None or now.at >= before.at, "went backwards"
        before = now


@given(st.lists(hostile_ticks, max_size=40))
def test_after_a_true_price_a_thousandfold_is_never_shown(ticks):
    strip = folded(tick())
    for one in ticks:
        before = shown(strip)
        strip = fold(strip, one).strip
        now = shown(strip)
        assert before.last / 1000 < now.last < before.last * 1000


@given(st.lists(hostile_ticks, max_size=40))
def test_a_leap_is_shown_only_when_two_ticks_agree(ticks):
    strip = folded(tick())
    limit = KOSPI.jump_limit_percent / 100
    for one in ticks:
        before, waited = shown(strip), strip["KOSPI"].waiting
        strip = fold(strip, one).strip
        now = shown(strip)
        if now is not before and abs(now.last / before.last - 1) > limit:
            assert waited is not None
            assert abs(now.last / waited.last - 1) <= limit
            assert now.at > waited.at


@given(st.data())
def test_any_order_of_arrival_ends_in_the_same_strip(data):
    seconds = data.draw(st.lists(st.integers(0, 9 * 3600), min_size=1, max_size=12, unique=True))
    ticks = [tick(str(2843 + second % 50), second=second) for second in seconds]
    shuffled = data.draw(st.permutations(ticks))
    assert folded(*shuffled) == folded(*sorted(ticks, key=lambda one: one.at))


@given(st.lists(hostile_ticks, max_size=20))
def test_a_refusal_has_a_reason_and_leaves_what_is_shown(ticks):
    strip = folded(tick())
    for one in ticks:
        result = fold(strip, one)
        if result.refusal:
            assert shown(result.strip) == shown(strip)
        else:
            assert shown(result.strip) == one
        strip = result.strip


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (tick(symbol="KOSPX", second=1), "unknown symbol 'KOSPX'"),
        (tick("NaN", second=1), "last is not a number"),
        (tick("-Infinity", second=1), "last is not a number"),
        (tick(second=1, previous_close="NaN"), "previous_close is not a number"),
        (tick("0", second=1), "a price is above zero"),
        (tick("-2843.31", second=1), "a price is above zero"),
        (tick(second=1, previous_close="0"), "a price is above zero"),
        (tick(second=-1), "late"),
        (tick(), "shown already"),
        (tick(at=EVENING + timedelta(seconds=31)), "from the future"),
        (tick("2843310", second=1), "is the unit right?"),
        (tick("28.4331", second=1), "is the unit right?"),
        (tick("3500", second=1), "beyond the jump limit of 20%; waits for a second tick"),
    ],
)
def test_what_is_refused_says_why(one, reason):
    assert reason in fold(folded(tick()), one).refusal


def test_a_source_may_be_half_a_minute_ahead_of_us():
    assert not fold(folded(), tick(at=EVENING + timedelta(seconds=30))).refusal


def test_of_two_prices_in_one_second_the_later_to_arrive_is_shown():
    assert shown(folded(tick("2843.31"), tick("2843.40"))).last == Decimal("2843.40")


def test_a_leap_waits_for_a_second_tick_that_says_the_same():
    strip = folded(tick(), tick("3500", second=1))
    assert shown(strip).last == Decimal("2843.31")
    assert fold(strip, tick("3500", second=1)).refusal, "the same tick again is no second opinion"
    assert shown(fold(strip, tick("3510", second=2)).strip).last == Decimal(3510)


def test_a_price_near_the_last_one_forgets_the_leap():
    strip = folded(tick(), tick("3500", second=1), tick("2844", second=2))
    assert shown(strip).last == Decimal(2844)
    assert strip["KOSPI"].waiting is None
    assert fold(strip, tick("3500", second=3)).refusal

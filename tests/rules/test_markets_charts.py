"""A session drawn: nothing leaves the sheet, and the table says what the line shows."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dateline.markets.rules import Span, Tick, by_half_hours, draw

OPENS = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
SESSION = Span(OPENS, OPENS + timedelta(hours=6, minutes=30))
CLOSE = Decimal("2866.09")


def tick(minute: float, last: Decimal = CLOSE) -> Tick:
    at = OPENS + timedelta(minutes=minute)
    return Tick("KOSPI", last, CLOSE, at, at)


sessions = st.lists(
    st.tuples(st.integers(0, 390), st.decimals("0.01", "99999", places=2)),
    min_size=1,
    max_size=60,
    unique_by=lambda t: t[0],
).map(lambda pairs: [tick(minute, last) for minute, last in sorted(pairs)])


@given(sessions)
def test_nothing_leaves_the_sheet(ticks):
    chart = draw(ticks, SESSION, zone="Asia/Seoul")
    numbers = [float(number) for number in re.findall(r"[\d.]+", chart.line)]
    assert all(0 <= across <= chart.plot_width for across in numbers[::2])
    assert all(0 <= down <= chart.plot_bottom for down in numbers[1::2])
    assert all(0 <= mark.place <= chart.plot_bottom for mark in chart.levels)
    assert 0 <= chart.base <= chart.plot_bottom
    assert [chart.end_x, chart.end_y] == numbers[-2:]


@given(sessions)
def test_a_line_stays_small_however_many_ticks(ticks):
    chart = draw(ticks, SESSION, zone="Asia/Seoul")
    assert chart.line.count("L") <= chart.plot_width


def test_the_axis_names_whole_hours_at_the_exchange():
    chart = draw([tick(0)], SESSION, zone="Asia/Seoul")
    assert [mark.text for mark in chart.times] == ["09:00", "11:00", "13:00", "15:00"]


def test_a_higher_price_stands_higher():
    chart = draw([tick(0, CLOSE), tick(60, CLOSE + 10)], SESSION, zone="Asia/Seoul")
    assert chart.end_y < chart.base


@given(sessions, st.integers(0, 500))
def test_each_half_hour_shows_the_last_price_before_it(ticks, minute):
    until = OPENS + timedelta(minutes=minute)
    for moment, shown in by_half_hours(ticks, SESSION, until=until):
        assert shown == max((one for one in ticks if one.at <= moment), key=lambda one: one.at)
        assert moment <= min(until, SESSION.closes_at)

"""The real calendar library, in its own process."""

import subprocess
import sys
from datetime import date

import pytest

from dateline.markets.calendars import read as ask_the_library


@pytest.fixture(scope="module")
def calendars():
    return ask_the_library(["XKRX", "24/7", "XXXX"], date(2026, 11, 24))


def test_seoul_trades_from_nine_to_half_past_three(calendars):
    day = next(day for day in calendars["XKRX"].days if day.on == date(2026, 11, 24))
    assert day.opens_at.isoformat() == "2026-11-24T00:00:00+00:00"
    assert day.closes_at.isoformat() == "2026-11-24T06:30:00+00:00"


def test_holidays_are_named_and_weekends_left_out(calendars):
    by_date = {day.on: day for day in calendars["XKRX"].days}
    assert (by_date[date(2026, 12, 25)].opens_at, by_date[date(2026, 12, 25)].why) == (None, "Christmas")
    assert date(2026, 11, 22) not in by_date


def test_it_says_how_far_it_knows(calendars):
    assert calendars["XKRX"].known_from <= date(2025, 11, 24)
    assert calendars["XKRX"].known_until >= date(2027, 6, 30)


def test_an_exchange_that_it_does_not_know_is_none(calendars):
    assert calendars["XXXX"] is None


def test_no_process_of_ours_imports_the_library():
    code = "import dateline.markets.calendars, sys; sys.exit('exchange_calendars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

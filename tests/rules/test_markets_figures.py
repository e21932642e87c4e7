"""How figures are reckoned and written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.markets.rules import Move, change, level, move, on_screen, percent_change, signed

prices = st.decimals(min_value="0.01", max_value="99999999", places=2)


def test_a_hundred_and_one_against_a_hundred_is_one_percent():
    assert percent_change(Decimal(101), Decimal(100)) == Decimal("1.00")


def test_the_strip_of_the_picture():
    last, close = Decimal("2843.31"), Decimal("2866.09")
    assert level(last, decimals=2) == "2843.31"
    assert signed(change(last, close, decimals=2), decimals=2) == "-22.78"
    assert signed(percent_change(last, close), decimals=2) == "-0.79"
    assert on_screen("-0.79") == "−0.79"


@pytest.mark.parametrize("close", ["0", "-1", "NaN"])
def test_without_a_previous_close_there_is_no_percent(close):
    with pytest.raises(ValueError, match="no previous close"):
        percent_change(Decimal(1), Decimal(close))


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        ("829.5", 2, "829.50"),
        ("9999.99", 2, "9999.99"),
        ("9999.999", 2, "10,000.00"),
        ("10000", 2, "10,000.00"),
        ("2650000", 0, "2,650,000"),
        ("1.08456", 4, "1.0846"),
    ],
)
def test_a_thousands_mark_stands_from_ten_thousand_on(value, decimals, written):
    assert level(Decimal(value), decimals=decimals) == written


@given(prices, prices, st.integers(0, 4))
def test_sign_move_and_figure_agree(last, close, decimals):
    points = signed(change(last, close, decimals=decimals), decimals=decimals)
    sign = {Move.UP: "+", Move.DOWN: "-"}.get(move(last, close, decimals=decimals), "")
    assert points.startswith(sign)
    assert (sign == "") == points[0].isdigit()
    assert points.isascii()
    assert not points.startswith("-0.00") or points.strip("-0.")


@given(prices, prices)
def test_a_written_level_reads_back(last, close):
    assert Decimal(level(last, decimals=2).replace(",", "")) == last

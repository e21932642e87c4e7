"""Prices into figures that a reader sees: change, percent, and how they are written."""

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

MINUS = "\N{MINUS SIGN}"
PERCENT_STEP = Decimal("0.01")
# Readers of the looks are used to 2843.31; from five figures on, a mark helps.
THOUSANDS_MARK_FROM = 10_000


class Move(StrEnum):
    """Which way a figure went since the previous close."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"


def change(last: Decimal, previous_close: Decimal, *, decimals: int) -> Decimal:
    """Points since the exchange's previous close, to `decimals` places; never a negative zero."""
    return _rounded(last - previous_close, Decimal(1).scaleb(-decimals))


def percent_change(last: Decimal, previous_close: Decimal) -> Decimal:
    """Day change in percent, to two places: 101 against 100 gives 1.00.

    The base is the exchange's previous close, not our first tick of the day.
    Raises ValueError when there is no previous close (it must be above zero).
    """
    if not previous_close.is_finite() or previous_close <= 0:
        raise ValueError(f"no previous close: {previous_close}")
    return _rounded((last / previous_close - 1) * 100, PERCENT_STEP)


def move(last: Decimal, previous_close: Decimal, *, decimals: int) -> Move:
    """The direction of the change as it is printed: what prints as 0.00 is flat."""
    points = change(last, previous_close, decimals=decimals)
    if points == 0:
        return Move.FLAT
    return Move.UP if points > 0 else Move.DOWN


def level(value: Decimal, *, decimals: int) -> str:
    """ "2843.31", "12,843.31": a thousands mark from 10,000 on."""
    rounded = _rounded(value, Decimal(1).scaleb(-decimals))
    return f"{rounded:,f}" if abs(rounded) >= THOUSANDS_MARK_FROM else f"{rounded:f}"


def signed(value: Decimal, *, decimals: int) -> str:
    """ "+4.20", "-22.78" with an ASCII sign; zero has none."""
    rounded = _rounded(value, Decimal(1).scaleb(-decimals))
    text = level(abs(rounded), decimals=decimals)
    if rounded == 0:
        return text
    return f"{'+' if rounded > 0 else '-'}{text}"


def on_screen(figure: str) -> str:
    """The same figure with a true minus sign, as HTML shows it."""
    return figure.replace("-", MINUS)


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    rounded = value.quantize(step, rounding=ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)

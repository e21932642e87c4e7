"""From ticks to what the strip shows: each tick is taken or refused, with the reason.

A strip never goes back in time, never shows what is no number, and never leaps: a tick beyond the
instrument's jump limit waits until a second, later one says the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

# A source's clock may be ahead of ours by so much; beyond it the moment is wrong.
FUTURE_TOLERANCE = timedelta(seconds=30)
# Here it is the unit that is wrong (a lost point, cents for dollars), and no second tick can confirm it.
# Exchanges adjust the previous close for splits; our last price is not adjusted, so it may differ by more.
WRONG_UNIT_FACTOR = 10
WRONG_UNIT_FACTOR_OF_LAST = 100
DEFAULT_JUMP_LIMIT_PERCENT = Decimal(20)


@dataclass(frozen=True)
class Instrument:
    """What is quoted. `kind`: index, share, currency, commodity, rate or crypto; `exchange`: its calendar."""

    symbol: str
    name: str
    kind: str = "index"
    exchange: str = "XKRX"
    currency: str = "KRW"
    decimals: int = 2
    jump_limit_percent: Decimal = DEFAULT_JUMP_LIMIT_PERCENT
    strip: bool = False


@dataclass(frozen=True)
class Tick:
    """One price as a source sent it. `at` is the source's moment, `received_at` ours; both aware.

    `halted`: the source says that trading in it is stopped.
    """

    symbol: str
    last: Decimal
    previous_close: Decimal
    at: datetime
    received_at: datetime
    halted: bool = False


@dataclass(frozen=True)
class Quote:
    """What is known of one instrument: the last tick taken, and one that waits for a second."""

    instrument: Instrument
    shown: Tick | None = None
    waiting: Tick | None = None


Strip = Mapping[str, Quote]


@dataclass(frozen=True)
class Folded:
    """The strip after a tick; `refusal` is empty when the tick is shown now."""

    strip: Strip
    refusal: str = ""


Question = Callable[[Quote, Tick], str]


def new_strip(instruments: list[Instrument]) -> Strip:
    """A strip on which nothing is shown yet, in this order."""
    return {instrument.symbol: Quote(instrument) for instrument in instruments}


def fold(strip: Strip, tick: Tick) -> Folded:
    """Take the tick into the strip, or refuse it and say why; the strip given is left as it was."""
    quote = strip.get(tick.symbol)
    if quote is None:
        return Folded(strip, f"unknown symbol '{tick.symbol}'; add it to markets.toml and load that")
    for ask in QUESTIONS:
        if refusal := ask(quote, tick):
            return Folded(strip, refusal)
    if (leap := _leap(quote, tick)) and not _confirms(quote, tick):
        return Folded(
            {**strip, tick.symbol: replace(quote, waiting=tick)}, f"{leap}; waits for a second tick"
        )
    return Folded({**strip, tick.symbol: replace(quote, shown=tick, waiting=None)})


def is_a_number(quote: Quote, tick: Tick) -> str:
    """Refuses NaN and infinity."""
    for name, value in (("last", tick.last), ("previous_close", tick.previous_close)):
        if not value.is_finite():
            return f"{name} is not a number: {value}"
    return ""


def is_possible(quote: Quote, tick: Tick) -> str:
    """Refuses a price that no trade can have: zero or below."""
    for name, value in (("last", tick.last), ("previous_close", tick.previous_close)):
        if value <= 0:
            return f"{name} is {value}; a price is above zero"
    return ""


def is_not_from_the_future(quote: Quote, tick: Tick) -> str:
    """Refuses a moment beyond what two clocks may differ by."""
    ahead = tick.at - tick.received_at
    if ahead > FUTURE_TOLERANCE:
        return f"from the future: {tick.at.isoformat()} is {ahead.total_seconds():.0f} s ahead of us"
    return ""


def is_not_late(quote: Quote, tick: Tick) -> str:
    """Refuses what is older than what is shown, and what has been shown already.

    Two prices may carry the same second; the one that arrives later is then the newer.
    """
    shown = quote.shown
    if shown is None or tick.at > shown.at:
        return ""
    if tick.at < shown.at:
        return f"late: {tick.at.isoformat()} is before {shown.at.isoformat()}, which is shown"
    return "shown already" if _same(tick, shown) else ""


def is_in_its_unit(quote: Quote, tick: Tick) -> str:
    """Refuses tenfold the previous close, or a hundredfold the last price, or such a part of them."""
    for what, known, factor in _known(quote, tick):
        if not known / factor < tick.last < known * factor:
            return f"impossible: {tick.last} against {what} of {known}; is the unit right?"
    return ""


# A not-a-number first: nothing can be compared with it.
QUESTIONS: tuple[Question, ...] = (
    is_a_number, is_possible, is_not_from_the_future, is_not_late, is_in_its_unit,
)  # fmt: skip


def _leap(quote: Quote, tick: Tick) -> str:
    """How the tick leaps beyond the limit, in words; empty when it does not."""
    limit = quote.instrument.jump_limit_percent
    for what, known, _ in _known(quote, tick):
        percent = abs(tick.last / known - 1) * 100
        if percent > limit:
            beyond = f"beyond the jump limit of {limit.normalize():f}%"
            return f"{tick.last} is {percent:.1f}% from {what} of {known}, {beyond}"
    return ""


def _confirms(quote: Quote, tick: Tick) -> bool:
    """Whether the tick is a later one that agrees, within the limit, with the one that waits."""
    waiting = quote.waiting
    if waiting is None or tick.at <= waiting.at:
        return False
    limit = quote.instrument.jump_limit_percent
    return (
        abs(tick.last / waiting.last - 1) * 100 <= limit
        and abs(tick.previous_close / waiting.previous_close - 1) * 100 <= limit
    )


def _known(quote: Quote, tick: Tick) -> list[tuple[str, Decimal, int]]:
    """What the price can be measured by, and the factor at which its unit must be wrong."""
    known = [("its previous close", tick.previous_close, WRONG_UNIT_FACTOR)]
    if quote.shown is not None:
        known.append(("the last price", quote.shown.last, WRONG_UNIT_FACTOR_OF_LAST))
    return known


def _same(one: Tick, other: Tick) -> bool:
    return (one.last, one.previous_close, one.halted) == (other.last, other.previous_close, other.halted)

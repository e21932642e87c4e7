"""What may be claimed of a figure: live, delayed, closed, stale, halted or holiday, and until when.

Nothing is called live but what is: the exchange trades, and the tick is younger than its source's own
deadline. Nothing is called closed but the last word of the session that ended.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dateline.markets.rules.hours import Hours, Span
from dateline.markets.rules.quotes import FUTURE_TOLERANCE, Tick

# Closing auctions are silent (ten minutes in Seoul): a last tick from within them is the day's close.
CLOSING_AUCTION = timedelta(minutes=10)


class State(StrEnum):
    """What a reader may believe of a figure."""

    LIVE = "live"
    DELAYED = "delayed"
    CLOSED = "closed"
    STALE = "stale"
    HALTED = "halted"
    HOLIDAY = "holiday"


@dataclass(frozen=True)
class Feed:
    """What a source promises: how late its ticks are by contract, and when their silence is a fault."""

    delay_minutes: int = 0
    stale_after_seconds: int = 60

    @property
    def delay(self) -> timedelta:
        return timedelta(minutes=self.delay_minutes)

    @property
    def patience(self) -> timedelta:
        """The age at which a tick is too old, its contractual delay included."""
        return self.delay + timedelta(seconds=self.stale_after_seconds)


@dataclass(frozen=True)
class Standing:
    """A state, and the moment from which it may not be claimed; for a stale figure, since when it is."""

    state: State
    stale_at: datetime


def state(tick: Tick, exchange: Hours, feed: Feed, at: datetime) -> Standing:
    """What may be claimed of this tick's figure at `at`. Beyond the calendar nothing may: it is stale.

    So is a tick of a moment that is still to come: our clock has been set back, and what is new will be refused.
    """
    if not exchange.known or tick.at > at + FUTURE_TOLERANCE:
        return _stale(tick, feed, at)
    if exchange.running is None:
        return _at_rest(tick, exchange, feed, at)
    return _in_session(tick, exchange.running, exchange, feed, at)


def _in_session(tick: Tick, running: Span, exchange: Hours, feed: Feed, at: datetime) -> Standing:
    if tick.at < running.opens_at:  # nothing has come since it opened
        first_due = running.opens_at + feed.patience
        is_fine = at < first_due and _is_the_close(tick, exchange.ended, feed)
        return Standing(State.CLOSED, first_due) if is_fine else _stale(tick, feed, at)
    if tick.halted:
        return Standing(State.HALTED, running.closes_at)
    deadline = tick.at + feed.patience
    if at >= deadline:
        return _stale(tick, feed, at)
    return Standing(State.DELAYED if feed.delay_minutes else State.LIVE, deadline)


def _at_rest(tick: Tick, exchange: Hours, feed: Feed, at: datetime) -> Standing:
    if (
        feed.delay_minutes
        and exchange.ended
        and exchange.ended.opens_at <= tick.at < exchange.ended.closes_at
    ):
        # A delayed feed is on its way to the close for as long as it is late.
        deadline = min(exchange.ended.closes_at + feed.delay, tick.at + feed.patience)
        if at < deadline:
            return Standing(State.DELAYED, deadline)
    if not _is_the_close(tick, exchange.ended, feed):
        return _stale(tick, feed, at)
    until = (exchange.changes_at or at) + feed.patience
    return Standing(State.HOLIDAY if exchange.is_holiday else State.CLOSED, until)


def _stale(tick: Tick, feed: Feed, at: datetime) -> Standing:
    return Standing(State.STALE, min(tick.at + feed.patience, at))


def _is_the_close(tick: Tick, ended: Span | None, feed: Feed) -> bool:
    """Whether the tick is the last word of the stretch that ended last."""
    if ended is None:
        return False
    if tick.halted:  # it closed halted
        return tick.at >= ended.opens_at
    return tick.at >= ended.closes_at - max(CLOSING_AUCTION, timedelta(seconds=feed.stale_after_seconds))

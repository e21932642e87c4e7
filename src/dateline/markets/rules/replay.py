"""A recorded day, played again over the exchange's present session.

Each tick keeps its distance from the opening, divided by the speed; when the recording ends before the
session does, it begins again. While the exchange rests, nothing ticks: the state of a replayed figure
comes from today's calendar, like any other's.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from dateline.markets.rules.hours import Session
from dateline.markets.rules.quotes import Tick

# Between the last tick of one round and the first of the next.
SHORTEST_PAUSE = timedelta(seconds=1)


@dataclass(frozen=True)
class Recording:
    """One instrument's recorded ticks, oldest first, and when their day opened."""

    ticks: tuple[Tick, ...]
    opened_at: datetime

    @property
    def offsets(self) -> list[timedelta]:
        """How long after the opening each tick came."""
        return [tick.at - self.opened_at for tick in self.ticks]


def due(
    recording: Recording, session: Session, *, speed: Decimal, after: datetime | None, at: datetime
) -> Iterator[Tick]:
    """The ticks that fall into (`after`, `at`] of this session, oldest first, moved to its time."""
    for moment, tick in _played(recording, session, speed=speed, begin=after):
        if moment > at:
            return
        yield replace(tick, at=moment, received_at=at)


def next_due_at(recording: Recording, session: Session, *, speed: Decimal, at: datetime) -> datetime | None:
    """When the next tick after `at` falls; None when this session has no more."""
    for moment, _ in _played(recording, session, speed=speed, begin=at):
        return moment
    return None


def _played(
    recording: Recording, session: Session, *, speed: Decimal, begin: datetime | None
) -> Iterator[tuple[datetime, Tick]]:
    """Every (moment, tick) of the session that comes after `begin`."""
    if not recording.ticks or session.opens_at is None or session.closes_at is None:
        return
    offsets = recording.offsets
    pace = float(speed)
    round_lasts = _round(offsets)
    elapsed = max(begin - session.opens_at, timedelta()) * pace if begin else timedelta()
    rounds = int(elapsed / round_lasts)
    # One before, since moments are rounded to the microsecond; the comparison with `begin` is exact.
    place = max(bisect_right(offsets, elapsed - rounds * round_lasts) - 1, 0)
    spans = session.spans()
    while True:
        for offset, tick in zip(offsets[place:], recording.ticks[place:], strict=True):
            moment = session.opens_at + (rounds * round_lasts + offset) / pace
            if moment > session.closes_at:
                return
            if (begin is None or moment > begin) and any(s.opens_at <= moment <= s.closes_at for s in spans):
                yield moment, tick
        rounds, place = rounds + 1, 0


def _round(offsets: Sequence[timedelta]) -> timedelta:
    """How long the recording lasts: to its last tick, and the usual distance on."""
    gaps = sorted(later - earlier for earlier, later in pairwise(offsets))
    usual = gaps[len(gaps) // 2] if gaps else SHORTEST_PAUSE
    return max(offsets[-1], timedelta()) + max(usual, SHORTEST_PAUSE)

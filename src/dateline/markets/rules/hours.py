"""When an exchange trades: its days as the newsroom keeps them, and what it does at one moment."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Session:
    """One day of an exchange: when it trades, or that it does not (both moments None) and why."""

    on: date
    opens_at: datetime | None
    closes_at: datetime | None
    break_from: datetime | None = None
    break_until: datetime | None = None
    why: str = ""

    def spans(self) -> tuple["Span", ...]:
        """The stretches of trading: one, or two around a break, or none."""
        if self.opens_at is None or self.closes_at is None:
            return ()
        if self.break_from is None or self.break_until is None:
            return (Span(self.opens_at, self.closes_at),)
        return Span(self.opens_at, self.break_from), Span(self.break_until, self.closes_at)


@dataclass(frozen=True)
class Span:
    """A stretch of trading without a break."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class Calendar:
    """An exchange's days, oldest first: its sessions, and the weekdays on which it rests.

    What lies outside `known_from` to `known_until` is not known, and is never guessed.
    """

    exchange: str
    zone: str
    known_from: date
    known_until: date
    days: tuple[Session, ...]

    def today(self, at: datetime) -> date:
        """The date at the exchange."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def knows(self, at: datetime) -> bool:
        """Whether this calendar speaks of that day."""
        return self.known_from <= self.today(at) <= self.known_until

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """All stretches of trading, oldest first; those that touch (an exchange without nights) are one."""
        joined: list[Span] = []
        for span in (span for day in self.days for span in day.spans()):
            if joined and joined[-1].closes_at >= span.opens_at:
                joined[-1] = replace(joined[-1], closes_at=max(joined[-1].closes_at, span.closes_at))
            else:
                joined.append(span)
        return tuple(joined)

    @property
    def ends_at(self) -> datetime:
        """The moment from which nothing is known."""
        return datetime.combine(self.known_until, time(), ZoneInfo(self.zone)) + timedelta(days=1)

    def sessions(self) -> tuple[Session, ...]:
        """The days on which it trades."""
        return tuple(day for day in self.days if day.opens_at)

    def holidays(self) -> tuple[Session, ...]:
        """The weekdays on which it does not."""
        return tuple(day for day in self.days if not day.opens_at)

    def session_at(self, at: datetime) -> Session | None:
        """The session that runs, or the last one that did."""
        begun = [day for day in self.sessions() if day.opens_at and day.opens_at <= at]
        return begun[-1] if begun else None

    def next_session(self, at: datetime) -> Session | None:
        """The first session that opens after `at`."""
        return next((day for day in self.sessions() if day.opens_at and day.opens_at > at), None)


@dataclass(frozen=True)
class Hours:
    """An exchange at one moment. `running`: what trades now; `ended`: the stretch that ended before.

    `changes_at`: when it opens next, or the end of what the calendar knows.
    `known` is False where the calendar does not reach; then nothing else says anything.
    """

    known: bool
    running: Span | None = None
    ended: Span | None = None
    changes_at: datetime | None = None
    is_holiday: bool = False


def hours(calendar: Calendar, at: datetime) -> Hours:
    """What the exchange does at `at`."""
    if not calendar.knows(at):
        return Hours(known=False)
    spans = calendar.spans
    begun = bisect_right(spans, at, key=_opening)
    latest = spans[begun - 1] if begun else None
    upcoming = spans[begun].opens_at if begun < len(spans) else calendar.ends_at
    if latest and at < latest.closes_at:
        before = spans[begun - 2] if begun > 1 else None
        return Hours(True, running=latest, ended=before, changes_at=upcoming)
    today = calendar.today(at)
    is_holiday = any(day.on == today and not day.opens_at for day in calendar.days)
    return Hours(True, ended=latest, changes_at=upcoming, is_holiday=is_holiday)


def corrected(days: Iterable[Session], corrections: Iterable[Session]) -> tuple[Session, ...]:
    """The calendar library's days with the newsroom's own laid over, oldest first."""
    by_date = {day.on: day for day in days} | {day.on: day for day in corrections}
    return tuple(by_date[on] for on in sorted(by_date))


def _opening(span: Span) -> datetime:
    return span.opens_at


def next_days(days: Sequence[Session], *, since: date, limit: int) -> tuple[Session, ...]:
    """The next few of these days, `since` among them."""
    return tuple(day for day in days if day.on >= since)[:limit]

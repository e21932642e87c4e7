"""What ends when, by day of the desk's own zone: contracts, licences of stories, embargoes, what is purged then."""

import calendar
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from dateline.licences import queries
from dateline.licences.models import Partner
from dateline.licences.rules import Terms, ends_at
from dateline.stories.models import Story

# So many stories of a month are named; of a day its number is told, however many there are.
MOST_STORIES = 200
# Of many stories on one day a file for calendars names none, and says how many.
MOST_A_DAY = 5


class Kind(StrEnum):
    """What happens then."""

    CONTRACT_ENDS = "the contract ends"
    CONTRACT_BEGINS = "the contract begins"
    LEAVES = "leaves the paper"
    PURGED = "leaves the paper, and is purged within 24 hours"
    EMBARGO_LIFTS = "embargo lifts"


@dataclass(frozen=True)
class Entry:
    """One thing that happens; `story` 0 where it is a contract."""

    at: datetime
    kind: Kind
    partner: Partner
    title: str
    story: int = 0

    @property
    def day(self) -> date:
        """The day at the desk."""
        return timezone.localtime(self.at).date()


@dataclass(frozen=True)
class Day:
    """A day of the month's sheet; `stories` leave the paper on it, `others` are what else happens."""

    on: date
    is_in_month: bool
    is_today: bool
    stories: int
    embargoes: int
    contracts: Sequence[Entry]


@dataclass(frozen=True)
class Month:
    """A month: its weeks, Monday first; what happens by day; how many further stories leave than are named."""

    first: date
    weeks: Sequence[Sequence[Day]]
    entries: Sequence[tuple[date, Sequence[Entry]]]
    further: int

    @property
    def before(self) -> date:
        """The first day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        """The first day of the month that follows."""
        return (self.first + timedelta(days=31)).replace(day=1)


def month(first: date, at: datetime, partner: Partner | None = None) -> Month:
    """What happens in the month that begins on `first`, of one partner or of all."""
    begin, end = _moment(first), _moment((first + timedelta(days=31)).replace(day=1))
    leaving = _leaving(begin, end, partner)
    counts = Counter(
        timezone.localtime(ends).date() for ends in leaving.values_list("ends_at", flat=True).iterator()
    )
    named = list(leaving.select_related("partner").order_by("ends_at", "pk")[:MOST_STORIES])
    others = [*_contracts(begin, end, partner), *_embargoes(begin, end, partner)]
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in sorted([*others, *map(_leaves, named)], key=lambda each: (each.at, each.title)):
        by_day[entry.day].append(entry)
    today = timezone.localtime(at).date()
    sheet = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return Month(
        first=first,
        weeks=[[_day(on, first, today, counts[on], by_day.get(on, [])) for on in week] for week in sheet],
        entries=sorted(by_day.items()),
        further=sum(counts.values()) - len(named),
    )


def as_ics(at: datetime, days: int, partner: Partner | None = None) -> str:
    """What happens within so many days, for another calendar (RFC 5545); moments in UTC."""
    end = at + timedelta(days=days)
    entries = [*_contracts(at, end, partner), *_embargoes(at, end, partner)]
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for story in _leaving(at, end, partner).select_related("partner").order_by("ends_at", "pk").iterator():
        entry = _leaves(story)
        by_day[entry.day].append(entry)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Dateline//What ends when//EN", "METHOD:PUBLISH"]
    for entry in entries:
        lines += _event(entry, at, f"{entry.title}: {entry.kind}")
    for of_day in by_day.values():
        if len(of_day) <= MOST_A_DAY:
            for entry in of_day:
                lines += _event(entry, at, f"{entry.title}: {entry.kind}")
        else:
            lines += _event(of_day[0], at, f"{len(of_day)} stories leave the paper", of_day=True)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _leaving(begin: datetime, end: datetime, partner: Partner | None) -> QuerySet[Story]:
    stories = Story.objects.filter(live=True, partner__isnull=False, ends_at__gte=begin, ends_at__lt=end)
    return stories if partner is None else stories.filter(partner=partner)


def _leaves(story: Story) -> Entry:
    """Of a licensed story that has an end, which is all that are asked for."""
    assert story.ends_at and story.partner  # noqa: S101 - only a licence writes an end
    kind = Kind.LEAVES if story.terms.retain else Kind.PURGED
    return Entry(story.ends_at, kind, story.partner, story.title, story.pk)


def _contracts(begin: datetime, end: datetime, partner: Partner | None) -> Iterator[Entry]:
    for each in [partner] if partner else queries.partners():
        terms = queries.terms_of(each)
        for moment, kind in ((ends_at(terms), Kind.CONTRACT_ENDS), (_begins(terms), Kind.CONTRACT_BEGINS)):
            if moment and begin <= moment < end:
                yield Entry(moment, kind, each, each.name)


def _embargoes(begin: datetime, end: datetime, partner: Partner | None) -> Iterator[Entry]:
    """Of stories that wait for one. Kept terms hold moments as ISO 8601 in UTC, which sort as they follow."""
    waiting = Story.objects.filter(
        live=False,
        partner__isnull=False,
        licence__embargo_until__gte=_iso(begin),
        licence__embargo_until__lt=_iso(end),
    )
    if partner is not None:
        waiting = waiting.filter(partner=partner)
    for story in waiting.select_related("partner").order_by("pk")[:MOST_STORIES]:
        if moment := story.terms.embargo_until:
            yield Entry(moment, Kind.EMBARGO_LIFTS, story.partner, story.title, story.pk)


def _begins(terms: Terms) -> datetime | None:
    return datetime.combine(terms.starts_on, time(), ZoneInfo(terms.time_zone)) if terms.starts_on else None


def _day(on: date, first: date, today: date, stories: int, entries: Iterable[Entry]) -> Day:
    contracts = [each for each in entries if not each.story]
    embargoes = sum(each.kind is Kind.EMBARGO_LIFTS for each in entries)
    return Day(on, on.month == first.month, on == today, stories, embargoes, contracts)


def _moment(day: date) -> datetime:
    """The first moment of a day at the desk."""
    return datetime.combine(day, time(), timezone.get_current_timezone()).astimezone(UTC)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _event(entry: Entry, at: datetime, summary: str, *, of_day: bool = False) -> list[str]:
    what = entry.kind.name.lower().replace("_", "-")
    name = f"{entry.day.isoformat()}-leaving" if of_day else f"{entry.partner.slug}-{entry.story}-{what}"
    return [
        "BEGIN:VEVENT",
        f"UID:{name}@dateline",
        f"DTSTAMP:{_utc(at)}",
        f"DTSTART:{_utc(entry.at)}",
        f"SUMMARY:{_escaped(summary)}",
        f"CATEGORIES:{_escaped(entry.partner.name)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """At most 75 bytes a line, never within a letter; what follows begins with a space."""
    parts, part, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > 74:
            parts.append(part)
            part, size = "", 0
        part, size = part + letter, size + width
    return "\r\n ".join([*parts, part])

"""A partner's statement of a month, out of the ledger alone: what was shown where, from when to when.

The same entries give the same statement, whenever it is made: it names no moment of its own but the one asked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dateline.licences.rules.ledger import NOTHING, SHOWN, Entry

# Views are counted of a story's own page alone.
PAGE = ("story", "page")
# Said wherever views are.
ABOUT_VIEWS = (
    "Views are answers of the paper's own server with the story's page. What a reader's browser or a cache gave again "
    "without asking it is not known."
)


@dataclass(frozen=True)
class Line:
    """One story or picture on one channel. Moments are in UTC.

    `first_displayed_at` is the first time ever, `last_displayed_at` the last moment within the month;
    `is_displayed_still`: at the end of the month, or at the moment of the statement, it was still shown.
    `views`: how often the paper's own server gave the story's page in the month; None where nobody counts.
    """

    kind: str
    guid: str
    version: str
    headline: str
    address: str
    channel: str
    first_displayed_at: datetime
    last_displayed_at: datetime
    is_displayed_still: bool
    terms_versions: tuple[int, ...]
    counts: bool
    views: int | None = None


@dataclass(frozen=True)
class Statement:
    """What a partner is told of a month. `begins_at` and `ends_at` are its bounds in UTC, [begins, ends).

    `as_of`: up to when it tells, which is the month's end once that is over. `published` counts the items that
    the quota counts in this month; `quota` None when there is no limit. `ledger_entries` and `ledger_hash` name
    the last entry it rests on, of any partner: whoever keeps them can have the ledger proved against them.
    `views_are_final`: no view of the month can be added any more.
    """

    partner: str
    month: str
    time_zone: str
    begins_at: datetime
    ends_at: datetime
    as_of: datetime
    quota: int | None
    published: int
    lines: tuple[Line, ...]
    ledger_entries: int
    ledger_hash: str
    views_are_final: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether the month is over: nothing can change any more."""
        return self.as_of >= self.ends_at


def bounds(month: str, time_zone: str) -> tuple[datetime, datetime]:
    """The first moment of a licence month and the first after it, in UTC. Raises ValueError: not YYYY-MM."""
    first = datetime.strptime(month, "%Y-%m").replace(tzinfo=ZoneInfo(time_zone))
    following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return first.astimezone(UTC), following.astimezone(UTC)


@dataclass
class _Display:
    """What is known of one subject on one channel while the ledger is read."""

    kind: str
    name: str
    channel: str
    entry: Entry
    first: datetime
    since: datetime | None = None
    spans: list[tuple[datetime, datetime]] = field(default_factory=list)
    terms_versions: list[int] = field(default_factory=list)

    def show(self, entry: Entry) -> None:
        """It is shown as this entry says; where a licence had ended it meanwhile, anew."""
        if self.since is not None and self.entry.ends_at and self.entry.ends_at <= entry.at:
            self.close(entry.at)
        self.entry = entry
        self.since = self.since or entry.at
        if entry.terms_version not in self.terms_versions:
            self.terms_versions.append(entry.terms_version)

    def close(self, at: datetime) -> None:
        """It is shown no more from `at` on, or has not been since its licence ended."""
        if self.since is not None:
            end = min(at, self.entry.ends_at) if self.entry.ends_at else at
            self.spans.append((self.since, max(end, self.since)))
            self.since = None


def statement(
    entries: Iterable[Entry],
    *,
    partner: str,
    month: str,
    time_zone: str,
    quota: int | None,
    at: datetime,
    views: Mapping[tuple[str, str], int] | None = None,
    views_are_final: bool = False,
) -> Statement:
    """The statement of `month` for `partner` out of the whole ledger, oldest entry first, as of `at`.

    `views` in that month are by guid and language.
    """
    begins_at, ends_at = bounds(month, time_zone)
    as_of = min(at, ends_at)
    displays: dict[tuple[str, str], dict[tuple[str, str, str], _Display]] = {}
    last: Entry | None = None
    counted: set[str] = set()
    for entry in entries:
        if entry.at >= as_of:
            continue  # and not the end: where a clock was set back, earlier moments follow
        last = entry
        if entry.partner != partner:
            continue
        if entry.counts_in == month:
            counted.add(entry.guid)
        _follow(displays.setdefault((entry.guid, entry.language), {}), entry)
    lines = [
        line
        for of_item in displays.values()
        for display in of_item.values()
        if (line := _line(display, begins_at, as_of, counted, views or {}))
    ]
    return Statement(
        partner=partner,
        month=month,
        time_zone=time_zone,
        begins_at=begins_at,
        ends_at=ends_at,
        as_of=as_of,
        quota=quota,
        published=len(counted),
        lines=tuple(sorted(lines, key=_place)),
        ledger_entries=last.number if last else 0,
        ledger_hash=last.hash if last else NOTHING,
        views_are_final=views_are_final,
    )


def _follow(shown_of_item: dict[tuple[str, str, str], _Display], entry: Entry) -> None:
    """What this entry opens and closes of its item."""
    # Without words of the partner's it is a picture of theirs on a page of somebody else's.
    story = [("story", entry.guid)] if entry.text_hash else []
    subjects = [*story, *(("picture", picture.hash) for picture in entry.pictures)]
    shown = [
        (kind, name, use) for kind, name in (subjects if entry.kind in SHOWN else []) for use in entry.uses
    ]
    for key, display in shown_of_item.items():
        if key not in shown:
            display.close(entry.at)
    for key in shown:
        display = shown_of_item.setdefault(key, _Display(*key, entry, entry.at))
        display.show(entry)


def _line(
    display: _Display,
    begins_at: datetime,
    as_of: datetime,
    counted: set[str],
    views: Mapping[tuple[str, str], int],
) -> Line | None:
    """The display's line in a month; None when nothing of it was shown then."""
    ends_at = display.entry.ends_at
    end = min(as_of, ends_at) if ends_at else as_of
    open_span = [(display.since, end)] if display.since is not None and display.since < end else []
    within = [
        (start, over) for start, over in [*display.spans, *open_span] if over > begins_at and start < as_of
    ]
    if not within:
        return None
    entry = display.entry
    return Line(
        kind=display.kind,
        guid=entry.guid if display.kind == "story" else display.name,
        version=entry.version,
        headline=entry.headline,
        address=entry.address,
        channel=display.channel,
        first_displayed_at=display.first,
        last_displayed_at=max(over for _, over in within),
        is_displayed_still=bool(open_span) and end == as_of,
        terms_versions=tuple(display.terms_versions),
        counts=display.kind == "story" and entry.guid in counted,
        views=views.get((entry.guid, entry.language), 0) if (display.kind, display.channel) == PAGE else None,
    )


def _place(line: Line) -> tuple[object, ...]:
    """A story before its pictures, in the order of their first display."""
    return (line.first_displayed_at, line.address, line.kind != "story", line.guid, line.channel)

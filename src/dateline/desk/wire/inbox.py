"""The three panes as one value: filters with their counts, the list, the item that is read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from dateline.desk.wire import finding, listing
from dateline.desk.wire.asking import EMBARGOES, KINDS, STATES, URGENCIES, Place, Wanted
from dateline.desk.wire.finding import Count
from dateline.desk.wire.item import ItemScreen
from dateline.desk.wire.listing import Row
from dateline.stories import queries as stories
from dateline.wire import queries as wire
from dateline.wire.models import Unread


@dataclass(frozen=True)
class Choice:
    """One answer to a filter: what it is called, how many it has, and the address that asks for it."""

    value: str
    said: str
    is_chosen: bool
    address: str = ""
    count: Count | None = None


@dataclass(frozen=True)
class Line:
    """A row with its own address, which keeps the filters and the stretch of the list."""

    row: Row
    address: str
    is_read: bool


@dataclass(frozen=True)
class Inbox:
    """What the screen shows. Addresses are empty where there is nothing to go to."""

    wanted: Wanted
    states: tuple[Choice, ...]
    partners: tuple[Choice, ...]
    sections: tuple[Choice, ...]
    urgencies: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    embargoes: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    lines: tuple[Line, ...]
    newer: str
    older: str
    unread: tuple[Unread, ...]
    shown: ItemScreen | None
    back: str
    following: str

    @property
    def shows_unread(self) -> bool:
        """Whether the list is of what could not be read."""
        return self.wanted.state == "unreadable"

    @property
    def said_state(self) -> str:
        """The state that is listed, in words."""
        return next(choice.said for choice in self.states if choice.is_chosen)

    @property
    def set_filters(self) -> int:
        """How many filters are set besides state and words, which are seen on the list itself."""
        return sum(bool(value) for value in vars(self.wanted.but(state="", words="")).values())


def inbox(
    wanted: Wanted,
    at: datetime,
    *,
    before: Place | None = None,
    after: Place | None = None,
    shown: ItemScreen | None = None,
) -> Inbox:
    """The list of these filters from a place on, beside the item that is read."""
    stretch = finding.stretch(finding.items(wanted, at), before=before, after=after)
    here = _query(wanted, before=before, after=after)
    lines = tuple(
        Line(
            row,
            _address("desk_wire_item", here, row.item.pk),
            is_read=shown is not None and row.item.pk == shown.row.pk,
        )
        for row in listing.rows(stretch.items, at)
    )
    first, last = (finding.place_of(stretch.items[end]) for end in (0, -1)) if stretch.items else (None, None)
    counts = finding.counts(wanted, at)
    return Inbox(
        wanted=wanted,
        states=_links(wanted, "state", STATES, counts),
        partners=_partners(wanted, at),
        sections=_choices(wanted.section, _sections()),
        urgencies=_choices(wanted.urgency, URGENCIES),
        languages=_choices(wanted.language, _languages(wanted, at)),
        embargoes=_choices(wanted.embargo, EMBARGOES),
        kinds=_choices(wanted.kind, KINDS),
        lines=lines,
        newer=_address("desk_wire", _query(wanted, after=first)) if first and stretch.has_newer else "",
        older=_address("desk_wire", _query(wanted, before=last)) if last and stretch.has_older else "",
        unread=_unread(wanted, at, is_first=before is None and after is None),
        shown=shown,
        back=_address("desk_wire", here) + (f"#item-{shown.row.pk}" if shown else ""),
        following=_following(lines),
    )


def _following(lines: Sequence[Line]) -> str:
    """The address of the item after the one that is read, so that an editor's work goes on there."""
    read = next((number for number, line in enumerate(lines) if line.is_read), None)
    return lines[read + 1].address if read is not None and read + 1 < len(lines) else ""


def _partners(wanted: Wanted, at: datetime) -> tuple[Choice, ...]:
    found = finding.survey(wanted, "partner", at)
    is_more = found.total() >= finding.MOST_SURVEYED
    counts = {slug: Count(number, is_more) for slug, number in found.items()}
    named = [("", "All partners"), *((partner.slug, partner.name) for partner in wire.partners())]
    counts[""] = Count(found.total(), is_more)
    return _links(wanted, "partner", named, counts)


def _languages(wanted: Wanted, at: datetime) -> list[tuple[str, str]]:
    found = finding.survey(wanted, "language", at)
    known = {tag.partition("-")[0].lower() for tag in found if tag} | {wanted.language} - {""}
    return [("", "All languages"), *((tag, tag) for tag in sorted(known))]


def _sections() -> list[tuple[str, str]]:
    """Every section once, by its slug: in both editions it is the same desk's."""
    named = sorted(stories.section_titles().items(), key=lambda pair: pair[1])
    return [("", "All sections"), *named]


def _unread(wanted: Wanted, at: datetime, *, is_first: bool) -> tuple[Unread, ...]:
    if wanted.state == "unreadable":
        return tuple(finding.unread(wanted)[: finding.MOST_COUNTED])
    return tuple(finding.newly_unread(wanted, at)[:5]) if is_first else ()


def _links(
    wanted: Wanted, name: str, named: Iterable[tuple[str, str]], counts: dict[str, Count]
) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            value, said, value == getattr(wanted, name),
            _address("desk_wire", wanted.but(**{name: value}).query), counts.get(value, Count(0)),
        )
        for value, said in named
    )  # fmt: skip


def _choices(chosen: str, named: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(value, said, value == chosen) for value, said in named)


def _query(wanted: Wanted, *, before: Place | None = None, after: Place | None = None) -> str:
    places = [f"{name}={place}" for name, place in (("before", before), ("after", after)) if place]
    return "&".join([*filter(None, [wanted.query]), *places])


def _address(name: str, query: str, *keys: int) -> str:
    return reverse(name, args=keys) + (f"?{query}" if query else "")

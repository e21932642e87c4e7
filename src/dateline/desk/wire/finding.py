"""Finds items: by filters, from a place on, counted no further than anybody reads.

Nothing here grows with the wire: a list is read on from a place along an index and never skipped through, and a
count stops at `MOST_COUNTED`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from dateline.desk.models import SetAside
from dateline.desk.wire.asking import STATES, Place, Wanted
from dateline.licences import queries as licences
from dateline.stories import queries as stories
from dateline.stories.models import Section, Story
from dateline.wire import queries as wire
from dateline.wire.models import Unread, WireItem
from dateline.wire.rules import State

ROWS = 50
MOST_COUNTED = 200
# Among so many of the newest the partners and languages are counted.
MOST_SURVEYED = 1000
# Beyond this an unreadable delivery is history: the filter still shows it.
NEWLY = timedelta(days=3)

_STORY = Story.objects.filter(partner=OuterRef("partner"), guid=OuterRef("guid"))
# What changed after it was set aside is asked for anew.
_ASIDE = SetAside.objects.filter(item=OuterRef("pk"), at__gte=OuterRef("changed_at"))


@dataclass(frozen=True)
class Count:
    """How many there are; `is_more`: that many at the least."""

    number: int
    is_more: bool = False

    def __str__(self) -> str:
        return f"{self.number}+" if self.is_more else str(self.number)


@dataclass(frozen=True)
class Stretch:
    """A stretch of the list: its items, and whether there are newer and older ones."""

    items: Sequence[WireItem]
    has_newer: bool
    has_older: bool


def items(wanted: Wanted, at: datetime) -> QuerySet[WireItem]:
    """The items of these filters, the latest changed first. What is not news or was set aside: only when asked for."""
    return _by_state(_in_any_state(wanted, at), wanted)


def untouched(at: datetime) -> QuerySet[WireItem]:
    """Usable or held texts that nobody has taken in or set aside; a picture or package comes with its story."""
    found = items(Wanted(kind="text"), at).filter(state__in=(State.USABLE, State.HELD))
    return found.exclude(Exists(_STORY))


def stretch(found: QuerySet[WireItem], *, before: Place | None, after: Place | None) -> Stretch:
    """Fifty items: the newest, or those older than `before`, or those next newer than `after`."""
    if after is not None:
        upwards = found.filter(_beyond("gt", after)).order_by("changed_at", "pk")
        newer = list(upwards[: ROWS + 1])
        return Stretch(newer[:ROWS][::-1], has_newer=len(newer) > ROWS, has_older=True)
    if before is not None:
        found = found.filter(_beyond("lt", before))
    older = list(found.order_by("-changed_at", "-pk")[: ROWS + 1])
    return Stretch(older[:ROWS], has_newer=before is not None, has_older=len(older) > ROWS)


def place_of(item: WireItem) -> Place:
    """Where an item stands in the list."""
    return Place(item.changed_at, item.pk)


def counts(wanted: Wanted, at: datetime) -> dict[str, Count]:
    """How many each state has under the other filters, counted to `MOST_COUNTED`."""
    every = _in_any_state(wanted, at)
    found: dict[str, Count] = {}
    for state, _ in STATES:
        rows = unread(wanted) if state == "unreadable" else _by_state(every, wanted.but(state=state))
        number = rows.order_by()[: MOST_COUNTED + 1].count()
        found[state] = Count(min(number, MOST_COUNTED), number > MOST_COUNTED)
    return found


def survey(wanted: Wanted, field: str, at: datetime) -> Counter[str]:
    """How many of the newest `MOST_SURVEYED` items each partner has sent, or each language has.

    `field` is the filter's name; that filter itself is left out, so that the others can be chosen.
    """
    column = {"partner": "partner__slug", "language": "language"}[field]
    rows = items(wanted.but(**{field: ""}), at).values_list(column, flat=True)
    return Counter(rows[:MOST_SURVEYED])


def unread(wanted: Wanted) -> QuerySet[Unread]:
    """What could not be read, the latest first."""
    return wire.unread(partner=wanted.partner)


def newly_unread(wanted: Wanted, at: datetime) -> QuerySet[Unread]:
    """What could not be read of late."""
    return unread(wanted).filter(received_at__gt=at - NEWLY)


def usual_sections() -> dict[int, str]:
    """Where each partner's items go, by the partner's number: its last story's section, else its standing order's."""
    last = Story.objects.filter(partner__isnull=False).order_by().values("partner").annotate(last=Max("pk"))
    rows = Story.objects.filter(pk__in=[row["last"] for row in last])
    paths = {partner: stories.section_path(path) for partner, path in rows.values_list("partner", "path")}
    named = dict(Section.objects.filter(path__in=set(paths.values())).values_list("path", "slug"))
    found = {
        partner.pk: order.section
        for partner in licences.partners()
        if (order := licences.standing_order_of(partner))
    }
    return found | {pk: named[path] for pk, path in paths.items() if pk and path in named}


def _in_any_state(wanted: Wanted, at: datetime) -> QuerySet[WireItem]:
    """The items of all filters but the state."""
    found = wire.inbox(partner=wanted.partner, kind=wanted.kind, words=wanted.words, language=wanted.language)
    if wanted.urgency:
        found = found.filter(urgency__gte=1, urgency__lte=int(wanted.urgency))
    return _by_section(_by_embargo(found, wanted.embargo, at), wanted.section)


def _beyond(way: str, place: Place) -> Q:
    # The first half alone is enough for the index to start there.
    return Q(**{f"changed_at__{way}e": place.changed_at}) & (
        Q(**{f"changed_at__{way}": place.changed_at}) | Q(**{f"pk__{way}": place.pk})
    )


def _by_embargo(found: QuerySet[WireItem], embargo: str, at: datetime) -> QuerySet[WireItem]:
    if not embargo:
        return found
    if embargo == "none":
        return found.filter(embargo_set_to=None, embargoed_until=None)
    way = "gt" if embargo == "running" else "lte"
    theirs = Q(embargo_set_to=None, **{f"embargoed_until__{way}": at})
    return found.filter(theirs | Q(**{f"embargo_set_to__{way}": at}))


def _by_section(found: QuerySet[WireItem], slug: str) -> QuerySet[WireItem]:
    """Where the story of an item stands, in either edition; where it would go, while there is none."""
    if not slug:
        return found
    beneath = Q(pk__in=[])
    for path in Section.objects.filter(slug=slug).values_list("path", flat=True):
        beneath |= Q(path__startswith=path)
    partners = [pk for pk, usual in usual_sections().items() if usual == slug]
    return found.filter(Exists(_STORY.filter(beneath)) | (Q(partner__in=partners) & ~Exists(_STORY)))


def _by_state(found: QuerySet[WireItem], wanted: Wanted) -> QuerySet[WireItem]:
    match wanted.state:
        case "new":
            found = found if wanted.kind else found.filter(kind="text")
            return found.filter(state=State.USABLE).exclude(Exists(_STORY)).exclude(Exists(_ASIDE))
        case "used":
            return found.filter(Exists(_STORY))
        case "aside":
            return found.filter(set_aside__at__gte=F("changed_at"))
        case "":
            return found.exclude(state=State.REFUSED).exclude(Exists(_ASIDE))
        case "unreadable":
            return found.none()
    return found.filter(state=wanted.state)

"""What the wire inbox and an item's screen show: rows of the wire beside the stories made of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language

from dateline.desk import item_words, licence_words, rules
from dateline.desk.item_words import StoryState
from dateline.desk.licence_words import Licence
from dateline.house.models import Notice
from dateline.licences import queries as licences
from dateline.licences.rules import Terms
from dateline.stories import queries as stories
from dateline.stories import wire_items
from dateline.stories.models import Section, Story
from dateline.wire import queries as wire
from dateline.wire.models import EditorsWord, Unread, WireItem, WirePicture, WireVersion
from dateline.wire.rules import Item, State, confirm

STATES = (
    ("", "In hand"),
    (State.USABLE, "Usable"),
    (State.HELD, "Held"),
    (State.WITHHELD, "Withheld"),
    (State.KILLED, "Killed"),
    (State.REFUSED, "Not news"),
    ("unreadable", "Unreadable"),
)
TAKEN = (("", "Taken in or not"), ("no", "Not taken in"), ("yes", "Taken in"))
KINDS = (("", "All kinds"), ("text", "Texts"), ("picture", "Pictures"), ("package", "Packages"))
# Beyond this an unreadable delivery is history: the filter still shows it.
NEWLY = timedelta(days=3)


@dataclass(frozen=True)
class Wanted:
    """The filters of the inbox, as asked for."""

    partner: str = ""
    state: str = ""
    words: str = ""
    taken: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the inbox."""

    item: WireItem
    name: str
    kind: str
    standfirst: str
    embargo_until: datetime | None
    pictures: int
    story: Story | None
    story_state: StoryState | None
    has_newer: bool


def items(wanted: Wanted) -> QuerySet[WireItem]:
    """The items of these filters, the latest changed first; what is not news only when asked for."""
    found = wire.inbox(partner=wanted.partner, state=wanted.state, kind=wanted.kind, words=wanted.words)
    if not wanted.state:
        found = found.exclude(state=State.REFUSED)
    made = Story.objects.filter(partner=OuterRef("partner"), guid=OuterRef("guid"))
    if wanted.taken == "yes":
        return found.filter(Exists(made))
    return found.exclude(Exists(made)) if wanted.taken == "no" else found


def untouched() -> QuerySet[WireItem]:
    """Usable or held texts that nobody has taken in yet; a picture or package comes along with its story."""
    return items(Wanted(taken="no", kind="text")).filter(state__in=(State.USABLE, State.HELD))


def rows(found: Sequence[WireItem], at: datetime) -> list[Row]:
    """Lines for these items, with the story made of each."""
    made = _stories_of(found)
    pictures, names = _picture_counts(found), item_words.names(found)
    withdrawn = item_words.withdrawn(made.values())
    return [
        _row(
            item, made.get((item.partner_id, item.guid)), at,
            name=names[item.pk], pictures=pictures.get(item.current_id or 0, 0), withdrawn=withdrawn,
        )
        for item in found
    ]  # fmt: skip


def unread(wanted: Wanted, at: datetime) -> QuerySet[Unread]:
    """What could not be read: all of it when asked for, else what is new."""
    found = wire.unread(partner=wanted.partner)
    return found if wanted.state == "unreadable" else found.filter(received_at__gt=at - NEWLY)


@dataclass(frozen=True)
class Version:
    """One version: how it came, and what differs from the one before it."""

    row: WireVersion
    difference: rules.Difference | None
    is_current: bool


@dataclass(frozen=True)
class ItemScreen:
    """All that an item's screen shows. `refused`: why it can never be a story; empty when it may."""

    row: WireItem
    name: str
    kind: str
    item: Item
    paragraphs: tuple[str, ...]
    subjects: tuple[str, ...]
    pictures: tuple[WirePicture, ...]
    versions: tuple[Version, ...]
    words: tuple[EditorsWord, ...]
    records: tuple[Notice, ...]
    licence: Licence
    story: Story | None
    story_state: StoryState | None
    other_stories: tuple[tuple[Story, StoryState], ...]
    related: tuple[tuple[WireItem, str], ...]
    has_newer: bool
    refused: str
    can_confirm: bool
    is_held: bool
    sections: tuple[Section, ...]
    section_pk: int | None


def item_screen(pk: int, at: datetime) -> ItemScreen:
    """One item with its versions, licence and stories. Raises UnknownItem."""
    row = wire.item(pk)
    item = wire.read(row)
    made = list(stories.of_item(row.partner, row.guid))
    story = made[0] if made else None
    withdrawn = item_words.withdrawn(made)
    states = [item_words.state_of(each, row, is_withdrawn=each.pk in withdrawn) for each in made]
    choices = sections_for(item)
    return ItemScreen(
        row=row,
        name=item_words.name(row),
        kind=item_words.kind(row),
        item=item,
        paragraphs=tuple(rules.paragraphs(item.body_text)),
        subjects=wire.subject_names(item, get_language() or "en"),
        pictures=tuple(_pictures(row)),
        versions=tuple(_versions(row)),
        words=tuple(row.words.all()),
        records=tuple(_records(made)),
        licence=licence_words.of_terms(_terms(row, item, story), at),
        story=story,
        story_state=states[0] if states else None,
        other_stories=tuple(zip(made[1:], states[1:], strict=True)),
        related=tuple(_related(row, item)),
        has_newer=_has_newer(row, story),
        refused=item_words.refusal(row, item),
        can_confirm=_can_confirm(row),
        is_held=row.state == State.HELD,
        sections=tuple(choices),
        section_pk=_usual_section(row, choices, story),
    )


def sections_for(item: Item) -> list[Section]:
    """Where an item of this language may go: its own edition's sections, else the English ones."""
    language = "ko" if item.language.lower().startswith("ko") else "en"
    return list(stories.sections(language)) or list(stories.sections("en"))


def _terms(row: WireItem, item: Item, story: Story | None) -> Terms:
    """Those on the story's record; for an item that is none yet, what they would be."""
    if story is not None and story.licence is not None and story.wire_version == row.version:
        return story.terms
    terms = wire_items.terms_for(row, item)
    return replace(terms, accepted=story.terms.accepted) if story is not None else terms


def _pictures(row: WireItem) -> Iterable[WirePicture]:
    """Those of the current version that nobody has recalled."""
    kept = row.current.pictures.select_related("version__item").order_by("position") if row.current else []
    return [picture for picture in kept if not item_words.is_recalled_picture(picture)]


def _related(row: WireItem, item: Item) -> Iterable[tuple[WireItem, str]]:
    """The items that a picture stands in, or that a package holds, by name."""
    if row.kind == "package":
        found = list(wire.inbox(partner=row.partner.slug).filter(guid__in=[link.href for link in item.links]))
    else:
        found = list(wire.with_picture(row.guid, partner=row.partner.slug)) if row.kind == "picture" else []
    names = item_words.names(found)
    return [(each, names[each.pk]) for each in found]


def _has_newer(row: WireItem, story: Story | None) -> bool:
    """Whether a newer version waits to be taken in; what was recalled waits for nobody."""
    newer = story is not None and row.current is not None and story.wire_version != row.version
    return newer and not item_words.is_recalled(row)


def _can_confirm(row: WireItem) -> bool:
    return row.state == State.KILLED and confirm(row.stored) is not None


def _usual_section(row: WireItem, choices: Sequence[Section], story: Story | None) -> int | None:
    """Where this story stands, else where the partner's last one went, else what its standing order says."""
    by_path = {section.path: section.pk for section in choices}
    last = story or Story.objects.filter(partner=row.partner).order_by("-pk").first()
    if last is not None and (pk := by_path.get(last.path[: Story.steplen * 3])):
        return pk
    order = licences.standing_order_of(row.partner)
    named = [section.pk for section in choices if order and section.slug == order.section]
    return (named or [section.pk for section in choices] or [None])[0]


def _versions(row: WireItem) -> Iterable[Version]:
    """Latest first, each beside the one that came before it."""
    kept = wire.versions(row)
    for version, before in zip(kept, [*kept[1:], None], strict=True):
        differs = rules.difference(before.read, version.read) if before else None
        yield Version(version, differs, is_current=version.pk == row.current_id)


def _records(made: Sequence[Story]) -> QuerySet[Notice]:
    kinds = ("story.taken-in", "story.put-in-print", "story.backdated", "story.scheduled", "story.terms-accepted",
             "story.withdrawn")  # fmt: skip
    return Notice.objects.filter(about__in=[story.tag for story in made], kind__in=kinds).order_by("-seq")[
        :20
    ]


def _stories_of(found: Sequence[WireItem]) -> dict[tuple[int, str], Story]:
    made = Story.objects.filter(
        guid__in={item.guid for item in found}, partner__in={item.partner_id for item in found}
    ).select_related("locale")
    return {(story.partner_id or 0, story.guid): story for story in made.order_by("live", "pk")}


def _picture_counts(found: Sequence[WireItem]) -> dict[int, int]:
    current = [item.current_id for item in found if item.current_id]
    counts: dict[int, int] = {}
    attached = WirePicture.objects.filter(version__in=current, state=WirePicture.State.ATTACHED)
    for version in attached.values_list("version", flat=True):
        counts[version] = counts.get(version, 0) + 1
    return counts


def _row(
    item: WireItem, story: Story | None, at: datetime, *, name: str, pictures: int, withdrawn: set[int]
) -> Row:
    embargo = item.embargo_set_to
    standfirst = ""
    if item.current:
        read = item.current.read
        embargo = embargo or read.embargoed_until
        standfirst = read.standfirst or (rules.paragraphs(read.body_text) or [""])[0]
    return Row(
        item=item,
        name=name,
        kind=item_words.kind(item),
        standfirst=standfirst,
        embargo_until=embargo if embargo and embargo > at else None,
        pictures=pictures,
        story=story,
        story_state=item_words.state_of(story, item, is_withdrawn=story.pk in withdrawn) if story else None,
        has_newer=_has_newer(item, story),
    )

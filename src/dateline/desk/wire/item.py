"""The item that is read: all that an editor must know before it goes into the paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import get_language

from dateline.desk import contracts, item_words, licence_words, rules
from dateline.desk.clauses import Sources
from dateline.desk.contracts import Quota
from dateline.desk.item_words import StoryState
from dateline.desk.licence_words import Licence
from dateline.desk.models import SetAside
from dateline.desk.wire.listing import has_newer
from dateline.desk.wire.together import Also, together, used_as
from dateline.house.models import Notice
from dateline.licences import queries as licences
from dateline.licences.rules import Terms, from_json
from dateline.stories import queries as stories
from dateline.stories import wire_items
from dateline.stories.models import Section, Story
from dateline.wire import queries as wire
from dateline.wire.models import EditorsWord, WireItem, WirePicture, WireVersion
from dateline.wire.rules import Item, State, confirm


@dataclass(frozen=True)
class Version:
    """One version: how it came, and what differs from the one before it."""

    row: WireVersion
    difference: rules.Difference | None
    is_current: bool


@dataclass(frozen=True)
class ItemScreen:
    """All that is shown of an item. `refused`: why it can never be a story; empty when it may."""

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
    quota: Quota | None
    story: Story | None
    story_state: StoryState | None
    other_stories: tuple[tuple[Story, StoryState], ...]
    related: tuple[tuple[WireItem, str], ...]
    also: tuple[Also, ...]
    same_as_used: Story | None
    has_newer: bool
    refused: str
    can_confirm: bool
    is_held: bool
    set_aside: SetAside | None
    can_set_aside: bool
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
    also = together([row]).get(row.pk, ())
    aside = SetAside.objects.filter(item=row, at__gte=row.changed_at).first()
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
        records=tuple(_records(row, made)),
        licence=licence_words.of_terms(_terms(row, item, story), at, _sources(row, item)),
        quota=contracts.quota_of(row.partner, at),
        story=story,
        story_state=states[0] if states else None,
        other_stories=tuple(zip(made[1:], states[1:], strict=True)),
        related=tuple(_related(row, item)),
        also=also,
        same_as_used=None if made else used_as(also),
        has_newer=has_newer(row, story),
        refused=item_words.refusal(row, item),
        can_confirm=row.state == State.KILLED and confirm(row.stored) is not None,
        is_held=row.state == State.HELD,
        set_aside=aside,
        can_set_aside=story is None and aside is None and row.state in (State.USABLE, State.HELD),
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


def _sources(row: WireItem, item: Item) -> Sources:
    """What an editor can look up: the contract, and what stands with the item and its pictures."""
    pictures = row.current.pictures.all() if row.current else ()
    texts = (*item.usage_terms, *(text for sent in pictures for text in sent.usage_terms))
    return Sources(from_json(row.partner.terms), tuple(dict.fromkeys(texts)), item.credit)


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


def _usual_section(row: WireItem, choices: Sequence[Section], story: Story | None) -> int | None:
    """Where this story stands, else where the partner's last one went, else what its standing order says."""
    by_path = {section.path: section.pk for section in choices}
    last = story or Story.objects.filter(partner=row.partner).order_by("-pk").first()
    if last is not None and (pk := by_path.get(stories.section_path(last.path))):
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


def _records(row: WireItem, made: Sequence[Story]) -> QuerySet[Notice]:
    kinds = ("story.taken-in", "story.put-in-print", "story.backdated", "story.scheduled", "story.terms-accepted",
             "story.withdrawn", "desk.set-aside", "desk.taken-up")  # fmt: skip
    tags = [f"wire:{row.pk}", *(story.tag for story in made)]
    return Notice.objects.filter(about__in=tags, kind__in=kinds).order_by("-seq")[:20]

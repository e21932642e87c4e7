"""Fills the archive's slots: More to Read under a story, the most read on a front."""

from collections.abc import Sequence

from django.template.loader import render_to_string

from dateline.archive import actions, queries
from dateline.archive.printed import MostReadPart, Place, RelatedPart
from dateline.archive.rules.picking import FIVE
from dateline.house.slots import Part, SlotCall
from dateline.licences.rules import Use
from dateline.stories.models import Story
from dateline.stories.printed import Card
from dateline.stories.printing.cards import card_tags, cards
from dateline.stories.queries import in_print, numbered, take

LIST = 5
ENOUGH = 3  # one or two are no contest


def related(call: SlotCall) -> Part:
    """More to Read under the story whose number is the key. Chosen when first printed, then as chosen."""
    story = _story(call)
    if story is None:
        return Part("")
    return _related_part(story, call, cards(_picks(story, call), Use.RELATED, call.at))


def related_run(calls: Sequence[SlotCall]) -> list[Part]:
    """More to Read under many stories: what was chosen is read at once; where it holds no more, it is chosen now."""
    stories = {call.key: story for call in calls if (story := _story(call)) and story.live}
    picks = queries.kept_choices(list(stories.values()))
    standing = numbered(pk for chosen in picks.values() for pk in chosen)
    at = max(call.at for call in calls)
    by_number = {int(card.key): card for card in cards(standing.values(), Use.RELATED, at)}
    parts = []
    for call in calls:
        story = stories.get(call.key)
        listed = tuple(by_number[pk] for pk in picks.get(story.pk, ()) if pk in by_number) if story else ()
        is_kept = story is not None and len(listed) == FIVE
        parts.append(_related_part(story, call, listed) if story and is_kept else related(call))
    return parts


def _related_part(story: Story, call: SlotCall, listed: tuple[Card, ...]) -> Part:
    part = RelatedPart(
        language=call.language,
        heading="더 읽기" if call.language == "ko" else "More to Read",
        cards=listed,
    )
    html = render_to_string("archive/_related.html", {"part": part}) if part.cards else ""
    return Part(html, frozenset(_related_tags(story, part.cards)))


def most_read(call: SlotCall) -> Part:
    """The five read most, as last counted; the five latest, and said so, until three have been read."""
    read = queries.shown(queries.leaders(call.language), Use.FRONT, call.at)[:LIST]
    latest = take(in_print(call.language)[: LIST * 8], Use.FRONT, call.at, LIST)
    is_counted = bool(read) and len(read) >= min(ENOUGH, len(latest))
    listed = cards(read if is_counted else latest, Use.FRONT, call.at)
    part = MostReadPart(call.language, _heading(call.language, is_counted), _places(listed), is_counted)
    tags = {f"most-read:{call.language}", *card_tags(listed)}
    if not is_counted:
        tags.add(f"front:{call.language}")
    html = render_to_string("archive/_most_read.html", {"part": part}) if part.places else ""
    return Part(html, frozenset(tags))


def _story(call: SlotCall) -> Story | None:
    if not call.key.isdecimal():
        return None  # a draft that was never saved
    if isinstance(call.about, Story) and str(call.about.pk) == call.key:
        return call.about
    story: Story | None = Story.objects.select_related("locale", "partner").filter(pk=int(call.key)).first()
    return story


def _picks(story: Story, call: SlotCall) -> list[Story]:
    """What was chosen, while it still holds; else what is chosen now. For a draft nothing is kept."""
    if not story.live:
        return queries.shown(actions.choice_for(story, call.at), Use.RELATED, call.at)
    if kept := queries.kept_choices([story]).get(story.pk):
        standing = queries.shown(kept, Use.RELATED, call.at)
        if len(standing) == FIVE:
            return standing
    return queries.shown(actions.choose(story, call.at), Use.RELATED, call.at)


def _related_tags(story: Story, chosen: tuple[Card, ...]) -> set[str]:
    tags = card_tags(chosen)
    if len(chosen) < FIVE:
        tags.add(f"front:{story.language}")  # printed again with the next story, until there are five
    return tags


def _places(listed: tuple[Card, ...]) -> tuple[Place, ...]:
    return tuple(
        Place(
            card.address,
            card.headline,
            card.partner_name,
            card.published_at,
            card.licence_ends_at,
            card.territory,
        )
        for card in listed
    )


def _heading(language: str, is_counted: bool) -> str:
    if language == "ko":
        return "많이 읽은 기사" if is_counted else "최신 기사"
    return "Most read" if is_counted else "Latest"

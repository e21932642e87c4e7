"""A story as it stands on any other page."""

from collections.abc import Iterable
from datetime import datetime

from dateline.licences.rules import Use
from dateline.stories import queries, rules
from dateline.stories.models import InPrint, Section, Story, published_moment
from dateline.stories.printed import Card
from dateline.stories.printing.pictures import card_picture


def cards(stories: Iterable[Story], use: Use, at: datetime, *, most: int | None = None) -> tuple[Card, ...]:
    """The cards of those that may be shown for this use, in the order given."""
    taken = queries.take(stories, use, at, most if most is not None else 10_000)
    sections = queries.section_names(taken)
    return tuple(card(story, sections[story.pk]) for story in taken if story.pk in sections)


def card(story: Story, section: Section) -> Card:
    """One story's card."""
    return Card(
        key=str(story.pk),
        address=story.address,
        kicker=section.title,
        kicker_address=section.address,
        headline=story.title,
        standfirst=story.standfirst,
        published_at=published_moment(story) or story.latest_revision_created_at,
        reading_minutes=_minutes(story),
        partner_name=story.partner.name if story.partner else "",
        picture=card_picture(story),
        licence_ends_at=story.licence_ends_at,
        territory=story.territory,
        language=story.language,
    )


def _minutes(story: Story) -> int:
    """As counted when it came into print; of a draft, as it is."""
    kept: InPrint | None = getattr(story, "in_print", None)
    return kept.reading_minutes if kept else rules.reading_minutes(story.plain_text())


def card_tags(cards: Iterable[Card]) -> set[str]:
    """What a page with these cards depends on."""
    tags = set()
    for card in cards:
        tags.add(f"story:{card.key}")
        if card.picture and card.picture.tag:
            tags.add(card.picture.tag)
    return tags

"""A story of our own from what a partner sent: a draft that knows where it comes from."""

from typing import Any

from django.db import transaction

from dateline.stories import lineage, queries, rules, tree, wire_items
from dateline.stories.models import Origin, Section, Story


def rewrite(guid: str, section: Section, *, partner_slug: str = "", by: Any = None) -> Story:
    """An empty draft of our own in this section, written down as made from the item; none of its words are in it.

    Raises UnknownWireItem, or NotTakenIn for what was recalled or is not news.
    """
    row = wire_items.wire_item(guid, partner_slug)
    item = wire_items.admissible(row)
    title = f"From {row.partner.name}: {item.slugline or item.headline or row.guid}"[:255]
    story = Story(
        title=title, slug=tree.free_slug(section, rules.slug_of(title, "story")), locale=section.locale, live=False,
        owner=by,
    )  # fmt: skip
    source = queries.of_item(row.partner, guid).filter(locale=section.locale).first()
    lineage.say(story, lineage.Said(Origin.How.REWRITE, source=source, partner=row.partner, guid=guid))
    with transaction.atomic():
        section.add_child(instance=story)
        story.save_revision(user=by)
    return story

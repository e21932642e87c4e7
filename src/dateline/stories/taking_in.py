"""From the wire to a draft, or into print."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from dateline.house import notices
from dateline.stories import actions, queries, rules, tree, wire_copy, wire_items
from dateline.stories.errors import NotTakenIn, StoriesError
from dateline.stories.models import Section, Story
from dateline.wire.models import WireItem
from dateline.wire.rules import Item


@dataclass(frozen=True)
class Taken:
    """The story, and the number of the notice that its press run waits for."""

    story: Story
    seq: int


def take_in(
    guid: str,
    *,
    section_slug: str,
    at: datetime,
    by: str,
    partner_slug: str = "",
    publish: bool = False,
    published_at: datetime | None = None,
    user: Any = None,
) -> Taken:
    """A wire item as a draft of a section, or in print. The same item again is the same story.

    `published_at`: the moment that readers see; not in the future and not before the embargo.
    Raises UnknownWireItem, UnknownSection, NotTakenIn, NotLicensed; then nothing has changed.
    """
    row = wire_items.wire_item(guid, partner_slug)
    item = wire_items.admissible(row)
    if item.embargoed_until and published_at and published_at < item.embargoed_until:
        raise NotTakenIn(
            f"{guid} is under embargo until {item.embargoed_until.isoformat()}; publish it with a later moment"
        )
    section = _section(section_slug, item)
    wire_copy.open_pictures(row)
    with transaction.atomic():
        story = queries.of_item(row.partner, guid).filter(locale=section.locale).first()
        if story is None:
            story = _draft(row, item, section, at, user)
            _audit(story, "story.taken-in", by=by)
        elif story.wire_version != row.version:
            wire_copy.bring_up_to_date(story, row, item)
        seq = actions.publish(story, at=published_at, by=user) if publish else notices.latest()
        if publish:
            _audit(
                story, "story.backdated" if published_at else "story.put-in-print", by=by, moment=published_at
            )
    return Taken(story, seq)


def _section(slug: str, item: Item) -> Section:
    language = "ko" if item.language.lower().startswith("ko") else "en"
    try:
        return queries.section(slug, language)
    except StoriesError:
        if language == "en":
            raise
        return queries.section(slug, "en")


def _draft(row: WireItem, item: Item, section: Section, at: datetime, user: Any) -> Story:
    terms = wire_items.terms_for(row, item)
    shelf = tree.shelf_of(section, row.partner)
    story = Story(
        slug=tree.free_slug(shelf, rules.slug_of(item.headline, "story")),
        locale=section.locale,
        live=False,
        owner=user,
        partner=row.partner,
        guid=row.guid,
        comments_open=True,
        title=item.headline[:255] or row.guid,
    )
    wire_copy.set_copy(story, row, item, terms)
    shelf.add_child(instance=story)
    story.save_revision(user=user)
    return story


def _audit(story: Story, kind: str, *, by: str, moment: datetime | None = None) -> None:
    facts = {"by": by, "guid": story.guid, "version": story.wire_version}
    notices.post(story.tag, kind, facts=facts | ({"published_at": moment.isoformat()} if moment else {}))

"""The same story from other partners: who else sent it, and whether theirs was used.

A group holds a chain of texts, each like the next. What is told of an item is only what is like itself: the hourly
reports of a market would otherwise all be one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.archive.rules.alike import Sketch, is_alike
from dateline.desk import item_words
from dateline.desk.models import Likeness
from dateline.stories.models import Story
from dateline.wire.models import WireItem

# So many of a screen's groups are compared; a wire that sends one text a thousand times costs no more.
MOST = 60


@dataclass(frozen=True)
class Also:
    """The same story as another partner sent it; `story` is what was made of that one."""

    item: WireItem
    name: str
    story: Story | None


def together(found: Sequence[WireItem]) -> dict[int, tuple[Also, ...]]:
    """For each of these items, by its number, the same story from other partners, the first sent first."""
    groups = _groups(found)
    if not groups:
        return {}
    rows = Likeness.objects.select_related("item__partner", "item__current").order_by("-item_id")
    newest = rows.filter(group__in=set(groups.values()))[:MOST]
    kept = {row.item_id: row for row in (*rows.filter(item__in=groups), *newest)}
    kept = dict(sorted(kept.items()))
    items = [row.item for row in kept.values()]
    names, made = item_words.names(items), stories_of(items)
    sketches = {pk: Sketch.unpacked(bytes(row.sketch)) for pk, row in kept.items()}
    return {
        pk: tuple(
            Also(row.item, names[other], made.get((row.item.partner_id, row.item.guid)))
            for other, row in kept.items()
            if row.group == group
            and row.item.partner_id != kept[pk].item.partner_id
            and is_alike(sketches[other], sketches[pk])
        )
        for pk, group in groups.items()
    }


def used_as(also: Sequence[Also]) -> Story | None:
    """The story that was made of the same story from another partner, one in print first."""
    made = [each.story for each in also if each.story is not None]
    return next((story for story in made if story.live), made[0] if made else None)


def stories_of(items: Sequence[WireItem]) -> dict[tuple[int, str], Story]:
    """What was made of these items, by partner and guid; of several stories one in print."""
    made = Story.objects.filter(
        guid__in={item.guid for item in items}, partner__in={item.partner_id for item in items}
    )
    rows = made.select_related("locale").order_by("live", "pk")
    return {(story.partner_id or 0, story.guid): story for story in rows}


def _groups(found: Sequence[WireItem]) -> dict[int, int]:
    """The group of each of these items that has one."""
    rows = Likeness.objects.filter(item__in=[item.pk for item in found], group__isnull=False)
    return {item: group for item, group in rows.values_list("item", "group") if group}

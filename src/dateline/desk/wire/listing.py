"""The rows of the wire inbox: items beside the stories made of them, in as many queries however many there are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dateline.desk import item_words, rules
from dateline.desk.item_words import StoryState
from dateline.desk.wire.together import Also, stories_of, together, used_as
from dateline.stories.models import Story
from dateline.wire.models import WireItem, WirePicture


@dataclass(frozen=True)
class Row:
    """One line of the inbox.

    `embargo_until`: only while it runs; `has_newer`: a version that the story has not. `also`: the same story from
    other partners; `same_as_used`: what was made of one of those, while nothing was made of this one.
    """

    item: WireItem
    name: str
    kind: str
    standfirst: str
    embargo_until: datetime | None
    pictures: int
    story: Story | None
    story_state: StoryState | None
    has_newer: bool
    also: tuple[Also, ...] = ()
    same_as_used: Story | None = None

    @property
    def also_by_partner(self) -> list[tuple[Also, int]]:
        """Each other partner once: what it sent first, and how many times it sent the story."""
        counts = Counter(other.item.partner_id for other in self.also)
        first = {other.item.partner_id: other for other in reversed(self.also)}
        return [(first[partner], count) for partner, count in counts.items()]


def rows(found: Sequence[WireItem], at: datetime) -> list[Row]:
    """Lines for these items, with the story made of each; the same story from another partner under the first."""
    also = together(found)
    shown: set[int] = set()
    lines = []
    for row in _lines(found, at):
        others = also.get(row.item.pk, ())
        if any(other.item.pk in shown for other in others):
            continue
        shown.add(row.item.pk)
        lines.append(replace(row, also=others, same_as_used=None if row.story else used_as(others)))
    return lines


def _lines(found: Sequence[WireItem], at: datetime) -> list[Row]:
    made = stories_of(found)
    pictures, names = _picture_counts(found), item_words.names(found)
    withdrawn = item_words.withdrawn(made.values())
    return [
        _row(
            item, made.get((item.partner_id, item.guid)), at,
            name=names[item.pk], pictures=pictures[item.current_id or 0], withdrawn=withdrawn,
        )
        for item in found
    ]  # fmt: skip


def has_newer(item: WireItem, story: Story | None) -> bool:
    """Whether a newer version waits to be taken in; what was recalled waits for nobody."""
    newer = story is not None and item.current is not None and story.wire_version != item.version
    return newer and not item_words.is_recalled(item)


def _row(
    item: WireItem, story: Story | None, at: datetime, *, name: str, pictures: int, withdrawn: set[int]
) -> Row:
    standfirst = ""
    if item.current:
        read = item.current.read
        standfirst = read.standfirst or (rules.paragraphs(read.body_text) or [""])[0]
    embargo = item.embargo_until
    return Row(
        item=item,
        name=name,
        kind=item_words.kind(item),
        standfirst=standfirst,
        embargo_until=embargo if embargo and embargo > at else None,
        pictures=pictures,
        story=story,
        story_state=item_words.state_of(story, item, is_withdrawn=story.pk in withdrawn) if story else None,
        has_newer=has_newer(item, story),
    )


def _picture_counts(found: Sequence[WireItem]) -> Counter[int]:
    current = [item.current_id for item in found if item.current_id]
    attached = WirePicture.objects.filter(version__in=current, state=WirePicture.State.ATTACHED)
    return Counter(attached.values_list("version", flat=True))

"""Which two versions of an item are set side by side, and what the screen says of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.desk import item_words
from dateline.desk.wire.sides import Sides, sides
from dateline.stories import queries as stories
from dateline.stories import wire_copy
from dateline.stories.models import Story
from dateline.wire import queries as wire
from dateline.wire.models import WireItem, WireVersion


@dataclass(frozen=True)
class Comparison:
    """Two versions of an item; `used` is the one that the story holds, where one does."""

    row: WireItem
    name: str
    before: WireVersion
    after: WireVersion
    versions: tuple[WireVersion, ...]
    sides: Sides
    story: Story | None
    used: WireVersion | None


def comparison(pk: int, *, before: int = 0, after: int = 0) -> Comparison | None:
    """The version that was used beside the current one, unless others are named; None where there are no two.

    Raises UnknownItem.
    """
    row = wire.item(pk)
    versions = wire.versions(row)
    story = stories.of_item(row.partner, row.guid).first()
    used = used_version(versions, story)
    newer = _named(versions, after) or row.current or (versions[0] if versions else None)
    older = _named(versions, before) or used
    if newer and (older is None or older.pk == newer.pk):
        older = next((version for version in versions if version.pk < newer.pk), None)
    if newer is None or older is None:
        return None
    return Comparison(
        row=row,
        name=item_words.name(row),
        before=older,
        after=newer,
        versions=tuple(versions),
        sides=sides(older.read, newer.read),
        story=story,
        used=used,
    )


def used_version(versions: Sequence[WireVersion], story: Story | None) -> WireVersion | None:
    """The version that a story was made from: by its number, and of several with one number by its text (R1)."""
    if story is None:
        return None
    called = [version for version in versions if version.version == story.wire_version]
    if len(called) < 2:
        return called[0] if called else None
    same = (version for version in called if wire_copy.hash_of(version.read, story) == story.wire_hash)
    return next(same, called[-1])


def _named(versions: Sequence[WireVersion], pk: int) -> WireVersion | None:
    return next((version for version in versions if version.pk == pk), None)

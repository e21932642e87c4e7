"""Finds the same story from two partners: each text's sketch, compared with those that came within three days.

The rule is the archive's own (`archive.rules.alike`). Two texts that are alike have nearly always one of their
smallest hashes in common, so only those that have are compared: with 16 of them one pair in a hundred at the very
line is missed, and the work for an item stays the same however much the wire holds.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from dateline.archive.rules.alike import Sketch, is_alike, sketch_of
from dateline.archive.rules.words import words_of
from dateline.desk.models import Likeness, LikenessKey
from dateline.house import notices
from dateline.house.models import Notice
from dateline.wire.models import WireItem

HEARER = "desk:likeness"
WITHIN = timedelta(days=3)
KEYS = 16
# The newest of those that have; a wire that sends one text a thousand times costs no more.
MOST_COMPARED = 40
# Below so many runs of words two flashes are alike by chance.
FEWEST_RUNS = 8
_KINDS = {"wire.filed", "wire.updated", "wire.corrected", "wire.silent-change", "wire.held"}


def register() -> None:
    """Hear of what comes in; outside of the transaction that files it."""
    notices.hear("wire.", HEARER, hear_wire)


def hear_wire(notice: Notice) -> None:
    """Compare a text that has come, as it stands now; hearing twice changes nothing."""
    kind, _, number = notice.about.partition(":")
    if notice.kind not in _KINDS or kind != "wire" or not number.isdecimal():
        return
    row = WireItem.objects.select_related("current").filter(pk=int(number), kind="text").first()
    if row is not None and row.current is not None:
        liken(row)


@transaction.atomic
def liken(row: WireItem) -> None:
    """Keep a text's sketch, and put it into one group with what other partners sent alike of late."""
    item = row.current.read if row.current else None
    words = words_of(f"{item.headline} {item.body_text}", row.language) if item else []
    sketch = sketch_of(words)
    mine, _ = Likeness.objects.update_or_create(
        item=row, defaults={"sketch": sketch.packed(), "at": row.received_at}
    )
    mine.keys.all().delete()
    LikenessKey.objects.filter(at__lt=mine.at - WITHIN * 2).delete()
    if sketch.runs < FEWEST_RUNS:
        return
    LikenessKey.objects.bulk_create(
        LikenessKey(likeness=mine, value=value, at=mine.at) for value in sketch.hashes[:KEYS]
    )
    alike = [other for other in _near(mine, sketch) if is_alike(Sketch.unpacked(bytes(other.sketch)), sketch)]
    if alike:
        _group(mine, alike)


def _near(mine: Likeness, sketch: Sketch) -> Iterable[Likeness]:
    """Other partners' texts of these days that have one of the smallest hashes in common."""
    keys = LikenessKey.objects.filter(
        value__in=sketch.hashes[:KEYS], at__gt=mine.at - WITHIN, at__lt=mine.at + WITHIN
    )
    found = Likeness.objects.filter(pk__in=keys.values("likeness")).exclude(item=mine.item_id)
    return found.exclude(item__partner=mine.item.partner_id).order_by("-at", "-pk")[:MOST_COMPARED]


def _group(mine: Likeness, alike: list[Likeness]) -> None:
    """One group for all of them, named after the item that came first; groups that meet become one."""
    named = {each.group for each in (mine, *alike) if each.group}
    name = min(named | {each.item_id for each in (mine, *alike)})
    Likeness.objects.filter(pk__in=[each.pk for each in (mine, *alike)]).update(group=name)
    if others := named - {name}:
        Likeness.objects.filter(group__in=others).update(group=name)

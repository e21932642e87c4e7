"""The notices that somebody at the desk must see, and nobody has."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from dateline.house.models import Notice
from dateline.stories.models import Origin, Story
from dateline.wire.models import WireItem
from dateline.wire.rules import RECALLS

# Older ones are history: the item's own screen still tells them.
LOOKED_BACK = timedelta(days=14)
MOST = 200
_OF_ITEMS = (*RECALLS, "wire.corrected", "wire.silent-change")
_OF_STORIES = ("story.correction-waits", "story.not-published")
OF_ORDERS = ("standing-order.refused",)
OF_WORDS = ("wire.unclear",)
_OF_SOURCES = ("source.silent", "source.failing")


def unseen_notices(at: datetime) -> list[Notice]:
    """Newest first, without those of items that nobody took in, of which a wire sends hundreds; `MOST` of them."""
    rows = Notice.objects.filter(
        kind__in=(*_OF_ITEMS, *_OF_STORIES, *OF_ORDERS, *_OF_SOURCES, *OF_WORDS),
        posted_at__gt=at - LOOKED_BACK,
        seen=None,
    ).order_by("-seq")
    named = [
        (seq, kind, int(number))
        for seq, kind, about in rows.values_list("seq", "kind", "about")
        if (number := about.partition(":")[2]).isdigit()
    ]
    ours = _ours({number for _, kind, number in named if kind in _OF_ITEMS})
    wanted = [
        (kind not in RECALLS, -seq) for seq, kind, number in named if kind not in _OF_ITEMS or number in ours
    ]
    # A recall is never beyond the most that are shown.
    return list(rows.filter(seq__in=[-seq for _, seq in sorted(wanted)[:MOST]])) if wanted else []


def _ours(pks: set[int]) -> set[int]:
    """Those of these items that a story was made of or from, and pictures, which may stand in one."""
    made, from_it = (
        kind.objects.filter(partner=OuterRef("partner"), guid=OuterRef("guid")) for kind in (Story, Origin)
    )
    found: set[int] = set()
    every = sorted(pks)
    for start in range(0, len(every), 500):
        rows = WireItem.objects.filter(pk__in=every[start : start + 500])
        found |= set(rows.filter(Exists(made) | Exists(from_it)).values_list("pk", flat=True))
        found |= set(rows.filter(kind="picture").values_list("pk", flat=True))
    return found

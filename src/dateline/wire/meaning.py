"""Which item a notice means that names it in words alone, where its format has no guids (R4)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db.models import Q

from dateline.house import notices
from dateline.licences.models import Partner
from dateline.wire.models import Unclear, WireItem
from dateline.wire.rules import Clues, Item, clues
from dateline.wire.rules.clues import Candidate

UNCLEAR = "wire.unclear"


@dataclass(frozen=True)
class Told:
    """What was made of a notice's words: in a sentence for its receipt; `is_unclear` when an editor must say."""

    words: str = ""
    is_unclear: bool = False


def understood(item: Item, partner: Partner, at: datetime) -> tuple[Item, Told]:
    """The item with the guid of what it means: among those that it kills, or as its own where it is another take.

    Nothing is guessed: where no one item agrees with all that is said, the item is as it came, and a take is held.
    """
    named = [guid for guid in item.kills if guid != item.guid]
    if named and WireItem.objects.filter(partner=partner, guid__in=named, current__isnull=False).exists():
        return item, Told()  # It has said which by its guid.
    found = candidates(item.means, partner, is_recall=bool(item.kills), at=item.version_created_at or at)
    found = [row for row in found if row.guid != item.guid]
    if item.kills:
        return _recall(item, found)
    return _take(item, partner, found)


def _recall(item: Item, found: list[WireItem]) -> tuple[Item, Told]:
    if len(found) == 1:
        return replace(item, kills=(*item.kills, found[0].guid)), Told(
            f"recalls “{found[0]}” ({found[0].guid})"
        )
    many = f"{len(found)} items agree with it" if found else "no item agrees with it"
    return item, Told(f"what it recalls is not clear: {many}; an editor must say which", is_unclear=True)


def _take(item: Item, partner: Partner, found: list[WireItem]) -> tuple[Item, Told]:
    is_here = WireItem.objects.filter(partner=partner, guid=item.guid).exists()
    if is_here or not found:
        return item, Told()
    if len(found) == 1:
        return replace(item, guid=found[0].guid), Told(f"another take of “{found[0]}”")
    hold = f"which of {len(found)} stories it is another take of is not clear; an editor must say"
    return replace(item, hold=item.hold or hold), Told(hold, is_unclear=True)


def candidates(means: Iterable[Clues], partner: Partner, *, is_recall: bool, at: datetime) -> list[WireItem]:
    """The partner's items that agree with these clues, the newest first; `at` is when the notice was sent."""
    back = clues.LOOKED_BACK_FOR_A_KILL if is_recall else clues.LOOKED_BACK_FOR_A_TAKE
    found: dict[int, WireItem] = {}
    for clue in means:
        asked = _asked(clue)
        if not asked:
            continue
        rows = WireItem.objects.filter(asked, partner=partner, received_at__gt=at - back)
        by_pk = {row.pk: row for row in rows.select_related("current").order_by("-pk")[:50]}
        known = [_candidate(row) for row in by_pk.values()]
        found |= {one.pk: by_pk[one.pk] for one in clues.meant(clue, known, at)}
    return list(found.values())


def may_be_meant(unclear: Unclear) -> list[WireItem]:
    """What an editor may choose from: what agrees with some of the clues, else the partner's newest of a month."""
    partner, at = unclear.notice.partner, unclear.sent_at
    rows = WireItem.objects.filter(partner=partner, received_at__gt=at - clues.LOOKED_BACK_FOR_A_KILL)
    rows = rows.exclude(pk=unclear.notice_id).exclude(headline_key="", slug_key="", number_key="")
    asked = Q()
    for clue in unclear.read:
        asked |= _asked(clue)
    near = rows.filter(asked) if asked else rows.none()
    return list((near if near.exists() else rows).select_related("current", "partner").order_by("-pk")[:20])


def remember(row: WireItem, item: Item, told: Told, at: datetime) -> None:
    """Have the desk asked what a notice means, once; in the transaction in which it is filed."""
    _, is_new = Unclear.objects.get_or_create(
        notice=row,
        defaults={
            "clues": [asdict(clue) for clue in item.means],
            "is_recall": bool(item.kills),
            "sent_at": item.version_created_at or at,
        },
    )
    if is_new:
        notices.post(f"wire:{row.pk}", UNCLEAR, facts={"reason": told.words, "partner": row.partner.slug})


def waiting(partner: Partner) -> list[Unclear]:
    """Recalls in words of this partner's that nobody could place yet."""
    found = Unclear.objects.filter(state=Unclear.State.OPEN, is_recall=True, notice__partner=partner)
    return list(found.select_related("notice__current"))


def named_by(unclear: Unclear, arrived: Iterable[WireItem]) -> list[WireItem]:
    """Those of these items that a recall in words means, which have come only after it."""
    known = {row.pk: row for row in arrived if row.pk != unclear.notice_id}
    came = [_candidate(row) for row in known.values()]
    earliest = unclear.sent_at - clues.LOOKED_BACK_FOR_A_KILL
    found: dict[int, WireItem] = {}
    for clue in unclear.read:
        meant = clues.meant(clue, came, unclear.sent_at)
        found |= {one.pk: known[one.pk] for one in meant if one.sent_at > earliest}
    return list(found.values())


def settle(unclear: Unclear, meant: WireItem | None, *, by: str, at: datetime) -> None:
    """Write down what a notice means, None for none of ours; `by` says who or what has settled it."""
    unclear.state = Unclear.State.SETTLED if meant else Unclear.State.NONE
    unclear.meant, unclear.by, unclear.settled_at = meant, by, at
    unclear.save()


def _asked(clue: Clues) -> Q:
    asked = Q()
    for name, key in (
        ("slug_key", clues.slug_key(clue.slug)),
        ("number_key", clues.number_key(clue.number)),
        ("headline_key", clues.headline_key(clue.headline)),
    ):
        if key:
            asked |= Q(**{name: key})
    return asked


def _candidate(row: WireItem) -> Candidate:
    sent_at = row.current.version_created_at if row.current else None
    return Candidate(row.pk, row.slug_key, row.number_key, row.headline_key, sent_at or row.received_at)

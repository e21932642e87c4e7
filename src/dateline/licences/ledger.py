"""The ledger: what was shown of partners' work, written in the transaction that shows it, and never changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from dateline.house import clock, notices, who
from dateline.licences import queries, viewed
from dateline.licences.errors import QuotaIsUsed, UnreadableMonth
from dateline.licences.models import LedgerEntry, Partner
from dateline.licences.rules import (
    SURFACES,
    Entry,
    Kind,
    PictureUse,
    Statement,
    Terms,
    Use,
    bounds,
    ends_at,
    first_break,
    judge,
    month_of,
    sealed,
    statement,
)
from dateline.licences.rules.ledger import NOTHING, SHOWN


@dataclass(frozen=True)
class Told:
    """What the ledger is told of one item: what happened to it, and what is shown of it from now on, or was.

    `surfaces`: where it would be shown, if its terms let it. `counts`: against the quota of items, when first printed.
    """

    kind: Kind
    partner: Partner
    terms: Terms
    guid: str
    version: str
    text_hash: str
    address: str
    headline: str
    language: str
    pictures: tuple[PictureUse, ...] = ()
    reason: str = ""
    surfaces: tuple[Use, ...] = SURFACES
    counts: bool = True


def write(told: Sequence[Told]) -> list[Entry]:
    """Write the next entries in this order, in the caller's transaction; whoever acts is named in them.

    Raises NotInTransaction outside of one.
    """
    notices.keep_order()
    at, entries = clock.now().astimezone(UTC), list[Entry]()
    number, before = newest()
    counted: set[tuple[str, str]] = set()
    for each in told:
        counts_in = ""
        if each.counts and each.kind is Kind.PRINTED and (each.partner.slug, each.guid) not in counted:
            counts_in = _counts_in(each.partner, each.terms, each.guid, at)
            counted.add((each.partner.slug, each.guid))
        number += 1
        entries.append(_entry(each, number, before, at, counts_in))
        before = entries[-1].hash
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            number=entry.number, partner=entry.partner, guid=entry.guid, at=entry.at, counts_in=entry.counts_in,
            facts=entry.facts, hash=entry.hash,
        )
        for entry in entries
    )  # fmt: skip
    return entries


def _entry(told: Told, number: int, before: str, at: datetime, counts_in: str) -> Entry:
    is_shown = told.kind in SHOWN
    return sealed(
        Entry(
            number=number,
            at=at,
            kind=told.kind,
            partner=told.partner.slug,
            guid=told.guid,
            version=told.version,
            text_hash=told.text_hash,
            terms_version=told.partner.terms_version,
            actor=who.acts(),
            reason=told.reason,
            address=told.address,
            headline=told.headline,
            language=told.language,
            uses=tuple(use.value for use in told.surfaces if judge(told.terms, use, at)) if is_shown else (),
            pictures=told.pictures if is_shown else (),
            ends_at=ends_at(told.terms),
            counts_in=counts_in,
            before=before,
        )
    )


def must_have_room(partner: Partner, terms: Terms, guid: str, at: datetime) -> None:
    """Raises QuotaIsUsed when this item would be one more than the partner lets us publish in this month.

    An item counts once, for ever: its corrections and later publications are free. In the caller's transaction, of
    two that publish at once the second waits here for the first.
    """
    if terms.quota_per_month is None:
        return
    notices.keep_order()
    month = _counts_in(partner, terms, guid, at)
    if month and (used := used_in(partner, month)) >= terms.quota_per_month:
        raise QuotaIsUsed(
            f"{used} of {terms.quota_per_month} items of {partner.name} are published in {month}; "
            "the next can be in the month that follows, or with a larger quota in its licence"
        )


def used_in(partner: Partner, month: str) -> int:
    """How many items count in this licence month."""
    counted = LedgerEntry.objects.filter(partner=partner.slug, counts_in=month)
    return counted.values("guid").distinct().count()


def last_of(partner: Partner, guid: str, language: str) -> Entry | None:
    """The ledger's last word of this item, in this edition."""
    of_item = LedgerEntry.objects.filter(partner=partner.slug, guid=guid, facts__language=language)
    last = of_item.order_by("-number").first()
    return last.entry if last else None


def shown(partner: Partner, guids: Iterable[str]) -> set[tuple[str, str]]:
    """Those of these items, each in its edition, of which the ledger's last word is that they are in print."""
    of_items = LedgerEntry.objects.filter(partner=partner.slug, guid__in=set(guids)).order_by("number")
    last = {(guid, facts["language"]): facts["kind"] for guid, facts in of_items.values_list("guid", "facts")}
    return {item for item, kind in last.items() if kind in SHOWN}


def entries() -> Iterator[Entry]:
    """The whole ledger, oldest first."""
    for row in LedgerEntry.objects.order_by("number").iterator(chunk_size=500):
        yield row.entry


def newest() -> tuple[int, str]:
    """The number and hash of the last entry: what a later proof can be held against."""
    last = LedgerEntry.objects.order_by("-number").first()
    return (last.number, last.hash) if last else (0, NOTHING)


def break_of(*, number: int = 0, hash_: str = "") -> str:
    """Where the chain does not hold, in a sentence, "" when it does.

    `number` and `hash_`: an entry that somebody has kept; the chain must lead through it.
    """
    try:
        broken = first_break(entries())
    except (KeyError, TypeError, ValueError) as cause:
        return f"an entry cannot be read: {cause!r}"
    if broken or not number:
        return broken
    kept = LedgerEntry.objects.filter(number=number).values_list("hash", flat=True).first()
    if kept is None:
        return f"entry {number} is missing; the ledger ends before it"
    return "" if kept == hash_ else f"entry {number} is another than the one that was kept"


def statement_of(slug: str, month: str, at: datetime) -> Statement:
    """The partner's statement of a month, "2026-11", up to `at`. Raises UnknownPartner or UnreadableMonth."""
    partner = queries.partner(slug)
    try:
        bounds(month, partner.time_zone)
    except ValueError as cause:
        raise UnreadableMonth(f"{month!r} is no month; write 2026-11") from cause
    return statement(
        entries(), partner=slug, month=month, time_zone=partner.time_zone,
        quota=queries.terms_of(partner).quota_per_month, at=at, views=viewed.in_month(partner, month),
        views_are_final=viewed.are_final(month, partner.time_zone, at),
    )  # fmt: skip


def _counts_in(partner: Partner, terms: Terms, guid: str, at: datetime) -> str:
    """The month that a publication of this item counts in; "" when it has counted already."""
    counted = LedgerEntry.objects.filter(partner=partner.slug, guid=guid).exclude(counts_in="")
    return "" if counted.exists() else month_of(at, terms.time_zone)

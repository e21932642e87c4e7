"""The ledger: what was shown of partners' work, written in the transaction that shows it, and never changed."""

from collections.abc import Iterable, Iterator
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
    bounds,
    ends_at,
    first_break,
    judge,
    month_of,
    sealed,
    statement,
)
from dateline.licences.rules.ledger import NOTHING, SHOWN


def write(
    kind: Kind,
    partner: Partner,
    terms: Terms,
    *,
    guid: str,
    version: str,
    text_hash: str,
    address: str,
    headline: str,
    language: str,
    pictures: Iterable[PictureUse] = (),
    reason: str = "",
) -> Entry:
    """Write the next entry, in the caller's transaction; whoever acts is named in it.

    Raises NotInTransaction outside of one.
    """
    notices.keep_order()
    at = clock.now().astimezone(UTC)
    before = LedgerEntry.objects.order_by("-number").first()
    is_shown = kind in SHOWN
    entry = sealed(
        Entry(
            number=before.number + 1 if before else 1,
            at=at,
            kind=kind,
            partner=partner.slug,
            guid=guid,
            version=version,
            text_hash=text_hash,
            terms_version=partner.terms_version,
            actor=who.acts(),
            reason=reason,
            address=address,
            headline=headline,
            language=language,
            uses=tuple(use.value for use in SURFACES if judge(terms, use, at)) if is_shown else (),
            pictures=tuple(pictures) if is_shown else (),
            ends_at=ends_at(terms),
            counts_in=_counts_in(partner, terms, guid, at) if kind is Kind.PRINTED else "",
            before=before.hash if before else NOTHING,
        )
    )
    LedgerEntry.objects.create(
        number=entry.number, partner=entry.partner, guid=entry.guid, at=entry.at, counts_in=entry.counts_in,
        facts=entry.facts, hash=entry.hash,
    )  # fmt: skip
    return entry


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


def is_shown(partner: Partner, guid: str, language: str) -> bool:
    """Whether the ledger's last word of this item, in this edition, is that it is in print."""
    of_item = LedgerEntry.objects.filter(partner=partner.slug, guid=guid, facts__language=language)
    last = of_item.order_by("-number").first()
    return last is not None and last.facts["kind"] in SHOWN


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

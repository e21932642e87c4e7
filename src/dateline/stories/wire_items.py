"""What the wire holds of an item, and what its licence lets us do with it."""

from dataclasses import replace

from dateline.house import clock
from dateline.licences import queries as licences
from dateline.licences.rules import (
    ItemFacts,
    Status,
    Terms,
    from_json,
    is_the_partners,
    licenses_picture,
    narrow,
)
from dateline.pictures import queries as pictures
from dateline.stories.errors import NotTakenIn, UnknownWireItem
from dateline.wire.models import WireItem, WirePicture
from dateline.wire.rules import Item, State, publishable


def admissible(row: WireItem) -> Item:
    """The current version of an item that may become a story at all."""
    if row.state == State.KILLED:
        raise NotTakenIn(f"{row.guid} was killed by {row.partner.name}; it can never be in print")
    if row.current is None or row.state in (State.WITHHELD, State.REFUSED):
        raise NotTakenIn(
            f"{row.guid} is {row.state}: {row.current.reason if row.current else 'nothing was kept of it'}"
        )
    item = row.current.read
    judged = publishable(_without_times(item), clock.now())
    if not judged.publishable:
        raise NotTakenIn(f"{row.guid} can not be in print: {judged.reason}")
    return item


def refusal(row: WireItem) -> str:
    """Why this item can never become a story; empty when an editor may take it in."""
    try:
        admissible(row)
    except NotTakenIn as refused:
        return str(refused)
    return ""


def wire_item(guid: str, partner_slug: str) -> WireItem:
    found = WireItem.objects.select_related("partner", "current").filter(guid=guid)
    if partner_slug:
        found = found.filter(partner=licences.partner(partner_slug))
    rows = list(found)
    if not rows:
        raise UnknownWireItem(f"the wire holds no item {guid}; `dateline wire list` shows what it holds")
    if len(rows) > 1:
        slugs = ", ".join(row.partner.slug for row in rows)
        raise NotTakenIn(f"{guid} came from {slugs}; say which with --partner")
    return rows[0]


def terms_for(row: WireItem, item: Item) -> Terms:
    """The partner's contract narrowed by what this item says."""
    return narrow(from_json(row.partner.terms), facts_of(row, item))


def facts_of(row: WireItem, item: Item) -> ItemFacts:
    """What an item says of its own use, in the licence room's words; an editor's time for a held item counts.

    Of that time and the sender's own the later one does (R9).
    """
    embargo = max(filter(None, (row.embargo_set_to, item.embargoed_until)), default=None)
    return ItemFacts(
        embargo_until=embargo,
        expires_at=item.expires_at,
        status=_status(row, item),
        held="" if row.embargo_set_to else item.hold,
        usage_terms=(*item.usage_terms, *_terms_of_pictures(row)),
        credit=item.credit,
        copyright=item.copyright_notice,
        sent_at=item.version_created_at,
        ai_is_reserved=_pictures_reserve(row),
    )


def is_licensed(sent: WirePicture, terms: Terms) -> bool:
    """Whether the file is here, and the terms ever let it be shown."""
    is_theirs = is_the_partners(terms, sent.credit, sent.copyright_notice)
    return sent.state == WirePicture.State.ATTACHED and bool(
        licenses_picture(terms, is_the_partners=is_theirs)
    )


def _pictures_reserve(row: WireItem) -> bool:
    """Whether a picture that came with it says itself that no model may learn from it; once it has been opened."""
    sent = row.current.pictures.exclude(sha256="").values_list("sha256", flat=True) if row.current else ()
    hashes = list(sent)
    return bool(hashes) and pictures.reserved(row.partner, hashes)


def _terms_of_pictures(row: WireItem) -> list[str]:
    """What stands with the pictures that would be shown: the strictest of text and pictures counts for both."""
    if row.current is None:
        return []
    contract = from_json(row.partner.terms)
    shown = [sent for sent in row.current.pictures.all() if is_licensed(sent, contract)]
    return [term for sent in shown for term in sent.usage_terms]


def _status(row: WireItem, item: Item) -> Status:
    if row.state == State.KILLED:
        return Status.CANCELED
    if row.state == State.WITHHELD:
        return Status.WITHHELD
    if not publishable(replace(_without_times(item), expires_at=None), clock.now()).publishable:
        return Status.WITHHELD  # An advisory: the sender keeps it from readers (R17).
    if item.pub_status == "embargoed" and not row.embargo_set_to:
        return Status.EMBARGOED
    return Status.USABLE


def _without_times(item: Item) -> Item:
    """The item as if what waits for a moment or an editor had come."""
    return replace(item, hold="", embargoed_until=None, pub_status="usable")

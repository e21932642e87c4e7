"""What an item says narrows what the contract allows: the most restrictive wins, whatever the order."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dateline.licences.rules.terms import ITEM_FIELDS, Pictures, Status, Terms, Use
from dateline.licences.rules.usage_terms import understand


@dataclass(frozen=True)
class ItemFacts:
    """What one version of an item says of its own use.

    `held` is the reason why an editor must set a time (an embargo without a readable date, "HOLD FOR
    RELEASE" in a note). `sent_at` is when the sender made this version: "within 14 days" counts from it.
    """

    embargo_until: datetime | None = None
    expires_at: datetime | None = None
    status: Status = Status.USABLE
    held: str = ""
    usage_terms: tuple[str, ...] = ()
    credit: str = ""
    copyright: str = ""
    sent_at: datetime | None = None
    ai_is_reserved: bool = False


def narrow(terms: Terms, item: ItemFacts) -> Terms:
    """The terms for this item. Never allows what `terms` did not; the same twice is the same once."""
    narrowed = replace(
        terms,
        status=max(terms.status, item.status, key=list(Status).index),
        embargo_until=_latest(terms.embargo_until, _in_utc(item.embargo_until, terms)),
        expires_at=_earliest(terms.expires_at, _in_utc(item.expires_at, terms)),
        held=terms.held | ({item.held} if item.held else set()),
        item_reserves_ai=terms.item_reserves_ai or item.ai_is_reserved,
        item_credit=item.credit or terms.item_credit,
        item_copyright=item.copyright or terms.item_copyright,
    )
    for text in item.usage_terms:
        narrowed = _heed(narrowed, text.strip(), item)
    return _limited(narrowed)


def updated(kept: Terms, contract: Terms, item: ItemFacts) -> Terms:
    """The terms for a newer version of an item: by its own words alone, with our record of the old one."""
    return replace(narrow(contract, item), published_at=kept.published_at, accepted=kept.accepted)


def with_contract(kept: Terms, contract: Terms) -> Terms:
    """The partner's new contract, narrowed by what the item had said when it came."""
    of_the_item = {name: getattr(kept, name) for name in ITEM_FIELDS}
    return _limited(replace(contract, **of_the_item))


def _heed(terms: Terms, text: str, item: ItemFacts) -> Terms:
    """The terms with one text of usage terms heeded, or kept for an editor to read."""
    if not text:
        return terms
    understood = understand(text, credit=item.credit)
    if understood is None or (understood.days is not None and item.sent_at is None):
        return replace(terms, unread=terms.unread | {text})
    sent_at = _in_utc(item.sent_at, terms)
    last = sent_at + timedelta(days=understood.days or 0) if sent_at else None
    return replace(
        terms,
        item_without=terms.item_without | {Use(use) for use in understood.without},
        item_without_pictures=terms.item_without_pictures or understood.no_pictures,
        item_reserves_ai=terms.item_reserves_ai or understood.no_ai,
        item_territory=terms.item_territory & understood.territory,
        expires_at=_earliest(terms.expires_at, last if understood.days is not None else None),
    )


def _limited(terms: Terms) -> Terms:
    """The contract's part with what the item takes away taken away."""
    return replace(
        terms,
        uses=terms.uses - terms.item_without,
        pictures=Pictures.NONE if terms.item_without_pictures else terms.pictures,
        ai=terms.ai and not terms.item_reserves_ai,
        territory=terms.territory & terms.item_territory,
    )


def first_published(terms: Terms, at: datetime) -> Terms:
    """The terms once we have published: the display window counts from the first time, never from a later."""
    return replace(terms, published_at=_earliest(terms.published_at, at))


def release(terms: Terms, until: datetime) -> Terms:
    """The terms once an editor has set the time of a held item; a later embargo still holds."""
    return replace(terms, held=frozenset(), embargo_until=_latest(terms.embargo_until, until))


def accept(terms: Terms, accepted_hash: str) -> Terms:
    """The terms once an editor has read and accepted the text of this hash."""
    return replace(terms, accepted=terms.accepted | {accepted_hash})


def unaccepted(terms: Terms) -> frozenset[str]:
    """The usage terms that nobody has read and accepted yet."""
    return frozenset(text for text in terms.unread if terms_hash(text) not in terms.accepted)


def terms_hash(text: str) -> str:
    """What stands for a text of usage terms in the record of who accepted it."""
    return hashlib.sha256(text.encode()).hexdigest()


def _in_utc(moment: datetime | None, terms: Terms) -> datetime | None:
    """In UTC; without a zone it is the partner's own time; the year 9999 is kept within reach."""
    if moment is None:
        return None
    if not 1900 <= moment.year < 9000:
        moment = moment.replace(year=1900 if moment.year < 1900 else 9000, month=1, day=1)
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(terms.time_zone))).astimezone(UTC)


def _latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment), default=None)

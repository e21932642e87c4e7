"""What the ledger is told of a partner's story; of our own it is told nothing."""

from datetime import datetime
from typing import TYPE_CHECKING

from dateline.house import clock
from dateline.licences import ledger
from dateline.licences.errors import QuotaIsUsed
from dateline.licences.rules import Kind, PictureUse
from dateline.licences.rules.ledger import SHOWN
from dateline.stories.errors import NotLicensed

if TYPE_CHECKING:
    from dateline.stories.models import Story


def must_have_room(story: "Story", at: datetime) -> None:
    """Raises NotLicensed when the partner's quota of the month is used up, and this item would be one more."""
    if story.partner is None:
        return
    try:
        ledger.must_have_room(story.partner, story.terms, story.guid, at)
    except QuotaIsUsed as refusal:
        raise NotLicensed(story.title, str(refusal)) from refusal


def write(story: "Story", kind: Kind, *, address: str = "", reason: str = "") -> None:
    """Write down what is shown of the story from now on, or that it no longer is."""
    if story.partner:
        ledger.write([told(story, kind, address=address, reason=reason)])


def told(story: "Story", kind: Kind, *, address: str = "", reason: str = "") -> ledger.Told:
    """What the ledger is told of a story of a partner's."""
    assert story.partner  # noqa: S101 - asked by the caller
    return ledger.Told(
        kind, story.partner, story.terms, guid=story.guid, version=story.wire_version, text_hash=story.text_hash,
        address=address or story.address, headline=story.title, language=story.language, reason=reason,
        pictures=_pictures(story) if kind in SHOWN else (),
    )  # fmt: skip


def close(story: "Story", *, address: str, reason: str) -> None:
    """Write down that it is shown no more, once: a withdrawal may be repeated."""
    if story.partner and (story.guid, story.language) in ledger.shown(story.partner, [story.guid]):
        write(story, Kind.WITHDRAWN, address=address, reason=reason)


def _pictures(story: "Story") -> tuple[PictureUse, ...]:
    from dateline.stories.printing.pictures import shown

    theirs = [picture for picture in shown(story, clock.now()) if picture.partner_id]
    return tuple(PictureUse(picture.address_hash, picture.credit) for picture in theirs)

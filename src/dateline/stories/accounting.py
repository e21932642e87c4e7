"""What the ledger is told of a partner's story, and of a partner's picture on any other; of our own, nothing."""

from datetime import datetime
from typing import TYPE_CHECKING

from dateline.house import clock
from dateline.licences import ledger
from dateline.licences.errors import QuotaIsUsed
from dateline.licences.models import Partner
from dateline.licences.rules import Kind, PictureUse, Use, ends_at, judge
from dateline.licences.rules.ledger import SHOWN
from dateline.pictures.queries import terms_of
from dateline.stories.errors import NotLicensed

if TYPE_CHECKING:
    from dateline.pictures.models import Picture
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


def write_pictures(story: "Story", before: "Story | None") -> None:
    """Write down which partners' pictures stand on it from now on that came with no item of its own, each by itself.

    `before`: the story as it was in print. They count against no quota, which is one of items.
    """
    from dateline.stories.printing.pictures import pictures_of, places_of

    stood = pictures_of(before) if before else []
    others = {picture for picture in (*pictures_of(story), *stood) if _is_of_another(picture, story)}
    if not others:
        return
    places = places_of(story, clock.now())
    for picture in sorted(others, key=lambda each: each.pk):
        if picture in places:
            _write_picture(story, picture, places[picture])
        else:
            _close_picture(story, picture, reason="it is shown there no more")


def close_pictures(story: "Story", *, reason: str) -> None:
    """Write down that they are shown no more."""
    from dateline.stories.printing.pictures import pictures_of

    for picture in dict.fromkeys(pictures_of(story)):
        if _is_of_another(picture, story):
            _close_picture(story, picture, reason=reason)


def _is_of_another(picture: "Picture", story: "Story") -> bool:
    return picture.partner_id is not None and picture.partner_id != story.partner_id


def _partner(picture: "Picture") -> Partner:
    assert picture.partner is not None  # noqa: S101 - another's picture has one
    return picture.partner


def _write_picture(story: "Story", picture: "Picture", uses: frozenset[Use]) -> None:
    last = ledger.last_of(_partner(picture), _name(story, picture), story.language)
    terms, at = terms_of(picture), clock.now()
    shown = tuple(use.value for use in Use if use in uses and judge(terms, use, at))
    is_shown = last is not None and last.kind in SHOWN
    known = (last.address, last.headline, last.uses, last.ends_at) if last and is_shown else None
    if known != (story.address, story.title, shown, ends_at(terms)):
        _enter(story, picture, Kind.CHANGED if is_shown else Kind.PRINTED, uses=uses)


def _close_picture(story: "Story", picture: "Picture", *, reason: str) -> None:
    last = ledger.last_of(_partner(picture), _name(story, picture), story.language)
    if last is not None and last.kind in SHOWN:
        _enter(story, picture, Kind.WITHDRAWN, reason=reason)


def _enter(
    story: "Story", picture: "Picture", kind: Kind, *, uses: frozenset[Use] = frozenset(), reason: str = ""
) -> None:
    told = ledger.Told(
        kind, _partner(picture), terms_of(picture), guid=_name(story, picture), version="", text_hash="",
        address=story.address, headline=story.title, language=story.language, reason=reason,
        pictures=(PictureUse(picture.address_hash, picture.credit),) if kind in SHOWN else (),
        surfaces=tuple(use for use in Use if use in uses), counts=False,
    )  # fmt: skip
    ledger.write([told])


def _name(story: "Story", picture: "Picture") -> str:
    """What the ledger knows a picture on another's story by: it stands on several at once."""
    return f"{story.tag}/{picture.address_hash}"


def _pictures(story: "Story") -> tuple[PictureUse, ...]:
    from dateline.stories.printing.pictures import shown

    theirs = [
        each for each in shown(story, clock.now()) if each.partner_id and each.partner_id == story.partner_id
    ]
    return tuple(PictureUse(picture.address_hash, picture.credit) for picture in theirs)

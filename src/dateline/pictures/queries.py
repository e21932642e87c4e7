"""Which picture an address means, whether it may be shown now, and what a page needs to show it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from dateline.house.printing import NO_END
from dateline.licences.models import Partner
from dateline.licences.rules import (
    OWN,
    Terms,
    Use,
    Verdict,
    ends_at,
    from_json,
    judge_picture,
    licenses_gallery,
)
from dateline.pictures import rules
from dateline.pictures.models import Picture
from dateline.pictures.parsers.words import clean
from dateline.pictures.rules import PhotoFacts, Source


@dataclass(frozen=True)
class PrintedPicture:
    """All that a `<picture>` needs. `src` is a JPEG for every browser, `width` and `height` its own.

    Of a partner's, until when and where readers may see it, for the mark of a licensed range.
    """

    src: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    sources: tuple[Source, ...]
    sizes: str
    licence_ends_at: datetime | None = None
    territory: str = ""


def find(address_hash: str) -> Picture | None:
    """The picture that is called so in addresses."""
    found: Picture | None = (
        Picture.objects.select_related("partner").filter(address_hash=address_hash).first()
    )
    return found


def in_print() -> Iterator[Picture]:
    """Every picture that a printed story uses."""
    yield from (
        Picture.objects.select_related("partner").filter(is_in_print=True, is_withdrawn=False).iterator()
    )


def terms_of(picture: Picture) -> Terms:
    """What we may do with it: the terms it is bound to, else its partner's contract, else all; and never for models
    what the picture itself keeps from them."""
    terms = OWN
    if picture.partner is not None:
        terms = from_json(picture.partner.terms if picture.terms is None else picture.terms)
    if rules.reserves_mining(picture.data_mining):
        return replace(terms, ai=False, item_reserves_ai=True)
    return terms


def may_print(picture: Picture, at: datetime) -> Verdict:
    """Whether readers may be shown this picture at the moment `at`, and if not, why."""
    if picture.is_withdrawn:
        return Verdict(False, "withdrawn")
    if picture.partner is None:
        return Verdict(True)
    return judge_picture(terms_of(picture), Use.PAGE, at, is_the_partners=not picture.is_third_party)


def licensed_for_galleries(picture: Picture) -> Verdict:
    """Whether its licence ever lets this picture stand in a gallery, whatever else keeps it out now; our own may."""
    if picture.partner is None:
        return Verdict(True)
    return licenses_gallery(terms_of(picture), is_the_partners=not picture.is_third_party)


def may_stand_in_gallery(picture: Picture, at: datetime) -> Verdict:
    """Whether readers may be shown this picture in a gallery at the moment `at`, and if not, why."""
    return may_print(picture, at) and licensed_for_galleries(picture)


def for_print(picture: Picture, sizes: str = "100vw") -> PrintedPicture:
    """What a page prints of a picture. `sizes` is the attribute of the same name."""
    width, height = picture.printed_size
    name = rules.fallback(picture.address_hash, width)
    terms = terms_of(picture) if picture.partner is not None else None
    return PrintedPicture(
        src=name.address,
        width=name.width,
        height=rules.height_at(name.width, width, height),
        alt=picture.alt,
        caption=picture.caption,
        credit=picture.credit,
        sources=rules.sources(picture.address_hash, width),
        sizes=sizes,
        licence_ends_at=(ends_at(terms) or NO_END) if terms else None,
        territory=terms.territory.border if terms else "",
    )


def reserved(partner: Partner, hashes: Iterable[str]) -> bool:
    """Whether one of a partner's pictures of these SHA-256 keeps itself from models."""
    kept = Picture.objects.filter(partner=partner, sha__in=list(hashes)).exclude(data_mining="")
    return any(rules.reserves_mining(said) for said in kept.values_list("data_mining", flat=True))


def _mining(picture: Picture) -> str:
    """What the picture says itself, unless we must be stricter than it is."""
    if terms_of(picture).ai or rules.reserves_mining(picture.data_mining):
        return picture.data_mining
    return rules.PROHIBITED


def facts_to_embed(picture: Picture) -> PhotoFacts:
    """What each rendition of a picture says of itself."""
    return PhotoFacts(
        caption=clean(picture.caption),
        credit=clean(picture.credit),
        photographer=picture.photographer,
        copyright=clean(picture.copyright_notice),
        usage_terms=clean(picture.usage_terms),
        alt=clean(picture.alt),
        data_mining=_mining(picture),
        constraints=clean(picture.constraints),
        taken_at=picture.taken_at,
    )

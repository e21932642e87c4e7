"""Pictures as pages print them: only those that their licence lets readers see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dateline.house import clock
from dateline.licences.rules import Use
from dateline.pictures import queries as pictures
from dateline.pictures.models import Picture
from dateline.pictures.queries import PrintedPicture
from dateline.stories import galleries
from dateline.stories.models import Story
from dateline.stories.printed import (
    CARD_SIZES,
    LEAD_SIZES,
    NO_BOUNDS,
    Bounds,
    CardPicture,
    LeadPicture,
    Source,
)


def lead_picture(story: Story) -> LeadPicture | None:
    """The picture above the story, with its caption and credit."""
    picture = story.lead_picture
    if picture is None or not pictures.may_print(picture, clock.now()).allowed:
        return None
    printed = pictures.for_print(picture, LEAD_SIZES)
    return LeadPicture(
        src=printed.src, width=printed.width, height=printed.height, alt=printed.alt,
        caption=story.lead_caption or printed.caption, credit=printed.credit,
        sources=_sources(printed), sizes=LEAD_SIZES, bounds=_bounds(printed, bounds_of(story)),
    )  # fmt: skip


def card_picture(story: Story) -> CardPicture | None:
    """The picture of a story's card; none where the licence keeps pictures from cards."""
    picture = story.lead_picture
    if picture is None or not pictures.may_print(picture, clock.now()).allowed:
        return None
    printed = pictures.for_print(picture, CARD_SIZES)
    return CardPicture(
        printed.src, printed.width, printed.height, "", _sources(printed), CARD_SIZES,
        bounds=_bounds(printed, bounds_of(story)),
        tag=f"picture:{picture.address_hash}" if picture.partner_id else "",
    )  # fmt: skip


def bounds_of(story: Story) -> Bounds:
    """Until when readers may see a story, and where: beneath them its pictures need no bounds of their own."""
    return Bounds(story.licence_ends_at, story.territory)


BODY_SIZES = "(min-width: 42rem) 39rem, 100vw"
GALLERY_SIZES = "(min-width: 42rem) 19rem, 100vw"


@dataclass(frozen=True)
class BodyPicture:
    """A picture within the text, as `stories/_picture.html` takes it."""

    src: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    sources: tuple[Source, ...]
    sizes: str
    bounds: Bounds


def body_picture(value: Any, beneath: Bounds | None) -> BodyPicture | None:
    """The picture of a body's block, on a page of these bounds; None when it may not be shown."""
    picture = value["picture"]
    if not isinstance(picture, Picture) or not pictures.may_print(picture, clock.now()).allowed:
        return None
    return _printed(value, BODY_SIZES, beneath)


def gallery_pictures(value: Any, beneath: Bounds | None) -> list[BodyPicture]:
    """The pictures of a gallery's block that may be shown there now; of an odd number the first is wide."""
    at = clock.now()
    rows = [
        row
        for row in value["pictures"]
        if isinstance(row["picture"], Picture) and pictures.may_stand_in_gallery(row["picture"], at)
    ]
    is_first_wide = len(rows) % 2 == 1
    return [
        _printed(row, BODY_SIZES if is_first_wide and number == 0 else GALLERY_SIZES, beneath)
        for number, row in enumerate(rows)
    ]


def _printed(value: Any, sizes: str, beneath: Bounds | None) -> BodyPicture:
    printed = pictures.for_print(value["picture"], sizes)
    return BodyPicture(
        printed.src, printed.width, printed.height, printed.alt, value["caption"] or printed.caption,
        printed.credit, _sources(printed), sizes, _bounds(printed, beneath),
    )  # fmt: skip


def bounds_of_all(shown: Sequence[BodyPicture]) -> Bounds:
    """The bounds that are the same for all of a gallery's pictures: its heading goes with them."""
    bounds = {picture.bounds for picture in shown}
    return bounds.pop() if len(bounds) == 1 else NO_BOUNDS


def _bounds(printed: PrintedPicture, beneath: Bounds | None) -> Bounds:
    """A picture's own where they are others than those of what it stands on."""
    own = Bounds(printed.licence_ends_at, printed.territory)
    return NO_BOUNDS if own == beneath else own


def pictures_of(story: Story) -> list[Picture]:
    """Every picture on a story's page."""
    return [*_outside_galleries(story), *galleries.pictures_of(story)]


def shown(story: Story, at: datetime) -> list[Picture]:
    """Those that readers are shown at the moment `at`, in a gallery or outside of one, each once."""
    outside = [picture for picture in _outside_galleries(story) if pictures.may_print(picture, at)]
    within = [each for each in galleries.pictures_of(story) if pictures.may_stand_in_gallery(each, at)]
    return list(dict.fromkeys([*outside, *within]))


def places_of(story: Story, at: datetime) -> dict[Picture, frozenset[Use]]:
    """On which surfaces each of those that are shown would stand, if its licence lets it."""
    places: dict[Picture, frozenset[Use]] = {}
    in_galleries = set(galleries.pictures_of(story))
    for picture in shown(story, at):
        uses = {Use.PAGE}
        if picture == story.lead_picture:
            uses |= {Use.FRONT, Use.RELATED, Use.SEARCH}
        if picture in in_galleries and pictures.may_stand_in_gallery(picture, at):
            uses |= {Use.GALLERY}
        places[picture] = frozenset(uses)
    return places


def _outside_galleries(story: Story) -> list[Picture]:
    lead = [story.lead_picture] if story.lead_picture else []
    # As it is kept, most texts say at once that they hold none; made into blocks, each costs a millisecond.
    if not any(block["type"] == "picture" for block in story.body.raw_data):
        return lead
    within = [block.value["picture"] for block in story.body if block.block_type == "picture"]
    return [*lead, *(picture for picture in within if picture)]


def _sources(printed: PrintedPicture) -> tuple[Source, ...]:
    return tuple(Source(source.type, source.srcset) for source in printed.sources)

"""What may stand in a gallery: pictures of our own, and a partner's where its licence names that use (R25).

What is recalled, or over by its licence, is no ground to refuse a story: the page leaves it out, as it does anywhere.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dateline.pictures.models import Picture
from dateline.pictures.queries import licensed_for_galleries
from dateline.stories.errors import NotLicensed

if TYPE_CHECKING:
    from dateline.stories.models import Story


def pictures_in(gallery: Any) -> Iterator[Picture]:
    """The pictures of one gallery's block, in its order; one that was removed at the desk is passed over."""
    for each in gallery["pictures"]:
        if isinstance(each["picture"], Picture):
            yield each["picture"]


def pictures_of(story: "Story") -> Iterator[Picture]:
    """The pictures of all galleries of a story."""
    # As it is kept, a body says at once that it holds none; made into blocks, each costs a millisecond.
    if any(block["type"] == "gallery" for block in story.body.raw_data):
        for block in story.body:
            if block.block_type == "gallery":
                yield from pictures_in(block.value)


def must_be_licensed(story: "Story") -> None:
    """Raises NotLicensed when a gallery of this story holds a picture whose licence names no galleries."""
    for picture in pictures_of(story):
        if not (verdict := licensed_for_galleries(picture)):
            raise NotLicensed(
                story.title,
                f"“{picture.title}” stands in a gallery, and {verdict.reason}; take it out of the gallery",
            )

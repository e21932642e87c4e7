"""Which of a picture's files to print."""

from collections.abc import Iterable
from dataclasses import dataclass

_ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".tif", ".tiff")
_SMALL = ("thumb", "watermark", "small", "icon")


@dataclass(frozen=True)
class Rendition:
    """One file of a picture; `width` 0 when the sender does not say."""

    href: str
    name: str = ""
    media_type: str = ""
    width: int = 0
    title: str = ""

    @property
    def is_picture(self) -> bool:
        """Whether it is a file of pixels, by its media type, else by its name."""
        if self.media_type:
            return self.media_type.lower().startswith("image/") and "svg" not in self.media_type.lower()
        return self.href.partition("?")[0].lower().endswith(_ENDINGS)

    @property
    def is_small(self) -> bool:
        """A thumbnail, or marked as somebody else's."""
        return any(
            word in f"{self.name} {self.title} {self.href.rpartition('/')[2]}".lower() for word in _SMALL
        )


def best_first(renditions: Iterable[Rendition]) -> list[Rendition]:
    """Files of pixels only: the widest first, thumbnails and watermarked ones last."""
    usable = [one for one in renditions if one.href and one.is_picture]
    unnamed = usable or [one for one in renditions if one.href and not one.media_type]
    return sorted(unnamed, key=lambda one: (one.is_small, -one.width))

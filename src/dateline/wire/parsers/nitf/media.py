"""The pictures of a NITF document, each with all of its files."""

from dateline.wire.parsers.composer import PICTURES_LIMIT
from dateline.wire.parsers.renditions import Rendition, best_first
from dateline.wire.parsers.safe_xml import Element, child, children, descendants, text_of
from dateline.wire.parsers.words import GUID_LIMIT, line
from dateline.wire.rules.item import Picture

_KINDS = ("", "image", "photo", "picture", "graphic")
_IDS = ("id", "managementid", "guid", "uri", "itemid")


def pictures(root: Element) -> tuple[Picture, ...]:
    """One a `media` that is a picture, in the document's order."""
    found = (_picture(one) for one in descendants(root, "media"))
    return tuple(picture for picture in found if picture is not None)[:PICTURES_LIMIT]


def _picture(media: Element) -> Picture | None:
    if media.get("media-type", "").lower() not in _KINDS:
        return None
    said = _metadata(media)
    files = best_first(_files(media))
    if not files:
        return None
    alts = (line(one.get("alternate-text")) for one in children(media, "media-reference"))
    return Picture(
        href=files[0].href,
        caption=" ".join(text for one in children(media, "media-caption") if (text := text_of(one))),
        credit=text_of(child(media, "media-producer")) or _inner_producer(media) or said.get("credit", ""),
        alt=next((alt for alt in alts if alt), ""),
        hrefs=tuple(dict.fromkeys(one.href for one in files)),
        guid=next((said[name] for name in _IDS if said.get(name)), "")[:GUID_LIMIT],
        copyright_notice=said.get("copyright", ""),
        usage_terms=(terms,) if (terms := said.get("usageterms", "")) else (),
    )


def _files(media: Element) -> list[Rendition]:
    return [
        Rendition(
            href=href,
            name=line(one.get("name") or one.get("id")),
            media_type=line(one.get("mime-type")) or "image/*",
            width=int(width) if (width := one.get("width", "")).isdecimal() and len(width) < 9 else 0,
        )
        for one in children(media, "media-reference")
        if (href := line(one.get("source")) or line(one.get("data-location")).lstrip("#"))
    ]


def _metadata(media: Element) -> dict[str, str]:
    holders = (media, *children(media, "media-reference"))
    return {
        line(one.get("name")).lower(): line(one.get("value"))
        for holder in holders
        for one in children(holder, "media-metadata")
    }


def _inner_producer(media: Element) -> str:
    return text_of(next(descendants(media, "media-producer", "media-photographer"), None))

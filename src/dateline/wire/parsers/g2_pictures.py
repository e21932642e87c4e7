"""The pictures of a NewsML-G2 item: those it is, holds or links to."""

from dateline.wire.parsers.g2_parts import (
    all_of,
    all_text,
    byline,
    code,
    copyright_holder,
    copyright_notice,
    description,
    last_part,
    usage_terms,
    whole,
)
from dateline.wire.parsers.renditions import Rendition, best_first
from dateline.wire.parsers.safe_xml import Element, child, text_of
from dateline.wire.parsers.words import GUID_LIMIT, line
from dateline.wire.rules.item import Picture

_CAPTION_ROLES = ("caption", "", "summary", "caption-extended")
_ALT_ROLES = ("alttext", "alt", "alternativetext", "altText", "accessibility")
_PICTURE_CLASSES = {"picture", "graphic"}


def linked_pictures(meta: Element | None) -> tuple[Picture, ...]:
    """Pictures that a text links to by address (dpa does)."""
    found = []
    for one in all_of(meta, "link"):
        kind = last_part(code(child(one, "itemClass"))).lower()
        href = line(one.get("href"))
        if href and (kind in _PICTURE_CLASSES or one.get("contenttype", "").startswith("image/")):
            title = line(text_of(child(one, "title")))
            found.append(
                Picture(href, caption=title, hrefs=(href,), guid=line(one.get("residref"))[:GUID_LIMIT])
            )
    return tuple(found)


def own_pictures(element: Element, kind: str, guid: str) -> tuple[Picture, ...]:
    """The picture that an item is, or that its own content set holds beside the text."""
    content_set, content = child(element, "contentSet"), child(element, "contentMeta")
    renditions = best_first(_renditions(content_set))
    if kind not in ("picture", "graphic") and not (kind in ("text", "composite") and renditions):
        return ()
    if kind in ("text", "composite") and not renditions[0].is_picture:
        return ()
    href = renditions[0].href if renditions else guid
    return (
        Picture(
            href=href,
            caption=line(description(content, _CAPTION_ROLES if kind != "text" else ("caption",))),
            credit=all_text(content, "creditline") or all_text(content, "by") or byline(content),
            alt=description(content, _ALT_ROLES),
            hrefs=tuple(one.href for one in renditions),
            guid=guid,
            copyright_notice=copyright_notice(element) or copyright_holder(element),
            usage_terms=usage_terms(element),
        ),
    )


def _renditions(content_set: Element | None) -> list[Rendition]:
    return [
        Rendition(
            href=href,
            name=line(one.get("rendition") or one.get("renditionuri")),
            media_type=line(one.get("contenttype")),
            width=whole(one.get("width")),
        )
        for one in all_of(content_set, "remoteContent")
        if (href := line(one.get("href")) or line(one.get("residref")))
    ]

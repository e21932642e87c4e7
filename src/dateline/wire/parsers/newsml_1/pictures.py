"""The pictures of a NewsML 1 item: each component of pictures with its files, caption and credit."""

from dateline.wire.parsers import held
from dateline.wire.parsers.composer import PICTURES_LIMIT
from dateline.wire.parsers.newsml_1.contents import Contents, Lines, data_of, media_type, mime_type, role_of
from dateline.wire.parsers.newsml_1.parts import copyright_holder, usage_rights
from dateline.wire.parsers.renditions import Rendition, best_first
from dateline.wire.parsers.safe_xml import Element, child, children, descendants, local, text_of
from dateline.wire.parsers.words import GUID_LIMIT, PARTS_LIMIT, line
from dateline.wire.rules.item import Picture

_KINDS = ("photo", "image", "picture", "graphic")
# Files of one and the same picture, however deep each stands by itself.
_FILES = {
    "thumbnail",
    "quicklook",
    "preview",
    "highdef",
    "highres",
    "lowres",
    "original",
    "viewimage",
    "main",
    "",
}


def pictures(item: Element, contents: Contents) -> tuple[Picture, ...]:
    """One a component, in the item's order; the stills of a film are none."""
    by_holder: dict[Element, list[Element]] = {}
    items = list(descendants(item, "ContentItem"))[:PARTS_LIMIT]
    shown = [one for one in items if _is_picture(one)]
    around = {above for one in shown for above in one.iterancestors()}
    for one in shown:
        holder = one.getparent()
        if holder is not None and not _holds_film(holder):
            by_holder.setdefault(_whole(holder, contents, around), []).append(one)
    found = (_picture(holder, files) for holder, files in by_holder.items())
    return tuple(picture for picture in found if picture is not None)[:PICTURES_LIMIT]


def _is_picture(item: Element) -> bool:
    mime = mime_type(item)
    return mime.startswith("image/") or (not mime and media_type(item) in _KINDS)


def _holds_film(component: Element) -> bool:
    items = list(children(component, "ContentItem"))
    return any(
        mime_type(one).startswith(("video/", "audio/")) or media_type(one) in ("video", "audio")
        for one in items
    )


def _whole(component: Element, contents: Contents, around: set[Element]) -> Element:
    """The component that stands for the whole picture: outwards while its siblings are the same picture's.

    `around` are all elements that hold a picture somewhere.
    """
    while (outer := component.getparent()) is not None and local(outer) == "NewsComponent":
        if contents.text_item is not None and outer in contents.text_item.iterancestors():
            break
        siblings = [one for one in children(outer, "NewsComponent") if one in around]
        is_one = len(siblings) == 1 or outer.get("EquivalentsList") == "yes"
        if not is_one and any(role_of(one) not in _FILES for one in siblings):
            break
        if not is_one and not any(role_of(one) for one in siblings):
            break
        component = outer
    return component


def _picture(component: Element, items: list[Element]) -> Picture | None:
    files = best_first(_file(one) for one in items)
    if not files:
        return None
    lines = Lines([found for one in (component, *descendants(component, "NewsComponent"))
                   if (found := child(one, "NewsLines")) is not None])  # fmt: skip
    terms, _ = usage_rights(component)
    return Picture(
        href=files[0].href,
        caption=_caption(component) or lines.first("HeadLine"),
        credit=lines.first("CreditLine") or lines.byline,
        hrefs=tuple(dict.fromkeys(one.href for one in files)),
        guid=line(component.get("Duid"))[:GUID_LIMIT] if component.get("Euid") else "",
        copyright_notice=lines.first("CopyrightLine") or copyright_holder(component),
        usage_terms=terms,
    )


def _file(item: Element) -> Rendition:
    holder = item.getparent()
    said = {
        line(one.get("FormalName")).lower(): line(one.get("Value")) for one in descendants(item, "Property")
    }
    width = said.get("pixelwidth") or said.get("width") or text_of(child(item, "Characteristics", "Width"))
    return Rendition(
        href=line(item.get("Href")),
        name=f"{role_of(holder) if holder is not None else ''} {said.get('imageuse', '')}",
        media_type=mime_type(item) or "image/*",
        width=int(width) if width.isdecimal() and len(width) < 9 else 0,
    )


def _caption(component: Element) -> str:
    for one in (component, *descendants(component, "NewsComponent")):
        is_caption = role_of(one) in ("caption", "photocaption", "description")
        for item in children(one, "ContentItem"):
            data, notation = data_of(item)
            if data is not None and (is_caption or media_type(item) == "text"):
                found = held.read(data, media=mime_type(item), encoding=notation, headline="", standfirst="")
                if said := line(found.body.text):
                    return said
    return ""

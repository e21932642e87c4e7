"""What a ninjs item is about, points at and shows."""

from collections.abc import Mapping
from typing import Any

from dateline.wire.parsers.ninjs_fields import PICTURE_KINDS, Fields
from dateline.wire.parsers.renditions import Rendition, best_first
from dateline.wire.parsers.words import GUID_LIMIT, line
from dateline.wire.rules.item import Link, Picture, Place, Subject


def urgency(value: Any) -> int | None:
    """1 (highest) to 9, None for anything else."""
    said = line(value).removesuffix(".0")
    return int(said) if said.isdecimal() and len(said) == 1 and said != "0" else None


def subjects(fields: Fields) -> tuple[Subject, ...]:
    """What the item is about, codes as the sender has them."""
    found = []
    for _, one in fields.objects("subjects", "subject"):
        scheme, code = _code(one)
        found.append(Subject(scheme, code, line(one.get("name"))))
    return tuple(dict.fromkeys(one for one in found if one.code or one.name))


def places(fields: Fields) -> tuple[Place, ...]:
    """Places that the item is about."""
    found = [Place(_code(one)[1], line(one.get("name"))) for _, one in fields.objects("places", "place")]
    return tuple(dict.fromkeys(one for one in found if one.code or one.name))


def links(fields: Fields) -> tuple[Link, ...]:
    """What the item points at and is no picture of it."""
    found = []
    for name, one in fields.objects("associations"):
        inner = Fields(one)
        if not _is_picture(inner):
            href = line(one.get("uri") or one.get("guid")) or next((r.href for r in _renditions(inner)), "")
            found.append(Link(line(one.get("rel")) or name, href, inner.headline() or inner.line("title")))
    for _, one in fields.objects("links", "link"):
        found.append(
            Link(line(one.get("rel")), line(one.get("href") or one.get("uri")), line(one.get("title")))
        )
    for _, one in fields.objects("trustIndicators", "trustindicators", "trustindicator"):
        found.append(Link("trustIndicator", line(one.get("href")), line(one.get("title"))))
    return tuple(dict.fromkeys(link for link in found if link.href))


def pictures(fields: Fields, kind: str) -> tuple[Picture, ...]:
    """The pictures of an item: itself when it is one, and those associated with it."""
    found = []
    own = _picture(fields, is_itself=True) if kind in PICTURE_KINDS or kind in ("text", "composite") else None
    if own is not None:
        found.append(own)
    for _, one in fields.objects("associations"):
        inner = Fields(one)
        if _is_picture(inner) and (picture := _picture(inner, is_itself=False)):
            found.append(picture)
    return tuple(dict.fromkeys(found))


def _is_picture(fields: Fields) -> bool:
    kind = fields.line("type").lower()
    return kind in PICTURE_KINDS or (not kind and any(one.is_picture for one in _renditions(fields)))


def _picture(fields: Fields, *, is_itself: bool) -> Picture | None:
    usable = best_first(_renditions(fields))
    identity = line(fields.value("uri", "guid"))[:GUID_LIMIT]
    is_picture = fields.line("type").lower() in PICTURE_KINDS
    if not is_picture and not (usable and (usable[0].is_picture or not is_itself)):
        return None
    href = usable[0].href if usable else identity
    if not href:
        return None
    return Picture(
        href=href,
        caption=fields.caption() if is_picture or not is_itself else "",
        credit=fields.credit() or (fields.line("by", "byline") if is_picture or not is_itself else ""),
        alt=fields.alt() or (_short_body(fields) if not is_itself else ""),
        hrefs=tuple(one.href for one in usable),
        guid=identity,
        copyright_notice=fields.line("copyrightNotice", "copyrightnotice")
        or fields.line("copyrightHolder", "copyrightholder"),
        usage_terms=fields.usage_terms(),
    )


def _short_body(fields: Fields) -> str:
    """Superdesk sends a picture's alternative text as its body_text."""
    said = fields.line("body_text")
    return said if len(said) <= 300 else ""


def _renditions(fields: Fields) -> list[Rendition]:
    return [
        Rendition(
            href=line(one.get("href")),
            name=name,
            media_type=line(one.get("contentType") or one.get("contenttype") or one.get("mimetype")),
            width=_whole(one.get("width")),
            title=line(one.get("title")),
        )
        for name, one in fields.objects("renditions")
        if line(one.get("href"))
    ]


def _whole(value: Any) -> int:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0


def _code(one: Mapping[str, Any]) -> tuple[str, str]:
    """Scheme and code: 1.x's own fields, else a uri cut at its last part, else a bare literal."""
    if code := line(one.get("code")):
        return line(one.get("scheme")), code
    if uri := line(one.get("uri") or one.get("qcode")):
        for mark in ("#", "/", ":"):
            scheme, found, code = uri.rpartition(mark)
            if found and code:
                return scheme + (mark if mark != ":" else ""), code
    return "", line(one.get("literal"))

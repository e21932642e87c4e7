"""The pictures of a feed's item: Media RSS, enclosures, thumbnails."""

from collections.abc import Iterator

from dateline.wire.parsers.composer import PICTURES_LIMIT
from dateline.wire.parsers.renditions import Rendition, best_first
from dateline.wire.parsers.rss.facts import Facts, base_of, joined, prefixed, terms, without_markup
from dateline.wire.parsers.safe_xml import Element
from dateline.wire.parsers.words import line
from dateline.wire.rules.item import Picture


def pictures(facts: Facts, base: str) -> tuple[Picture, ...]:
    """Each picture with its files, best first; a thumbnail only where there is nothing larger."""
    found = list(_media(facts, base))
    found += [picture for one in facts.all("enclosure") if (picture := _enclosed(one, "url", base))]
    found += [
        picture
        for one in facts.all("atom:link", "link")
        if one.get("rel") == "enclosure" and (picture := _enclosed(one, "href", base))
    ]
    found += [picture for one in facts.all("image") if (picture := _image(one, base))]
    if not found:
        found = [
            _picture([Rendition(joined(base, line(one.get("url"))))], facts)
            for one in (*facts.all("media:thumbnail"), *facts.all("itunes:image"))
            if line(one.get("url"))
        ]
    known: dict[str, Picture] = {}
    for picture in found[:PICTURES_LIMIT]:
        known.setdefault(picture.href, picture)
    return tuple(known.values())


def _media(facts: Facts, base: str) -> Iterator[Picture]:
    """One picture a `media:content`, one a `media:group` whatever it holds."""
    for one in facts.all("media:group"):
        group = Facts(one)
        files = best_first(_files(group.all("media:content"), base))
        if not files and (thumbnails := _files(group.all("media:thumbnail"), base)):
            files = thumbnails
        if files:
            inner = next((Facts(content) for content in group.all("media:content") if len(content)), group)
            yield _picture(files, inner, group, facts)
    for one in facts.all("media:content"):
        if files := best_first(_files([one], base)):
            yield _picture(files, Facts(one), facts)


def _files(elements: list[Element], base: str) -> list[Rendition]:
    return [
        Rendition(
            href=joined(base_of(one, base) or base, line(one.get("url"))),
            name="thumb" if prefixed(one) == "media:thumbnail" else "",
            media_type=line(one.get("type")) or _medium(one),
            width=int(width) if (width := one.get("width", "")).isdecimal() and len(width) < 9 else 0,
        )
        for one in elements
        if line(one.get("url"))
    ]


def _medium(element: Element) -> str:
    medium = (element.get("medium") or "").lower()
    return {"": "", "image": "image/*"}.get(medium, f"{medium}/*")


def _picture(files: list[Rendition], *facts: Facts) -> Picture:
    """What is said nearest to the file counts: of the file, then of its group, then of the item."""

    def first(*names: str) -> str:
        return next((said for one in facts for part in one.all(*names) if (said := without_markup(part))), "")

    own = facts[0]
    return Picture(
        href=files[0].href,
        caption=first("media:description", "media:text") or own.plain("media:title"),
        credit=first("media:credit"),
        alt=own.plain("media:title") if own.plain("media:description") else "",
        hrefs=tuple(dict.fromkeys(one.href for one in files)),
        copyright_notice=first("media:copyright"),
        usage_terms=terms(own),
    )


def _enclosed(element: Element, key: str, base: str) -> Picture | None:
    href = line(element.get(key))
    files = best_first([Rendition(joined(base, href), media_type=line(element.get("type")))]) if href else []
    if not files:
        return None
    return Picture(href=files[0].href, caption=line(element.get("title")), hrefs=(files[0].href,))


def _image(element: Element, base: str) -> Picture | None:
    """Some senders set RSS's channel image into an item."""
    inner = Facts(element)
    href = inner.line("url") or ("" if len(element) else inner.element.text or "")
    href = line(href) or line(element.get("url") or element.get("src"))
    if not href or any(mark in href for mark in "<>"):
        return None
    whole = joined(base, href)
    return Picture(href=whole, caption=inner.plain("description"), alt=inner.plain("title"), hrefs=(whole,))

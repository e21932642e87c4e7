"""The children of a feed's item by their plain names, and what the feed says for all of its items."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin

from dateline.wire.parsers import bodies, inline
from dateline.wire.parsers.safe_xml import Element, as_sent, child, local, text_of
from dateline.wire.parsers.words import PARTS_LIMIT, line

_XML = "{http://www.w3.org/XML/1998/namespace}"
# Namespaces under every spelling met, by the prefix that everybody gives them.
_PREFIXES = {
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns": "atom",
    "http://purl.org/atom/app": "app",
    "http://www.w3.org/2007/app": "app",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/elements/1.0": "dc",
    "http://purl.org/dc/terms": "dcterms",
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://purl.org/rss/1.0/modules/dcterms": "dcterms",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/rss": "media",
    "http://prismstandard.org/namespaces/basic/2.0": "prism",
    "http://prismstandard.org/namespaces/1.2/basic": "prism",
    "http://prismstandard.org/namespaces/basic/1.2": "prism",
    "http://backend.userland.com/creativecommonsrssmodule": "cc",
    "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "cc",
    "http://web.resource.org/cc": "cc",
    "http://creativecommons.org/ns": "cc",
    "https://rslstandard.org/rsl": "rsl",
    "http://rslstandard.org/rsl": "rsl",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
    "http://purl.org/rss/1.0": "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://my.netscape.com/publish/formats/rss-0.91.dtd": "",
    "http://channel.netscape.com/rdf/simple/0.9": "",
    "http://purl.org/net/rss1.1": "",
    "http://backend.userland.com/rss2": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss091": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "": "",
}


def prefixed(element: Element) -> str:
    """An element's name as everybody writes it: `media:title`, `atom:title`, plain `title` of RSS."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    space, _, name = tag.rpartition("}")
    prefix = _PREFIXES.get(space[1:].rstrip("/#").lower(), "other")
    return f"{prefix}:{name}" if prefix else name


class Facts:
    """An item's children by name, in the document's order."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self._by_name: dict[str, list[Element]] = {}
        for one in islice(element, PARTS_LIMIT):
            self._by_name.setdefault(prefixed(one), []).append(one)

    def all(self, *names: str) -> list[Element]:
        """All children of these names, the first name's first."""
        return [one for name in names for one in self._by_name.get(name, ())]

    def line(self, *names: str) -> str:
        """The first text that says something, as one line."""
        return next((said for one in self.all(*names) if (said := text_of(one))), "")

    def lines(self, *names: str) -> tuple[str, ...]:
        """All texts, each once."""
        return tuple(dict.fromkeys(said for one in self.all(*names) if (said := text_of(one))))

    def plain(self, *names: str) -> str:
        """The first text that says something, its HTML taken off."""
        return next((said for one in self.all(*names) if (said := without_markup(one))), "")


def without_markup(element: Element) -> str:
    """A title or summary as one line: escaped HTML, XHTML and characters by name all become text."""
    said = text_of(element)
    kind = (element.get("type") or "").lower()
    if element.get("mode", "").lower() == "base64":
        said, kind = inline.decoded(said, "base64"), "html"
    if len(element) or kind in ("text", "text/plain", "xhtml"):
        return said
    if kind in ("html", "text/html") or bodies.looks_like_markup(said) or ("&" in said and ";" in said):
        return line(bodies.from_html(said).text)
    return said


def language_of(element: Element | None) -> str:
    """The language of an element, its own or inherited."""
    while element is not None:
        if (found := line(element.get(f"{_XML}lang"))) or f"{_XML}lang" in element.attrib:
            return found
        element = element.getparent()
    return ""


def base_of(element: Element, outer: str) -> str:
    """The address that relative ones in an element start from."""
    found = [
        base
        for one in (element, *element.iterancestors())
        if (base := (one.get(f"{_XML}base") or "").strip())
    ]
    for base in reversed(found):
        outer = joined(outer, base)
    return outer if outer.lower().startswith(("http://", "https://")) else ""


def joined(base: str, href: str) -> str:
    """A whole address from one that may be relative."""
    try:
        return urljoin(base, href.strip()) if base else href.strip()
    except ValueError:
        return href.strip()


@dataclass(frozen=True)
class Feed:
    """What a feed says for each item that does not say it itself."""

    form: str
    base: str = ""
    title: str = ""
    language: str = ""
    copyright: str = ""
    authors: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()

    @staticmethod
    def of(root: Element, *, form: str, address: str = "") -> "Feed":
        """Read a feed's own head; `address` is where it was fetched from."""
        channel = child(root, "channel") if local(root) not in ("feed", "entry", "Channel") else root
        head = Facts(channel if channel is not None else root)
        if local(root) == "entry":
            return Feed(form, base=base_of(root, address), language=language_of(root))
        link = next(
            (href for one in head.all("link", "atom:link") if (href := _href(one)) and _is_page(one)), ""
        )
        return Feed(
            form,
            base=base_of(head.element, joined(address, link)),
            title=head.plain("title", "atom:title", "dc:title"),
            language=head.line("language", "dc:language") or language_of(head.element),
            copyright=head.plain("copyright", "atom:rights", "atom:copyright", "dc:rights", "dcterms:rights"),
            authors=authors(head.all("atom:author")),
            terms=terms(head),
        )


def authors(people: Iterable[Element]) -> tuple[str, ...]:
    """Names of Atom's people; an address is no name."""
    names = (text_of(child(one, "name")) or (text_of(one) if not len(one) else "") for one in people)
    return tuple(dict.fromkeys(name for name in names if name and "@" not in name))


def terms(facts: Facts) -> tuple[str, ...]:
    """Licences that an item or feed names, and rights expressions, as they were sent (R34)."""
    found = [text_of(one) or _href(one) for one in facts.all("cc:license", "dcterms:license")]
    found += [text_of(one) for one in facts.all("media:restriction", "dcterms:accessRights")]
    found += [_href(one) for one in facts.all("atom:link", "link") if one.get("rel") == "license"]
    found += [as_sent(one) for one in facts.all("rsl:content", "rsl:rsl")]
    return tuple(dict.fromkeys(line(term) for term in found if term))


def _href(element: Element) -> str:
    resource = element.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource")
    return line(element.get("href") or resource or text_of(element))


def _is_page(link: Element) -> bool:
    return link.get("rel", "alternate") in ("alternate", "")

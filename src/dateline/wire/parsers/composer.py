"""Puts a body together, block by block, from HTML that is already safe to parse."""

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape

import lxml.html

from dateline.wire.parsers import markup
from dateline.wire.parsers.safe_xml import Element, local, text_of
from dateline.wire.parsers.words import GUID_LIMIT, clean, escaped, line
from dateline.wire.rules.item import Picture

_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
_INLINE = {
    "a": "a", "abbr": "abbr", "b": "strong", "cite": "cite", "code": "code", "del": "del", "em": "em",
    "i": "em", "q": "q", "s": "s", "strong": "strong", "sub": "sub", "sup": "sup",
}  # fmt: skip
_TRANSPARENT = {"span", "font", "small", "time", "u"}
_LISTS = {"ul", "ol", "dl"}
# Parts that agencies set into the body for machines and editors, not for readers.
_UNSEEN_CLASSES = {
    "np-nonpublic", "notepad", "closingline", "embargoed", "publicationdate", "slugline", "dat", "vignette",
    "ednote", "editorsnote", "editorial-note", "gmail_signature", "moz-signature", "moz-cite-prefix",
}  # fmt: skip
# A paragraph of this class that says the standfirst again is the standfirst.
_LEADS = {"teaser", "lead", "lede", "intro", "abstract", "standfirst", "summary"}
# Beside a body; a page of thousands of pictures is made to do harm.
PICTURES_LIMIT = 200
_NO_CLASSES: set[str] = set()
# What nearly all of a body is, looked for first.
_PLAIN_BLOCKS = {"p", "div", *_HEADINGS}
_SPACES = re.compile(r"[ \t\r\n\f]+")


class Composer:
    """Reads HTML and collects blocks, their plain text, and the pictures that stood between them."""

    def __init__(self, *, headline: str = "", standfirst: str = "") -> None:
        self.pictures: list[Picture] = []
        self._headline, self._standfirst = _plain(headline), _plain(standfirst)
        self._blocks: list[str] = []
        self._texts: list[tuple[str, str]] = []
        self._inline: list[str] = []
        self._said: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._glue = "\n\n"
        self._is_foreign = False

    def html(self) -> str:
        """All blocks read so far."""
        return "".join(self._blocks)

    def text(self) -> str:
        """The same as text: a blank line between paragraphs, a line an entry of a list or row of a table."""
        joined = "".join((glue if place else "") + said for place, (glue, said) in enumerate(self._texts))
        return joined.strip()

    def read(self, safe: str) -> None:
        """Read HTML that nh3 has cleaned, so that its tags are few and closed."""
        if not safe.strip():
            return
        self._children(lxml.html.fragment_fromstring(safe, create_parent="div"))
        self._end("p")

    def read_elements(self, elements: Iterable[Element]) -> None:
        """Read XHTML or NITF as it stands, names mapped, each element as a block of its own.

        Nothing of them but their text, links and the few tags that we write ourselves comes through.
        """
        self._is_foreign = True
        for element in elements:
            name = local(element).lower()
            if name in ("p", "li", "tagline", *_HEADINGS):
                self._block(element, _HEADINGS.get(name, "p"))
            else:
                self._children(element)
                self._end("p")

    def _children(self, element: Element) -> None:
        if words := element.text:
            self._words(words)
        for inner in element:
            tag = inner.tag
            if isinstance(tag, str):
                self._element(inner, _name(tag, self._is_foreign))
            if words := inner.tail:
                self._words(words)

    def _element(self, element: Element, name: str) -> None:
        """`name`: by which an element is known here; empty for what no reader sees."""
        said = element.get("class")
        classes = set(said.lower().split()) if said else _NO_CLASSES
        if not name or classes & _UNSEEN_CLASSES:
            return
        if name in _INLINE:
            self._span(element, _INLINE[name])
        elif name in _PLAIN_BLOCKS:
            if not self._is_said_again(element, name, classes):
                self._block(element, _HEADINGS.get(name, "p"))
        elif name in _TRANSPARENT:
            self._children(element)
        elif name == "br":
            self._break()
        elif name == "note":
            if not markup.is_note_to_editors(element):
                self._children(element)
        else:
            self._special(element, name, classes)

    def _special(self, element: Element, name: str, classes: set[str]) -> None:
        """What stands once or twice in a body, if at all."""
        if name == "media":
            if made := markup.figure(element):
                self._picture(lxml.html.fragment_fromstring(made))
        elif name == "frac-sep":
            self._words(element.text or "/")
        elif name in ("figure", "img"):
            self._picture(element)
        elif name == "table":
            self._table(element)
        elif name == "pre":
            self._preformatted(element)
        elif name == "hr":
            self._end("p")
            self._blocks.append("<hr>")
        elif name in _LISTS:
            self._list(element, "ol" if name == "ol" else "ul")
        elif name == "blockquote":
            self._end("p")
            self._blocks.append("<blockquote>")
            self._children(element)
            self._end("p")
            self._blocks.append("</blockquote>")
        elif self._is_foreign and name not in markup.KEPT:
            self._children(element)
        elif not self._is_said_again(element, name, classes):
            self._block(element, "p")

    def _is_said_again(self, element: Element, name: str, classes: set[str]) -> bool:
        if name in _HEADINGS:
            return _plain(text_of(element)) == self._headline != ""
        return bool(classes & _LEADS) and _plain(text_of(element)) == self._standfirst != ""

    def _block(self, element: Element, name: str) -> None:
        self._end("p")
        self._children(element)
        self._end(name)

    def _words(self, words: str) -> None:
        if words.isspace() and words.isascii():
            plain = said = " "
        else:
            is_plain = "  " not in words and words.isprintable()
            plain = words if is_plain else _SPACES.sub(" ", clean(words))
            said = escaped(plain)
        self._inline.append(said)
        self._said.append(plain)

    def _span(self, element: Element, name: str) -> None:
        href = element.get("href", "") if name == "a" else ""
        if name == "a" and not href.lower().startswith(("http://", "https://", "mailto:")):
            self._children(element)
            return
        start = f'<a href="{escape(href)}">' if href else f"<{name}>"
        self._open.append((start, f"</{name}>"))
        self._inline.append(start)
        self._children(element)
        self._inline.append(f"</{name}>")
        self._open.pop()

    def _break(self) -> None:
        """A line break; two of them end a paragraph, as many partners mean it."""
        last = next(
            (place for place in range(len(self._inline) - 1, -1, -1) if self._inline[place].strip()), -1
        )
        if last >= 0 and self._inline[last] == "<br>":
            del self._inline[last:]
            self._end("p")
            return
        self._inline.append("<br>")
        self._said.append("\n")

    def _end(self, name: str) -> None:
        """Close the paragraph that is being written, and the spans that are open in it."""
        if not self._said:
            self._inline = [start for start, _ in self._open]
            return
        text = _tidy("".join(self._said))
        written = "".join([*self._inline, *(close for _, close in reversed(self._open))])
        self._inline = [start for start, _ in self._open]
        self._said = []
        if not text:
            return
        self._blocks.append(f"<{name}>{_trimmed(written)}</{name}>" if name else _trimmed(written))
        self._texts.append((self._glue, text))
        self._glue = "\n\n"

    def _list(self, element: Element, name: str) -> None:
        self._end("p")
        entries = [entry for entry in element if local(entry) in ("li", "dt", "dd")]
        if not entries:
            self._children(element)
            self._end("p")
            return
        self._blocks.append(f"<{name}>")
        for place, entry in enumerate(entries):
            self._blocks.append("<li>")
            self._glue = "\n" if place else self._glue
            self._children(entry)
            self._end("")
            self._blocks.append("</li>")
        self._blocks.append(f"</{name}>")
        self._glue = "\n\n"

    def _preformatted(self, element: Element) -> None:
        self._end("p")
        said = clean("".join(part for part in element.itertext() if isinstance(part, str)))
        said = said.strip("\n").rstrip()
        if said.strip():
            self._blocks.append(f"<pre>{escaped(said)}</pre>")
            self._texts.append(("\n\n", said))

    def _table(self, table: Element) -> None:
        self._end("p")
        rows = [row for row in table.iter("{*}tr") if next(row.iterancestors("{*}table"), None) is table]
        written, said = [], []
        for row in rows:
            cells = [cell for cell in row if local(cell) in ("td", "th")]
            texts = [text_of(cell) for cell in cells]
            if any(texts):
                inner = zip(cells, texts, strict=True)
                written.append("".join(f"<{local(c)}>{escaped(t)}</{local(c)}>" for c, t in inner))
                said.append("\t".join(texts).strip())
        if written:
            self._blocks.append(
                "<table><tbody>" + "".join(f"<tr>{row}</tr>" for row in written) + "</tbody></table>"
            )
            self._texts.append((self._glue, "\n".join(said)))
            self._glue = "\n\n"

    def _picture(self, element: Element) -> None:
        """A picture leaves the body and stands beside it; a counter of one pixel just leaves."""
        image = element if local(element) == "img" else next(element.iter("{*}img"), None)
        if image is None or _is_counter(image) or len(self.pictures) >= PICTURES_LIMIT:
            if local(element) == "figure" and image is None:
                self._block(element, "p")
            return
        source = _followed(line(image.get("src")))
        guid = line(image.get("data-uri"))[:GUID_LIMIT]
        if not source and not guid:
            return
        caption, credit = "", ""
        for part in element.iter():
            if local(part) == "figcaption":
                caption = text_of(part)
            elif set((part.get("class") or "").lower().split()) & {"byline", "credit"}:
                credit = text_of(part)
        self.pictures.append(
            Picture(
                href=source or guid,
                caption=caption,
                credit=credit,
                alt=line(image.get("alt")),
                hrefs=(source,) if source else (),
                guid=guid,
            )
        )


@lru_cache(maxsize=1_000)
def _name(tag: str, is_foreign: bool) -> str:
    """By which name an element is read: HTML's own, and of XHTML or NITF the one that says the same in HTML."""
    name = tag.rpartition("}")[2]
    if is_foreign:
        name = name.lower()
        name = "" if name in markup.UNSEEN else markup.NITF.get(name, name)
    return "" if name == "header" else name


def _is_counter(image: Element) -> bool:
    return image.get("width") in ("0", "1") or image.get("height") in ("0", "1")


def _followed(source: str) -> str:
    """An address that a picture may stand at: over HTTP, or a relative one; nothing that runs or inlines."""
    scheme = source.partition(":")[0].lower() if ":" in source.partition("/")[0] else ""
    return source if scheme in ("", "http", "https") else ""


def _tidy(said: str) -> str:
    if "  " not in said and said.isprintable():
        return said.strip()
    lines = (_SPACES.sub(" ", part).strip() for part in said.split("\n"))
    return "\n".join(lines).strip()


def _trimmed(written: str) -> str:
    if "<br>" not in written:
        return written.strip()
    written = re.sub(r" *<br> *", "<br>", written.strip())
    return re.sub(r"\A(?:<br>)+|(?:<br>)+\Z", "", written).strip()


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()

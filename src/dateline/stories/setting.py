"""Sets a partner's copy into our own blocks, word for word."""

import re
from collections.abc import Iterator
from typing import Any

import lxml.html
from lxml.html import HtmlElement
from wagtail.rich_text import RichText

Block = tuple[str, Any]
_PARAGRAPHS = {"p", "ul", "ol", "pre", "dl"}
_HEADINGS = {"h2", "h3", "h4"}
_DASHES = r"\s*(?:[—–]|--?)\s*"


def blocks_of(body_html: str, body_text: str, dateline: str) -> tuple[list[Block], str]:
    """The blocks of a clean body, and the place that opened it.

    A dateline that opens the first paragraph is taken out of it, since the page sets it there in its own
    style: in place, neither removed nor doubled. A dateline that stands beside the body only is given too.
    """
    elements = lxml.html.fragments_fromstring(body_html or _as_html(body_text))
    blocks = [block for element in elements for block in _blocks(element)]
    place = _place(dateline)
    if place and blocks and blocks[0][0] == "paragraph":
        markup = blocks[0][1].source
        opened = re.sub(
            rf"^(<p>\s*){re.escape(_escaped(place))}{_DASHES}", r"\1", markup, count=1, flags=re.IGNORECASE
        )
        if opened == markup and re.match(
            rf"<p>\s*(?:<\w+>)?\s*{re.escape(_escaped(place.split(',')[0]))}\b", markup, re.IGNORECASE
        ):
            place = ""  # It opens the text in a way of the sender's own: that stays as it came.
        blocks[0] = ("paragraph", RichText(opened))
    return blocks, place


def _blocks(element: HtmlElement | str) -> Iterator[Block]:
    if isinstance(element, str):
        if element.strip():
            yield "paragraph", RichText(f"<p>{_escaped(element.strip())}</p>")
        return
    tag = element.tag
    if tag in _HEADINGS:
        yield "heading", element.text_content().strip()
    elif tag == "blockquote":
        yield "quote", {"text": " ".join(element.text_content().split()), "attribution": ""}
    elif tag == "table":
        yield from _table(element)
    elif tag in _PARAGRAPHS:
        if element.text_content().strip():
            yield "paragraph", RichText(_markup(element))
    elif tag != "hr" and element.text_content().strip():
        yield "paragraph", RichText(f"<p>{_markup(element)}</p>")
    if element.tail and element.tail.strip():
        yield "paragraph", RichText(f"<p>{_escaped(element.tail.strip())}</p>")


def _table(element: HtmlElement) -> Iterator[Block]:
    rows = [
        [" ".join(cell.text_content().split()) for cell in row.iter("td", "th")] for row in element.iter("tr")
    ]
    rows = [row for row in rows if any(row)]
    if not rows:
        return
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    head, *rest = rows
    yield (
        "table",
        {
            "title": head[0] or "Table",
            "table": {
                "columns": [{"type": "text", "heading": heading} for heading in head],
                "rows": [{"values": row} for row in (rest or [head])],
                "caption": "",
            },
            "source": "",
        },
    )


def _markup(element: HtmlElement) -> str:
    """The element as HTML without its tail; emphasis in the words of our editor."""
    tail, element.tail = element.tail, None
    written: str = lxml.html.tostring(element, encoding="unicode")
    element.tail = tail
    written = re.sub(r"<(/?)strong>", r"<\1b>", written)
    return re.sub(r"<(/?)em>", r"<\1i>", written)


def _place(dateline: str) -> str:
    """“SEOUL (Harbour Wire) --” is SEOUL."""
    return re.sub(rf"{_DASHES}$", "", re.sub(r"\s*\([^)]*\)\s*", " ", dateline)).strip()


def _as_html(text: str) -> str:
    return "".join(f"<p>{_escaped(part)}</p>" for part in re.split(r"\n\s*\n", text) if part.strip())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

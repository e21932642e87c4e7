"""Bodies that come as XML: XHTML, NITF, or either of them escaped into text."""

import base64
import binascii

from dateline.wire.errors import NotWellFormed
from dateline.wire.parsers import bodies, markup, safe_xml
from dateline.wire.parsers.bodies import Body
from dateline.wire.parsers.safe_xml import Element, child, children, local, text_of
from dateline.wire.parsers.words import is_only_addresses

# A tree with one of these is marked up; without any it is plain text between tags.
_BLOCKS = tuple(
    f"{{*}}{name}"
    for name in ("p", "div", "br", "h1", "h2", "h3", "h4", "hl2", "ul", "ol", "li", "table", "blockquote", "bq",
                 "block", "section", "article", "pre", "media")
)  # fmt: skip


def from_element(element: Element, *, headline: str, standfirst: str, base: str = "") -> Body:
    """Read the element that holds a body: `nitf`, `html`, or whatever stands for them."""
    if base or next(element.iter(*_BLOCKS), None) is None:
        return bodies.from_html(_as_html(element), headline=headline, standfirst=standfirst, base=base)
    return bodies.from_elements(_parts(element), headline=headline, standfirst=standfirst)


def from_words(text: str, media: str, *, headline: str, standfirst: str) -> Body:
    """Read a body sent as characters: plain, HTML, or a whole XML document in itself."""
    element = document(text, media)
    if element is not None:
        return from_element(element, headline=headline, standfirst=standfirst)
    if "html" in media.lower() or "xml" in media.lower() or bodies.looks_like_markup(text):
        return bodies.from_html(text, headline=headline, standfirst=standfirst)
    return bodies.from_text(text)


def document(text: str, media: str) -> Element | None:
    """The root of an XML document that was sent as characters; None when it is no such thing."""
    start = text.lstrip("\ufeff \t\r\n")
    if not start.startswith(("<?xml", "<nitf", "<body", "<html")) and "nitf" not in media.lower():
        return None
    declared = start.partition("?>")[2] if start.startswith("<?xml") else start
    try:
        return safe_xml.read(declared.encode("utf-8", "replace"))
    except NotWellFormed:
        return None


def decoded(text: str, encoding: str) -> str:
    """Characters as they are, or out of base64 where the sender says that they are in it."""
    if "base64" not in encoding.lower():
        return text
    try:
        return base64.b64decode(text).decode("utf-8", "replace")
    except (ValueError, binascii.Error):
        return ""


def _parts(element: Element) -> list[Element]:
    """The elements that hold the text: NITF's content and taglines, XHTML's body, else the element itself."""
    name = local(element)
    if name == "html":
        body = child(element, "body")
        return [element if body is None else body]
    if name != "nitf":
        return [element]
    body = child(element, "body")
    content, end = child(body, "body.content"), child(body, "body.end")
    lines = children(end, "tagline") if end is not None else iter(())
    whole = content if content is not None else body
    taglines = [one for one in lines if not is_only_addresses(text_of(one))]
    return [*([whole] if whole is not None else []), *taglines]


def _as_html(element: Element) -> str:
    name = local(element)
    if name == "nitf":
        body = child(element, "body")
        content = child(body, "body.content")
        end = child(body, "body.end")
        lines = children(end, "tagline") if end is not None else iter(())
        # A tagline of addresses alone is for the newsroom; `nitf.head` hands it on as a note.
        taglines = [f"<p>{markup.as_html(one)}</p>" for one in lines if not is_only_addresses(text_of(one))]
        whole = content if content is not None else body
        return (markup.as_html(whole) if whole is not None else "") + "".join(taglines)
    if name == "html":
        body = child(element, "body")
        return markup.as_html(body if body is not None else element)
    wrapper = "p" if name in ("p", "h1", "h2", "h3", "li") else "div"
    return f"<{wrapper}>{markup.as_html(element)}</{wrapper}>"

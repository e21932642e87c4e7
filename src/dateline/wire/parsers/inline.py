"""Bodies that come as XML: XHTML, NITF, or either of them escaped into text."""

import base64
import binascii
from dataclasses import dataclass

from dateline.wire.errors import NotWellFormed
from dateline.wire.parsers import bodies, markup, safe_xml
from dateline.wire.parsers.bodies import Body
from dateline.wire.parsers.safe_xml import Element, child, children, descendants, local, text_of
from dateline.wire.parsers.words import GUID_LIMIT, line, pub_status


@dataclass(frozen=True)
class NitfHead:
    """What a NITF head says beside the body; empty where the body is no NITF."""

    headline: str = ""
    standfirst: str = ""
    byline: str = ""
    dateline: str = ""
    kills: tuple[str, ...] = ()
    status: str = ""


def from_element(element: Element, *, headline: str, standfirst: str, base: str = "") -> Body:
    """Read the element that holds a body: `nitf`, `html`, or whatever stands for them."""
    return bodies.from_html(_as_html(element), headline=headline, standfirst=standfirst, base=base)


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


def nitf_head(element: Element) -> NitfHead:
    """Headline, abstract, byline and dateline of a NITF body, its status, and the documents that it kills."""
    if local(element) != "nitf":
        return NitfHead()
    head = child(element, "body", "body.head")
    return NitfHead(
        headline=text_of(child(head, "hedline", "hl1")),
        standfirst=text_of(child(head, "abstract")),
        byline=text_of(child(head, "byline")),
        dateline=text_of(child(head, "dateline")),
        kills=tuple(_recalled(element)),
        status=_status(element),
    )


def _status(nitf: Element) -> str:
    """The management status, where it forbids: `canceled` or `withheld`."""
    docdata = child(nitf, "head", "docdata")
    sent = docdata.get("management-status", "") if docdata is not None else ""
    status, _ = pub_status(sent)
    return status if sent and status in ("canceled", "withheld") else ""


def _recalled(nitf: Element) -> list[str]:
    return [
        named
        for docdata in descendants(nitf, "docdata")
        if docdata.get("management-idref-status", "").lower() in ("canceled", "cancelled", "withheld")
        and 0 < len(named := line(docdata.get("management-doc-idref"))) <= GUID_LIMIT
    ]


def _as_html(element: Element) -> str:
    name = local(element)
    if name == "nitf":
        body = child(element, "body")
        content = child(body, "body.content")
        end = child(body, "body.end")
        lines = children(end, "tagline") if end is not None else iter(())
        taglines = [f"<p>{markup.as_html(one)}</p>" for one in lines]
        whole = content if content is not None else body
        return (markup.as_html(whole) if whole is not None else "") + "".join(taglines)
    if name == "html":
        body = child(element, "body")
        return markup.as_html(body if body is not None else element)
    wrapper = "p" if name in ("p", "h1", "h2", "h3", "li") else "div"
    return f"<{wrapper}>{markup.as_html(element)}</{wrapper}>"

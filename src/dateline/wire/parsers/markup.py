"""XHTML and NITF elements written as the HTML that `bodies` reads: names mapped, the rest left out."""

from html import escape

from dateline.wire.parsers.safe_xml import Element, child, children, descendants, local, text_of
from dateline.wire.parsers.words import escaped

KEPT = {
    "a", "abbr", "article", "aside", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div",
    "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "i", "img", "li", "main", "ol", "p", "pre", "q", "s", "section", "small", "span", "strong", "sub", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul",
}  # fmt: skip
_VOID = {"br", "hr", "img"}
NITF = {
    "hl1": "h1", "hl2": "h2", "bq": "blockquote", "block": "div", "body.content": "div", "tagline": "p",
    "credit": "cite", "object.title": "em", "nitf-table": "div", "fn": "p", "datasource": "p",
}  # fmt: skip
_ATTRIBUTES = {"class", "href", "src", "alt", "data-uri", "data-assoc-ref", "width", "height"}
# Never for readers, whatever stands in them.
UNSEEN = {
    "head", "script", "style", "body.head", "title", "meta", "docdata", "nitf-table-metadata", "nitf-colgroup",
    "media-metadata", "media-object", "tobject",
    "svg", "math", "noscript", "iframe", "object", "embed", "applet", "template", "form", "select", "textarea",
    "button", "video", "audio", "canvas", "nav", "noframes", "noembed", "xmp",
}  # fmt: skip
_NOTES_TO_EDITORS = {"editorsnote", "hd"}


def as_html(element: Element) -> str:
    """The content of an XHTML or NITF element as HTML, its own tag left out."""
    parts: list[str] = [escaped(element.text)] if element.text else []
    for inner in element:
        if isinstance(inner.tag, str):
            _write(inner, parts)
        if inner.tail:
            parts.append(escaped(inner.tail))
    return "".join(parts)


def _write(element: Element, parts: list[str]) -> None:
    name = local(element).lower()
    if is_for_nobody(element, name):
        return
    if name == "media":
        parts.append(figure(element))
        return
    if name == "frac-sep":
        parts.append(element.text or "/")
        return
    name = NITF.get(name, name)
    if name not in KEPT:
        parts.append(as_html(element))
        return
    attributes = "".join(
        f' {key}="{escape(str(value))}"' for key, value in element.items() if key in _ATTRIBUTES
    )
    parts.append(f"<{name}{attributes}>")
    if name not in _VOID:
        parts.append(as_html(element))
        parts.append(f"</{name}>")


def is_for_nobody(element: Element, name: str) -> bool:
    """Whether an element of this name, with all that stands in it, is for no reader."""
    return name in UNSEEN or (name == "note" and is_note_to_editors(element))


def is_note_to_editors(note: Element) -> bool:
    """Whether this NITF `note` is for the newsroom and not for readers."""
    return note.get("noteclass", "") in _NOTES_TO_EDITORS


def figure(media: Element) -> str:
    """A NITF picture: its largest reference, caption and producer."""
    if media.get("media-type", "image") not in ("image", "photo", "picture", "graphic"):
        return ""
    references = sorted(children(media, "media-reference"), key=_width, reverse=True)
    if not references:
        return ""
    best = references[0]
    source, alternate = best.get("source", ""), best.get("alternate-text", "")
    caption = " ".join(text_of(part) for part in children(media, "media-caption"))
    producer = text_of(child(media, "media-producer")) or _inner_producer(media)
    return (
        f'<figure><img src="{escape(source)}" alt="{escape(alternate)}">'
        f'<div class="byline">{escape(producer)}</div><figcaption>{escape(caption)}</figcaption></figure>'
    )


def _inner_producer(media: Element) -> str:
    return text_of(next(descendants(media, "media-producer", "media-photographer"), None))


def _width(reference: Element) -> int:
    digits = reference.get("width", "")
    return int(digits) if digits.isdecimal() and len(digits) < 9 else 0

"""The content set of a NewsML-G2 item: inline XML first, then inline data."""

from collections.abc import Iterator

from dateline.wire.parsers import inline
from dateline.wire.parsers.bodies import Body
from dateline.wire.parsers.nitf import head as nitf
from dateline.wire.parsers.safe_xml import Element, children


def body_of(content_set: Element | None, *, headline: str, standfirst: str) -> tuple[Body, nitf.Head]:
    """The first body that says something, and the head that came with it."""
    if content_set is None:
        return Body(), nitf.Head()
    empty = (Body(), nitf.Head())
    for element, text, media in _candidates(content_set):
        if element is not None:
            head = nitf.of(element)
            body = inline.from_element(
                element, headline=headline or head.headline, standfirst=standfirst or head.standfirst
            )
        else:
            head, body = nitf.Head(), inline.from_words(text, media, headline=headline, standfirst=standfirst)
        if body.text or head.kills or head.status:
            return body, head
        empty = (body, head)
    return empty


def _candidates(content_set: Element) -> Iterator[tuple[Element | None, str, str]]:
    """Each as an element, or as text with its media type."""
    for holder in sorted(children(content_set, "inlineXML", "inlineData"), key=_rank):
        media = holder.get("contenttype", "")
        inner = next(children(holder), None)
        if inner is not None:
            yield (inner if _is_alone(holder) else holder), "", media
            continue
        text = inline.decoded(holder.text or "", holder.get("encoding", "") + holder.get("encodinguri", ""))
        yield inline.document(text, media), text, media


def _is_alone(holder: Element) -> bool:
    return sum(1 for _ in children(holder)) == 1 and not (holder.text or "").strip()


def _rank(holder: Element) -> int:
    """Marked-up text before plain, both before anything else (sports results, tables of figures)."""
    media = holder.get("contenttype", "").lower()
    if "html" in media or "nitf" in media:
        return 0
    return 1 if media.startswith("text/") or not media else 2

"""A body that stands inside another element: as XML, as escaped text, or in base64."""

from dataclasses import dataclass, field

from dateline.wire.parsers import inline
from dateline.wire.parsers.bodies import Body
from dateline.wire.parsers.nitf import head as nitf
from dateline.wire.parsers.safe_xml import Element, children


@dataclass(frozen=True)
class Held:
    """What an element holds: the body, and the head that came with it where it is NITF."""

    body: Body = field(default_factory=Body)
    head: nitf.Head = field(default_factory=nitf.Head)

    @property
    def says_something(self) -> bool:
        """Whether there is a text, or a word on what may become of it."""
        return bool(self.body.text or self.head.kills or self.head.status)


def read(holder: Element, *, media: str, encoding: str = "", headline: str, standfirst: str) -> Held:
    """What `holder` holds; `media` is its media type where the sender tells it."""
    inner = list(children(holder))
    if inner:
        is_alone = len(inner) == 1 and not (holder.text or "").strip()
        return of(inner[0] if is_alone else holder, headline=headline, standfirst=standfirst)
    return from_text(
        inline.decoded(holder.text or "", encoding), media=media, headline=headline, standfirst=standfirst
    )


def from_text(text: str, *, media: str, headline: str, standfirst: str) -> Held:
    """The same of characters, which may be a whole document in themselves."""
    element = inline.document(text, media)
    if element is not None:
        return of(element, headline=headline, standfirst=standfirst)
    return Held(inline.from_words(text, media, headline=headline, standfirst=standfirst))


def from_bytes(raw: bytes, *, media: str, headline: str, standfirst: str) -> Held:
    """The same of a file that a message points at; nothing where it cannot be decoded."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    return from_text(text, media=media, headline=headline, standfirst=standfirst)


def of(element: Element, *, headline: str, standfirst: str) -> Held:
    """The same of the element itself."""
    head = nitf.of(element)
    body = inline.from_element(
        element, headline=headline or head.headline, standfirst=standfirst or head.standfirst
    )
    return Held(body, head)

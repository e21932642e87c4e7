"""Where the text stands in a NewsML 1 item's tree of components, and the lines that go with it."""

from functools import cached_property

from dateline.wire.parsers import held
from dateline.wire.parsers.bodies import Body
from dateline.wire.parsers.held import Held
from dateline.wire.parsers.nitf.head import Head
from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.safe_xml import Element, child, children, descendants, local, text_of
from dateline.wire.parsers.words import PARTS_LIMIT, line

# Components whose text is none of the story's.
_ASIDE = {
    "caption", "contact", "stylesheet", "headline", "subheadline", "logo", "photo", "picture", "image", "video",
    "audio", "graphic", "thumbnail", "summary", "abstract", "keywords", "synopsis", "advisory", "editorsnote",
    "title", "subtitle", "lead",
}  # fmt: skip
_FIRST = {"body": 0, "main": 1, "maintext": 1, "text": 1, "": 2}
_KINDS = {"text": "text", "photo": "picture", "image": "picture", "picture": "picture", "graphic": "graphic",
          "video": "video", "audio": "audio"}  # fmt: skip


class Contents:
    """The components of one item. `element` is the one that holds the story's text, else the outermost."""

    def __init__(self, item: Element, profile: Profile) -> None:
        self._item, self._profile = item, profile
        self._found = Held()
        self._texts = sorted(
            (one for one in list(descendants(item, "ContentItem"))[:PARTS_LIMIT] if _is_text(one)), key=_rank
        )
        self.text_item = self._texts[0] if self._texts else None
        outermost = child(item, "NewsComponent")
        holder = self.text_item.getparent() if self.text_item is not None else outermost
        self.element: Element = holder if holder is not None else item

    @cached_property
    def _components(self) -> list[tuple[Element, str]]:
        """All components with their roles."""
        return [(one, role_of(one)) for one in descendants(self._item, "NewsComponent")]

    @cached_property
    def lines(self) -> "Lines":
        """The news lines from the text's component outwards, then those of no picture."""
        around = [
            one for one in (self.element, *self.element.iterancestors()) if local(one) == "NewsComponent"
        ]
        others = [
            one
            for one in list(descendants(self._item, "NewsComponent"))[:PARTS_LIMIT]
            if one not in around and not _is_aside(one)
        ]
        return Lines([found for one in (*around, *others) if (found := child(one, "NewsLines")) is not None])

    def body(self, *, headline: str, standfirst: str) -> Body:
        """The story's text; `head` is what came with it."""
        for item in self._texts:
            self._found = _read(item, self._profile, headline=headline, standfirst=standfirst)
            if self._found.says_something:
                return self._found.body
        return Body()

    @property
    def head(self) -> Head:
        """The NITF head of the text, empty until `body` was asked for."""
        return self._found.head

    @property
    def kind(self) -> str:
        """What the first content says that it is; empty where it says nothing."""
        items = (
            [self.text_item]
            if self.text_item is not None
            else list(descendants(self._item, "ContentItem"))[:1]
        )
        return next((_KINDS.get(media_type(one), "") for one in items), "")

    def text(self, *roles: str) -> str:
        """The text of the first component in one of these roles, as one line."""
        for role in roles:
            for component, said_role in self._components:
                if said_role == role:
                    for item in children(component, "ContentItem"):
                        if said := line(_read(item, self._profile, headline="", standfirst="").body.text):
                            return said
        return ""


class Lines:
    """News lines, those nearest to the text first."""

    def __init__(self, holders: list[Element]) -> None:
        self._holders = holders

    def all(self, name: str) -> tuple[str, ...]:
        """Every line of a name."""
        found = (text_of(one) for holder in self._holders for one in children(holder, name))
        return tuple(dict.fromkeys(said for said in found if said))

    def first(self, name: str) -> str:
        """The nearest line of a name that says something."""
        return next(iter(self.all(name)), "")

    @property
    def byline(self) -> str:
        """Who wrote it, and their title where it stands apart."""
        return ", ".join(part for part in (self.first("ByLine"), self.first("ByLineTitle")) if part)

    @property
    def notes(self) -> tuple[str, ...]:
        """Lines that advise editors."""
        return tuple(
            said
            for kind, said in self._typed()
            if any(word in kind for word in ("advisory", "note", "warning"))
        )

    def _typed(self) -> list[tuple[str, str]]:
        return [
            (line(kind.get("FormalName")).lower() if kind is not None else "", text_of(said))
            for holder in self._holders
            for one in children(holder, "NewsLine")
            for kind in [child(one, "NewsLineType")]
            for said in children(one, "NewsLineText")
        ]


def role_of(component: Element) -> str:
    """A component's role in small letters."""
    role = child(component, "Role")
    return line(role.get("FormalName")).lower().replace(" ", "") if role is not None else ""


def media_type(item: Element) -> str:
    """Text, photo, video …, as the content item says."""
    found = child(item, "MediaType")
    return line(found.get("FormalName")).lower() if found is not None else ""


def mime_type(item: Element) -> str:
    """The media type of the content, its format where that tells more."""
    mime, form = child(item, "MimeType"), child(item, "Format")
    said = line(mime.get("FormalName")) if mime is not None else ""
    written = line(form.get("FormalName")).lower() if form is not None else ""
    known = next((name for name in ("nitf", "xhtml", "html") if name in written), "")
    return (said or (f"text/{known}" if known else "")).lower()


def data_of(item: Element) -> tuple[Element | None, str]:
    """The element that holds the content, and the notation that it is encoded in."""
    encoding = child(item, "Encoding")
    notation = line(encoding.get("Notation")) if encoding is not None else ""
    return (child(encoding, "DataContent") if encoding is not None else child(item, "DataContent")), notation


def _is_aside(component: Element) -> bool:
    around = (one for one in (component, *component.iterancestors()) if local(one) == "NewsComponent")
    return any(role_of(one) in _ASIDE for one in around)


def _is_text(item: Element) -> bool:
    holder = item.getparent()
    if holder is not None and _is_aside(holder):
        return False
    kind, mime = media_type(item), mime_type(item)
    if kind and kind != "text":
        return False
    if mime and not (mime.startswith("text/") or "nitf" in mime or "xml" in mime or "html" in mime):
        return False
    return data_of(item)[0] is not None or (bool(kind or mime) and bool(line(item.get("Href"))))


def _rank(item: Element) -> int:
    holder = item.getparent()
    return _FIRST.get(role_of(holder) if holder is not None else "", 3)


def _read(item: Element, profile: Profile, *, headline: str, standfirst: str) -> Held:
    data, notation = data_of(item)
    if data is not None:
        return held.read(
            data, media=mime_type(item), encoding=notation, headline=headline, standfirst=standfirst
        )
    raw = profile.beside(line(item.get("Href")))
    return (
        held.from_bytes(raw, media=mime_type(item), headline=headline, standfirst=standfirst)
        if raw
        else Held()
    )

"""XML read without any of its powers: no entities, no foreign files, no network, bounded in every way."""

import html.entities
import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from dateline.wire.errors import BrokenXml, NotWellFormed
from dateline.wire.parsers.sniff import SIZE_LIMIT
from dateline.wire.parsers.words import line

Element = etree._Element

# libxml2's own, while `huge_tree` is off.
DEPTH_LIMIT = 256

_ENCODINGS = re.compile(
    r"(utf-?8|utf-?16(-?[lb]e)?|us-ascii|ascii|iso-?8859-?\d{1,2}|latin-?1|windows-?125\d|cp125\d|"
    r"euc-?(kr|jp|cn)|ks_?c_?5601(-1987)?|cp949|uhc|shift_?jis|iso-2022-(kr|jp)|gb2312|gbk|gb18030|big5|koi8-?[ru])\Z",
    re.IGNORECASE,
)
_LATIN = re.compile(r"(us-ascii|ascii|iso-?8859-?1|latin-?1|windows-?1252|cp1252)\Z", re.IGNORECASE)
# Korean feeds say EUC-KR and send the syllables that only its extension holds.
_KOREAN = re.compile(r"(euc-?kr|ks_?c_?5601(-1987)?|cp949|uhc)\Z", re.IGNORECASE)
# Feeds and old DTDs write characters by HTML's names; XML itself knows five.
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_NAMES = {b"amp", b"lt", b"gt", b"quot", b"apos"}
_DECLARED = re.compile(r"""\A\s*<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(r"""<!DOCTYPE(?:[^\[>"']|"[^"]*"|'[^']*')*([\[>])""")


def read(raw: bytes) -> Element:
    """The root of an XML text.

    Raises NotWellFormed when it is broken, or carries what could do harm. A `DOCTYPE … SYSTEM`
    is passed over and its file never opened.
    """
    if len(raw) > SIZE_LIMIT:
        raise NotWellFormed(f"larger than {SIZE_LIMIT // 1_000_000} MB; ask the sender for smaller messages")
    if raw[:1].isspace():
        raw = raw.lstrip()  # Real feeds set a blank line before the declaration, where XML forbids it.
    prolog = _prolog(raw)
    _refuse_internal_subset(prolog)
    if b"\x00" in raw and not _is_utf16(raw):
        raise BrokenXml("the XML holds NUL bytes; ask the sender to send it again")
    raw, encoding = _decoded(raw, prolog)
    if b"&" in raw:
        raw = _NAMED.sub(_numbered, raw)
    try:
        root = etree.fromstring(raw, parser(encoding))
    except (etree.XMLSyntaxError, ValueError, LookupError) as cause:
        raise BrokenXml(f"broken XML: {_first_line(cause)}; ask the sender to send it again") from cause
    _refuse_entities(root)
    return root


def parser(encoding: str | None = None) -> etree.XMLParser:
    """A parser with every power off; `iterparse` takes the same settings."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=False,
        encoding=encoding,
    )


def local(element: Element) -> str:
    """An element's name without its namespace; empty for anything that is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element, *names: str) -> Iterator[Element]:
    """Child elements of these local names, whatever their namespace; all when none is named."""
    return element.iterchildren(*_tags(names)) if names else element.iterchildren(etree.Element)


def child(element: Element | None, *path: str) -> Element | None:
    """The first element down a path of local names, None where it ends early."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(f"{{*}}{name}"), None)
    return element


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """All elements below of these local names, in document order."""
    return element.iterdescendants(*_tags(names))


@lru_cache(maxsize=1_000)
def _tags(names: tuple[str, ...]) -> tuple[str, ...]:
    """Local names as lxml looks for them itself, whatever their namespace."""
    return tuple(f"{{*}}{name}" for name in names)


def text_of(element: Element | None) -> str:
    """All text in an element as one clean line."""
    if element is None:
        return ""
    return line("".join(part for part in element.itertext() if isinstance(part, str)))


def as_sent(element: Element) -> str:
    """An element with its tags, as one line: a rights expression means nothing without them."""
    return line(etree.tostring(element, encoding="unicode", with_tail=False))


def _prolog(raw: bytes) -> str:
    start = raw[:200_000]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", "replace").lstrip("\ufeff")
    if start.startswith(b"<\x00"):
        return start.decode("utf-16-le", "replace")
    if start.startswith(b"\x00<"):
        return start.decode("utf-16-be", "replace")
    return start.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _is_utf16(raw: bytes) -> bool:
    return raw.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"))


def _refuse_internal_subset(prolog: str) -> None:
    at = 0
    while found := _BEFORE_ROOT.match(prolog, at):
        at = found.end()
    if not prolog.startswith("<!DOCTYPE", at):
        return
    found = _DOCTYPE.match(prolog, at)
    if found is None or found.group(1) == "[":
        raise NotWellFormed(
            "the XML declares things of its own in its DOCTYPE, which can hide or invent text; "
            "ask the sender to send it without"
        )


def declared_encoding(raw: bytes) -> str:
    """The encoding that the XML declaration names; empty when it names none."""
    found = _DECLARED.match(_prolog(raw))
    return found.group(1) if found else ""


def _decoded(raw: bytes, prolog: str) -> tuple[bytes, str | None]:
    """The text, and the encoding to read it with: None to believe the prolog.

    AFP says iso-8859-1 and sends UTF-8: text that is valid UTF-8 beyond ASCII is hardly ever Latin.
    """
    declared = _DECLARED.match(prolog)
    if declared is None or raw.isascii():
        return raw, None if declared is None else _known(declared.group(1))
    name = declared.group(1)
    _known(name)
    if _KOREAN.match(name):
        return _as_utf8(raw, "cp949"), "utf-8"
    if not _LATIN.match(name):
        return raw, None
    if _is_valid(raw, "utf-8"):
        return raw, "utf-8"
    # What browsers do: Latin 1 is read as the Windows table that holds it and the typographic quotes.
    return _as_utf8(raw, "cp1252" if _is_valid(raw, "cp1252") else "latin-1"), "utf-8"


def _known(name: str) -> str | None:
    if not _ENCODINGS.match(name):
        raise NotWellFormed(f"the XML says it is in “{name}”, which is not read; ask the sender for UTF-8")
    return "utf-8" if _KOREAN.match(name) else None


def _is_valid(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _as_utf8(raw: bytes, encoding: str) -> bytes:
    try:
        return raw.decode(encoding).encode()
    except UnicodeDecodeError as cause:
        raise BrokenXml(
            f"byte {cause.start} is not in the encoding that the XML declares; ask the sender for UTF-8"
        ) from cause


def _numbered(named: re.Match[bytes]) -> bytes:
    """A character by its number, where HTML has a name for it and XML has none."""
    name = named.group(1)
    number = html.entities.name2codepoint.get(name.decode("ascii"))
    return named.group() if number is None or name in _XML_NAMES else b"&#%d;" % number


def _refuse_entities(root: Element) -> None:
    dtd = root.getroottree().docinfo.internalDTD
    declares = dtd is not None and bool(dtd.entities())  # type: ignore[attr-defined]  # not in the stubs
    if declares or next(root.iter(etree.Entity), None) is not None:
        raise NotWellFormed("the XML uses entities of its own; ask the sender to send plain characters")


def _first_line(cause: Exception) -> str:
    said = (str(cause).splitlines() or [type(cause).__name__])[0]
    if "Excessive depth" in said:
        return f"nested more than {DEPTH_LIMIT} deep"
    # The parser calls what it reads a string, which tells an editor nothing.
    return said.replace(" (<string>, line", " (line")[:200]

"""A feed as a document: where its items stand, and what can be mended of one that is broken."""

import re
from collections.abc import Iterator

from dateline.wire.errors import BrokenXml
from dateline.wire.parsers.safe_xml import Element, children, declared_encoding, local
from dateline.wire.parsers.sniff import ITEMS_LIMIT

_ITEMS = ("item", "entry", "deleted-entry")
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_BARE = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos);)")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_ROOT = re.compile(r"<((?:[\w.-]+:)?(?:rss|RDF|feed|entry|Channel))\b[^<>]*>")
_CHANNEL = re.compile(r"<((?:[\w.-]+:)?channel)\b[^<>]*>")
_START = re.compile(r"<((?:[\w.-]+:)?(?:item|entry))(?=[\s>])[^<>]*>")
_PREFIXES = {
    "media": "http://search.yahoo.com/mrss/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "atom": "http://www.w3.org/2005/Atom",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
_USED = re.compile(r"</?([A-Za-z][\w.-]{0,40}):[A-Za-z]")


def entries(root: Element) -> Iterator[Element]:
    """The items of a feed: in its channel, beside it (RSS 1.0), in its list (RSS 1.1), or the root itself."""
    if local(root) in _ITEMS:
        yield root
        return
    for holder in (root, *children(root, "channel", "items")):
        yield from children(holder, *_ITEMS)


def mended(raw: bytes) -> bytes:
    """The same feed as UTF-8, its most usual faults repaired; raises BrokenXml when it cannot be decoded."""
    encoding = declared_encoding(raw) or "utf-8"
    try:
        text = raw.decode("utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding)
    except (UnicodeDecodeError, LookupError) as cause:
        raise BrokenXml(f"the feed is not in {encoding}, as it says; ask the sender for UTF-8") from cause
    text = _CONTROLS.sub("", _DECLARATION.sub("", text))
    parts = _CDATA.split(text)
    text = "".join(part if part.startswith("<![CDATA[") else _BARE.sub("&amp;", part) for part in parts)
    return _with_prefixes(text).encode("utf-8", "replace")


def cut(raw: bytes) -> tuple[bytes, list[bytes]]:
    """The head of a feed that stays broken, and each of its items as a feed of its own."""
    text = raw.decode("utf-8", "replace")
    root = _ROOT.search(text)
    starts = list(_START.finditer(text, root.end())) if root else []
    if root is None or not starts or len(starts) > ITEMS_LIMIT:
        return b"", []
    before, after = root.group(0), f"</{root.group(1)}>"
    ends = [*(start.start() for start in starts[1:]), len(text)]
    pieces = [
        (before + _until_its_end(text[start.start() : end], start.group(1)) + after).encode()
        for start, end in zip(starts, ends, strict=True)
    ]
    channel = _CHANNEL.search(text, root.end(), starts[0].start())
    head = before + (channel.group(0) + f"</{channel.group(1)}>" if channel else "") + after
    return head.encode(), pieces


def _until_its_end(piece: str, name: str) -> str:
    found = piece.rfind(f"</{name}>")
    if found >= 0:
        return piece[: found + len(name) + 3]
    end = piece.find(">") + 1
    return piece[:end] if piece[:end].endswith("/>") else piece


def _with_prefixes(text: str) -> str:
    """Prefixes that everybody knows, declared where the sender forgot to."""
    root = _ROOT.search(text)
    if root is None:
        return text
    missing = [
        f' xmlns:{prefix}="{_PREFIXES.get(prefix, "urn:undeclared:" + prefix)}"'
        for prefix in dict.fromkeys(_USED.findall(text))
        if f"xmlns:{prefix}" not in text and prefix != "xml"
    ]
    end = root.start() + 1 + len(root.group(1))
    return text[:end] + "".join(missing[:40]) + text[end:]

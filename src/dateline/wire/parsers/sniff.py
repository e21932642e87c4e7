"""Which wire format some bytes are in, by looking at them and never at their name."""

import re

NINJS = "ninjs"
NEWSML_G2 = "newsml-g2"
NITF = "nitf"
NEWSML_1 = "newsml-1.2"
RSS = "rss"
ATOM = "atom"
MAIL = "mail"
AP = "ap"
IPTC_7901 = "iptc7901"
ANPA_1312 = "anpa1312"
UNKNOWN = "unknown"
OTHER_XML = "xml"

# Beyond this a message is kept but not read in one piece (reading item by item comes later).
SIZE_LIMIT = 20_000_000
ITEMS_LIMIT = 5_000

_MAGIC = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG", "png"),
    (b"GIF8", "gif"),
    (b"RIFF", "riff"),
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"%PDF", "pdf"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)
# Formats that a letter may carry in an attachment.
CARRIED = {NINJS, NEWSML_G2, NEWSML_1, NITF, RSS, ATOM}
_HEADERS = {
    "from", "date", "subject", "message-id", "mime-version", "received", "return-path", "delivered-to", "to",
    "reply-to", "sender", "content-type", "x-mailer",
}  # fmt: skip
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):(?:\s|\Z)")
_PICTURES = {"jpeg", "png", "gif", "riff", "tiff", "avif"}
_G2_ROOTS = {
    "newsMessage",
    "newsItem",
    "packageItem",
    "catalogItem",
    "conceptItem",
    "knowledgeItem",
    "planningItem",
    # Parts of an item, read far enough to say so.
    "contentSet",
    "contentMeta",
    "itemMeta",
    "groupSet",
    "rightsInfo",
}
_OTHER_ROOTS = {
    "nitf": NITF,
    "NewsML": NEWSML_1,
    "NewsItem": NEWSML_1,
    "rss": RSS,
    "RDF": RSS,
    "Channel": RSS,
    "feed": ATOM,
    "entry": ATOM,
    "html": "html",
}
_FIRST_TAG = re.compile(r"<(?![?!])(?:[^\s<>/:\"']{1,60}:)?([^\s<>/:\"']{1,60})[\s/>]")
_WHY_NOT = {
    "html": "a web page is no wire item; ask for NewsML-G2 or ninjs",
    "zip": "an archive is not opened; unpack it first",
    "gzip": "a compressed file is not opened; unpack it first",
    "pdf": "a PDF is no wire item; ask for NewsML-G2 or ninjs",
    OTHER_XML: "this XML is not NewsML-G2; ask for NewsML-G2 or ninjs",
    "empty": "the file is empty",
    "too large": f"larger than {SIZE_LIMIT // 1_000_000} MB; ask the sender for smaller messages",
}


def sniff(raw: bytes) -> str:
    """The format's name, as `wire read` prints it; `unknown` when nothing is recognised."""
    if len(raw) > SIZE_LIMIT:
        return "too large"
    if not raw.strip():
        return "empty"
    for magic, name in _MAGIC:
        if raw.startswith(magic):
            return name
    if raw[4:12] in (b"ftypavif", b"ftypavis"):
        return "avif"
    if raw[:64].lstrip(b"\r\n\x00\x16\x1a ").startswith(b"\x01") and b"\x02" in raw[:4096]:
        return _seven_bit(raw[:4096])
    return _text_format(_opening(raw))


def is_picture(raw: bytes) -> bool:
    """Whether the first bytes of a file are a picture's."""
    return sniff(raw[:4096]) in _PICTURES


def why_not(form: str) -> str:
    """Why a recognised format is not read, for an editor."""
    if form in _PICTURES:
        return "a picture by itself is no wire item; it is looked up when an item names it"
    return _WHY_NOT.get(form, "neither ninjs (JSON) nor NewsML-G2 (XML); ask the sender what it is")


def _opening(raw: bytes) -> str:
    start = raw[:65_536]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", "replace").lstrip("\ufeff \t\r\n")
    if start[:2] in (b"<\x00", b"{\x00", b"[\x00"):
        return start.decode("utf-16-le", "replace")
    if start[:2] in (b"\x00<", b"\x00{", b"\x00["):
        return start.decode("utf-16-be", "replace")
    return start.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")


def _seven_bit(start: bytes) -> str:
    """ANPA's head begins with SYN and keeps its marks in two lines; IPTC 7901's is plain."""
    head = start.partition(b"\x02")[0]
    is_anpa = b"\x16" in head or any(mark in head for mark in (b"\x1f", b"\x11", b"\x12", b"\x13", b"\x14"))
    return ANPA_1312 if is_anpa else IPTC_7901


def _text_format(opening: str) -> str:
    if opening[:1] in ("{", "["):
        return NINJS
    if not opening.startswith("<"):
        return MAIL if _is_letter(opening) else UNKNOWN
    found = _FIRST_TAG.search(_without_comments(opening))
    root = found.group(1) if found else ""
    if root in _G2_ROOTS:
        return NEWSML_G2
    return _OTHER_ROOTS.get(root, OTHER_XML)


def _is_letter(opening: str) -> bool:
    """Whether the text begins with a letter's headers: at least two that every letter knows."""
    lines = opening.splitlines()[:200]
    if lines and lines[0].startswith("From "):
        del lines[0]
    known = set()
    for line in lines:
        if not line.strip():
            break
        found = _HEADER.match(line)
        if found is None and not line.startswith((" ", "\t")):
            return False
        if found is not None:
            known.add(found.group(1).lower())
    return len(known & _HEADERS) >= 2


def _without_comments(opening: str) -> str:
    parts = opening.split("<!--")
    return parts[0] + "".join(part.partition("-->")[2] for part in parts[1:])

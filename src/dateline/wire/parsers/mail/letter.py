"""A letter taken apart: its headers decoded, its parts by what they are."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from itertools import islice
from urllib.parse import quote

from dateline.wire.errors import UnreadableItem
from dateline.wire.parsers import sniff
from dateline.wire.parsers.words import line

# More parts than any newsroom's letter has.
_PARTS_LIMIT = 200
_ID = re.compile(r"<([^<>\s]{1,400})>")
_WIRE_TYPES = ("xml", "json", "nitf", "newsml", "octet-stream", "plain", "rss", "atom")


class Letter:
    """One message of RFC 5322. Raises UnreadableItem when the library cannot take it apart."""

    def __init__(self, raw: bytes) -> None:
        try:
            # The older policy: its headers stay plain text, so that no odd address costs time.
            self._message = email.message_from_bytes(_without_envelope(raw), policy=email.policy.compat32)
            self._parts = list(islice(self._message.walk(), _PARTS_LIMIT))
        except (MessageError, ValueError, LookupError) as cause:
            raise UnreadableItem(f"this e-mail cannot be taken apart ({cause}); ask for it again") from cause

    def header(self, *names: str) -> str:
        """The first of these headers that is there, decoded, as one line."""
        return next((said for name in names if (said := _decoded(self._message.get(name)))), "")

    def all(self, name: str) -> list[str]:
        """Every header of this name, the topmost first, each as one line."""
        return [_decoded(value) for value in self._message.get_all(name, [])]

    def sender(self) -> tuple[str, str]:
        """The sender's name, which may be printed, and address, which never is."""
        name, address = parseaddr(self.header("From")[:1_000])
        return ("" if "@" in name else line(name)), address.lower()

    def ids(self, *names: str) -> tuple[str, ...]:
        """Message ids in these headers."""
        found = (one for name in names for one in _ID.findall(_decoded(self._message.get(name))))
        return tuple(dict.fromkeys(found))

    def references(self) -> tuple[str, ...]:
        """The letters that this one is about."""
        return self.ids("In-Reply-To", "Supersedes", "Obsoletes") or self.ids("References")[-1:]

    def texts(self, media: str) -> Iterator[tuple[str, Message]]:
        """Texts of a media type that are not attachments."""
        for part in self._parts:
            if part.get_content_type() == media and part.get_content_disposition() != "attachment":
                yield _text(part), part

    def addresses(self) -> dict[str, str]:
        """For each Content-ID, the name under which its picture is found beside the letter."""
        return {
            found.group(1): quote(_name(part, place))
            for place, part in enumerate(self._parts)
            if _is_picture(part) and (found := _ID.search(_decoded(part.get("Content-ID"))))
        }

    def attached(self) -> list[tuple[str, str]]:
        """File name and description of each picture that no text shows by its Content-ID."""
        return [
            (quote(_name(part, place)), _decoded(part.get("Content-Description")))
            for place, part in enumerate(self._parts)
            if _is_picture(part)
            and (part.get_content_disposition() == "attachment" or part.get("Content-ID") is None)
        ]

    def pictures(self) -> dict[str, bytes]:
        """The bytes of each picture by its file name."""
        return {
            _name(part, place): _bytes(part) for place, part in enumerate(self._parts) if _is_picture(part)
        }

    def messages(self) -> list[tuple[str, bytes]]:
        """Name and bytes of attachments that look like messages of a wire."""
        return [
            (_name(part, place), raw)
            for place, part in enumerate(self._parts)
            if _may_be_wire(part) and sniff.sniff(raw := _bytes(part)) in sniff.CARRIED
        ]


def _without_envelope(raw: bytes) -> bytes:
    """A mailbox file's `From ` line is no header."""
    raw = raw.lstrip(b"\r\n")
    return raw.partition(b"\n")[2] if raw.startswith(b"From ") else raw


def _decoded(value: object) -> str:
    """A header as one line, its encoded words decoded; raw bytes are UTF-8, else as Latin as they look."""
    if value is None:
        return ""
    try:
        parts = decode_header(str(value).encode("ascii", "surrogateescape").decode("utf-8", "replace"))
        return line("".join(_word(part, charset) for part, charset in parts))
    except (MessageError, ValueError, LookupError):
        return line(str(value).encode("utf-8", "replace").decode("utf-8", "replace"))


def _word(part: bytes | str, charset: str | None) -> str:
    return part if isinstance(part, str) else _read(part, charset or "utf-8")


def _text(part: Message) -> str:
    return _read(_bytes(part), part.get_content_charset() or "utf-8")


def _read(raw: bytes, charset: str) -> str:
    name = charset.lower().strip()
    name = {"ks_c_5601-1987": "cp949", "euc-kr": "cp949", "iso-8859-1": "cp1252", "us-ascii": "utf-8"}.get(
        name, name
    )
    for attempt in (name, "utf-8", "cp949"):
        try:
            return raw.decode(attempt)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return raw.decode("cp1252", "replace")


def _bytes(part: Message) -> bytes:
    if part.is_multipart():
        return b""
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _name(part: Message, place: int) -> str:
    """A part's file name without any folder, made up where it has none."""
    try:
        sent = part.get_filename() or ""
    except (MessageError, ValueError, LookupError, TypeError):
        sent = ""
    name = _decoded(sent).replace("\\", "/").rpartition("/")[2].strip()
    if name in ("", ".", "..") or len(name.encode()) > 200:
        return f"part-{place}.{part.get_content_subtype()[:8]}"
    return name


def _is_picture(part: Message) -> bool:
    return part.get_content_maintype() == "image" and "svg" not in part.get_content_subtype()


def _may_be_wire(part: Message) -> bool:
    is_named = part.get_content_disposition() == "attachment" or part.get_content_maintype() == "application"
    return is_named and any(word in part.get_content_subtype() for word in _WIRE_TYPES)

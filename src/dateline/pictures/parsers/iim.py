"""The IPTC block of old, IIM: datasets in Photoshop's image resource 0x0404, read and written.

IPTC-NAA Information Interchange Model 4.2: each dataset is 0x1C, record, number, length in two bytes, value.
"""

import struct
from collections.abc import Iterator

from dateline.pictures.parsers.words import LONGEST_LINE, clean, iim_moment
from dateline.pictures.rules import PhotoFacts

_MARKER = 0x1C
_APPLICATION = 2
_CHARACTER_SET = (1, 90)
_UTF_8 = b"\x1b%G"

_CREATED_ON, _CREATED_TIME, _BYLINE, _CREDIT, _COPYRIGHT, _CAPTION = 55, 60, 80, 110, 116, 120


def parse_iim(raw: bytes) -> PhotoFacts:
    """What an IIM block says; nothing at all where it is broken from the start."""
    found: dict[tuple[int, int], bytes] = {}
    for key, value in _datasets(raw):
        found.setdefault(key, value)

    def said(number: int, longest: int = LONGEST_LINE) -> str:
        return clean(_text(found.get((_APPLICATION, number), b"")), longest=longest)

    return PhotoFacts(
        caption=clean(_text(found.get((_APPLICATION, _CAPTION), b""))),
        credit=said(_CREDIT),
        photographer=said(_BYLINE),
        copyright=said(_COPYRIGHT),
        taken_at=iim_moment(said(_CREATED_ON), said(_CREATED_TIME)),
    )


def write_iim(facts: PhotoFacts) -> bytes:
    """An APP13 segment for a JPEG file, with the facts that IIM has a place for, cut to its limits."""
    datasets = _dataset(*_CHARACTER_SET, _UTF_8) + _dataset(_APPLICATION, 0, b"\x00\x04")
    if facts.taken_at:
        datasets += _dataset(_APPLICATION, _CREATED_ON, f"{facts.taken_at:%Y%m%d}".encode())
        datasets += _dataset(_APPLICATION, _CREATED_TIME, f"{facts.taken_at:%H%M%S%z}".encode())
    for number, text, longest in (
        (_BYLINE, facts.photographer, 32),
        (_CREDIT, facts.credit, 32),
        (_COPYRIGHT, facts.copyright, 128),
        (_CAPTION, facts.caption, 2000),
    ):
        if text:
            datasets += _dataset(_APPLICATION, number, _cut(text, longest))
    resource = (
        b"8BIM" + struct.pack(">HBBI", 0x0404, 0, 0, len(datasets)) + datasets + b"\x00" * (len(datasets) % 2)
    )
    segment = b"Photoshop 3.0\x00" + resource
    return b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment


def _datasets(raw: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    at = 0
    while at + 5 <= len(raw) and raw[at] == _MARKER:
        record, number, length = struct.unpack_from(">BBH", raw, at + 1)
        if length & 0x8000 or at + 5 + length > len(raw):
            return  # An extended or a broken length: nothing behind it can be trusted.
        yield (record, number), raw[at + 5 : at + 5 + length]
        at += 5 + length


def _dataset(record: int, number: int, value: bytes) -> bytes:
    return struct.pack(">BBBH", _MARKER, record, number, len(value)) + value


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")  # Files without 1:90 are mostly old and Western.


def _cut(text: str, longest: int) -> bytes:
    """At most `longest` octets, no character torn."""
    return text.encode()[:longest].decode("utf-8", "ignore").encode()

"""What a C2PA manifest in a picture says of data mining and training: its training-mining assertions.

C2PA 2.2, Embedding manifests (JPEG: APP11 segments; PNG: a `caBX` chunk; WebP: a `C2PA` chunk), ISO 19566-5 (JUMBF:
boxes within boxes), CAWG Training and Data Mining Assertion 1.1. Nothing is verified: a refusal is believed whoever
signed it, and a permission is never more than silence. What cannot be read of such an assertion is a refusal.
"""

import json
import struct
from collections.abc import Iterator
from typing import Any

from dateline.pictures.parsers.cbor import Unreadable, decode
from dateline.pictures.parsers.words import clean
from dateline.pictures.rules import ALLOWED, PROHIBITED, SEE_CONSTRAINT, UNSPECIFIED, PhotoFacts, strictest

# A manifest holds thumbnails; more than this is made to do harm.
MOST_BYTES = 8_000_000
MOST_BOXES = 2_000
DEEPEST = 12
_LABELS = (b"c2pa.training-mining", b"cawg.training-mining")
_WORDS = {
    "data_mining": PROHIBITED,
    "ai_training": f"{PROHIBITED}-AIMLTRAINING",
    "ai_generative_training": f"{PROHIBITED}-GENAIMLTRAINING",
    "ai_inference": PROHIBITED,
}


def parse_manifest(raw: bytes) -> PhotoFacts:
    """What a picture's manifest says of mining, in PLUS's words; nothing where it has none, or says nothing of it."""
    said, constraints = [], []
    for content in _assertions(_store(raw)):
        words, constraint = _read(content)
        said.append(words)
        constraints += [constraint] if constraint else []
    return PhotoFacts(data_mining=strictest(said), constraints=clean("; ".join(dict.fromkeys(constraints))))


def _store(raw: bytes) -> bytes:
    """The JUMBF bytes of a picture."""
    if raw.startswith(b"\xff\xd8"):
        return _of_jpeg(raw)
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return b"".join(_chunks(raw, 8, b"caBX", ">"))[:MOST_BYTES]
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return b"".join(_chunks(raw, 12, b"C2PA", "<"))[:MOST_BYTES]
    return b""


def _of_jpeg(raw: bytes) -> bytes:
    """APP11 segments of the JPEG universal metadata box format, joined: all but the first repeat the box's head."""
    joined: dict[bytes, bytearray] = {}
    at = 2
    while at + 4 <= len(raw) and raw[at] == 0xFF and raw[at + 1] != 0xDA:
        (length,) = struct.unpack_from(">H", raw, at + 2)
        segment = raw[at + 4 : at + 2 + length]
        if raw[at + 1] == 0xEB and segment[:2] == b"JP" and len(segment) > 16:
            instance, (number,) = bytes(segment[2:4]), struct.unpack_from(">I", segment, 4)
            part = joined.setdefault(instance, bytearray())
            part += segment[8 if number <= 1 else 16 :]
        if length < 2 or sum(map(len, joined.values())) > MOST_BYTES:
            break
        at += 2 + length
    return b"".join(joined.values())


def _chunks(raw: bytes, at: int, wanted: bytes, order: str) -> Iterator[bytes]:
    """The chunks of this name: PNG's have their length first and a check behind, RIFF's their name first."""
    while at + 8 <= len(raw):
        if order == ">":
            (length,), name, behind = struct.unpack_from(">I", raw, at), raw[at + 4 : at + 8], 4
        else:
            (length,), name = struct.unpack_from("<I", raw, at + 4), raw[at : at + 4]
            behind = length & 1
        if name == wanted:
            yield raw[at + 8 : at + 8 + length]
        at += 8 + length + behind


def _assertions(store: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and bytes of each content box that stands in a superbox with one of the labels."""
    waiting = [(store, b"", 0)]
    seen = 0
    while waiting and seen < MOST_BOXES:
        inside, label, depth = waiting.pop()
        for kind, content in _boxes(inside):
            seen += 1
            if kind == b"jumd":
                label = _label(content)
            elif kind == b"jumb" and depth < DEEPEST:
                waiting.append((content, b"", depth + 1))
            elif kind in (b"cbor", b"json") and label.partition(b"__")[0] in _LABELS:
                yield kind, content


def _boxes(inside: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(inside):
        length, kind = struct.unpack_from(">I4s", inside, at)
        head = 8
        if length == 1 and at + 16 <= len(inside):
            (length,) = struct.unpack_from(">Q", inside, at + 8)
            head = 16
        end = len(inside) if length == 0 else at + length
        if end < at + head or end > len(inside):
            return
        yield kind, inside[at + head : end]
        at = end


def _label(description: bytes) -> bytes:
    """A description box: 16 bytes of type, one of toggles, then the label up to its zero."""
    return description[17:].partition(b"\0")[0] if len(description) > 17 and description[16] & 2 else b""


def _read(content: tuple[bytes, bytes]) -> tuple[str, str]:
    """What an assertion says, in PLUS's words, and its constraint; a refusal where it cannot be read."""
    kind, raw = content
    try:
        entries = (json.loads(raw) if kind == b"json" else decode(raw))["entries"]
        told = [_entry(str(name), entry) for name, entry in dict(entries).items()]
    except (Unreadable, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return PROHIBITED, ""
    return strictest([words for words, _ in told]), "; ".join(dict.fromkeys(said for _, said in told if said))


def _entry(name: str, entry: Any) -> tuple[str, str]:
    use = str(entry.get("use", ""))
    if use == "allowed":
        return ALLOWED, ""
    if use == "constrained":
        return SEE_CONSTRAINT, clean(str(entry.get("constraint_info", "")))
    return (_WORDS.get(name.rpartition(".")[2], PROHIBITED), "") if use else (UNSPECIFIED, "")

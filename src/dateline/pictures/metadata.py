"""Opens pictures from strangers: in a child process, under limits, or not at all."""

import base64
import hashlib
import json
import os
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dateline.pictures.errors import NotAPicture, PictureError, PictureTooLarge
from dateline.pictures.parsers.iim import parse_iim, write_iim
from dateline.pictures.parsers.manifest import parse_manifest
from dateline.pictures.parsers.words import clean, moment
from dateline.pictures.parsers.xmp import parse_xmp, write_xmp
from dateline.pictures.rules import PhotoFacts, first_said, strictest

MOST_BYTES = 40 * 1024 * 1024
MOST_PIXELS = 51_000_000  # Press cameras give up to 50.6 million; decoded that is 204 MB.
PATIENCE_SECONDS = {"read": 10, "render": 120}

# Of one item there are seldom more; what is known of each is a few hundred bytes.
MOST_AHEAD = 100

_DECODER = str(Path(__file__).with_name("decoder.py"))


@dataclass(frozen=True)
class Opened:
    """What a picture is. `width` and `height` are as it is to be seen, turned by its EXIF orientation."""

    format: str
    width: int
    height: int
    is_turned: bool
    facts: PhotoFacts


_ahead: dict[bytes, Opened | PictureError] = {}


def read(raw: bytes, *, name: str) -> Opened:
    """Open a picture and read what it says of itself.

    Raises NotAPicture, or PictureTooLarge, with a sentence that names it.
    """
    if isinstance(found := _ahead.pop(_name_of(raw), None) or _look(raw, name), Opened):
        return found
    raise found


def read_ahead(raw: bytes, *, name: str) -> None:
    """Open a picture now that is read later, in a transaction: a tenth of a second at best, ten at worst."""
    if (known := _name_of(raw)) not in _ahead:
        _ahead[known] = _look(raw, name)
    while len(_ahead) > MOST_AHEAD:
        _ahead.pop(next(iter(_ahead)), None)


def _name_of(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()


def _look(raw: bytes, name: str) -> Opened | PictureError:
    try:
        return _read(raw, name=name)
    except PictureError as refusal:
        return refusal


def _read(raw: bytes, *, name: str) -> Opened:
    if len(raw) > MOST_BYTES:
        raise PictureTooLarge(
            f"{name} has {len(raw) / 1024**2:.0f} MB, more than {MOST_BYTES // 1024**2}; send a smaller one"
        )
    told = _told(_decoder("read", raw, name=name), name=name)
    turned = int(told["orientation"]) >= 5
    width, height = int(told["width"]), int(told["height"])
    return Opened(
        format=str(told["format"]),
        width=height if turned else width,
        height=width if turned else height,
        is_turned=turned,
        facts=_facts(raw, told),
    )


def _facts(raw: bytes, told: dict[str, str]) -> PhotoFacts:
    """What its blocks say; of what they say of mining the strictest, wherever it stands."""
    signed = parse_manifest(raw)
    said = first_said(
        (
            parse_xmp(base64.b64decode(told["xmp"])),
            parse_iim(base64.b64decode(told["iim"])),
            _camera_facts(told),
            signed,
        )
    )
    return replace(said, data_mining=strictest((said.data_mining, signed.data_mining)))


def render(raw: bytes, wanted: Sequence[tuple[int, str]], *, facts: PhotoFacts, name: str) -> list[bytes]:
    """The renditions (width, ext) of a picture, upright, in sRGB, each saying `facts` (XMP; IIM in JPEG)."""
    order = {
        "wanted": list(wanted),
        "xmp": base64.b64encode(write_xmp(facts)).decode(),
        "iim": base64.b64encode(write_iim(facts)).decode(),
    }
    header = json.dumps(order).encode()
    answer = _decoder("render", struct.pack(">I", len(header)) + header + raw, name=name)
    if not answer.startswith(b"OK"):
        _told(answer, name=name)
        raise NotAPicture(f"{name} could not be rendered")
    return _split(answer[2:])


def _decoder(job: str, sent: bytes, *, name: str) -> bytes:
    environment = {"MALLOC_ARENA_MAX": "2", "PATH": os.defpath}
    try:
        child = subprocess.run(  # noqa: S603 - our own program, by its full path; the bytes go in by stdin
            [sys.executable, "-I", _DECODER, job, str(MOST_PIXELS)],
            input=sent,
            capture_output=True,
            timeout=PATIENCE_SECONDS[job],
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as cause:
        raise NotAPicture(
            f"{name} took longer than {PATIENCE_SECONDS[job]} s to open; send it as a JPEG"
        ) from cause
    if child.returncode != 0 or not child.stdout:
        raise NotAPicture(f"{name} could not be opened within the limits; send it as a JPEG")
    return child.stdout


def _told(answer: bytes, *, name: str) -> dict[str, str]:
    told: dict[str, str] = json.loads(answer)
    reason = told.get("refused")
    if reason is None:
        return told
    if "DecompressionBomb" in reason or "pixels are more than" in reason:
        raise PictureTooLarge(
            f"{name} has more than {MOST_PIXELS // 1_000_000} million pixels; send a smaller one"
        )
    if "UnidentifiedImageError" in reason:
        raise NotAPicture(f"{name} is not a picture that we read; send JPEG, PNG, WebP, AVIF, GIF or TIFF")
    raise NotAPicture(f"{name} is a broken picture; send it again ({reason})")


def _camera_facts(told: dict[str, str]) -> PhotoFacts:
    """EXIF, the last to be asked. Its date is "2026:11:20 08:15:00" with the offset behind it."""
    day, _, time = told["taken"].partition(" ")
    return PhotoFacts(
        photographer=clean(told["artist"], longest=255),
        copyright=clean(told["copyright"]),
        taken_at=moment(f"{day.replace(':', '-')}T{time}"),
    )


def _split(answer: bytes) -> list[bytes]:
    renditions, at = [], 0
    while at < len(answer):
        (length,) = struct.unpack_from(">I", answer, at)
        renditions.append(answer[at + 4 : at + 4 + length])
        at += 4 + length
    return renditions

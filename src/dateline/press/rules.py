"""Which file an address has, which pages a notice touches, what a server leaves out. Values only."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from dateline.licences.rules.territory import Territory, read

# What stands beside a page and is never an address of its own.
MARKS = (".meta", ".gone", ".gz", ".br", ".lock")
# Names of nodes and presses: they stand in addresses, labels and commands.
PRESS_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_SEGMENT = re.compile(r"[^\x00-\x1f\x7f/\\]+")
_REFUSED = re.compile(r"q\s*=\s*0(?:\.0{0,3})?", re.IGNORECASE)
# File systems allow 255 bytes a name; the longest mark behind it has five. Hangul takes three bytes a letter.
MOST_BYTES_A_SEGMENT = 250


@dataclass(frozen=True)
class BucketAt:
    """A bucket, and how it is opened; `key` and `secret` empty where the machine itself may open it."""

    endpoint: str
    bucket: str
    key: str
    secret: str
    region: str


class CacheKind(StrEnum):
    """How a cache is told to forget."""

    HTTP = "http"
    CLOUDFLARE = "cloudflare"
    CLOUDFRONT = "cloudfront"


@dataclass(frozen=True)
class CacheAt:
    """A cache in front of the paper. `place`: its address, its zone or its distribution.

    `purges_all`: it is told of every change; else only of what is taken down.
    """

    name: str
    kind: CacheKind
    place: str
    key: str
    secret: str
    purges_all: bool


def file_of(path: str) -> str | None:
    """The file of an address, relative to a press's folder; None for what can be none of ours.

    `/a/b/` is `a/b/index.html`, `/feeds/all.rss` is itself. No segment begins with a dot but `.well-known`,
    and no address ends in `index.html`: a page has one address.
    """
    if not path.startswith("/") or len(path) > 900:
        return None
    segments = path[1:].split("/")
    if segments[-1] == "index.html":
        return None
    if segments[-1] == "":
        segments[-1] = "index.html"
    for segment in segments:
        if not _SEGMENT.fullmatch(segment) or (segment.startswith(".") and segment != ".well-known"):
            return None
        if len(segment.encode(errors="replace")) > MOST_BYTES_A_SEGMENT:
            return None
    if segments[-1].endswith(MARKS):
        return None
    return "/".join(segments)


def address_of(file: str) -> str:
    """The address that a file answers: the other way round."""
    if file == "index.html":
        return "/"
    return "/" + file.removesuffix("index.html") if file.endswith("/index.html") else f"/{file}"


def paths_touched(
    paths: Iterable[str], tags: Iterable[str], index: Mapping[str, Iterable[str]]
) -> tuple[str, ...]:
    """Every path that a notice touches, each once: those that it names first, then those with its tags."""
    touched = dict.fromkeys(paths)
    for tag in tags:
        touched.update(dict.fromkeys(index.get(tag, ())))
    return tuple(touched)


# Where it begins and ends, the moment it ends, and the territory that it is for, as `str` writes one ("" everywhere).
Place = tuple[int, int, datetime | None, str]


@lru_cache(maxsize=512)
def territory_of(text: str) -> Territory:
    """The territory that a sidecar names; of what cannot be read, nowhere."""
    try:
        return read(text)
    except ValueError:
        return Territory(frozenset())


def admits(territory: str, country: str) -> bool:
    """Whether readers in this country may have what is bound to a territory as a sidecar names it; "" binds nothing."""
    return not territory or territory_of(territory).includes(country)


def standing_at(
    body: bytes, ranges: Sequence[Place], at: datetime, country: str = ""
) -> tuple[bytes, datetime | None]:
    """The body without the ranges that have ended at `at` or are not for this country, and when the next one ends.

    A range ends at its very moment: half-open, as every licence is judged. Ranges may lie within each other.
    Without a country nobody knows where the reader is: nothing stands that any territory binds. What ends next is
    said whatever the country.
    """
    kept = bytearray()
    done = 0
    following: datetime | None = None
    for start, end, ends_at, where in sorted(ranges, key=lambda place: place[0]):
        is_over = ends_at is not None and at >= ends_at
        if ends_at is not None and not is_over:
            following = ends_at if following is None else min(following, ends_at)
        if not is_over and admits(where, country):
            continue
        kept += body[done:start] if start > done else b""
        done = max(done, end)
    return bytes(kept + body[done:]), following


def accepted(encodings: str) -> frozenset[str]:
    """What an Accept-Encoding header names, without the encodings that it refuses (`br;q=0`)."""
    named = (encoding.partition(";") for encoding in encodings.lower().split(","))
    return frozenset(name.strip() for name, _, weight in named if not _REFUSED.fullmatch(weight.strip()))


def is_newer(version: int, standing: int | None) -> bool:
    """Whether a print of this version may replace what stands: never an older one over a newer."""
    return standing is None or version >= standing

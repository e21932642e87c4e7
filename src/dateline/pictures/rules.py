"""What pictures are called, how wide they are offered, and which of their own words count."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

HASH_LENGTH = 20
WIDTHS = (320, 480, 640, 960, 1280, 1920)
# Smallest first: a browser takes the first type that it can show.
CONTENT_TYPES: Mapping[str, str] = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
FALLBACK = "jpeg"
# The width of a plain <img src>: what a browser without srcset gets, and what previews elsewhere take.
FALLBACK_WIDTH = 1280

# PLUS Licence Data Format 2.0.1, DataMining: what programs know, from the mildest to the strictest.
_PLUS = "http://ns.useplus.org/ldf/vocab/DMI-"
UNSPECIFIED, ALLOWED, PROHIBITED = f"{_PLUS}UNSPECIFIED", f"{_PLUS}ALLOWED", f"{_PLUS}PROHIBITED"
SEE_CONSTRAINT = f"{PROHIBITED}-SEECONSTRAINT"
_STRICTNESS = (
    UNSPECIFIED, ALLOWED, f"{PROHIBITED}-GENAIMLTRAINING", f"{PROHIBITED}-AIMLTRAINING",
    f"{PROHIBITED}-EXCEPTSEARCHENGINEINDEXING", SEE_CONSTRAINT, f"{PROHIBITED}-SEEEMBEDDEDRIGHTSEXPR",
    f"{PROHIBITED}-SEELINKEDRIGHTSEXPR", PROHIBITED,
)  # fmt: skip

_ADDRESS = re.compile(r"/pictures/(?P<hash>[0-9a-f]{20})/(?P<width>[1-9][0-9]{0,4})\.(?P<ext>avif|webp|jpeg)")


@dataclass(frozen=True)
class Name:
    """One rendition: which picture, how wide, in which format."""

    hash: str
    width: int
    ext: str

    @property
    def address(self) -> str:
        """Its path on the site."""
        return f"/pictures/{self.hash}/{self.width}.{self.ext}"


@dataclass(frozen=True)
class Source:
    """One `<source>` of a `<picture>`."""

    type: str
    srcset: str


@dataclass(frozen=True)
class PhotoFacts:
    """What a picture says of itself. Empty: it does not say.

    `credit` is the agency or provider, `photographer` the maker; `data_mining` a PLUS vocabulary address,
    `constraints` the words that it may point to.
    """

    caption: str = ""
    credit: str = ""
    photographer: str = ""
    copyright: str = ""
    usage_terms: str = ""
    alt: str = ""
    data_mining: str = ""
    constraints: str = ""
    taken_at: datetime | None = None


def reserves_mining(said: str) -> bool:
    """Whether these words of a picture keep it from models; words that nobody knows do."""
    return bool(said.strip()) and _strictness(said) > _STRICTNESS.index(ALLOWED)


def strictest(said: Iterable[str]) -> str:
    """The strictest of several words on data mining; empty where nothing is said."""
    return max((words for words in said if words.strip()), key=_strictness, default="")


def _strictness(said: str) -> int:
    """Words are known by their last part, however they are written: `DMI-PROHIBITED`, or a whole address."""
    word = re.split(r"[/#:]", said.strip())[-1].upper()
    known = next((at for at, name in enumerate(_STRICTNESS) if name.endswith(f"/{word}")), None)
    return len(_STRICTNESS) - 1 if known is None else known


def address_hash(sha: str, *, partner_slug: str = "") -> str:
    """The picture's name in addresses: 20 hex digits.

    Our own: the first of its SHA-256. A partner's: mixed with the partner, so that two partners who
    send the same bytes under different licences never share an address, nor a withdrawal.
    """
    if not partner_slug:
        return sha[:HASH_LENGTH]
    return hashlib.sha256(f"{partner_slug}:{sha}".encode()).hexdigest()[:HASH_LENGTH]


def read_address(path: str) -> Name | None:
    """The rendition that a path names, or None when it names none."""
    match = _ADDRESS.fullmatch(path)
    if match is None:
        return None
    return Name(match["hash"], int(match["width"]), match["ext"])


def widths(original_width: int) -> tuple[int, ...]:
    """The widths offered of an original, rising; never above it.

    An original narrower than the smallest, or between two, is offered in its own width too, unless that is
    within a tenth of one already there.
    """
    offered = [width for width in WIDTHS if width <= original_width]
    if original_width < WIDTHS[-1] and (not offered or original_width > offered[-1] * 1.1):
        offered.append(original_width)
    return tuple(offered)


def height_at(width: int, original_width: int, original_height: int) -> int:
    """The height of a rendition, at least one pixel."""
    return max(1, round(original_height * width / original_width))


def names(hash: str, original_width: int) -> tuple[Name, ...]:
    """Every rendition of a picture."""
    return tuple(Name(hash, width, ext) for ext in CONTENT_TYPES for width in widths(original_width))


def sources(hash: str, original_width: int) -> tuple[Source, ...]:
    """The `<source>` elements of a picture, the best format first."""
    return tuple(Source(kind, srcset(hash, original_width, ext)) for ext, kind in CONTENT_TYPES.items())


def srcset(hash: str, original_width: int, ext: str) -> str:
    """All widths in one format: "/pictures/…/320.avif 320w, …"."""
    return ", ".join(f"{Name(hash, width, ext).address} {width}w" for width in widths(original_width))


def fallback(hash: str, original_width: int) -> Name:
    """The plain JPEG that every browser shows."""
    offered = widths(original_width)
    fitting = [width for width in offered if width <= FALLBACK_WIDTH]
    return Name(hash, fitting[-1] if fitting else offered[0], FALLBACK)


def credit_line(photographer: str, credit: str) -> str:
    """ "Jane Doe/Harbour Wire": the maker before the agency, each once.

    >>> credit_line("Jane Doe", "Harbour Wire")
    'Jane Doe/Harbour Wire'
    >>> credit_line("Jane Doe", "Jane Doe / Harbour Wire")
    'Jane Doe / Harbour Wire'
    """
    if not photographer or photographer.casefold() in credit.casefold():
        return credit
    return f"{photographer}/{credit}" if credit else photographer


def first_said(blocks: Iterable[PhotoFacts]) -> PhotoFacts:
    """Each fact from the first block that says it: XMP before IIM before EXIF, as the MWG orders them."""
    told = PhotoFacts()
    for block in blocks:
        missing = {name: value for name, value in vars(block).items() if value and not getattr(told, name)}
        told = replace(told, **missing)
    return told

"""One way to print: an address becomes a sheet, whoever asks (press, preview, first reader).

A sheet carries its bytes, its headers, the tags of all that it depends on, the ranges that a licence
may end, and the parts that rooms above filled. While a template is rendered, the marks of ranges and
parts stand in the text as control characters around a random word, so that no copy can forge one.
"""

import json
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from django.template.loader import render_to_string

from dateline.house import clock, runs, slots
from dateline.house.paper import paper

# A licensed part whose licence names no end still is a licensed part.
NO_END = datetime(9999, 12, 31, tzinfo=UTC)

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
NOSNIFF = ("X-Content-Type-Options", "nosniff")
PAGE_HEADERS = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    NOSNIFF,
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
# Readers' browsers ask again each time; a shared cache may keep our own pages for a breath.
OWN_CACHE = "public, max-age=0, s-maxage=5, stale-if-error=86400"
LICENSED_CACHE = "no-cache"
# Of an address that names its bytes: they never change under it.
FOR_EVER = "public, max-age=31536000, immutable"
# Pages of notice, by the word in their address: taken back by its sender, and over by its licence.
TAKEN_BACK, ENDED = "200-withdrawn", "200-ended"
# Where a page of notice says what the sender of a story wants readers told; the server sets that in.
SAID_HERE = "<!-- said here -->"
# A drawing, and nothing that could act when it is opened by itself.
DRAWING_HEADERS = (
    ("Cache-Control", FOR_EVER),
    ("Content-Security-Policy", "default-src 'none'; sandbox"),
    NOSNIFF,
)


@dataclass(frozen=True)
class Head:
    """What stands in a page's `<head>`. Addresses are absolute; pairs are (name, value).

    `picture`: what other sites' cards show of the page, like `og`; left out from `picture_ends_at` on.
    """

    title: str
    description: str = ""
    canonical: str = ""
    robots: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    og: tuple[tuple[str, str], ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    json_ld: str = ""
    links: tuple[tuple[str, str], ...] = ()
    picture: tuple[tuple[str, str], ...] = ()
    picture_ends_at: datetime | None = None


@dataclass(frozen=True)
class Range:
    """Bytes [start, end) of a sheet that are licensed; `ends_at` None when the licence names no end.

    `territory`: where readers may be, as the licence room writes it; "" everywhere.
    """

    start: int
    end: int
    ends_at: datetime | None
    territory: str = ""


@dataclass(frozen=True)
class PartRange:
    """Bytes [start, end) that a room above filled, and what they depend on."""

    start: int
    end: int
    slot: str
    key: str
    tags: frozenset[str]
    volatile: bool


@dataclass(frozen=True)
class Sheet:
    """A printed page: the bytes that a reader gets, and all that the press must know of them.

    `ends_at`: when the whole page ends, None for never; `status_ended`: what its address answers from then on.
    `licensed`: whether anything licensed stands on it. `territory`: where its readers may be, "" everywhere.
    `tags` are those of the page itself; each part has its own besides.
    """

    path: str
    body: bytes
    content_type: str
    headers: tuple[tuple[str, str], ...] = ()
    tags: frozenset[str] = frozenset()
    ranges: tuple[Range, ...] = ()
    parts: tuple[PartRange, ...] = ()
    ends_at: datetime | None = None
    licensed: bool = False
    status: int = 200
    language: str = "en"
    territory: str = ""
    status_ended: int = 410

    @property
    def all_tags(self) -> frozenset[str]:
        """Its own tags and those of its parts."""
        return self.tags.union(*(part.tags for part in self.parts))

    @property
    def settled(self) -> bytes:
        """The body without the parts that change without a notice: what `press check` compares."""
        return _cut(self.body, [(part.start, part.end) for part in self.parts if part.volatile])


Place = TypeVar("Place", Range, PartRange)


class Printer(Protocol):
    """Prints one class of address; registered in `AppConfig.ready`."""

    name: str

    def print(self, path: str, at: datetime) -> Sheet | None:
        """The sheet for this path at this moment; None when it is not ours or there is no such page."""

    def paths(self) -> Iterable[str]:
        """All the paths that exist now."""


_printers: list[Printer] = []


def register(printer: Printer) -> None:
    """Add a printer; the first that knows a path prints it."""
    if all(known.name != printer.name for known in _printers):
        _printers.append(printer)


def printers() -> tuple[Printer, ...]:
    """All of them, in the order in which they are asked."""
    return tuple(_printers)


def print_path(path: str, at: datetime) -> Sheet | None:
    """The sheet for a path, or None when no printer knows it."""
    for printer in _printers:
        if sheet := printer.print(path, at):
            return sheet
    return None


def all_paths() -> Iterator[str]:
    """Every path that exists now, each once."""
    seen: set[str] = set()
    for printer in _printers:
        for path in printer.paths():
            if path not in seen:
                seen.add(path)
                yield path


@dataclass
class _Composition:
    """What the template tags of `house.templatetags.printing` add to while a page is rendered."""

    language: str
    path: str
    at: datetime
    about: object = None
    word: str = field(default_factory=lambda: secrets.token_hex(8))
    parts: list[tuple[str, str, frozenset[str], bool]] = field(default_factory=list)


@dataclass
class Haste:
    """A print that takes the parts of a page that stands as they lie there, and asks no room to fill them anew.

    `is_whole`: nothing was taken so or left out, and the sheet is what it would have been without haste.
    """

    stood: Sheet | None
    is_whole: bool = True


_composing: ContextVar[_Composition | None] = ContextVar("composing", default=None)
_hurrying: ContextVar[Haste | None] = ContextVar("hurrying", default=None)


@contextmanager
def in_haste(stood: Sheet | None) -> Iterator[Haste]:
    """Within this, parts come from `stood` where it has them: the page itself, or one with the same shell.

    What is printed so is true of the page's own words alone, and wants printing again at leisure.
    """
    haste = Haste(stood)
    token = _hurrying.set(haste)
    try:
        yield haste
    finally:
        _hurrying.reset(token)


@contextmanager
def composition(language: str, path: str, at: datetime, about: object = None) -> Iterator[_Composition]:
    """What is rendered within stands between this page's marks; in a run, between those of its run."""
    composed = _Composition(language, path, at, about)
    if run := runs.current():
        composed.word = run.word
    token = _composing.set(composed)
    try:
        yield composed
    finally:
        _composing.reset(token)


def render(
    template: str,
    page: object,
    *,
    path: str,
    head: Head,
    at: datetime,
    language: str = "en",
    tags: Iterable[str] = (),
    headers: Iterable[tuple[str, str]] = (),
    ends_at: datetime | None = None,
    status_ended: int = 410,
    territory: str = "",
    licensed: bool = False,
    current: str = "",
    status: int = 200,
    content_type: str = "text/html; charset=utf-8",
    extra: dict[str, object] | None = None,
    about: object = None,
) -> Sheet:
    """Render a page's template into a sheet.

    The template gets `page, head, paper, language, path, current, at`; `current` is the slug of the
    section that the nav marks. `licensed` is set besides when a licensed range stands on it. `about`: the row
    that the page was just read from, for the rooms that fill its slots.
    """
    context = {
        "page": page, "head": head, "paper": paper(), "language": language, "path": path,
        "current": current, "at": at, **(extra or {}),
    }  # fmt: skip
    with composition(language, path, at, about) as composed:
        text = render_to_string(template, context)
    body, ranges, parts = _unmark(text, composed)
    is_licensed = licensed or bool(ranges) or ends_at is not None or bool(territory)
    standing = PAGE_HEADERS if content_type.startswith("text/html") else PAGE_HEADERS[1:2]
    cache = ("Cache-Control", LICENSED_CACHE if is_licensed else OWN_CACHE)
    return Sheet(
        path=path,
        body=body,
        content_type=content_type,
        headers=(cache, *standing, *headers),
        tags=frozenset(tags),
        ranges=ranges,
        parts=parts,
        ends_at=ends_at,
        licensed=is_licensed,
        status=status,
        language=language,
        territory=territory,
        status_ended=status_ended,
    )


def reprint_part(sheet: Sheet, part: PartRange, at: datetime) -> Sheet:
    """The same sheet with one part printed anew; the page's own printer is not asked."""
    with composition(sheet.language, sheet.path, at) as composed:
        text = fill_slot(part.slot, part.key)
    new, ranges, parts = _unmark(text, composed)
    by = len(new) - (part.end - part.start)
    kept_ranges = [_beside(r, part, by) for r in sheet.ranges if not _is_within(r, part)]
    kept_parts = [_beside(p, part, by) for p in sheet.parts if not _is_within(p, part)]
    new_ranges = [_moved(r, part.start) for r in ranges]
    new_parts = [_moved(p, part.start) for p in parts]
    is_licensed = sheet.licensed or bool(new_ranges)
    return replace(
        sheet,
        body=sheet.body[: part.start] + new + sheet.body[part.end :],
        headers=_for_licensed(sheet.headers) if is_licensed else sheet.headers,
        ranges=tuple(sorted([*kept_ranges, *new_ranges], key=_start)),
        parts=tuple(sorted([*kept_parts, *new_parts], key=_start)),
        licensed=is_licensed,
    )


def fill_slot(slot: str, key: object, *, language: str = "en", path: str = "") -> str:
    """A slot's part between marks, for the page being composed; empty when no room fills it.

    On a page that is answered and not printed (sign-in, search's form) the part stands without marks, in
    `language`.
    """
    composition = _composing.get()
    filler = slots.find(slot)
    if filler is None:
        return ""
    if composition is None:
        return filler.fill(slots.SlotCall(str(key), language, path, clock.now())).html
    call = slots.SlotCall(str(key), composition.language, composition.path, composition.at, composition.about)
    part = _in_haste(call, slot, filler, composition) or runs.part(slot, filler, call) or filler.fill(call)
    composition.parts.append((slot, str(key), part.tags, filler.volatile))
    return f"{_mark(composition, 'P', len(composition.parts) - 1)}{part.html}{_mark(composition, 'p', 0)}"


def _in_haste(
    call: slots.SlotCall, slot: str, filler: slots.Slot, composition: _Composition
) -> slots.Part | None:
    """The part as it stands, or none for one that can wait; None where it must be filled."""
    haste = _hurrying.get()
    if haste is None:
        return None
    stood = haste.stood
    if stood and stood.language == call.language:
        for part in stood.parts:
            if (part.slot, part.key) == (slot, call.key):
                haste.is_whole = False
                return slots.Part(_marked(stood, part, composition), part.tags)
    if filler.can_wait:
        haste.is_whole = False
        return slots.Part("")
    return None


def _marked(sheet: Sheet, part: PartRange, composition: _Composition) -> str:
    """A part's words as they stand, its licensed ranges marked again."""
    marks: list[tuple[int, int, int, str]] = []
    for place in sheet.ranges:
        if _is_within(place, part) and place.start < place.end:
            moment = place.ends_at.isoformat() if place.ends_at else None
            # Of two ranges one lies in the other: the outer one is opened first and closed last.
            marks.append((place.start, 1, -place.end, _mark(composition, "L", [moment, place.territory])))
            marks.append((place.end, 0, -place.start, _mark(composition, "l", 0)))
    text, done = "", part.start
    for at, _, _, mark in sorted(marks):
        text += sheet.body[done:at].decode() + mark
        done = at
    return text + sheet.body[done : part.end].decode()


def licensed_range(html: str, ends_at: datetime | None, territory: str = "") -> str:
    """`html` marked as licensed until `ends_at`, for readers in this territory ("" everywhere).

    Plain when there is no licence (None) or no composing.
    """
    composition = _composing.get()
    if composition is None or ends_at is None:
        return html
    moment = None if ends_at >= NO_END else ends_at.astimezone(UTC).isoformat()
    return f"{_mark(composition, 'L', [moment, territory])}{html}{_mark(composition, 'l', 0)}"


def _mark(composition: _Composition, kind: str, value: object) -> str:
    return f"\x02{composition.word}{kind}{json.dumps(value)}\x03"


def _unmark(text: str, composition: _Composition) -> tuple[bytes, tuple[Range, ...], tuple[PartRange, ...]]:
    """The bytes without marks, and where the marks stood."""
    pieces = re.split(f"\x02{composition.word}([PpLl])(.*?)\x03", text)
    body = bytearray(pieces[0].encode())
    ranges: list[Range] = []
    parts: list[PartRange] = []
    open_ranges: list[tuple[int, datetime | None, str]] = []
    open_parts: list[tuple[int, int]] = []
    for kind, value, following in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        if kind == "L":
            moment, territory = json.loads(value)
            open_ranges.append((len(body), datetime.fromisoformat(moment) if moment else None, territory))
        elif kind == "l":
            start, ends_at, territory = open_ranges.pop()
            ranges.append(Range(start, len(body), ends_at, territory))
        elif kind == "P":
            open_parts.append((len(body), json.loads(value)))
        else:
            start, number = open_parts.pop()
            slot, key, tags, volatile = composition.parts[number]
            parts.append(PartRange(start, len(body), slot, key, tags, volatile))
        body += following.encode()
    return bytes(body), tuple(sorted(ranges, key=_start)), tuple(sorted(parts, key=_start))


def _is_within(place: Range | PartRange, part: PartRange) -> bool:
    """Whether a place is the part itself or lies in it: gone with the old bytes. Nothing lies in no bytes."""
    return place == part or (part.start <= place.start and place.end <= part.end and part.start < part.end)


def _beside(place: Place, part: PartRange, by: int) -> Place:
    """A place that stays, where it lies now: before the part, around it, or behind it."""
    if place.end <= part.start:
        return place
    if place.start >= part.end:
        return _moved(place, by)
    return replace(place, end=place.end + by)


def _moved(place: Place, by: int) -> Place:
    return replace(place, start=place.start + by, end=place.end + by)


def _for_licensed(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The page's headers now that something licensed stands on it: no cache may keep it."""
    return tuple((name, LICENSED_CACHE if name == "Cache-Control" else value) for name, value in headers)


def _start(place: Range | PartRange) -> int:
    return place.start


def _cut(body: bytes, places: list[tuple[int, int]]) -> bytes:
    """`body` without these places."""
    kept = bytearray()
    done = 0
    for start, end in sorted(places):
        kept += body[done:start]
        done = max(done, end)
    return bytes(kept + body[done:])

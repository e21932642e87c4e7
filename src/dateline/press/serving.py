"""The front of the built-in server: answers printed pages ahead of Django and its database.

The sidecar is written last and renamed away first, so while it is the same file the bytes in memory are the
page: one `stat` says so, of a busy page one each 5 ms (docs/decisions/0009). What has ended by its licence is
left out here at its very moment, whoever else is asleep. Never a session, a cookie or a query is looked at.
"""

import gzip
import mimetypes
import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dateline.house import clock
from dateline.house.home import home, press_licensed, press_open
from dateline.house.printing import ENDED, FOR_EVER, TAKEN_BACK
from dateline.licences.rules import Territory
from dateline.press import dead_ends, files, rules
from dateline.press.readings import Readings

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Headers = list[tuple[str, str]]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]

Where = Callable[[Environ], str]

REASONS = {200: "200 OK", 301: "301 Moved Permanently", 304: "304 Not Modified", 400: "400 Bad Request",
           403: "403 Forbidden", 404: "404 Not Found", 405: "405 Method Not Allowed", 410: "410 Gone",
           451: "451 Unavailable For Legal Reasons", 500: "500 Internal Server Error",
           503: "503 Service Unavailable"}  # fmt: skip
# A `stat` lets another thread in: one a request cost 17 % of all requests. Within so many seconds of the last
# look a page is taken to be the one on disk.
LOOK_AGAIN_SECONDS = 0.005
# Only of a page that is asked for so often: any other is looked at each time, and is always the one on disk.
BUSY_WITHIN_SECONDS = 0.0005
KEPT_BYTES = 96 * 1024 * 1024
# Of one page for so many sets of countries that get the same: a front with several partners' cards has a few.
SIDES_KEPT = 4
# A part of a page is never sent: a Range gets the whole, and this says so beforehand.
WHOLE_ONLY = ("Accept-Ranges", "none")
ONLY_READ = b"A printed page can only be read: ask with GET or HEAD.\n"
ONLY_READ_HEADERS = [
    ("Allow", "GET, HEAD"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Length", str(len(ONLY_READ))),
]
# The desk, accounts and posts are Django's, whatever lies on disk.
NOT_PRINTED = ("/desk/", "/-/account/", "/-/comments/", "/-/mine/", "/-/demo/", "/search/", "/ko/search/")


@dataclass(frozen=True, slots=True)
class Variant:
    """One encoding of a page, ready to send."""

    headers: Headers
    body: list[bytes]
    etag: str
    not_modified: Headers


@dataclass(slots=True)
class Entry:
    """A page in memory, and how to tell whether it is still the one on disk.

    `changes_at` (seconds since the epoch): when something on it ends; None when nothing does. `look_at`
    (of the monotonic clock): until then nobody looks at the disk; `looked_at`: when somebody did last. `read`: how
    often since last counted. `borders`: what readers get of it who are in some country; the entry itself is what one
    gets of whom nobody knows where. None for what is the same everywhere.
    """

    watched: str
    identity: tuple[int, int, int]
    status: str
    variants: dict[str, Variant]
    changes_at: float | None
    size: int
    is_counted: bool
    look_at: float = 0.0
    looked_at: float = 0.0
    read: int = 0
    borders: "Borders | None" = None


class Borders:
    """What readers get of a page that a territory binds, or something on it: an entry for those who get the same."""

    def __init__(self, territories: Sequence[Territory], make: Callable[[str], Entry]) -> None:
        self._territories = territories
        self._make = make
        self._kept: dict[tuple[bool, ...], Entry] = {}

    def entry_for(self, country: str) -> Entry:
        """The entry for readers in this country."""
        key = tuple(territory.includes(country) for territory in self._territories)
        entry = self._kept.get(key)
        if entry is None:
            if len(self._kept) >= SIDES_KEPT:
                self._kept = {}
            entry = self._kept[key] = self._make(country)
        return entry


def nobody_knows(environ: Environ) -> str:
    """Where a reader is, without anything that could tell."""
    return ""


class Front:
    """A WSGI application that answers what is printed and hands everything else on."""

    def __init__(
        self, newsroom: Wsgi, *, look_again_seconds: float = 0.0, where: Where = nobody_knows
    ) -> None:
        self.newsroom = newsroom
        self._where = where
        self._look_again = look_again_seconds
        self._entries: dict[str, Entry] = {}
        self._kept = 0
        self._turns = threading.Lock()
        self._readings = Readings()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method != "GET" and method != "HEAD":
            return self._asked_otherwise(environ, start_response)
        raw = environ["PATH_INFO"]
        entry = self._entries.get(raw)
        if entry is None or not self._is_current(raw, entry):
            entry = self._find(raw)
            if entry is None:
                return self.newsroom(environ, start_response)
        entry.read += 1
        if entry.borders is not None:
            whole, entry = entry, entry.borders.entry_for(self._where(environ))
            whole.read -= entry.status != REASONS[200]  # who is kept out has read nothing
        variants = entry.variants
        variant = variants.get(encoding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))) or _next_best(
            variants, environ
        )
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked and entry.status == "200 OK" and (variant.etag in asked or asked == "*"):
            start_response("304 Not Modified", variant.not_modified)
            return []
        start_response(entry.status, variant.headers)
        return variant.body if method == "GET" else []

    def _asked_otherwise(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Neither GET nor HEAD: 405 where a page stands, what is said of the address where one stood."""
        entry = self._find(environ["PATH_INFO"])
        if entry is None:
            return self.newsroom(environ, start_response)
        if entry.borders is not None:
            entry = entry.borders.entry_for(self._where(environ))
        if entry.status == REASONS[200]:
            start_response(REASONS[405], ONLY_READ_HEADERS)
            return [ONLY_READ]
        variant = entry.variants[""]
        start_response(entry.status, variant.headers)
        return variant.body

    def _is_current(self, raw: str, entry: Entry) -> bool:
        """Whether the entry is what lies on disk and nothing on it has ended."""
        if entry.changes_at is not None and clock.now().timestamp() >= entry.changes_at:
            return False
        moment = time.monotonic()
        if moment < entry.look_at:
            return True
        self._count(raw, entry)
        try:
            stat = os.stat(entry.watched)  # noqa: PTH116 - half the cost of Path.stat
        except OSError:
            return False
        if moment - entry.looked_at < BUSY_WITHIN_SECONDS:
            entry.look_at = moment + self._look_again
        entry.looked_at = moment
        return _identity(stat) == entry.identity

    def _count(self, raw: str, entry: Entry) -> None:
        """Hand on how often this page was read since we last looked."""
        if entry.is_counted and entry.read:
            read, entry.read = entry.read, 0
            self._readings.count(raw, read)

    def _find(self, raw: str) -> Entry | None:
        """The entry of a path, read from disk and kept in memory; None when nothing lies there."""
        path = raw if raw.isascii() else raw.encode("latin-1", "replace").decode("utf-8", "replace")
        entry = find(path)
        # Several threads find a page that was just printed: without turns each adds its size, and one is let go.
        with self._turns:
            if old := self._entries.pop(raw, None):
                self._count(raw, old)
                self._kept -= old.size
            if entry is not None:
                while self._kept + entry.size > KEPT_BYTES and self._entries:
                    oldest = next(iter(self._entries))
                    gone = self._entries.pop(oldest)
                    self._count(oldest, gone)
                    self._kept -= gone.size
                self._entries[raw] = entry
                self._kept += entry.size
        return entry


def find(path: str) -> Entry | None:
    """What lies on disk for this path: a page, a withdrawn mark, a plain file; None when nothing does."""
    if path.startswith(NOT_PRINTED):
        return None
    file = rules.file_of(path)
    if file is None:
        return None
    for folder in (press_open(), press_licensed()):
        if (entry := _page(folder / file, path)) is not None:
            return entry
    if (gone := _gone(file, path)) is not None:
        return gone
    if path.startswith("/static/"):
        return _plain(home() / "static" / file.removeprefix("static/"), FOR_EVER)
    if path.startswith("/live/"):
        return _plain(press_open() / file, "no-cache")
    return None


@lru_cache(maxsize=512)
def encoding_for(accepted: str) -> str:
    """The best encoding that an Accept-Encoding header takes: br, gzip or "" for none."""
    wanted = rules.accepted(accepted)
    return "br" if "br" in wanted else "gzip" if "gzip" in wanted else ""


def _next_best(variants: dict[str, Variant], environ: Environ) -> Variant:
    """For a page that lies in fewer encodings than were asked for."""
    gzip_will_do = "gzip" in rules.accepted(environ.get("HTTP_ACCEPT_ENCODING", ""))
    return (variants.get("gzip") if gzip_will_do else None) or variants[""]


def _page(page: Path, path: str) -> Entry | None:
    """A printed page. A writer may be at work: what does not fit together is read again."""
    meta = page.with_name(page.name + ".meta")
    for _ in range(5):
        try:
            stat = meta.stat()
            sidecar = files.read_sidecar(page)
            body = page.read_bytes()
        except OSError:
            return None
        if sidecar is None:
            return None
        if files.content_hash(body) == sidecar.hashes.get(""):
            return _entry(page, path, meta, stat, sidecar, body)
        time.sleep(0.002)
    return None


def _entry(
    page: Path, path: str, meta: Path, stat: os.stat_result, sidecar: files.Sidecar, body: bytes
) -> Entry:
    at = clock.now()
    if sidecar.ends_at and at >= sidecar.ends_at:
        ended = _ended(path, sidecar)
        return replace(ended, watched=str(meta), identity=_identity(stat))
    make = partial(_side, page, path, meta, stat, sidecar, body)
    entry = make("")
    if bound := files.territories(sidecar):
        entry.borders = Borders([rules.territory_of(each) for each in sorted(bound)], make)
        entry.size *= SIDES_KEPT
        entry.is_counted = _is_counted(sidecar)
    return entry


def _side(
    page: Path, path: str, meta: Path, stat: os.stat_result, sidecar: files.Sidecar, body: bytes, country: str
) -> Entry:
    """What a reader in this country gets of a page; in "" nobody knows where."""
    left, following = rules.standing_at(body, files.places(sidecar.ranges), clock.now(), country)
    changes = min((moment for moment in (following, sidecar.ends_at) if moment), default=None)
    changes_at = changes.timestamp() if changes else None
    if not rules.admits(sidecar.territory, country):
        outside = _dead_end(451, dead_ends.OUTSIDE, path)
        return replace(outside, watched=str(meta), identity=_identity(stat), changes_at=changes_at)
    encodings = {"": left}
    if sidecar.content_type.startswith(files.COMPRESSED) and len(left) > 200:
        whole = len(left) == len(body)
        encodings["br"] = _encoding(page, ".br", sidecar, whole, left)
        encodings["gzip"] = _encoding(page, ".gz", sidecar, whole, left)
    tag = files.content_hash(left)
    headers = dead_ends.within_headers(sidecar.headers) if files.territories(sidecar) else sidecar.headers
    standing = [("Content-Type", sidecar.content_type), *headers]
    return Entry(
        watched=str(meta),
        identity=_identity(stat),
        status=REASONS.get(sidecar.status, f"{sidecar.status} Status"),
        variants={name: _variant(name, content, tag, standing) for name, content in encodings.items()},
        changes_at=changes_at,
        size=sum(map(len, encodings.values())) + 2000,
        is_counted=_is_counted(sidecar),
    )


def _is_counted(sidecar: files.Sidecar) -> bool:
    return sidecar.status == 200 and sidecar.content_type.startswith("text/html")


def _encoding(page: Path, suffix: str, sidecar: files.Sidecar, whole: bool, left: bytes) -> bytes:
    """The encoding that lies ready, when it is of these bytes; else made now."""
    if whole:
        try:
            ready = page.with_name(page.name + suffix).read_bytes()
        except OSError:
            ready = b""
        if ready and files.content_hash(ready) == sidecar.hashes.get(suffix):
            return ready
    return files.encoded(suffix, left)


def _variant(name: str, content: bytes, tag: str, standing: Iterable[tuple[str, str]]) -> Variant:
    etag = f'"{tag}{"-" + name if name else ""}"'
    vary = [] if any(name == "Vary" for name, _ in standing) else [("Vary", "Accept-Encoding")]
    always = [*standing, ("ETag", etag), *vary, WHOLE_ONLY]
    encoding = [("Content-Encoding", name)] if name else []
    not_modified = [pair for pair in always if pair[0] != "Content-Type"]
    return Variant([*always, *encoding, ("Content-Length", str(len(content)))], [content], etag, not_modified)


def _gone(file: str, path: str) -> Entry | None:
    for folder in (press_licensed(), press_open()):
        mark = folder / f"{file}.gone"
        try:
            stat = mark.stat()
            facts = files.read_mark(mark)
        except OSError:
            continue
        if facts.location:
            return _moved(mark, stat, facts.location)
        ended = _taken_down(facts, path)
        return replace(ended, watched=str(mark), identity=_identity(stat))
    return None


def _moved(mark: Path, stat: os.stat_result, location: str) -> Entry:
    # A header holds ASCII: an address in Hangul goes as the bytes of its letters.
    headers = [
        ("Location", quote(location, safe="/%")),
        ("Content-Length", "0"),
        ("Cache-Control", "no-cache"),
    ]
    return Entry(
        str(mark), _identity(stat), REASONS[301], {"": Variant(headers, [], "", headers)}, None, 500, False
    )


def _ended(path: str, sidecar: files.Sidecar) -> Entry:
    """What a page's address answers once its licence is over."""
    if sidecar.status_ended == 200:
        return _dead_end(200, ENDED, path)
    return _dead_end(410, "410", path)


def _taken_down(mark: files.Mark, path: str) -> Entry:
    """What is said where a page was withdrawn: 410, 404 of what is yet to come, 451 by law, or a page of notice."""
    if mark.status == 200:
        return _dead_end(200, mark.page or TAKEN_BACK, path, words=mark.notice)
    word = str(mark.status) if mark.status in (404, 451) else "410"
    return _dead_end(mark.status if mark.status in REASONS else 410, word, path)


def _dead_end(status: int, word: str, path: str, *, words: str = "") -> Entry:
    """The paper's own page of this word, as it was printed; a plain sentence before there is one."""
    headers, body = dead_ends.read(word, path, words=words)
    # Nobody keeps it, so there is nothing to be the same as; an empty tag would be found in any.
    variant = Variant([*headers, ("Content-Length", str(len(body)))], [body], "none", list(headers))
    return Entry("", (0, 0, 0), REASONS[status], {"": variant}, None, len(body) + 2000, False)


def _plain(file: Path, cache: str) -> Entry | None:
    """A file without a sidecar: the desk's own static files, and the strip."""
    try:
        stat = file.stat()
        content = file.read_bytes()
    except OSError:
        return None
    kind, _ = mimetypes.guess_type(file.name)
    standing = [
        ("Content-Type", _charset(kind or "application/octet-stream")),
        ("Cache-Control", cache),
        ("X-Content-Type-Options", "nosniff"),
    ]
    encodings = {"": content}
    if kind and kind.startswith((*files.COMPRESSED, "application/javascript")) and len(content) > 200:
        encodings["gzip"] = gzip.compress(content, files.GZIP_LEVEL, mtime=0)
    tag = files.content_hash(content)
    variants = {name: _variant(name, body, tag, standing) for name, body in encodings.items()}
    return Entry(str(file), _identity(stat), REASONS[200], variants, None, len(content) * 2, False)


def _charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith("javascript") else kind


def _identity(stat: os.stat_result) -> tuple[int, int, int]:
    return (stat.st_mtime_ns, stat.st_ino, stat.st_size)

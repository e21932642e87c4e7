"""Pages as files: the file system is the truth for readers.

Beside each page lie its `.gz` and `.br`, and a small sidecar `.meta` that is written last: headers, version,
licensed ranges, hashes. Withdrawn, the sidecar is renamed to `.gone`, which a full disk allows as well.
Our own pages lie in one folder, pages with anything licensed on them in another that no other server sees; so do
pages that say of themselves what only their sidecar knows.
"""

import contextlib
import fcntl
import gzip
import hashlib
import json
import logging
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import brotli

from dateline.house import atomic_file, clock, points
from dateline.house.errors import CannotWrite
from dateline.house.home import press, press_licensed, press_open
from dateline.house.printing import PartRange, Range, Sheet
from dateline.press import classes, rules
from dateline.press.errors import NoSuchAddress

log = logging.getLogger(__name__)

COMPRESSED = (
    "text/",
    "application/json",
    "application/xml",
    "application/rss",
    "image/svg",
    "application/atom",
)
BROTLI_QUALITY = 5
GZIP_LEVEL = 6
# A writer holds a page for milliseconds, on a slow mount for seconds.
HELD_SECONDS = 30
LOOK_WHETHER_FREE_SECONDS = 0.002


@dataclass(frozen=True)
class Sidecar:
    """What lies beside a page. `hashes` are those of the page and its encodings, by suffix."""

    version: int
    status: int
    content_type: str
    headers: tuple[tuple[str, str], ...]
    hashes: dict[str, str]
    tags: frozenset[str]
    ranges: tuple[Range, ...]
    parts: tuple[PartRange, ...]
    ends_at: datetime | None
    licensed: bool
    language: str
    territory: str = ""
    status_ended: int = 410


@dataclass(frozen=True)
class Aside:
    """A page's files as they lie ready in a folder aside, to be renamed into their place. `hashes` by suffix."""

    folder: Path
    name: str
    hashes: dict[str, str]

    def of(self, suffix: str) -> Path:
        """One of the files, or the sidecar (`.meta`)."""
        return self.folder / f"{self.name}{suffix or '.page'}"


def write_aside(sheet: Sheet, version: int, folder: Path, name: str) -> Aside | None:
    """Write a page's files into a folder aside, of the same file system; None when its very bytes lie in place.

    Raises CannotWrite when the disk says no.
    """
    target = _folders(sheet)[0] / _file(sheet.path)
    if (before := read_sidecar(target)) and _lies_there(target, content_hash(sheet.body), before):
        return None
    encodings = _encoded(sheet)
    aside = Aside(folder, name, {suffix: content_hash(content) for suffix, content in encodings.items()})
    encodings[".meta"] = _sidecar_bytes(sheet, version, aside.hashes)
    try:
        for suffix, content in encodings.items():
            aside.of(suffix).write_bytes(content)
    except OSError as cause:
        raise CannotWrite(
            f"{folder} cannot be written: {cause.strerror}; make room or mend its permissions"
        ) from cause
    return aside


def place(sheet: Sheet, version: int, *, sync: bool = True, aside: Aside | None = None) -> bool:
    """Put a sheet on disk; whether it changed what stood there.

    An older version never overwrites a newer one, nor brings back what a newer notice withdrew. Without `sync`
    a power cut may take it: for what is placed again before it is confirmed. `aside`: what `write_aside` wrote of
    this very sheet and version.
    Raises CannotWrite when the disk says no.
    """
    file = _file(sheet.path)
    target, other = _folders(sheet)
    with _locked(file):
        standing = _standing_version(file)
        if not rules.is_newer(version, standing):
            return False
        before = read_sidecar(target / file)
        body_hash = aside.hashes[""] if aside else content_hash(sheet.body)
        if before and _lies_there(target / file, body_hash, before) and _same_beside(before, sheet):
            _rewrite_sidecar(target / file, sheet, version, before.hashes)
            if sync:
                _sync(target / file, before.hashes)
            _clear_away(target / file, other / file)
            return False
        mtime = _later_than(target / file, other / file)
        encodings = {} if aside else _encoded(sheet)
        hashes = aside.hashes if aside else {suffix: content_hash(each) for suffix, each in encodings.items()}
        for suffix in hashes:
            if aside:
                _rename(aside, suffix, target / file, mtime)
            else:
                atomic_file.write(_with(target / file, suffix), encodings[suffix], mtime=mtime, sync=False)
        for stale in {"", ".gz", ".br"} - set(hashes):
            _with(target / file, stale).unlink(missing_ok=True)
        points.reached("page.bodies")
        if aside:
            _rename(aside, ".meta", target / file, None)
        else:
            _rewrite_sidecar(target / file, sheet, version, hashes)
        points.reached("page.sidecar")
        # Readers have it from here on. What a power cut takes before the syncs was not confirmed either, so it is
        # printed again.
        if sync:
            _sync(target / file, hashes)
            points.reached("page.synced")
        _clear_away(target / file, other / file)
    return True


def withdraw(
    path: str,
    version: int,
    *,
    status: int = 410,
    location: str = "",
    reason: str = "",
    page: str = "",
    notice: str = "",
) -> None:
    """Take a page down at once: readers get `status` from the disk alone, also of a page never printed.

    Renaming comes first and needs no room; the mark's own words follow, and the line in `withdrawn.jsonl`.
    Raises CannotWrite when that line cannot be kept: the page is down, and the withdrawal wants repeating.
    """
    withdraw_by(Mark(status, location, version, reason, page, notice), path)


def withdraw_by(mark: "Mark", path: str) -> None:
    """The same by a mark that is at hand: of a notice, or of a page that lies elsewhere."""
    _take_down(path, mark)
    _note_withdrawn({path: mark})


def withdraw_all(marks: "Mapping[str, Mark]") -> None:
    """Take these pages down, each by its mark, as `withdraw_by` does one: one wait for the disk for all of them.

    Raises CannotWrite when the disk keeps no word of them: they are down, and the withdrawals want repeating.
    """
    for path, mark in marks.items():
        _take_down(path, mark, sync=False)
    try:
        atomic_file.sync_all(press())
    finally:
        _note_withdrawn(marks)


def _take_down(path: str, said: "Mark", *, sync: bool = True) -> None:
    file, mark = _file(path), _mark_facts(said)
    version = said.version
    points.reached("takedown.begun")
    with _locked(file):
        for folder in (press_open(), press_licensed()):
            meta = _with(folder / file, ".meta")
            if meta.exists():
                meta.replace(_with(folder / file, ".gone"))
                # A full disk allows no word in it, but allows this: the version of a mark without words.
                os.utime(_with(folder / file, ".gone"), (version, version))
                points.reached("takedown.renamed")
            for suffix in ("", ".gz", ".br"):
                _with(folder / file, suffix).unlink(missing_ok=True)
        try:
            atomic_file.write(_with(press_licensed() / file, ".gone"), json.dumps(mark).encode(), sync=sync)
            _with(press_open() / file, ".gone").unlink(missing_ok=True)
            # The mark lies in one folder: a page that a power cut brought back in the other would win over it.
            if sync and (press_open() / file).parent.exists():
                atomic_file.sync_folder((press_open() / file).parent)
        except (CannotWrite, OSError):
            # A renamed sidecar says 410 by its name alone.
            log.exception("the disk is full: %s is withdrawn, its mark has no words", path)
    points.reached("takedown.marked")


def _mark_facts(mark: "Mark") -> dict[str, object]:
    facts: dict[str, object] = {
        "version": mark.version, "status": mark.status, "location": mark.location, "reason": mark.reason,
    }  # fmt: skip
    return facts | {name: said for name, said in (("page", mark.page), ("notice", mark.notice)) if said}


def forget(path: str) -> None:
    """Remove a page that no printer knows any more: it answers 404 again."""
    file = _file(path)
    with _locked(file):
        for folder in (press_open(), press_licensed()):
            _with(folder / file, ".meta").unlink(missing_ok=True)
            _remove(folder / file)


def read(path: str) -> Sheet | None:
    """The sheet that lies on disk, or None."""
    file = rules.file_of(path)
    if file is None:
        return None
    for folder in (press_open(), press_licensed()):
        sidecar = read_sidecar(folder / file)
        if sidecar is None:
            continue
        try:
            body = (folder / file).read_bytes()
        except FileNotFoundError:
            continue
        return sheet_of(path, sidecar, body)
    return None


def sheet_of(path: str, sidecar: Sidecar, body: bytes) -> Sheet:
    """The sheet of which this was printed, by what stands beside the page."""
    return Sheet(
        path=path, body=body, content_type=sidecar.content_type, headers=sidecar.headers,
        tags=sidecar.tags, ranges=sidecar.ranges, parts=sidecar.parts, ends_at=sidecar.ends_at,
        licensed=sidecar.licensed, status=sidecar.status, language=sidecar.language,
        territory=sidecar.territory, status_ended=sidecar.status_ended,
    )  # fmt: skip


def is_printed(path: str) -> bool:
    """Whether a page lies on disk at this address."""
    file = rules.file_of(path)
    return file is not None and any(
        _with(folder / file, ".meta").exists() for folder in (press_open(), press_licensed())
    )


def is_gone(path: str) -> bool:
    """Whether this address was withdrawn."""
    file = rules.file_of(path)
    if file is None:
        return False
    return any(_with(folder / file, ".gone").exists() for folder in (press_licensed(), press_open()))


def all_printed() -> Iterator[str]:
    """The address of every page on disk."""
    for folder in (press_open(), press_licensed()):
        for meta in sorted(folder.rglob("*.meta")):
            yield rules.address_of(meta.relative_to(folder).as_posix().removesuffix(".meta"))


def all_withdrawn() -> set[str]:
    """The address of every page that was ever withdrawn here, also of those that came back into print."""
    found = set()
    with contextlib.suppress(FileNotFoundError), withdrawn_list().open("rb") as lines:
        for line in lines:
            with contextlib.suppress(ValueError, KeyError, TypeError):  # a line that a full disk cut short
                found.add(str(json.loads(line)["path"]))
    return found


def withdrawn_list() -> Path:
    """The list of all withdrawals, a line each."""
    return press() / "withdrawn.jsonl"


@dataclass(frozen=True)
class Mark:
    """What stands where a page was withdrawn.

    Of status 200 a page of notice: `page` is its word ("" for what its sender withdrew), `notice` the sender's text.
    """

    status: int
    location: str
    version: int = 0
    reason: str = ""
    page: str = ""
    notice: str = ""


@dataclass(frozen=True)
class Lying:
    """A page as it lies on disk: `contents` and the sidecar's own bytes by suffix (`""`, `.gz`, `.br`, `.meta`)."""

    sidecar: Sidecar
    contents: dict[str, bytes]
    mtime: int
    is_open: bool


def lying(path: str) -> Lying | Mark | None:
    """What lies on disk at this address, all of one print; None when nothing does.

    An encoding that somebody removed or spoilt is made anew here, from the page itself.
    """
    file = _file(path)
    with _locked(file):
        for folder in (press_open(), press_licensed()):
            page = folder / file
            if (sidecar := read_sidecar(page)) and page.exists():
                contents = {suffix: _as_printed(page, suffix, sidecar) for suffix in sidecar.hashes}
                contents[".meta"] = _with(page, ".meta").read_bytes()
                return Lying(sidecar, contents, int(page.stat().st_mtime), folder == press_open())
        for folder in (press_licensed(), press_open()):
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                return read_mark(_with(folder / file, ".gone"))
    return None


def has_lost_its_page(path: str) -> bool:
    """Whether a sidecar lies at this address, and the page that it tells of is gone."""
    file = rules.file_of(path)
    return file is not None and any(
        _with(folder / file, ".meta").exists() and not (folder / file).exists()
        for folder in (press_open(), press_licensed())
    )


def encoded(suffix: str, body: bytes) -> bytes:
    """A page in one of its encodings, `.br` or `.gz`."""
    if suffix == ".br":
        return bytes(brotli.compress(body, quality=BROTLI_QUALITY))
    return gzip.compress(body, GZIP_LEVEL, mtime=0)


def version_of(path: str) -> int | None:
    """The version of what lies at this address, a page or a mark; None when nothing does."""
    file = rules.file_of(path)
    return None if file is None else _standing_version(file)


def read_mark(mark: Path) -> Mark:
    """A withdrawn page's mark; of a sidecar that was only renamed, the disk being full: 410, its version its time."""
    try:
        facts = json.loads(mark.read_bytes())
    except ValueError:
        return Mark(410, "")
    if "hashes" in facts:  # a sidecar that was only renamed
        return Mark(410, "", max(int(facts["version"]), int(mark.stat().st_mtime)))
    return Mark(
        int(facts["status"]), str(facts["location"]), int(facts["version"]), str(facts.get("reason", "")),
        str(facts.get("page", "")), str(facts.get("notice", "")),
    )  # fmt: skip


def read_sidecar(page: Path) -> Sidecar | None:
    """What lies beside this page, or None."""
    try:
        raw = _with(page, ".meta").read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        return sidecar_of(json.loads(raw))
    except (ValueError, KeyError, TypeError):
        log.error("the sidecar of %s cannot be read; the page counts as unprinted", page)
        return None


def sidecar_of(facts: dict[str, Any]) -> Sidecar:
    """A sidecar from its JSON."""
    return Sidecar(
        version=facts["version"],
        status=facts["status"],
        content_type=facts["content_type"],
        headers=tuple((name, value) for name, value in facts["headers"]),
        hashes=facts["hashes"],
        tags=frozenset(facts["tags"]),
        ranges=tuple(
            Range(start, end, _moment(ends), *where) for start, end, ends, *where in facts["ranges"]
        ),
        parts=tuple(
            PartRange(start, end, slot, key, frozenset(tags), volatile)
            for start, end, slot, key, tags, volatile in facts["parts"]
        ),
        ends_at=_moment(facts["ends_at"]),
        licensed=facts["licensed"],
        language=facts["language"],
        # Not there in what an earlier release printed.
        territory=facts.get("territory", ""),
        status_ended=facts.get("status_ended", 410),
    )


def _as_printed(page: Path, suffix: str, sidecar: Sidecar) -> bytes:
    """One of a page's files as its sidecar tells of it."""
    if suffix:
        with contextlib.suppress(OSError):
            ready = _with(page, suffix).read_bytes()
            if content_hash(ready) == sidecar.hashes[suffix]:
                return ready
        log.error("%s of %s is missing or spoilt; press page prints it again", suffix, page)
        return encoded(suffix, page.read_bytes())
    return page.read_bytes()


def _rename(aside: Aside, suffix: str, page: Path, mtime: int | None) -> None:
    """Give a file that lies aside its place."""
    lying, target = aside.of(suffix), _with(page, suffix)
    try:
        if mtime is not None:
            os.utime(lying, (mtime, mtime))
        try:
            lying.replace(target)
        except FileNotFoundError:
            page.parent.mkdir(parents=True, exist_ok=True)
            lying.replace(target)
    except OSError as cause:
        raise CannotWrite(
            f"{page} cannot be written: {cause.strerror}; make room or mend its permissions"
        ) from cause


def _rewrite_sidecar(page: Path, sheet: Sheet, version: int, hashes: dict[str, str]) -> None:
    atomic_file.write(_with(page, ".meta"), _sidecar_bytes(sheet, version, hashes), sync=False)


def _sidecar_bytes(sheet: Sheet, version: int, hashes: dict[str, str]) -> bytes:
    facts = {
        "version": version,
        "status": sheet.status,
        "content_type": sheet.content_type,
        "headers": sheet.headers,
        "hashes": hashes,
        "tags": sorted(sheet.tags),
        "ranges": [_range_facts(each) for each in sheet.ranges],
        "parts": [(p.start, p.end, p.slot, p.key, sorted(p.tags), p.volatile) for p in sheet.parts],
        "ends_at": sheet.ends_at.isoformat() if sheet.ends_at else None,
        "licensed": sheet.licensed,
        "language": sheet.language,
        **({"territory": sheet.territory} if sheet.territory else {}),
        **({"status_ended": sheet.status_ended} if sheet.status_ended != 410 else {}),
    }
    return json.dumps(facts, ensure_ascii=False).encode()


def _range_facts(place: Range) -> tuple[object, ...]:
    moment = place.ends_at.isoformat() if place.ends_at else None
    return (place.start, place.end, moment, *([place.territory] if place.territory else []))


def _same_beside(before: Sidecar, sheet: Sheet) -> bool:
    return all(
        getattr(before, name) == getattr(sheet, name)
        for name in ("headers", "status", "ranges", "territory", "status_ended")
    )


def _lies_there(page: Path, body_hash: str, before: Sidecar) -> bool:
    """Whether these very bytes lie there already, in each encoding: nginx sends those as they lie.

    The sidecar's word alone would never mend a spoilt file.
    """
    if before.hashes.get("") != body_hash:
        return False
    try:
        return all(
            content_hash(_with(page, suffix).read_bytes()) == hash_ for suffix, hash_ in before.hashes.items()
        )
    except OSError:
        return False


def _sync(page: Path, suffixes: Iterable[str]) -> None:
    """Make a page, its encodings and its sidecar survive a power cut."""
    atomic_file.sync(*(_with(page, suffix) for suffix in (*suffixes, ".meta")))


def _clear_away(page: Path, other: Path) -> None:
    """What an earlier print or withdrawal left beside a page that stands now."""
    _with(page, ".gone").unlink(missing_ok=True)
    _remove(other)
    _with(other, ".gone").unlink(missing_ok=True)


def _encoded(sheet: Sheet) -> dict[str, bytes]:
    """The page and its encodings, by suffix; the page itself last, since nginx looks for it first."""
    encodings = {}
    if sheet.content_type.startswith(COMPRESSED) and len(sheet.body) > 200:
        encodings = {suffix: encoded(suffix, sheet.body) for suffix in (".br", ".gz")}
    encodings[""] = sheet.body
    return encodings


def _later_than(*pages: Path) -> int:
    """A whole second, now or later than what stands: nginx tells versions apart by it."""
    standing = [int(page.stat().st_mtime) for page in pages if page.exists()]
    return max([int(time.time()), *(second + 1 for second in standing)])


def _standing_version(file: str) -> int | None:
    """The newest version that stands, or was withdrawn, in either folder."""
    versions = []
    for folder in (press_open(), press_licensed()):
        for suffix in (".meta", ".gone"):
            try:
                facts = json.loads(_with(folder / file, suffix).read_bytes())
                versions.append(int(facts["version"]))
                if suffix == ".gone" and "hashes" in facts:  # a sidecar that was only renamed
                    versions.append(int(_with(folder / file, suffix).stat().st_mtime))
            except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
                continue
    return max(versions, default=None)


def _note_withdrawn(marks: "Mapping[str, Mark]") -> None:
    """A line each for ever: a restore of an older backup must be given them."""
    at = clock.now().isoformat()
    line = "\n".join(
        json.dumps({"path": path, **_mark_facts(mark), "at": at}, ensure_ascii=False)
        for path, mark in marks.items()
    )
    if not line:
        return
    target = withdrawn_list()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("ab+") as file:
            # A line that a full disk cut short must not spoil the next one.
            if file.seek(0, os.SEEK_END) and (file.seek(-1, os.SEEK_END), file.read(1))[1] != b"\n":
                line = "\n" + line
            file.write(line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as cause:
        raise CannotWrite(
            f"{next(iter(marks))} is withdrawn, but {target} cannot be written: {cause.strerror}; make room"
        ) from cause
    points.reached("takedown.noted")


def _remove(page: Path) -> None:
    _with(page, ".meta").unlink(missing_ok=True)
    for suffix in ("", ".gz", ".br"):
        _with(page, suffix).unlink(missing_ok=True)


@contextmanager
def _locked(file: str) -> Iterator[None]:
    """One writer a path, among all processes: 256 locks, chosen by the path.

    Raises CannotWrite when another holds it longer than any writer may: whoever waits comes again.
    """
    folder = press() / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.blake2s(file.encode(), digest_size=1).hexdigest()
    with (folder / name).open("w") as handle:
        _take(handle.fileno(), folder / name)
        yield


def _take(handle: int, lock: Path) -> None:
    """Wait for a lock, and not for ever: a process that was stopped, or a mount that hangs, may never let go."""
    deadline = time.monotonic() + HELD_SECONDS
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise CannotWrite(
                    f"{lock} has been held by another process for {HELD_SECONDS} s; look which one hangs"
                ) from None
            time.sleep(LOOK_WHETHER_FREE_SECONDS)
        else:
            return


def _file(path: str) -> str:
    file = rules.file_of(path)
    if file is None:
        raise NoSuchAddress(f"{path!r} cannot be an address of this paper")
    return file


def _folders(sheet: Sheet) -> tuple[Path, Path]:
    """Where it lies, and where it does not: in the open only what any server can answer for by its address."""
    if sheet.licensed or not classes.says_what_its_class_says(sheet):
        return press_licensed(), press_open()
    return press_open(), press_licensed()


def _with(page: Path, suffix: str) -> Path:
    return page.with_name(page.name + suffix) if suffix else page


def territories(page: Sheet | Sidecar) -> set[str]:
    """Those that bind the page or anything on it; none where it is the same everywhere."""
    return {page.territory, *(each.territory for each in page.ranges)} - {""}


def places(ranges: Iterable[Range]) -> list[rules.Place]:
    """Ranges as the rules take them."""
    return [(each.start, each.end, each.ends_at, each.territory) for each in ranges]


def content_hash(content: bytes) -> str:
    """The hash by which a page and its encodings are known to be whole."""
    return hashlib.sha256(content).hexdigest()[:32]


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

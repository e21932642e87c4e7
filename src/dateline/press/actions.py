"""The press at work: hears notices, prints what they touch, withdraws first, gives receipts."""

import errno
import fcntl
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from dateline.house import clock, database, notices, points, printing, watching
from dateline.house.errors import CannotWrite
from dateline.house.home import home, node
from dateline.house.models import Notice
from dateline.house.printing import Sheet
from dateline.press import counts, depending, files, owing, queries, rules
from dateline.press.errors import NoSuchAddress
from dateline.press.models import PrintedPage, Receipt

log = logging.getLogger(__name__)
Did = Receipt.Did
# So many pages of one batch are printed in haste first: for an editor who waits, not for an import of hundreds.
A_FEW = 4
# So often a page is printed again at once that was overtaken by a notice; then the press is told of it.
TRIES = 3
_NO_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)


def run(*, until_empty: bool = False, hear_first: Callable[[], int] = notices.latest) -> int:
    """Print what the notices behind our place touch; how many notices were done.

    Withdrawals of all that waits come first, however long the queue before them; `hear_first` is called
    ahead of each page, for what makes such a notice: a kill from the wire, an end that falls due; it gives the
    number of the newest notice after that. A page that cannot be printed is told of in the log and on its
    receipt, and does not stop the others; a disk or a database that says no stops all, and nothing is passed
    over. Raises CannotWrite or DatabaseError then.
    """
    done = 0
    with _one_at_a_time():
        down_to = place = notices.place_of(queries.hearer())

        def withdraw_first() -> None:
            nonlocal down_to
            if (newest := hear_first()) != down_to:
                _withdraw_waiting(down_to, newest)
                down_to = newest

        while batch := list(notices.after(place, most=200)):
            points.reached("press.heard")
            withdraw_first()
            _print_touched(batch, before_each=withdraw_first)
            place = batch[-1].seq
            points.reached("press.confirmed")
            notices.keep_place(queries.hearer(), place)
            points.reached("press.kept")
            done += len(batch)
            if not until_empty and len(batch) < 200:
                break
    return done


def print_page(path: str) -> Sheet | None:
    """Print one path now, whoever asks; None when no printer knows it.

    What is told meanwhile may be done by a press that does not know yet what this page depends on: then it is
    printed again, so that it shows nothing that was killed while it was printed.
    """
    for _ in range(TRIES):
        version = notices.latest()
        sheet = _print_now(path, version)
        counts.came_of(Did.MISSING if sheet is None else Did.PRINTED)
        if sheet is None or not queries.is_overtaken(sheet, version):
            return sheet
    with transaction.atomic():
        notices.post(f"page:{path}", "page.overtaken", paths=[path])
    return sheet


def _print_now(path: str, version: int) -> Sheet | None:
    """Print one path. Its row comes first: no page lies there that no notice would touch."""
    sheet = printing.print_path(path, clock.now())
    if sheet is not None and rules.file_of(path) is not None:
        points.reached("press.printed")
        depending.enter([sheet], version)
        points.reached("press.entered")
        files.place(sheet, version)
    return sheet


def print_when_asked(path: str) -> Sheet | None:
    """What a reader gets who asks for a page that lies nowhere: printed now, or None when no printer knows it.

    While the press is at work the page is most likely its next one: then the words alone, and nothing is kept.
    Whether it is, is asked last: a story that was put in print while we looked has its notice by then.
    """
    with printing.in_haste(_stood(path)) as haste:
        sheet = printing.print_path(path, clock.now())
    if sheet is None:
        return None
    is_the_presses = queries.is_at_work(clock.now()) or files.is_printed(path)
    return sheet if is_the_presses and not haste.is_whole else print_page(path)


@dataclass(frozen=True)
class Difference:
    """A page whose file is not what would be printed now: `differs`, `unprinted` or `extra`."""

    path: str
    what: str


def check() -> Iterator[Difference]:
    """Every page that differs from what would be printed now; volatile parts are passed over."""
    at = clock.now()
    expected = set()
    for path in printing.all_paths():
        expected.add(path)
        sheet = printing.print_path(path, at)
        standing = files.read(path)
        if sheet is None:
            continue
        if standing is None:
            yield Difference(path, "unprinted")
        elif standing.settled != sheet.settled or _beside(standing) != _beside(sheet):
            yield Difference(path, "differs")
    for path in files.all_printed():
        if path not in expected and printing.print_path(path, at) is None:
            yield Difference(path, "extra")


def _beside(sheet: Sheet) -> tuple[int, str, int]:
    """What readers get hangs on these too, whatever the bytes."""
    return (sheet.status, sheet.territory, sheet.status_ended)


def withdraw_ended(at: datetime, *, hear_first: Callable[[], int] = notices.latest) -> int:
    """Print again, without what has ended, each page on which something ended; how many there were.

    The server leaves ended ranges out by itself; this makes the files say so too.
    """
    ended = list(
        PrintedPage.objects.filter(press=node(), ends_at__lte=at).values_list("path", flat=True)[:500]
    )
    for path in ended:
        run(hear_first=hear_first)  # a takedown waits for none of them
        _print_one(path, frozenset())
    return len(ended)


def withdraw_all(newest: int) -> None:
    """Mark all that was ever withdrawn, up to and with the notice `newest`: for a folder that has no marks yet."""
    with _one_at_a_time():
        for notice in Notice.objects.filter(seq__lte=newest).exclude(withdrawn=[]).order_by("seq").iterator():
            for path in notice.withdrawn:
                if failure := _withdraw(notice, path):
                    raise failure


def _withdraw_waiting(after: int, newest: int) -> None:
    """Take down all that any notice behind `after`, up to and with `newest`, withdraws.

    Files go before rows, and every file before a failure is told: a full disk stops no takedown.
    """
    waiting = Notice.objects.filter(seq__gt=after, seq__lte=newest).exclude(withdrawn=[]).order_by("seq")
    taken_down = [(notice, path) for notice in waiting for path in notice.withdrawn]
    failures = []
    for notice, path in taken_down:
        with watching.hearing(notice), watching.step("withdraw", path=path, notice=notice.seq):
            if failure := _withdraw(notice, path):
                failures.append(failure)
    if failures:
        raise failures[0]
    if not taken_down:
        return
    with transaction.atomic():
        for notice, path in taken_down:
            PrintedPage.objects.filter(press=node(), path=path).delete()
            owing.owe([path], notice.seq, urgent=True)
    confirm([(notice.seq, path, Did.WITHDRAWN) for notice, path in taken_down])
    for notice in waiting:
        counts.taken_down(notice, clock.now())


def _withdraw(notice: Notice, path: str) -> CannotWrite | None:
    """Take one page down; the failure when it could not be written down as well."""
    try:
        files.withdraw(
            path, notice.seq, status=int(notice.facts.get("status", 410)),
            location=str(notice.facts.get("location", "")), reason=str(notice.facts.get("reason", notice.kind)),
            page=str(notice.facts.get("page", "")), notice=str(notice.facts.get("notice", "")),
        )  # fmt: skip
    except NoSuchAddress as refusal:
        log.warning("%s; it was never printed", refusal)
    except CannotWrite as failure:
        return failure
    else:
        counts.came_of(Did.WITHDRAWN)
    return None


def _print_touched(batch: list[Notice], *, before_each: Callable[[], object]) -> None:
    """Each touched path once, however many notices touch it; parts alone where only parts are touched.

    What a notice names comes first, before anybody asks what else has its tags: an editor waits for that page.
    `before_each`: done ahead of each page, for what must not wait for all of them.
    """
    named: dict[str, Notice] = {}
    for notice in batch:
        for path in notice.paths:
            named.setdefault(path, notice)
    done = _print_named(named, version=batch[-1].seq, before_each=before_each)
    withdrawn = {path for notice in batch for path in notice.withdrawn}
    tags = {tag for notice in batch for tag in notice.tags}
    index = queries.paths_by_tag(tags)
    touched = {notice.seq: rules.paths_touched(notice.paths, notice.tags, index) for notice in batch}
    everything: dict[str, Notice] = {}
    for notice in batch:
        for path in touched[notice.seq]:
            everything.setdefault(path, notice)
    parts = queries.parts_by_path(tags, everything)
    for path, notice in everything.items():
        if path not in done and path not in withdrawn:
            before_each()
            slots = parts.get(path, {""})
            with watching.hearing(notice):
                done[path] = _print_one(path, frozenset() if "" in slots else frozenset(slots))
    points.reached("press.done")
    confirm([(seq, path, done[path]) for seq, paths in touched.items() for path in paths if path in done])
    for notice in batch:
        if touched[notice.seq]:
            counts.printed(notice, clock.now())


def _print_named(
    paths: Mapping[str, Notice], *, version: int, before_each: Callable[[], object]
) -> dict[str, Did]:
    """Print what notices up to `version` name: each path and the first notice that names it.

    Of a few, the words go first, and what stands around them follows.
    """
    done = {}
    for path, notice in paths.items() if len(paths) <= A_FEW else ():
        with watching.hearing(notice):
            if _try(path, partial(_print_in_haste, path, version)) is Did.PRINTED:
                done[path] = Did.PRINTED
    for path, notice in paths.items():
        if path not in done:
            before_each()
            with watching.hearing(notice):
                done[path] = _print_one(path, frozenset())
            if done[path] is Did.MISSING and (standing := files.read(path)):
                # Printed in haste and not at leisure: the words stand, and what touches them must find them.
                depending.enter([standing], version)
    return done


def _print_in_haste(path: str, version: int) -> Did | None:
    """Put the page's own words where readers have them, within the parts that stand; None: it wants printing still."""
    with printing.in_haste(_stood(path)) as haste:
        sheet = printing.print_path(path, clock.now())
    if sheet is None or rules.file_of(path) is None:
        return None
    files.place(sheet, version, sync=haste.is_whole)
    if not haste.is_whole:
        return None
    depending.enter([sheet], version)
    return Did.PRINTED


def _stood(path: str) -> Sheet | None:
    """The page as it stands; of a new one the nearest page above it, which has the same shell."""
    while path.strip("/"):
        if sheet := files.read(path):
            return sheet
        path = f"{path.rstrip('/').rpartition('/')[0]}/"
    return None


def _print_one(path: str, slots: frozenset[str]) -> Did:
    """Print a path, or only these slots of it."""
    return _try(path, partial(_print, path, slots)) or Did.MISSING


def _print(path: str, slots: frozenset[str]) -> Did:
    if slots and (changed := _reprint_parts(path, slots)) is not None:
        return Did.PRINTED if changed else Did.SAME
    if _print_now(path, notices.latest()) is None:
        drop(path)
        return Did.MISSING
    return Did.PRINTED


def _try(path: str, do: Callable[[], Did | None]) -> Did | None:
    """Print a page so. Its own fault is logged, and then it is `missing`.

    Raises CannotWrite when the disk has no room at all, DatabaseError when there is no asking.
    """
    try:
        with watching.step("print", path=path):
            did = do()
    except database.UNREACHABLE:
        raise
    except Exception as fault:  # one page's fault must not keep the others from readers
        if isinstance(fault, CannotWrite) and is_the_disks(fault):
            raise
        log.exception("%s could not be printed", path)
        counts.came_of(counts.FAILED)
        return Did.MISSING
    if did is not None:
        counts.came_of(did)
    return did


def is_the_disks(failure: CannotWrite) -> bool:
    """Whether the whole disk says no, and not only this one place."""
    return isinstance(failure.__cause__, OSError) and failure.__cause__.errno in _NO_DISK


def _reprint_parts(path: str, slots: frozenset[str]) -> bool | None:
    """Set newly printed parts into the page on disk; whether it changed, None when there is no page."""
    version = notices.latest()
    sheet = files.read(path)
    if sheet is None:
        return None
    at = clock.now()
    for slot, key in [(part.slot, part.key) for part in sheet.parts if part.slot in slots]:
        part = next(p for p in sheet.parts if (p.slot, p.key) == (slot, key))
        sheet = printing.reprint_part(sheet, part, at)
    changed = files.place(sheet, version)
    depending.enter([sheet], version)
    return changed


def drop(path: str) -> None:
    """A page that no printer knows any more."""
    if not files.is_gone(path):
        files.forget(path)
    with transaction.atomic():
        PrintedPage.objects.filter(press=node(), path=path).delete()
        owing.owe([path], 0)


def confirm(receipts: Iterable[tuple[int, str, Did]], *, press: str = "") -> None:
    """Give a receipt for each notice's number and path: all of them, or none. Of this node's press unless named."""
    at = clock.now()
    Receipt.objects.bulk_create(
        [
            Receipt(press=press or node(), seq=seq, path=path, did=did, confirmed_at=at)
            for seq, path, did in receipts
        ],
        update_conflicts=True,
        unique_fields=["press", "seq", "path"],
        update_fields=["did", "confirmed_at"],
    )


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """One press a folder: a second one waits."""
    path = home() / "press" / "run.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def print_paths(paths: Iterable[str]) -> None:
    """Print these, one after another."""
    for path in paths:
        _print_one(path, frozenset())

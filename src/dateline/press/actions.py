"""The press at work: hears notices, prints what they touch, withdraws first, gives receipts."""

import errno
import fcntl
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from dateline.house import ahead, atomic_file, clock, database, notices, points, printing, watching
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
# So many notices are done together: what they touch is printed once, however many of them touch it.
MOST_AT_ONCE = 2000
# So many pages are taken down, or printed, with one wait for the disk.
DOWN_AT_ONCE = 100
PRINTED_AT_ONCE = 20
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
            newest = to = hear_first()
            if to == batch[-1].seq and not any(notice.withdrawn for notice in batch):
                down_to = to  # what has just been read is all there is
            while down_to < to:
                down_to = _withdraw_waiting(down_to, newest)
                newest = hear_first()  # a kill that comes meanwhile waits for a few of these, and not for all

        while batch := list(notices.after(place, most=MOST_AT_ONCE)):
            points.reached("press.heard")
            withdraw_first()
            _print_touched(batch, before_each=withdraw_first)
            place = batch[-1].seq
            points.reached("press.confirmed")
            notices.keep_place(queries.hearer(), place)
            points.reached("press.kept")
            done += len(batch)
            if not until_empty and len(batch) < MOST_AT_ONCE:
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
        _enter([sheet], version)
        files.place(sheet, version)
    return sheet


def _enter(sheets: Sequence[Sheet], version: int) -> None:
    points.reached("press.printed")
    depending.enter(sheets, version)
    points.reached("press.entered")


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


def _withdraw_waiting(after: int, newest: int) -> int:
    """Take down what notices behind `after`, up to and with `newest`, withdraw, the first hundred of them.

    The number up to which all is down. Files go before rows, and every file before a failure is told: a full disk
    stops no takedown.
    """
    waiting = Notice.objects.filter(seq__gt=after, seq__lte=newest).exclude(withdrawn=[]).order_by("seq")
    some = list(waiting[:DOWN_AT_ONCE])
    taken_down = [(notice, path) for notice in some for path in notice.withdrawn]
    if len(taken_down) > 1 and len({path for _, path in taken_down}) == len(taken_down):
        failures = _withdraw_together(taken_down)
    else:
        failures = _withdraw_one_by_one(taken_down)
    if failures:
        raise failures[0]
    if taken_down:
        with transaction.atomic():
            paths = [path for _, path in taken_down]
            PrintedPage.objects.filter(press=node(), path__in=paths).delete()
            for notice, path in taken_down:
                owing.owe([path], notice.seq, urgent=True)
        confirm([(notice.seq, path, Did.WITHDRAWN) for notice, path in taken_down])
    for notice in some:
        counts.taken_down(notice, clock.now())
    return some[-1].seq if len(some) == DOWN_AT_ONCE else newest


def _withdraw_together(taken_down: list[tuple[Notice, str]]) -> list[CannotWrite]:
    """Take pages down with one wait for the disk; where that fails, each by itself, so that one keeps no other."""
    marks = {path: _mark(notice) for notice, path in taken_down if rules.file_of(path) is not None}
    try:
        with watching.step("withdraw together", pages=len(marks)):
            files.withdraw_all(marks)
    except CannotWrite:
        return _withdraw_one_by_one(taken_down)
    for _ in marks:
        counts.came_of(Did.WITHDRAWN)
    return []


def _withdraw_one_by_one(taken_down: list[tuple[Notice, str]]) -> list[CannotWrite]:
    failures = []
    for notice, path in taken_down:
        with watching.hearing(notice), watching.step("withdraw", path=path, notice=notice.seq):
            if failure := _withdraw(notice, path):
                failures.append(failure)
    return failures


def _mark(notice: Notice) -> files.Mark:
    """What is to stand where this notice takes a page down."""
    facts = notice.facts
    said = [str(facts.get(name, "")) for name in ("page", "notice")]
    reason = str(facts.get("reason", notice.kind))
    return files.Mark(
        int(facts.get("status", 410)), str(facts.get("location", "")), notice.seq, reason, *said
    )


def _withdraw(notice: Notice, path: str) -> CannotWrite | None:
    """Take one page down; the failure when it could not be written down as well."""
    try:
        files.withdraw_by(_mark(notice), path)
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
    index, parts = queries.pages_by_tag(tags)
    touched = {notice.seq: rules.paths_touched(notice.paths, notice.tags, index) for notice in batch}
    everything: dict[str, Notice] = {}
    for notice in batch:
        for path in touched[notice.seq]:
            everything.setdefault(path, notice)
    left = {path: notice for path, notice in everything.items() if path not in done and path not in withdrawn}
    whole = [path for path in left if "" in parts.get(path, {""})]
    if len(left) - len(whole) > PRINTED_AT_ONCE:
        # So many parts, each with a wait for the disk, cost more than their pages together.
        whole = list(left)
    done |= _print_whole({path: left.pop(path) for path in whole}, before_each=before_each)
    for path, notice in left.items():
        before_each()
        with watching.hearing(notice):
            done[path] = _print_one(path, frozenset(parts[path]))
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
    left = {path: notice for path, notice in paths.items() if path not in done}
    done |= _print_whole(left, before_each=before_each)
    for path in left:
        if done[path] is Did.MISSING and (standing := files.read(path)):
            # Printed in haste and not at leisure: the words stand, and what touches them must find them.
            depending.enter([standing], version)
    return done


def _print_whole(paths: Mapping[str, Notice], *, before_each: Callable[[], object]) -> dict[str, Did]:
    """Print these: a few one after another, more of them some at a time with one wait for the disk."""
    done: dict[str, Did] = {}
    several = list(paths) if len(paths) > A_FEW else []
    for start in range(0, len(several), PRINTED_AT_ONCE):
        done |= _print_together(several[start : start + PRINTED_AT_ONCE], before_each=before_each)
    for path, notice in paths.items():
        if path not in done:
            before_each()
            with watching.hearing(notice):
                done[path] = _print_one(path, frozenset())
    return done


def _print_together(paths: Sequence[str], *, before_each: Callable[[], object]) -> dict[str, Did]:
    """Print these with what they need read at once; what cannot be printed so is left out.

    What is taken down meanwhile is left out too; a page that shows it is touched by the notice of that.
    """
    before_each()
    version = notices.latest()
    sheets = []
    with watching.step("print together", pages=len(paths)):
        for path, sheet in ahead.print_run(paths, clock.now()):
            before_each()
            if isinstance(sheet, Sheet) and rules.file_of(path) is not None:
                sheets.append(sheet)
        sheets = [sheet for sheet in sheets if rules.is_newer(version, files.version_of(sheet.path))]
        _enter(sheets, version)
        for sheet in sheets:
            files.place(sheet, version, sync=False)
        atomic_file.sync_all(home() / "press")
    for _ in sheets:
        counts.came_of(Did.PRINTED)
    return {sheet.path: Did.PRINTED for sheet in sheets}


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

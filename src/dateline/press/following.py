"""The followers at work: each is brought what it owes, confirms it, and is waited for while it is away.

Each has a thread of its own, so that a bucket that hangs keeps neither the local press nor another follower.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from dateline.house import clock, database, notices
from dateline.house.errors import CannotWrite
from dateline.house.home import node
from dateline.press import actions, files, owing, queries
from dateline.press.errors import NotReached
from dateline.press.followers import Follower
from dateline.press.models import Copy, Press, Receipt

log = logging.getLogger(__name__)
AT_ONCE = 100
# What cannot be brought yet (a cache that still shows an older page, a print that is not there) keeps nothing behind it
# waiting. So many are passed over at a time, then all of it is tried again.
MOST_PASSED = 5_000
LOOK_EVERY_SECONDS = 0.5
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
# A print that was entered lies on disk a moment later. One that never came (its process fell) is not waited for.
PRINT_LASTS = timedelta(seconds=30)
SAY_REACHED_EVERY = timedelta(seconds=10)
# By their numbers, and when they were owed.
Passed = dict[int, datetime]


def follow(follower: Follower, passed: Passed | None = None) -> int:
    """Bring it what it owes, a hundred pages at most, and give receipts; how many pages were brought.

    `passed`: what could not be brought a moment ago, and is passed over unless it was owed anew since; what cannot be
    brought now is added. Raises NotReached when it is away: then it owes what it owed.
    """
    passed = {} if passed is None else passed
    at = clock.now()
    press = _enrolled(follower, at)
    owed = _owed(follower.name, passed)
    ready = [copy for copy in owed if _lies_ready(copy, at)]
    did = follower.bring([copy.path for copy in ready]) if ready else {}
    brought = {copy.pk for copy in ready if copy.path in did and _is_settled(copy, did[copy.path])}
    passed |= {copy.pk: copy.owed_at for copy in owed if copy.pk not in brought}
    _confirm(follower.name)
    if press.failing_since or press.seen_at < at - SAY_REACHED_EVERY:
        Press.objects.filter(pk=press.pk).update(seen_at=at, failing_since=None, reason="")
    return len(brought)


def _owed(press: str, passed: Passed) -> list[Copy]:
    """What comes next: urgent first, then the oldest."""
    owing = Copy.objects.filter(press=press, is_owed=True)
    if passed:  # a takedown, perhaps, of what is passed over
        for pk, owed_at in owing.filter(pk__in=list(passed)).values_list("pk", "owed_at"):
            if passed[pk] != owed_at:
                del passed[pk]
        owing = owing.exclude(pk__in=list(passed))
    return list(owing.order_by("-is_urgent", "owed_at")[:AT_ONCE])


def _is_settled(copy: Copy, did: str) -> bool:
    """Note that it was brought; what was owed anew meanwhile is still owed."""
    same = Copy.objects.filter(pk=copy.pk, owed_at=copy.owed_at)
    return bool(same.update(is_owed=False, is_urgent=False, did=did))


def note_away(follower: Follower, why: str) -> None:
    """Write down that it cannot be reached, for the desk."""
    press = _enrolled(follower, clock.now())
    if press.failing_since is None or press.reason != why:
        press.failing_since = press.failing_since or clock.now()
        press.reason = why
        press.save(update_fields=["failing_since", "reason"])


def _enrolled(follower: Follower, at: datetime) -> Press:
    """Its row; a new follower owes everything that is printed and everything that was ever withdrawn."""
    if known := Press.objects.filter(name=follower.name).first():
        return known  # asked twice a second: nobody who writes shall wait for it
    with transaction.atomic():
        press, is_new = Press.objects.get_or_create(
            name=follower.name, defaults={"kind": follower.kind, "seen_at": at}
        )
        if is_new:
            # Rows stand before files do: what is printed from here on is owed besides.
            notices.keep_place(queries.hearer(follower.name), notices.place_of(queries.hearer()))
            owing.owe_everything(follower.name)
    return press


def _lies_ready(copy: Copy, at: datetime) -> bool:
    """Whether what lies here is as new as what is owed. A page that lies nowhere, or is lost, is printed first."""
    version = files.version_of(copy.path)
    if version is None or files.has_lost_its_page(copy.path):
        return _is_printed_now(copy.path)
    return version >= copy.version or copy.owed_at < at - PRINT_LASTS


def _is_printed_now(path: str) -> bool:
    """Print it, if there is such a page; False when it cannot be: its fault keeps no other page back."""
    try:
        actions.print_page(path)
    except database.UNREACHABLE:
        raise
    except Exception as fault:
        if isinstance(fault, CannotWrite) and actions.is_the_disks(fault):
            raise
        log.exception("%s could not be printed", path)
        return False
    return True


def _confirm(name: str) -> None:
    """A receipt for each path of each notice that the local press has confirmed and this follower owes no more."""
    hearer = queries.hearer(name)
    place, local = notices.place_of(hearer), notices.place_of(queries.hearer())
    if place >= local:
        return
    waiting = [notice.seq for notice in notices.after(place) if notice.seq <= local]
    own: dict[int, dict[str, str]] = {seq: {} for seq in waiting}
    for seq, path, did in Receipt.objects.filter(press=node(), seq__in=waiting).values_list(
        "seq", "path", "did"
    ):
        own[seq][path] = did
    paths = {path for touched in own.values() for path in touched}
    copies = {copy.path: copy for copy in Copy.objects.filter(press=name, path__in=paths)}
    owed = {path for path, copy in copies.items() if copy.is_owed}
    have = set(Receipt.objects.filter(press=name, seq__in=waiting).values_list("seq", "path"))
    actions.confirm(
        (
            (seq, path, Receipt.Did(copies[path].did if path in copies else did))
            for seq, touched in own.items()
            for path, did in touched.items()
            if path not in owed and (seq, path) not in have
        ),
        press=name,
    )
    for seq in waiting:
        if not owed.isdisjoint(own[seq]):
            break
        place = seq
    notices.keep_place(hearer, place)


class Following(threading.Thread):
    """One follower's own thread: follows while this node is on duty, pauses longer after each failure."""

    def __init__(self, follower: Follower, is_on_duty: Callable[[], bool]) -> None:
        super().__init__(name=f"follower {follower.name}", daemon=True)
        self._follower = follower
        self._is_on_duty = is_on_duty
        self._news = threading.Event()
        self._stopping = threading.Event()
        self._pause = FIRST_PAUSE_SECONDS

    def knock(self) -> None:
        """There is something new."""
        self._news.set()

    def stop(self) -> None:
        """Finish what is at hand and go."""
        self._stopping.set()
        self._news.set()

    def run(self) -> None:
        """Follow until told to stop."""
        while not self._stopping.is_set():
            self._news.clear()
            database.look_again()
            if self._is_on_duty() and not database.is_gone() and (pause := self._once()):
                self._stopping.wait(pause)
            else:
                self._news.wait(LOOK_EVERY_SECONDS)

    def _once(self) -> float:
        """Follow until nothing is owed that can be brought; for how many seconds to leave it alone."""
        try:
            self._follow_all()
        except NotReached as cause:
            return self._failed(str(cause))
        except Exception as fault:  # one follower's fault must not stop the others
            if not isinstance(fault, database.UNREACHABLE):
                log.exception("%s stumbled", self.name)
            return self._failed("")
        self._pause = FIRST_PAUSE_SECONDS
        return 0.0

    def _follow_all(self) -> None:
        passed: Passed = {}
        looked_at = AT_ONCE
        while looked_at == AT_ONCE and len(passed) < MOST_PASSED:
            if self._stopping.is_set() or not self._is_on_duty():
                return
            before = len(passed)
            looked_at = follow(self._follower, passed) + len(passed) - before

    def _failed(self, why: str) -> float:
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE_SECONDS)
        if why:
            log.warning("%s cannot be reached, trying again in %d s: %s", self.name, pause, why)
            try:
                note_away(self._follower, why)
            except database.UNREACHABLE:
                database.let_go()
        return pause

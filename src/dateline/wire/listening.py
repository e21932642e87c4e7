"""Follows every source at once, each in a thread of its own: one that is slow or broken holds up no other."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime

from dateline.house import clock, database
from dateline.house.home import home
from dateline.licences.models import Partner
from dateline.licences.rules import SourceKind
from dateline.wire import queries
from dateline.wire.actions import picturing, polling, sourcing
from dateline.wire.folders.watching import FolderWatch
from dateline.wire.models import Source
from dateline.wire.rules.whole import WHOLE_SECONDS

log = logging.getLogger(__name__)
LOOK_EVERY_SECONDS = 0.5
LOOK_INTO_FOLDERS_SECONDS = 0.1
# A folder that is only looked at leaves a sign of life this often.
SIGN_OF_LIFE_SECONDS = 60.0
TELL_EVERY_SECONDS = 20.0
MOST_AT_ONCE = 16


class Listener:
    """Polls what is due and watches the folders until told to stop."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._threads: dict[int, threading.Thread] = {}
        self._loaded: list[tuple[int, datetime]] | None = None
        self._tell_at = 0.0
        self._is_away = False

    def stop(self) -> None:
        """Finish what is at hand and go."""
        self._stop.set()

    def work(self) -> None:
        """Follow the sources until told to stop. A database that is away is waited for."""
        polling.sweep()
        while not self._stop.wait(LOOK_EVERY_SECONDS):
            try:
                database.look_again()
                self.once(clock.now())
                self._is_away = False
            except database.UNREACHABLE as fault:
                if not database.is_gone() and not self._is_away:
                    log.error("the sources could not reach their database", exc_info=fault)
                self._is_away = True
                database.let_go()
            except Exception:  # one turn that stumbles must not end the following
                log.exception("following the sources stumbled")
        for thread in self._threads.values():
            thread.join(5)

    def once(self, at: datetime) -> None:
        """Start what is due and not under way."""
        self._keep_sources(at)
        if time.monotonic() >= self._tell_at:
            sourcing.tell_silence(at)
            self._tell_at = time.monotonic() + TELL_EVERY_SECONDS
        self._threads = {pk: thread for pk, thread in self._threads.items() if thread.is_alive()}
        for row in queries.listed_sources():
            if row.pk in self._threads:
                continue
            if row.kind == SourceKind.FOLDER:
                self._start(row, self._watch)
            elif row.is_due(at) and self._has_room():
                self._start(row, _poll)
        for row in picturing.wanting(at):
            if -row.pk not in self._threads:
                self._start(row, _fetch_pictures, key=-row.pk)

    def _has_room(self) -> bool:
        return (
            len(self._threads)
            < MOST_AT_ONCE + queries.listed_sources().filter(kind=SourceKind.FOLDER).count()
        )

    def _keep_sources(self, at: datetime) -> None:
        """Read the partners' sources again when a file was loaded since."""
        loaded = list(Partner.objects.order_by("pk").values_list("pk", "loaded_at"))
        if loaded != self._loaded:
            sourcing.keep_sources(at)
            self._loaded = loaded

    def _start(self, row: Source, follow: Callable[[Source], None], *, key: int = 0) -> None:
        def run() -> None:
            try:
                follow(row)
            except Exception:
                if not database.is_gone():
                    log.warning("source %s stumbled", row, exc_info=True)
            finally:
                database.let_go()

        thread = threading.Thread(target=run, name=f"source {row.pk}", daemon=True)
        self._threads[key or row.pk] = thread
        thread.start()

    def _watch(self, row: Source) -> None:
        """Look into a folder until it is followed no more."""
        watch = watch_of(row)
        sign_at = 0.0
        while not self._stop.wait(LOOK_INTO_FOLDERS_SECONDS):
            at = clock.now()
            is_due = time.monotonic() >= sign_at
            if is_due and not queries.is_listed(row):
                return
            try:
                took = take(row, watch, time.monotonic(), at, even_nothing=is_due)
            except OSError as cause:
                sourcing.failed(row, f"the folder cannot be read: {cause.strerror or cause}", at=at)
                self._stop.wait(30)
                return
            if took or is_due:
                sign_at = time.monotonic() + SIGN_OF_LIFE_SECONDS


def watch_of(row: Source) -> FolderWatch:
    """A watch over a source's folder, which is made where there is none; it knows what was received before."""
    root = home() / row.location
    root.mkdir(parents=True, exist_ok=True)
    return FolderWatch(root, dict(row.files.values_list("name", "stamp")))


def take(
    row: Source, watch: FolderWatch, now: float, at: datetime, *, even_nothing: bool = False
) -> polling.Polled | None:
    """Receive what lies ready in a folder; None when nothing does, and `even_nothing` is not asked for."""
    ready = watch.look(now)
    if watch.gone:
        polling.forget_files(row, watch.gone)
        for name in watch.gone:
            watch.known.pop(name, None)
    polled = None
    if ready or even_nothing:
        polled = polling.take_from_folder(row, ready, at)
        if not polled.error:
            watch.received({each.name: each.stamp for each in ready})
    if watch.has_new_pictures:
        watch.has_new_pictures = False
        picturing.look_again(row, watch.root, at)
    return polled


def _poll(row: Source) -> None:
    polling.poll(row, clock.now())


def _fetch_pictures(row: Source) -> None:
    picturing.fetch_pictures(row, clock.now())


def poll_due(at: datetime, *, partner: str = "") -> Iterator[polling.Polled]:
    """Poll what is due now, one after another, folders among it; `partner` is a slug."""
    sourcing.keep_sources(at)
    for row in queries.listed_sources(partner=partner):
        if row.kind == SourceKind.FOLDER:
            polled = _look_once(row, at)
        elif row.is_due(at):
            polled = polling.poll(row, at)
        else:
            continue
        if polled:
            yield polled


def _look_once(row: Source, at: datetime) -> polling.Polled | None:
    """What lies whole in a folder now: looked at twice, so that nothing half-written is taken."""
    watch = watch_of(row)
    try:
        watch.look(time.monotonic())
        time.sleep(WHOLE_SECONDS + 0.05)
        return take(row, watch, time.monotonic(), at, even_nothing=True)
    except OSError as cause:
        reason = f"the folder cannot be read: {cause.strerror or cause}"
        sourcing.failed(row, reason, at=at)
        return polling.Polled(row, error=reason)

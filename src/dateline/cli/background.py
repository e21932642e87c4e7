"""The background of one installation: the press, the ears and the market in one process, others beside it."""

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore

from dateline.archive import actions as archive
from dateline.cli.put_off import RunTasks
from dateline.cli.rejudging import RunRejudging
from dateline.cli.sources import MindSources
from dateline.house import atomic_file, ballast, parent, release, tasks
from dateline.house.home import home
from dateline.markets import tasks as markets
from dateline.press import actions as press
from dateline.press.working import Worker, press_in_between
from dateline.stories import purging, standing
from dateline.stories.printing.dead_ends import DeadEndPrinter

log = logging.getLogger(__name__)
# What must lie on disk before the database may go: error pages and the bundles.
STANDING_PAGES = tuple(DeadEndPrinter().paths())
# `dateline setup` with another name or address has everything printed again, also while the paper is served.
LOOK_FOR_SETUP_SECONDS = 5.0
LOOK_WHETHER_PRINTED_SECONDS = 0.5
# Readers, the desk and the press's own turn come first.
NICE = 10
PRINT_EVERYTHING = (sys.executable, "-m", "dateline.cli.main", "press", "everything")
SHOW_MARKETS_EVERY_SECONDS = 1.0
FORGET_SESSIONS_EVERY_SECONDS = 6 * 3600.0


def background() -> Worker:
    """The worker with everything that falls due by itself."""
    return Worker(
        also=(PrintRelease(), _keep_room, _count_readings),
        on_duty=(
            MindSources(),
            _keep_lists,
            _follow_markets,
            RunTasks(),
            _forget_tasks,
            _forget_sessions,
            _purge,
        ),
        off_duty=(_show_markets,),
        minded=(RunRejudging(),),
    )


def stamp_printed() -> None:
    """All that is on disk was printed by this release."""
    atomic_file.write(home() / "press" / "release", release.stamp().encode())


class PrintRelease:
    """After an upgrade or a new name has every page printed again, by a process of its own: nothing waits for it."""

    def __init__(self, command: Sequence[str] = PRINT_EVERYTHING) -> None:
        self._command = command
        self._printing: subprocess.Popen[bytes] | None = None

    def __call__(self, at: datetime) -> float:
        """Begin it if it is due, and note when it is done; in how many seconds to come again."""
        if self._printing:
            return self._look()
        stamp = home() / "press" / "release"
        if stamp.exists() and stamp.read_text() == release.stamp():
            return LOOK_FOR_SETUP_SECONDS
        if _is_another_releases():
            return LOOK_FOR_SETUP_SECONDS
        press.print_paths(STANDING_PAGES)
        own = os.environ | {parent.GROUP: str(os.getpid())}  # it leaves when we do
        self._printing = subprocess.Popen(self._command, stdout=subprocess.DEVNULL, env=own)  # noqa: S603 - our own
        os.setpriority(os.PRIO_PROCESS, self._printing.pid, NICE)
        self._settings = _settings()
        return LOOK_WHETHER_PRINTED_SECONDS

    def _look(self) -> float:
        """Whether it is done. What fell, or was printed while the settings changed, is begun again."""
        assert self._printing  # noqa: S101 - asked by the caller
        code = self._printing.poll()
        if code is None:
            return LOOK_WHETHER_PRINTED_SECONDS
        self._printing = None
        if code == 0 and self._settings == _settings():
            stamp_printed()
        elif code:
            log.error("the paper could not be printed again as a whole (exit %s); trying again", code)
        return LOOK_FOR_SETUP_SECONDS


def _settings() -> bytes:
    path = home() / "paper.json"
    return path.read_bytes() if path.exists() else b""


def _is_another_releases() -> bool:
    """Whether `dateline setup` of another release was the last: beside that one, we print no page over its own."""
    stamp = home() / "release"
    return stamp.exists() and stamp.read_text() != release.stamp()


def _keep_lists(at: datetime) -> float:
    """List what a process of an older release has put in print, which knew of no lists."""
    standing.keep_missing()
    return 3600.0


def _keep_room(at: datetime) -> float:
    """Lay the ballast anew once there is room again."""
    ballast.lay()
    return 60.0


def _follow_markets(at: datetime) -> float:
    seconds = markets.listen_once(at)
    _print_snapshot(at)
    return max(0.2, min(seconds, 60.0))


def _show_markets(at: datetime) -> float:
    """Keep this node's own strip true; another node takes the ticks."""
    markets.show(at)
    _print_snapshot(at)
    return SHOW_MARKETS_EVERY_SECONDS


def _print_snapshot(at: datetime) -> None:
    if markets.snapshot_due(at):
        press.print_paths(["/markets/", "/ko/markets/"])


def _forget_sessions(at: datetime) -> float:
    """Remove the sessions that are over: each signed-out reader who posts leaves one, and its text in it."""
    SessionStore.clear_expired()
    return FORGET_SESSIONS_EVERY_SECONDS


def _forget_tasks(at: datetime) -> float:
    tasks.forget_done(at)
    return 3600.0


def _count_readings(at: datetime) -> float:
    archive.count_readings(at)
    return 60.0


def _purge(at: datetime) -> float:
    """Purge what has ended and may not be kept: within the hour, where licences say a day."""
    purging.purge_ended(at, before_each=press_in_between())
    return 3600.0

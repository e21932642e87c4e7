"""The background of one installation: the press, the ears, the market, mail and renditions, in one process."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore

from dateline.archive import actions as archive
from dateline.cli import setup
from dateline.cli.sources import MindSources
from dateline.house import atomic_file, ballast
from dateline.house.home import home
from dateline.markets import tasks as markets
from dateline.press import actions as press
from dateline.press.working import Worker
from dateline.stories.printing.dead_ends import DeadEndPrinter

# What must lie on disk before the database may go: error pages and the bundles.
STANDING_PAGES = tuple(DeadEndPrinter().paths())
# `dateline setup` with another name or address has everything printed again, also while the paper is served.
LOOK_FOR_SETUP_SECONDS = 5.0
PAGES_A_TURN = 100
FORGET_SESSIONS_EVERY_SECONDS = 6 * 3600.0


def background() -> Worker:
    """The worker with everything that falls due by itself."""
    return Worker(
        also=(
            PrintRelease(),
            MindSources(),
            _keep_room,
            _follow_markets,
            _run_tasks,
            _count_readings,
            _forget_sessions,
        )
    )


def stamp_printed() -> None:
    """All that is on disk was printed by this release."""
    atomic_file.write(home() / "press" / "release", setup.release_stamp().encode())


class PrintRelease:
    """After an upgrade or a new name prints every page again, some a turn: a takedown never waits behind it."""

    def __init__(self) -> None:
        self._left: Iterator[tuple[str, bool]] | None = None

    def __call__(self, at: datetime) -> float:
        """Print the next pages, if any are to be; in how many seconds to come again."""
        stamp = home() / "press" / "release"
        if stamp.exists() and stamp.read_text() == setup.release_stamp():
            self._left = None
            return LOOK_FOR_SETUP_SECONDS
        left, self._left = self._left, None  # a database that goes meanwhile has it begun anew
        if left is None:
            press.print_paths(STANDING_PAGES)
            left = press.print_everything()
        for _ in range(PAGES_A_TURN):
            press.run()  # what comes in meanwhile, and a takedown above all, waits for one page
            if next(left, None) is None:
                stamp_printed()
                return LOOK_FOR_SETUP_SECONDS
        self._left = left
        return 0.0


def _keep_room(at: datetime) -> float:
    """Lay the ballast anew once there is room again."""
    ballast.lay()
    return 60.0


def _follow_markets(at: datetime) -> float:
    seconds = markets.listen_once(at)
    if markets.snapshot_due(at):
        press.print_paths(["/markets/", "/ko/markets/"])
    return max(0.2, min(seconds, 60.0))


def _run_tasks(at: datetime) -> float:
    """Run what the rooms have put off: renditions, search index, reference index. One a turn: a page waits for it."""
    from dateline.house import tasks

    return 0.0 if tasks.run_some(1) else 1.0


def _forget_sessions(at: datetime) -> float:
    """Remove the sessions that are over: each signed-out reader who posts leaves one, and its text in it."""
    SessionStore.clear_expired()
    return FORGET_SESSIONS_EVERY_SECONDS


def _count_readings(at: datetime) -> float:
    archive.count_readings(at)
    return 60.0

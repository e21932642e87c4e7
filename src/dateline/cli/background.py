"""The background of one installation: the press, the ears, the market, mail and renditions, in one process."""

from datetime import datetime

from dateline.archive import actions as archive
from dateline.cli import setup
from dateline.house import atomic_file
from dateline.house.home import home
from dateline.markets import tasks as markets
from dateline.press import actions as press
from dateline.press.working import Worker

# What must lie on disk before the database may go: error pages and the bundles.
STANDING_PAGES = ("/-/404/", "/-/410/", "/-/503/", "/ko/-/404/", "/ko/-/410/", "/ko/-/503/")


def background() -> Worker:
    """The worker with everything that falls due by itself."""
    return Worker(also=(_print_release, _follow_markets, _run_tasks, _count_readings))


def stamp_printed() -> None:
    """All that is on disk was printed by this release."""
    atomic_file.write(home() / "press" / "release", setup.release_stamp().encode())


def _print_release(at: datetime) -> float:
    """After an upgrade every page is printed again, in the background; on a fresh start what must lie ready."""
    stamp = home() / "press" / "release"
    if stamp.exists() and stamp.read_text() == setup.release_stamp():
        return 3600
    press.print_paths(STANDING_PAGES)
    for _ in press.print_everything():
        pass
    stamp_printed()
    return 3600


def _follow_markets(at: datetime) -> float:
    seconds = markets.listen_once(at)
    if markets.snapshot_due(at):
        press.print_paths(["/markets/", "/ko/markets/"])
    return max(0.2, min(seconds, 60.0))


def _run_tasks(at: datetime) -> float:
    """Run what the rooms have put off: renditions, search index, reference index. At most twenty a turn."""
    from dateline.house import tasks

    return 0.0 if tasks.run_some(20) else 2.0


def _count_readings(at: datetime) -> float:
    archive.count_readings(at)
    return 60.0

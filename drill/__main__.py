"""`python -m drill [NAMES] [--controls] [--seed S] [--keep FOLDER]`: hold drills, print what was found.

Each name is a drill: kills, pages, overtaken, away, disk, clock, older, restore, migrations. `--kills N --writes N
--reads N`: kills go on until there were so many of each. `--minutes M`: so long the database is away. `--since COMMIT`:
the older code. With `--controls` each drill is held once more with its guard taken away, and must find something then.
Exit 1 when a drill found something, or a control nothing.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests import postgresql

from drill import kills
from drill.faults import (
    clock_jumps,
    database_away,
    disk_full,
    half_migrations,
    half_pages,
    older_code,
    overtaken,
    restores,
)
from drill.ground import ground


@dataclass(frozen=True)
class Options:
    """As given on the command line."""

    kills: int
    writes: int
    reads: int
    minutes: float
    seed: int
    since: str = ""


@dataclass
class Told:
    """How a drill went: a sentence of figures, and what was found."""

    figures: str
    found: list[str]


Hold = Callable[[Path, Options, tuple[str, ...]], Told]


def hold_kills(folder: Path, options: Options, guards_off: tuple[str, ...]) -> Told:
    """Any process, at random and at the named points."""
    with ground(folder, guards_off=guards_off, seed=options.seed) as place:
        place.let_read()
        place.let_write(letters=3)
        if guards_off:
            few = kills.Wanted(8)
            done = kills.loop(place, few, names=("notice.committed", "press.kept"), share_at_points=1.0)
        else:
            done = kills.loop(place, kills.Wanted(options.kills, options.writes, options.reads))
        place.come_to_rest()
        found = place.findings()
    figures = (
        f"{done.total} kills ({done.at_random} at random, {sum(done.at_points.values())} at {len(done.at_points)} "
        f"points); "
        f"{found.acknowledged} acknowledged writes, {len(found.losses)} lost, doubled or wrong; {found.reads} reads, "
        f"{len(found.faults)} faults; answers {found.statuses}; asked again {found.asked_again}, unanswered "
        f"{len(found.no_answer)}; made when asked {found.made_when_asked}; a front behind a takedown for at most "
        f"{found.longest_doubt:.0f} s"
    )
    return Told(figures, found.faults + found.losses)


def hold_pages(folder: Path, options: Options, guards_off: tuple[str, ...]) -> Told:
    """Pages written while they are read."""
    found = half_pages.drill(folder, turns=60, guards_off=guards_off, seed=options.seed)
    return Told(f"{found.reads} reads, {found.statuses}", found.faults + found.losses)


def hold_overtaken(folder: Path, options: Options, guards_off: tuple[str, ...]) -> Told:
    """An older print let go after a newer one."""
    return Told("", overtaken.drill(folder, guards_off=guards_off, seed=options.seed))


def hold_away(folder: Path, options: Options, guards_off: tuple[str, ...]) -> Told:
    """The database aside for minutes."""
    # A guard that is missing is missed within the first minute.
    minutes = min(options.minutes, 1.0) if guards_off else options.minutes
    found = database_away.drill(folder, seconds=minutes * 60, guards_off=guards_off, seed=options.seed)
    figures = (
        f"{minutes:g} minutes; {found.reads} reads, {found.statuses}; p99 {found.p99_ms:.0f} ms "
        f"(before: {found.p99_quiet_ms:.0f})"
    )
    return Told(figures, found.faults + found.losses)


def hold_disk(folder: Path, options: Options, guards_off: tuple[str, ...]) -> Told:
    """A full disk."""
    if not disk_full.is_possible(folder / "possible"):
        return Told("not held: only root may lay a small disk", [])
    taken = disk_full.drill(folder / "held", takedowns=5, guards_off=guards_off, seed=options.seed)
    slowest = max(taken.seconds, default=0.0)
    return Told(
        f"{len(taken.seconds)} takedowns, the slowest {slowest:.1f} s with its command; {taken.found.reads} reads",
        taken.refused + taken.found.faults + taken.found.losses,
    )


def hold_clock(folder: Path, options: Options, guards_off: tuple[str, ...]) -> Told:
    """A clock that is set."""
    jumped = clock_jumps.drill(folder, guards_off=guards_off, seed=options.seed)
    slowest = ", ".join(f"{what} after {seconds:.1f} s" for what, seconds in jumped.slowest.items())
    return Told(
        f"{len(clock_jumps.JUMPS)} jumps, {jumped.found.acknowledged} writes, {jumped.found.reads} reads; {slowest}",
        jumped.found.faults + jumped.found.losses,
    )


def hold_older(folder: Path, options: Options, guards_off: tuple[str, ...]) -> Told:
    """The older code on the newer schema."""
    if not (commit := options.since or older_code.older()):
        return Told("not held: no history here to take the older code from", [])
    found = older_code.drill(folder, commit, guards_off=guards_off, seed=options.seed)
    figures = f"the code of {commit[:7]}; {found.acknowledged} writes, {found.reads} reads, {found.statuses}"
    return Told(figures, found.faults + found.losses)


def hold_restore(folder: Path, options: Options, guards_off: tuple[str, ...]) -> Told:
    """A backup, a loss, a restore."""
    restored = restores.drill(folder, guards_off=guards_off, seed=options.seed)
    figures = f"restored in {restored.seconds:.0f} s, {restored.kept} stories kept"
    return Told(
        figures,
        [f"{each} is back in print" for each in restored.back]
        + [f"{each} is lost" for each in restored.lost],
    )


def hold_migrations(folder: Path, options: Options, guards_off: tuple[str, ...]) -> Told:
    """Migrations killed half way."""
    *wrong, figures = half_migrations.drill(folder, guards_off=guards_off)
    return Told(figures, wrong)


DRILLS: dict[str, tuple[Hold, tuple[str, ...]]] = {
    "kills": (hold_kills, ("notice-in-transaction", "print-before-place")),
    # Each of the two guards alone is enough.
    "pages": (hold_pages, ("beside-and-rename hash-before-sending",)),
    "overtaken": (hold_overtaken, ("never-older",)),
    "away": (hold_away, ("pages-before-database",)),
    "disk": (hold_disk, ("rename-needs-no-room", "ballast")),
    "clock": (hold_clock, ("later-than-before",)),
    "older": (hold_older, (older_code.NOT_ADDED,)),
    "restore": (hold_restore, ("withdrawn-list",)),
    "migrations": (hold_migrations, ("note-with-migration",)),
}


def main() -> int:
    """Hold them one after another."""
    parser = argparse.ArgumentParser(prog="python -m drill", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", choices=[*DRILLS, []], metavar="NAME", help=", ".join(DRILLS))
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--writes", type=int, default=5000)
    parser.add_argument("--reads", type=int, default=25000)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--since", default="", help="a commit: the older code is that one's")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--controls", action="store_true")
    parser.add_argument("--keep", type=Path, help="leave each newsroom that was drilled in this folder")
    given = parser.parse_args()
    options = Options(given.kills, given.writes, given.reads, given.minutes, given.seed, given.since)
    postgresql.keep_what_is_told()
    is_well = True
    for name in given.names or DRILLS:
        hold, guards = DRILLS[name]
        is_well &= not _held(name, hold, options, (), given.keep)
        for guard in guards if given.controls else ():
            is_well &= _held(f"{name} without {guard}", hold, options, (guard,), given.keep)
    return 0 if is_well else 1


def _held(name: str, hold: Hold, options: Options, guards_off: tuple[str, ...], keep: Path | None) -> bool:
    """Hold it and tell of it; whether something was found."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="dateline-drill-", ignore_cleanup_errors=True) as folder:
        try:
            told = hold((keep or Path(folder)) / name.replace(" ", "-"), options, guards_off)
        except AssertionError as stopped:  # it came to a standstill: that is found, and the others are held
            told = Told("stopped before its end", [str(stopped)])
    said = "nothing found" if not told.found else f"{len(told.found)} found"
    seconds, load = time.monotonic() - begun, os.getloadavg()[1]
    print(f"{name}: {said}, {seconds:.0f} s, load {load:.1f}. {told.figures}", flush=True)
    for line in told.found[:20]:
        print(f"  {line}", flush=True)
    return bool(told.found)


if __name__ == "__main__":
    sys.exit(main())

"""The code of before on the schema of now: `dateline setup` of a newer release, and the older one goes on for a while.

The older code is out of the repository's own history: what stood before the newest migration. It serves, prints, writes
and receives on a paper that is migrated already; then the code of now takes over, and nothing is missed.
"""

import contextlib
import subprocess
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.paths.newsroom import PROJECT

from drill.ground import Findings, Ground

MIGRATIONS = "src/dateline/*/migrations/0*.py"
GOES_ON_SECONDS = 40.0
NEWER = "a newer one"
KINDS = ("publish", "wire", "comment")
NOT_ADDED = "only-adds"


def older() -> str:
    """The last commit before the newest migration; empty in a copy without a history."""
    newest = _git("log", "-1", "--format=%H", "--", MIGRATIONS)
    return _git("rev-parse", "--verify", "--quiet", f"{newest}^") if newest else ""


def drill(folder: Path, commit: str, *, guards_off: tuple[str, ...] = (), seed: int = 1) -> Findings:
    """Work with the code of that commit, then with that of now."""
    code = folder / "older"
    code.mkdir(parents=True)
    _git("archive", f"--output={folder / 'older.tar'}", commit, "src")
    with tarfile.open(folder / "older.tar") as archive:
        archive.extractall(code, filter="data")
    place = Ground(folder / "ground", code=code / "src", guards_off=guards_off, seed=seed)
    # As when the newer release has printed the paper: the older one leaves that alone.
    release = place.room.home / "press" / "release"
    release.write_text(NEWER)
    try:
        place.room.start()
        place.write(turns=20)
        place.let_read()
        place.let_write()
        before = place.said()
        with _a_column_renamed(place) if NOT_ADDED in guards_off else contextlib.nullcontext():
            time.sleep(GOES_ON_SECONDS)
        stopped = [kind for kind in KINDS if place.said()[kind] == before.get(kind, 0)]
        place.take_over(PROJECT / "src")
        place.room.until(
            lambda: release.read_text() != NEWER, "the whole paper to be printed anew", seconds=600
        )
        place.come_to_rest()
        found = place.findings()
        found.faults += [f"the older code wrote no {kind} that was acknowledged" for kind in stopped]
        return found
    finally:
        place.clear()


@contextlib.contextmanager
def _a_column_renamed(place: Ground) -> Iterator[None]:
    """As a migration would do it that minds nobody else."""
    with place.database() as database:
        database.execute("ALTER TABLE comments_comment RENAME COLUMN text TO words")
    yield
    with place.database() as database:
        database.execute("ALTER TABLE comments_comment RENAME COLUMN words TO text")


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(PROJECT), *arguments], capture_output=True, text=True, check=False
    )  # fmt: skip
    return done.stdout.strip() if done.returncode == 0 else ""

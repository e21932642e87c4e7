"""What `press everything` is to print, and how far it has come: two files, so that it goes on after an interruption."""

import hashlib
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

from dateline.house import atomic_file, clock, printing, release
from dateline.house.home import home
from dateline.press import rules

# Stories that were written one after another lead to each other: the more of them in one batch, the less is read twice.
PAGES_A_BATCH = 400
Batch = tuple[int, list[str]]


class Listing:
    """The paths to print, a line each behind a line of facts, and the numbers of the batches that are done."""

    def __init__(self) -> None:
        self._paths, self._done = folder() / "paths", folder() / "done"
        self._numbers: set[int] = set()
        self.pages = 0
        self.began_at = 0.0

    def open(self) -> None:
        """Go on with what stands there when it is of this release and these settings; else list anew."""
        if self._stamp() != (stamp := _stamp()):
            self._write(stamp)
        self.began_at = self._paths.stat().st_mtime
        with self._paths.open() as lines:
            self.pages = sum(1 for _ in lines) - 1
        if self._done.exists():
            whole = self._done.read_bytes().rpartition(b"\n")[0]  # a line that was cut short is none
            self._numbers = {int(number) for number in whole.split()}

    @property
    def pages_done(self) -> int:
        """How many pages are in the batches that are done."""
        last = (self.pages - 1) // PAGES_A_BATCH
        missing = (last + 1) * PAGES_A_BATCH - self.pages if last in self._numbers else 0
        return len(self._numbers) * PAGES_A_BATCH - missing

    def left(self) -> Iterator[Batch]:
        """The batches that are to be printed still, with their numbers."""
        with self._paths.open() as lines:
            next(lines)
            for number in itertools.count():
                paths = [line.rstrip("\n") for line in itertools.islice(lines, PAGES_A_BATCH)]
                if not paths:
                    return
                if number not in self._numbers:
                    yield number, paths

    def confirm(self, number: int) -> None:
        """This batch is done. Not synced: of a line that a power cut takes, the batch is printed again."""
        self._numbers.add(number)
        with self._done.open("a") as lines:
            lines.write(f"{number}\n")

    def close(self) -> None:
        """All is done: the next start lists anew."""
        self._paths.unlink()
        self._done.unlink(missing_ok=True)

    def _stamp(self) -> str | None:
        try:
            with self._paths.open() as lines:
                return str(json.loads(next(lines))["stamp"])
        except (FileNotFoundError, StopIteration, ValueError, KeyError):
            return None

    def _write(self, stamp: str) -> None:
        """List what is there now. What was done of an older list is forgotten first."""
        self._done.unlink(missing_ok=True)
        beside = self._paths.with_name("paths.new")
        with beside.open("w") as lines:
            lines.write(json.dumps({"stamp": stamp, "began_at": clock.now().isoformat()}) + "\n")
            # No address of ours holds a line break: such a path has no file.
            lines.writelines(f"{path}\n" for path in printing.all_paths() if rules.file_of(path) is not None)
        atomic_file.sync(beside)
        beside.replace(self._paths)


def folder() -> Path:
    """Where both files lie."""
    return home() / "press" / "everything"


def _stamp() -> str:
    """What every page depends on and no notice tells of: the release, and the paper's settings."""
    settings = home() / "paper.json"
    facts = settings.read_bytes() if settings.exists() else b""
    return f"{release.stamp()} {hashlib.sha256(facts).hexdigest()[:16]}"

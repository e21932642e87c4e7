"""Prints the whole paper, in parallel on all cores, and goes on where it was when it was interrupted.

What is to be printed is listed first, in a file; each batch of it that is confirmed is noted in another. An
interruption of any kind, kill -9 or a power cut, costs the batches that were at hand. Begun anew is it when the
release or the paper's settings have changed. What is published, changed or withdrawn meanwhile is the press's, as ever.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dateline.house import clock, printing
from dateline.house.alone import alone
from dateline.house.home import press_licensed, press_open
from dateline.press import actions, batches, crew, rules
from dateline.press.errors import AlreadyPrinting
from dateline.press.listing import Listing, folder


@dataclass(frozen=True)
class Progress:
    """How many of how many pages are done, those of an earlier start with them; `faults` could not be printed."""

    done: int
    total: int
    faults: int = 0


def print_everything(*, workers: int | None = None) -> Iterator[Progress]:
    """Print every path that exists, and remove what lies on disk and no printer knows.

    A progress a batch; the first one says what is to be done. `workers`: a process a core when not said; with none,
    all is printed in this one. Raises AlreadyPrinting while another does it; CannotWrite, DatabaseError or
    PrintersFell when it cannot go on: called again, it goes on where it was.
    """
    with _alone():
        listing = Listing()
        listing.open()
        yield Progress(listing.pages_done, listing.pages)
        faults = 0
        for batch in crew.print_all(listing.left(), _cores() if workers is None else workers):
            listing.confirm(batch.number)
            faults += batch.faults
            yield Progress(listing.pages_done, listing.pages, faults)
        _drop_strays(listing.began_at)
        listing.close()


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _drop_strays(began_at: float) -> None:
    """Remove each page that was not printed since then and that no printer knows."""
    for root in (press_open(), press_licensed()):
        for meta in _older(root, began_at):
            path = rules.address_of(meta.relative_to(root).as_posix().removesuffix(".meta"))
            if printing.print_path(path, clock.now()) is None:
                actions.drop(path)


def _older(folder: Path, than: float) -> Iterator[Path]:
    """Every sidecar beneath a folder that was last written before."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from _older(Path(entry.path), than)
                elif entry.name.endswith(".meta") and entry.stat().st_mtime < than:
                    yield Path(entry.path)
    except FileNotFoundError:
        return


@contextmanager
def _alone() -> Iterator[None]:
    """One at a time; what a killed one left aside is cleared away."""
    folder().mkdir(parents=True, exist_ok=True)
    with alone(folder() / "lock") as is_ours:
        if not is_ours:
            raise AlreadyPrinting("the whole paper is being printed already; wait until that is done")
        shutil.rmtree(batches.folder(), ignore_errors=True)
        yield

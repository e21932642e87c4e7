"""Prints a run of pages: what their printers and slots ask for is read ahead, for all of them at once."""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from dateline.house import printing, runs, slots
from dateline.house.database import UNREACHABLE
from dateline.house.printing import Sheet

log = logging.getLogger(__name__)


@runtime_checkable
class ReadsAhead(Protocol):
    """A printer that can read for a run of pages what it would ask for page by page."""

    def read_ahead(self, paths: Sequence[str], at: datetime) -> None:
        """Keep it in the run at hand (`house.runs`), where `print` finds it."""


def print_run(paths: Sequence[str], at: datetime) -> Iterator[tuple[str, Sheet | Exception | None]]:
    """Each path and its sheet, the very same as `printing.print_path` gives, for less.

    Where a page cannot be printed its fault stands in the place of the sheet. Raises DatabaseError.
    """
    with runs.running(at):
        for printer in printing.printers():
            if isinstance(printer, ReadsAhead):
                printer.read_ahead(paths, at)
        for path in paths:
            try:
                yield path, printing.print_path(path, at)
            except UNREACHABLE:
                raise
            except Exception as fault:  # noqa: BLE001 - told to the caller, who goes on with the others
                yield path, fault


def fill_ahead(slot: str, calls: Sequence[slots.SlotCall]) -> None:
    """Have a slot filled for all the pages of a run at once, where its room can; else each page fills its own."""
    run, filler = runs.current(), slots.find(slot)
    if run is None or filler is None or filler.fill_run is None or not calls:
        return
    with printing.composition(calls[0].language, "", run.at):
        try:
            parts = filler.fill_run(calls)
        except UNREACHABLE:
            raise
        except Exception:  # the page whose part it is will say so
            log.exception("%s could not be filled ahead", slot)
            return
    for call, part in zip(calls, parts, strict=True):
        run.parts[(slot, call.key, call.language)] = part

"""Prints a batch of pages with one wait for the disk.

What lies in place is whole at every moment, also behind a power cut: contents are made durable aside, then renamed.
The same wait that makes one batch's contents durable does so for the names of the batch before: a batch is
confirmed by the next one, and the last one by `finish`.
"""

import logging
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.house import ahead, atomic_file, clock, notices
from dateline.house.errors import CannotWrite
from dateline.house.home import home
from dateline.house.models import Notice
from dateline.house.printing import Sheet
from dateline.press import actions, depending, files, rules

log = logging.getLogger(__name__)
# An editor who publishes meanwhile waits for one of these transactions at most.
PAGES_A_TRANSACTION = 100


@dataclass(frozen=True)
class Printed:
    """What became of a batch, now that no power cut takes it: its number, its pages, those that could not be."""

    number: int
    pages: int
    faults: int


class Printer:
    """Prints batch after batch into the local press."""

    def __init__(self) -> None:
        self._aside = folder() / str(os.getpid())
        shutil.rmtree(self._aside, ignore_errors=True)
        self._aside.mkdir(parents=True)
        self._unconfirmed: Printed | None = None

    def print(self, number: int, paths: Sequence[str]) -> Printed | None:
        """Print these pages; the batch before, which is confirmed by it.

        A page that cannot be printed is told of in the log and stops no other. Raises CannotWrite and
        DatabaseError: then nothing of the batch is confirmed.
        """
        version = notices.latest()
        sheets: list[Sheet] = []
        missing: list[str] = []
        faults = 0
        for path, sheet in ahead.print_run(paths, clock.now()):
            if isinstance(sheet, Exception):
                if isinstance(sheet, CannotWrite) and actions.is_the_disks(sheet):
                    raise sheet
                log.error("%s could not be printed", path, exc_info=sheet)
                faults += 1
            elif sheet is None:
                missing.append(path)
            elif rules.file_of(path) is not None:
                sheets.append(sheet)
        lying = [
            files.write_aside(sheet, version, self._aside, f"{number}-{place}")
            for place, sheet in enumerate(sheets)
        ]
        confirmed = self.finish()
        # Rows first: no page lies in place that no notice would touch.
        for start in range(0, len(sheets), PAGES_A_TRANSACTION):
            depending.enter(sheets[start : start + PAGES_A_TRANSACTION], version)
        for sheet, aside in zip(sheets, lying, strict=True):
            files.place(sheet, version, sync=False, aside=aside)
        for path in missing:
            actions.drop(path)
        for path in _overtaken(sheets, missing, version):
            actions.print_page(path)
        self._clear()
        self._unconfirmed = Printed(number, len(sheets), faults)
        return confirmed

    def finish(self) -> Printed | None:
        """Make durable all that was written until now; the batch that is confirmed by it."""
        atomic_file.sync_all(home() / "press")
        confirmed, self._unconfirmed = self._unconfirmed, None
        return confirmed

    def leave(self) -> None:
        """Leave nothing aside."""
        shutil.rmtree(self._aside, ignore_errors=True)

    def _clear(self) -> None:
        """Remove what found no place, since something newer stood there."""
        with os.scandir(self._aside) as left:
            for each in left:
                Path(each.path).unlink(missing_ok=True)


def folder() -> Path:
    """Where pages lie before they are renamed into their place: in the same file system."""
    return home() / "press" / "aside"


def _overtaken(sheets: Sequence[Sheet], missing: Sequence[str], version: int) -> Iterator[str]:
    """The pages that something told after `version` touches: the press may not have known yet what they depend on."""
    told = list(Notice.objects.filter(seq__gt=version).values_list("paths", "withdrawn", "tags"))
    paths = {path for named, withdrawn, _ in told for path in (*named, *withdrawn)}
    tags = {tag for _, _, told_tags in told for tag in told_tags}
    yield from (path for path in missing if path in paths)
    for sheet in sheets:
        if sheet.path in paths or not sheet.all_tags.isdisjoint(tags):
            yield sheet.path

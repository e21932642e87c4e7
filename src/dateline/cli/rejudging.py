"""`dateline licences rejudge` and `report`: what new terms do to all that is here, and the process that does it.

It stands beside the press, while there is something to judge: no takedown and no page waits for it.
"""

import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli.put_off import RunTasks
from dateline.house import parent
from dateline.house.alone import alone
from dateline.house.home import home
from dateline.licences.cli import licences

if TYPE_CHECKING:
    from dateline.stories.judged import Rejudging

COMMAND = (sys.executable, "-m", "dateline.cli.main", "licences", "rejudge")
TELL_EVERY_SECONDS = 2.0
# What the press may have at hand of a re-judging: takedowns, each some milliseconds, and pages to print.
MOST_DOWN_AT_HAND = 200
MOST_NAMED_AT_HAND = 400
# How long a hundred stories may wait for pages.
FOR_PAGES_SECONDS = 0.4
# A press that has done nothing for so long is not at work.
GETS_ON_WITHIN_SECONDS = 10.0
PAUSE_SECONDS = 0.003


class RunRejudging(RunTasks):
    """Starts the process when something waits to be judged and none runs."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        super().__init__(command)

    def is_wanted(self) -> bool:
        from dateline.stories import reporting

        return reporting.waiting().exists()


@licences.command()
@click.argument("partner", required=False)
def rejudge(partner: str | None) -> None:
    """Judge what waits to be judged by new terms, and tell how far it is; with PARTNER all that is the partner's."""
    from dateline.house import clock
    from dateline.licences import queries
    from dateline.stories import rejudging, reporting

    stop = _told_to_stop()
    parent.leave_with_parent()
    if partner:
        asked = queries.partner(partner)
        rejudging.begin(asked, rejudging.ask(asked), clock.now())
    with alone(home() / "rejudging.lock") as is_ours:
        while (row := reporting.waiting().first()) and not stop():
            tell = _Telling(row, stop)
            if is_ours:
                rejudging.go_on(row, stop=tell, between=_Pace())
            else:
                _follow(row, stop=tell)
            tell.last()


@licences.command()
@click.argument("partner")
@click.option(
    "--version", type=click.IntRange(1), help="Of the terms; left out: the newest that were judged by."
)
@click.option("--out", type=click.Path(path_type=Path), help="Write it here.")
def report(partner: str, version: int | None, out: Path | None) -> None:
    """As CSV, every story of PARTNER of which new terms changed what is shown: what it left, and why."""
    from dateline.house import atomic_file
    from dateline.licences import queries
    from dateline.stories import reporting

    row = reporting.newest(queries.partner(partner), version)
    if out is None:
        for line in reporting.as_csv(row):
            click.echo(line, nl=False)
        return
    atomic_file.write(out, b"".join(reporting.as_file(row)))
    click.echo(f"{out}\t{_said(row)}")


class _Telling:
    """Asked between two steps of a re-judging whether to stop, it tells now and then how far that is."""

    def __init__(self, row: "Rejudging", stop: Callable[[], bool]) -> None:
        self._row = row
        self._stop = stop
        self._again_at = 0.0

    def __call__(self) -> bool:
        """Whether to stop."""
        if time.monotonic() >= self._again_at:
            self._again_at = time.monotonic() + TELL_EVERY_SECONDS
            self.last()
        return self._stop()

    def last(self) -> None:
        """How far it is now."""
        self._row.refresh_from_db()
        click.echo(_said(self._row))


class _Pace:
    """Asked between two transactions, it waits for the press: what is behind a few hundred takedowns comes soon.

    A kill that comes meanwhile is behind these few, and an editor's page behind a few hundred pages. A press that does
    not get on is not waited for.
    """

    def __init__(self) -> None:
        self._seen = (0, 0)
        self._since = time.monotonic()

    def __call__(self) -> None:
        """Wait while the press has more than that at hand and gets on."""
        from dateline.press import queries

        time.sleep(PAUSE_SECONDS)
        began = time.monotonic()
        while True:
            down, named = queries.at_hand()
            # All must be judged in time, however long their printing takes: what they say holds at once elsewhere.
            may_wait_for_pages = time.monotonic() - began < FOR_PAGES_SECONDS
            is_enough = down > MOST_DOWN_AT_HAND or (named > MOST_NAMED_AT_HAND and may_wait_for_pages)
            if not is_enough or down < self._seen[0] or named < self._seen[1]:
                self._since = time.monotonic()
            self._seen = (down, named)
            if not is_enough or time.monotonic() - self._since > GETS_ON_WITHIN_SECONDS:
                return
            time.sleep(PAUSE_SECONDS * 10)


def _said(row: "Rejudging") -> str:
    from dateline.stories import reporting

    at = reporting.progress(row)
    counts = f"{at.down} down\t{at.changed} changed\t{at.could_return} could return\t{at.failed} failed"
    return f"{row.partner.slug}\tv{row.version}\t{at.state}\t{row.judged} of {row.total}\t{at.percent}%\t{counts}"


def _follow(row: "Rejudging", *, stop: Callable[[], bool]) -> None:
    """Another process of this machine is at it: wait until it is done, or until told to stop."""
    while row.is_at_work and not stop():
        time.sleep(0.5)
        row.refresh_from_db()


def _told_to_stop() -> Callable[[], bool]:
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: told.append(number))
    return lambda: bool(told)

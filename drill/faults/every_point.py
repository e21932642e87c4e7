"""Killed once at every named point, without a server: the fast part of the kill loops.

`python -m drill.faults.every_point FOLDER [POINTS]` reads Django once; each death is a forked process that publishes,
changes, receives and withdraws, then prints until nothing is left. Another takes its place and goes on.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from drill import compare, ledger
from drill.desk import Desk
from drill.ground import Ground
from drill.orders import Orders


def drill(
    folder: Path, points: tuple[str, ...], *, guards_off: tuple[str, ...] = ()
) -> tuple[list[str], list[str]]:
    """The points at which somebody was killed, and what was lost, doubled or wrong in the end."""
    place = Ground(folder, guards_off=guards_off)
    said = place.python("drill.faults.every_point", str(folder), *points)
    return place.orders.obeyed(), [line for line in said.splitlines() if line]


def main() -> None:
    """Point after point; prints what was found."""
    from dateline.cli.main import start_django

    start_django()
    from dateline.press import working

    folder, points = Path(sys.argv[1]), sys.argv[2:]
    orders = Orders(folder / "orders")
    for number, point in enumerate(points):
        orders.die(point)
        _in_child(lambda number=number: _work(folder, f"{2 * number + 1}"))
        orders.take_back(point)
        if _in_child(working.catch_up):
            print(f"nobody could go on after the death at {point}")
    # A desk that was killed early has not withdrawn anything: one that nobody kills does all there is.
    _in_child(lambda: _work(folder, f"{2 * len(points) + 1}"))
    print("\n".join(compare.findings(ledger.read(folder / "ledger.jsonl"))))


def _work(folder: Path, number: str) -> None:
    from dateline.press import working

    desk = Desk(folder, number)
    for _ in _verbs(desk):
        working.catch_up()


def _verbs(desk: Desk) -> Iterator[None]:
    """A story and an item, then a change and a takedown; the press is called after each pair."""
    for verbs in (("publish", "receive"), ("change", "withdraw")):
        for verb in verbs:
            desk.do(verb)
        yield


def _in_child(do: Callable[[], object]) -> int:
    """How it ended: 0 well, minus a signal's number when it was killed."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        ended = 1
        try:
            do()
            ended = 0
        finally:
            sys.stdout.flush()
            os._exit(ended)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status not in (0, -signal.SIGKILL):
        print(f"a process ended with {status}")
    return status


if __name__ == "__main__":
    main()

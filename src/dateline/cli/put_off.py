"""Runs what the rooms have put off, in a process of its own beside the press: no takedown waits for a picture.

It stands only while there is something to do, and a little longer; the background starts it.
"""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime

from dateline.house import parent
from dateline.house.alone import alone
from dateline.house.home import home

log = logging.getLogger(__name__)
COMMAND = (sys.executable, "-m", "dateline.cli.put_off")
LOOK_EVERY_SECONDS = 0.25
# A start takes a second of a core: not one for each save of a busy hour.
STAYS_SECONDS = 30.0
LOOK_WHETHER_WAITING_SECONDS = 1.0
# Readers and the press come first.
NICE = 5


class RunTasks:
    """Starts the process when something waits and none runs."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command = command
        self.child: subprocess.Popen[bytes] | None = None

    def __call__(self, at: datetime) -> float:
        """Start it if it is wanted; in how many seconds to come again."""
        if self.child and (code := self.child.poll()) is None:
            return LOOK_WHETHER_WAITING_SECONDS
        if self.child and code:
            log.error("the process %s fell (exit %s)", " ".join(self._command[1:]), code)
        self.child = None
        if self.is_wanted():
            own = os.environ | {parent.GROUP: str(os.getpid())}  # it leaves when we do
            self.child = subprocess.Popen(self._command, stdout=subprocess.DEVNULL, env=own)  # noqa: S603 - our own
            os.setpriority(os.PRIO_PROCESS, self.child.pid, NICE)
        return LOOK_WHETHER_WAITING_SECONDS

    def is_wanted(self) -> bool:
        """Whether there is anything for it to do."""
        from dateline.house import tasks

        return tasks.are_waiting()


def main() -> None:
    """Run what waits until nothing has come for a while."""
    from dateline.cli.main import start_django

    start_django()
    parent.leave_with_parent()
    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, frame: stopping.append(number))
    signal.signal(signal.SIGINT, lambda number, frame: stopping.append(number))
    with alone(home() / "tasks.lock") as is_ours:
        if is_ours:
            run_until_idle(stopping)


def run_until_idle(stopping: Sequence[int], *, stays_seconds: float = STAYS_SECONDS) -> None:
    """Run what waits, and what comes within so many seconds; `stopping` holds something when it is to stop."""
    from dateline.house import tasks

    tasks.take_up_again()
    last = time.monotonic()
    while not stopping and time.monotonic() - last < stays_seconds:
        if tasks.are_ready():
            tasks.run_some(1)
            last = time.monotonic()
        else:
            time.sleep(LOOK_EVERY_SECONDS)


if __name__ == "__main__":
    main()

"""Looks after a process beside the press, in a thread of its own: one that fell stands again however long a turn is."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from dateline.house import clock, database

log = logging.getLogger(__name__)
# Something that falls due by itself: it is given the moment and says in how many seconds to come again.
Due = Callable[[datetime], float]
LOOK_AGAIN_SECONDS = 1.0


class Minding(threading.Thread):
    """Has one thing done whenever it falls due, while this node is on duty; what stumbles is tried again."""

    def __init__(self, due: Due, is_on_duty: Callable[[], bool]) -> None:
        super().__init__(name=f"minding {type(due).__name__}", daemon=True)
        self._due = due
        self._is_on_duty = is_on_duty
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Finish what is at hand and go."""
        self._stopping.set()

    def run(self) -> None:
        """Look after it until told to stop."""
        while not self._stopping.is_set():
            self._stopping.wait(self._once())
        database.let_go()

    def _once(self) -> float:
        try:
            database.look_again()
            if self._is_on_duty() and not database.is_gone():
                return self._due(clock.now())
        except database.UNREACHABLE:  # the press itself tells of that
            database.let_go()
        except Exception:
            log.exception("%s stumbled", self.name)
        return LOOK_AGAIN_SECONDS

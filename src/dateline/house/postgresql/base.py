"""PostgreSQL for a newsroom: a server that is away is told of at once, and asked again now and then.

A host that is switched off answers nothing, so that each attempt to reach it takes seconds; were every request
to try by itself, the threads that serve readers would all stand and wait. Here one attempt at a time finds out,
and while it does, or has just failed, everybody else is told without asking.
"""

import threading
import time
from typing import Any

from django.db.backends.postgresql import base
from psycopg import OperationalError

# How long a failed attempt speaks for those that come after it.
ASK_AGAIN_SECONDS = 1.0
# Whoever waits longer than this for a row that somebody else holds is refused, as on SQLite.
LOCK_TIMEOUT = "20s"


class Line:
    """What this process knows of its line to the server."""

    def __init__(self) -> None:
        self._asking = threading.Lock()
        self._failed_at: float | None = None

    def connect(self, attempt: Any) -> Any:
        """What `attempt` gives. Raises psycopg's OperationalError without asking when another just failed."""
        failed_at = self._failed_at  # read once: another thread may find it back meanwhile
        if failed_at is None:
            return self._watched(attempt)
        if time.monotonic() - failed_at < ASK_AGAIN_SECONDS or not self._asking.acquire(blocking=False):
            raise OperationalError("connection failed: the server could not be reached a moment ago")
        try:
            return self._watched(attempt)
        finally:
            self._asking.release()

    def _watched(self, attempt: Any) -> Any:
        try:
            connection = attempt()
        except OperationalError:
            self._failed_at = time.monotonic()
            raise
        self._failed_at = None
        return connection


LINE = Line()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, on a line that is watched."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection; refused at once when the server was just found to be away."""
        return LINE.connect(lambda: super(DatabaseWrapper, self).get_new_connection(conn_params))

    def init_connection_state(self) -> None:
        """Nobody waits for ever."""
        super().init_connection_state()
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])

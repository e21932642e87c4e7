"""Which of several nodes does what is done once for all: hearing, what falls due, sources, tasks, followers.

On PostgreSQL the node that holds a lock of its session is on duty. The server lets it go with the session, however
that ends, and the next node that asks has it. A SQLite file has one node, which always is.
"""

from typing import Any

from django.db import connection

_LOCK = 0x0DA7ED07
# A node whose machine has lost its power says no goodbye: so long until the server ends its session.
_KEEPALIVE = (("tcp_keepalives_idle", "10"), ("tcp_keepalives_interval", "5"), ("tcp_keepalives_count", "3"))


class Duty:
    """This process's hold on the duty, by the connection of the thread that asks: always the same one."""

    def __init__(self) -> None:
        self._session: Any = None

    def is_ours(self) -> bool:
        """Whether this process is on duty; takes it when nobody is."""
        if connection.vendor != "postgresql":
            return True
        connection.ensure_connection()
        if self._session is None or self._session is not connection.connection or self._session.closed:
            self._session = connection.connection if _taken() else None
        return self._session is not None


def _taken() -> bool:
    with connection.cursor() as cursor:
        for name, value in _KEEPALIVE:
            cursor.execute("SELECT set_config(%s, %s, false)", [name, value])
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])

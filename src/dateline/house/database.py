"""The database that the newsroom stands on: the SQLite file under `DATELINE_HOME`, or a PostgreSQL server."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import close_old_connections, connection, connections
from django.db.utils import DatabaseError, InterfaceError

from dateline.house import home

# Both say that there is no asking: psycopg's InterfaceError is of a connection that has gone under our hands.
UNREACHABLE = (DatabaseError, InterfaceError)
_SETUP_LOCK = 0x0DA7E5E7


def is_a_file() -> bool:
    """Whether it is the SQLite file."""
    return bool(connection.vendor == "sqlite")


def is_gone() -> bool:
    """Whether it is away for all to see: a file that is not there. Of a server only asking tells."""
    return is_a_file() and not home.database().exists()


def file_identity() -> tuple[int, int] | None:
    """Which file lies there now; None when there is none."""
    try:
        stat = home.database().stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


def name() -> str:
    """What to call it in a sentence to the operator; never with its password."""
    if is_a_file():
        return f"the database {home.database()}"
    about = connection.settings_dict
    return f"the database {about['NAME']} at {about['HOST'] or 'this machine'}"


def prepare() -> None:
    """Make the file when there is none; a server's database is made by whoever runs the server."""
    if is_a_file():
        home.database().touch()


def is_laid_out() -> bool:
    """Whether there is a paper in it, at this release on a server, which other nodes lay out too."""
    if is_a_file():  # made here alone, so the stamp beside it speaks for it
        return home.database().stat().st_size > 0
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


@contextmanager
def set_up_alone() -> Iterator[None]:
    """One node at a time lays out a server's database; a file has a lock beside it."""
    if is_a_file():
        yield
        return
    with connection.cursor() as cursor:
        # Longer than any lock may otherwise be waited for: a migration takes its time.
        cursor.execute("SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [_SETUP_LOCK])
    try:
        yield
    finally:
        connections.close_all()  # and with it the lock


def let_go() -> None:
    """Close what may stand on a database that has gone."""
    connections.close_all()


def look_again() -> None:
    """Close what has broken or stands on a file that has gone; for whoever works on without requests."""
    if is_gone():
        connections.close_all()
    else:
        close_old_connections()

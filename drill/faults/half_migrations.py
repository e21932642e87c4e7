"""Every migration killed at each of its statements and run again: it ends where one ends that nobody killed.

`python -m drill.faults.half_migrations EVERY APP` within a DATELINE_HOME that is thrown away. EVERY: each statement
(1), or one of so many and the last. The last is the note that the migration was done.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.paths.newsroom import PROJECT


def drill(folder: Path, *, every: int = 1, app: str = "", guards_off: tuple[str, ...] = ()) -> list[str]:
    """What went wrong, a line each; the last line says how many kills there were. `app`: only up to this one's."""
    done = subprocess.run(
        [sys.executable, "-m", "drill.faults.half_migrations", str(every), app], cwd=PROJECT,
        env={
            **os.environ, "DATELINE_HOME": str(folder), "DRILL_ORDERS": str(folder), "DATABASE_URL": "",
            "DRILL_GUARDS_OFF": " ".join(guards_off),
            "PYTHONPATH": f"{PROJECT / 'drill' / 'inside'}{os.pathsep}{PROJECT}",
        },
        capture_output=True, text=True, timeout=1800, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.splitlines()


def main() -> None:
    """Migration after migration, from nothing to the newest."""
    from dateline.cli.main import start_django
    from dateline.house.home import database

    start_django()
    every, only = int(sys.argv[1]), sys.argv[2]
    sqlite3.connect(database()).close()
    kills = 0
    for app, name in list(_plan(only)):
        with tempfile.TemporaryDirectory() as folder:
            before = Path(folder) / "before"
            shutil.copy(database(), before)
            statements = _in_child(lambda app=app, name=name: _migrate(app, name, kill_at=0))
            wanted = _schema()
            shutil.copy(database(), after := Path(folder) / "after")
            if "dateline" in _module(app):
                for number in sorted({*range(1, statements + 1, every), statements}):
                    _put_back(before)
                    killed = _in_child(lambda app=app, name=name, n=number: _migrate(app, name, kill_at=n))
                    again = _in_child(lambda app=app, name=name: _migrate(app, name, kill_at=0))
                    kills += killed == -signal.SIGKILL
                    if again < 0 or _schema() != wanted:
                        print(
                            f"{app}.{name} killed at statement {number} of {statements} cannot be run again"
                        )
            _put_back(after)
    print(f"{kills} kills")


def _plan(only: str) -> Iterator[tuple[str, str]]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(only or None))
    connection.close()
    yield from ((migration.app_label, migration.name) for migration, _ in plan)


def _module(app: str) -> str:
    from django.apps import apps

    return str(apps.get_app_config(app).name)


def _in_child(do: Callable[[], int]) -> int:
    """What it says in a process of its own; minus a signal's number when it was killed, -1 when it failed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        said = 1
        try:
            os.write(writing, str(do()).encode())
            said = 0
        finally:
            os._exit(said)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        answer = pipe.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status if status < 0 else -1 if status else int(answer)


def _migrate(app: str, name: str, *, kill_at: int) -> int:
    """Apply a migration; how many statements it took. `kill_at`: die before this one, 0 for none."""
    from django.db import connection

    from dateline.house.management.commands.migrate import OneTransaction

    count = 0

    def counting(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        if sql.lstrip().upper().startswith(("SELECT", "PRAGMA")):
            return execute(sql, params, many, context)
        count += 1
        if count == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counting):
        OneTransaction(connection).migrate([(app, name)])
    connection.close()
    return count


def _schema() -> list[Any]:
    """Tables, indexes, and the migrations that are noted."""
    from dateline.house.home import database

    with closing(sqlite3.connect(database())) as connection:
        found = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()
        return found + connection.execute("SELECT app, name FROM django_migrations ORDER BY 1, 2").fetchall()


def _put_back(copy: Path) -> None:
    from dateline.house.home import database

    for suffix in ("-wal", "-shm"):
        database().with_name(database().name + suffix).unlink(missing_ok=True)
    shutil.copy(copy, database())


if __name__ == "__main__":
    main()

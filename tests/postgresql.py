"""A real PostgreSQL for tests, made for one run and thrown away with it."""

import atexit
import contextlib
import functools
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

# Set to `postgresql`, the whole run stands on such a server; unset, on SQLite.
IS_ASKED_FOR = os.environ.get("TEST_DATABASE") == "postgresql"
PATIENCE_SECONDS = 30
# What is told of the file alone, or of the server alone.
on_sqlite = pytest.mark.skipif(IS_ASKED_FOR, reason="of the SQLite file")
on_postgresql = pytest.mark.skipif(
    not IS_ASKED_FOR, reason="of a PostgreSQL server (TEST_DATABASE=postgresql)"
)
# A test's database is thrown away: no disk needs to have it.
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "shared_buffers=64MB",
)


def programs() -> Path | None:
    """The folder of the newest server's programs on this machine; None when there is none."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    if found:
        return max(found, key=lambda folder: float(folder.parent.name))
    beside = shutil.which("initdb")
    return Path(beside).parent if beside else None


class Server:
    """One server that listens on a socket in a folder of its own."""

    def __init__(self, *options: str) -> None:
        found = programs()
        assert found, "no PostgreSQL server on this machine; tools/machine installs one"
        self._programs = found
        self._options = [word for option in options for word in ("-c", option)]
        self._folder = Path(tempfile.mkdtemp(prefix="dateline-postgresql-"))
        self._user = _plain_user()
        if self._user:
            shutil.chown(self._folder, self._user)
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.remove)
        self._run("initdb", "-D", str(self._folder / "data"), "-U", "paper", "-A", "trust", "-E", "UTF8",
                  "--locale=C.UTF-8", "--no-sync", "--no-instructions")  # fmt: skip
        self.start()

    def url(self, name: str) -> str:
        """What DATABASE_URL is for a database of this name."""
        return f"postgres://paper@/{name}?host={self._folder}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self._folder / "data", "-k", self._folder,
                 "-c", "listen_addresses=", *self._options],
                user=self._user, cwd=self._folder, stdout=log, stderr=log,
            )  # fmt: skip
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                self._administer().close()
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, (self._folder / "log").read_text()[-2000:]
                time.sleep(0.05)
            else:
                return

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: by SIGINT in order, with whoever is connected cut off; by SIGQUIT as if the machine fell."""
        if self._process:
            self._process.send_signal(how)
            self._process.wait(PATIENCE_SECONDS)
            self._process = None

    def remove(self) -> None:
        """Stop it and leave nothing behind."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self._folder, ignore_errors=True)

    def make(self, name: str, *, like: str = "template0") -> None:
        """An empty database, or a copy of another."""
        with contextlib.closing(self._administer()) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}" STRATEGY FILE_COPY')

    def has(self, name: str) -> bool:
        """Whether there is a database of this name."""
        with contextlib.closing(self._administer()) as connection:
            return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())

    def drop(self, name: str) -> None:
        """Remove it, whoever is connected."""
        with contextlib.closing(self._administer()) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _administer(self) -> "psycopg.Connection[tuple[object, ...]]":
        about = make_conninfo(host=str(self._folder), user="paper", dbname="postgres")
        return psycopg.connect(about, autocommit=True)

    def _run(self, *command: str) -> None:
        done = subprocess.run(
            [self._programs / command[0], *command[1:]], user=self._user, cwd=self._folder,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


# A server that falls must have what it was told: as in production, for drills.
KEPT = ("autovacuum=off", "shared_buffers=64MB")
_options = list(FAST)


def keep_what_is_told() -> None:
    """Have the server that a run shares do so; said before it is first asked for."""
    _options[:] = KEPT


@functools.cache
def server() -> Server:
    """The one that a run shares."""
    return Server(*_options)


@contextlib.contextmanager
def server_of_its_own() -> Iterator[Server]:
    """One that a test may stop and start, and that keeps what it was told as in production."""
    own = Server(*KEPT)
    try:
        yield own
    finally:
        own.remove()


def name_for(home: Path) -> str:
    """The database of the paper that lives in this folder."""
    return f"paper_{hashlib.sha256(str(home).encode()).hexdigest()[:16]}"


def _plain_user() -> str | None:
    """PostgreSQL does not run as root."""
    if os.geteuid() != 0:
        return None
    names = {each.pw_name for each in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"

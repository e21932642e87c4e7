"""The database within a backup: whole and as of one moment, whoever is writing meanwhile."""

import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from dateline.config import environment
from dateline.house import database
from dateline.house.errors import CannotWrite, HouseError, NewsroomAway, WrongSetting
from dateline.house.home import home

SQLITE, POSTGRESQL = "sqlite", "postgresql"
FILES = {SQLITE: "newsroom.sqlite3", POSTGRESQL: "newsroom.pgdump"}


class NotEmpty(HouseError):
    """A restore needs an empty folder, and an empty database."""


class NotOfThisKind(HouseError):
    """The backup is of another kind of database than the one it is to be put into."""


def kind() -> str:
    """What the newsroom stands on."""
    return SQLITE if database.is_a_file() else POSTGRESQL


def add_to(archive: tarfile.TarFile) -> None:
    """A snapshot into the archive: by SQLite's own online backup, or by `pg_dump`."""
    with tempfile.TemporaryDirectory(dir=home()) as folder:
        copy = Path(folder) / FILES[kind()]
        if database.is_a_file():
            _copy_file(copy)
        else:
            _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={copy}")
        archive.add(copy, arcname=copy.name)


def must_fit(of: str, file: Path) -> None:
    """Whether a backup of this kind can be put into the database that is set; asked before Django has begun.

    Raises NotOfThisKind, NotEmpty when something stands in the server's database, NewsroomAway when it is silent.
    """
    server = environment.read().database
    if (server is None) == (of == SQLITE):
        if server is not None:
            _must_be_empty(server)
    elif server is None:
        raise NotOfThisKind(
            f"{file} is of a paper on PostgreSQL; set DATABASE_URL to an empty database there"
        )
    else:
        raise NotOfThisKind(f"{file} is of a paper on SQLite, and DATABASE_URL is set; unset it")


def take_back() -> None:
    """Put the snapshot that was unpacked where it came from; an SQLite file lies there already."""
    dump = home() / FILES[POSTGRESQL]
    if not database.is_a_file():
        _run(
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            str(dump),
        )
        dump.unlink()


def _must_be_empty(server: dict[str, str]) -> None:
    import psycopg

    about = f"the database {server['dbname']} that DATABASE_URL names"
    try:
        with psycopg.connect(**server, connect_timeout=5) as connection:  # type: ignore[arg-type]  # libpq's own words
            stands = connection.execute(
                "SELECT 1 FROM pg_tables WHERE schemaname = current_schema()"
            ).fetchone()
    except psycopg.OperationalError as cause:
        said = " ".join(str(cause).split())
        raise NewsroomAway(f"{about} cannot be reached ({said}); is its server running?") from cause
    if stands:
        raise NotEmpty(f"{about} is not empty; restore into an empty one")


def _copy_file(copy: Path) -> None:
    from dateline.house.home import database as file

    try:
        with (
            closing(sqlite3.connect(f"file:{file()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
    except sqlite3.Error as cause:
        raise CannotWrite(
            f"{database.name()} cannot be copied to {copy.parent} ({cause}); make room where {home()} lies"
        ) from cause


def _run(program: str, *arguments: str) -> None:
    """One of PostgreSQL's own programs, on our database; its password is seen by nobody."""
    from django.db import connection
    from psycopg.conninfo import make_conninfo

    found = shutil.which(program)
    if not found:
        raise WrongSetting(
            f"{program} is not on this machine; install PostgreSQL's client programs (postgresql-client)"
        )
    about = {
        name: str(value) for name, value in connection.get_connection_params().items()
        if isinstance(value, str | int) and name not in ("password", "client_encoding", "prepare_threshold")
    }  # fmt: skip
    password = connection.settings_dict["PASSWORD"]
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [found, f"--dbname={make_conninfo(**about)}", *arguments],
        env=os.environ | ({"PGPASSWORD": password} if password else {}),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        said = " ".join(done.stderr.split())
        raise CannotWrite(f"{program} could not do it for {database.name()}: {said}")

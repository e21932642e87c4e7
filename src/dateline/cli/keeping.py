"""`dateline backup` and `dateline restore`: one archive of the whole paper."""

import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePosixPath

import click

from dateline import __version__
from dateline.cli import snapshots
from dateline.cli.main import start_django
from dateline.house import clock, notices
from dateline.house.atomic_file import TEMPORARY_PREFIX
from dateline.house.errors import CannotWrite, HouseError, NotSetUp
from dateline.house.home import home
from dateline.house.paper import is_set_up

MANIFEST = "dateline-backup.json"
# Printed pages, caches and the desk's static files are made again; locks and sockets belong to a process.
# Renditions could be as well, at a second or two a picture: the demo's restore took 145 s of CPU without them.
KEPT = (
    "paper.json", "secret-key", "media", "renditions", "wire", "inbox", "markets", "press/withdrawn.jsonl",
    "press/node", "mail", "demo",
)  # fmt: skip


class NotABackup(HouseError):
    """The file is no backup that this release can read."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write one archive of the whole paper to FILE, consistent while it runs."""
    start_django()
    from dateline.house import database

    if not is_set_up() or database.is_gone():
        raise NotSetUp(f"there is no paper in {home()} to back up; set DATELINE_HOME to where it is")
    try:
        _write(file)
    except OSError as cause:
        raise CannotWrite(f"{file} cannot be written: {cause.strerror}; choose another place") from cause
    click.echo(f"{file} {file.stat().st_size} bytes")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--withdrawn", type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The newest press/withdrawn.jsonl: what was taken down since the backup stays down.",
)  # fmt: skip
@click.option("--without", is_flag=True, help="There is none; what was taken down since may come back.")
def restore(file: Path, withdrawn: Path | None, without: bool) -> None:
    """Unpack the archive FILE into an empty DATELINE_HOME, and an empty database where DATABASE_URL names one."""
    if (withdrawn is None) == (not without):
        raise click.UsageError(
            "say --withdrawn FILE (press/withdrawn.jsonl of the lost installation), or --without when there is none"
        )
    if home().exists() and any(home().iterdir()):
        raise snapshots.NotEmpty(
            f"{home()} is not empty; restore into an empty folder, named by DATELINE_HOME"
        )
    made_at = _unpack(file)
    start_django()
    snapshots.take_back()
    from dateline.cli.setup import set_up

    set_up(say=click.echo)
    from django.db import transaction

    from dateline.cli import keeping_down
    from dateline.cli.background import stamp_printed
    from dateline.press.everything import print_everything

    own = home() / "press" / "withdrawn.jsonl"
    with transaction.atomic():
        notices.go_on_beyond()
    down = keeping_down.read(each for each in (own, withdrawn) if each and each.exists())
    keeping_down.take_down(down, since=made_at)
    if without:
        click.echo("restored without a list of what was withdrawn since: it may come back; look through it")
    click.echo("printing every page …")
    *_, last = print_everything()
    stamp_printed()
    click.echo(
        f"restored into {home()}: {last.done - last.faults} pages printed, {keeping_down.mark(down)} kept down"
    )


def _write(file: Path) -> None:
    """The archive, whole or not at all, whatever stops it: two that are written at once are two files until the end."""
    handle, beside = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".part", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as archive:
                _add_manifest(archive, snapshots.kind())
                snapshots.add_to(archive)
                for path in _kept_files():
                    # Dropped since the folder was listed: a rendition is made again, all else went on purpose.
                    with suppress(FileNotFoundError):
                        archive.add(path, arcname=path.relative_to(home()).as_posix(), recursive=False)
            raw.flush()
            os.fsync(raw.fileno())
        Path(beside).replace(file)
    finally:
        Path(beside).unlink(missing_ok=True)


def _add_manifest(archive: tarfile.TarFile, kind: str) -> None:
    facts = {"release": __version__, "made_at": clock.now().isoformat(), "database": kind}
    _add_bytes(archive, MANIFEST, json.dumps(facts).encode())


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    member.mode = 0o600
    archive.addfile(member, io.BytesIO(content))


def _kept_files() -> Iterator[Path]:
    for name in KEPT:
        path = home() / name
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from sorted(each for each in path.rglob("*") if _is_kept(each))


def _is_kept(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and not path.name.startswith(TEMPORARY_PREFIX)


def _unpack(file: Path) -> datetime:
    """Put everything where it was; the moment when the backup was made."""
    try:
        with tarfile.open(file, mode="r:gz") as archive:
            first = archive.next()
            if first is None or first.name != MANIFEST:
                raise NotABackup(f"{file} is no backup of Dateline; it lacks {MANIFEST}")
            facts = json.loads(archive.extractfile(first).read())  # type: ignore[union-attr]  # a file, as named
            if _release(facts["release"]) > _release(__version__):
                raise NotABackup(
                    f"{file} was made by release {facts['release']}, this is {__version__}; restore with that release"
                )
            snapshots.must_fit(facts.get("database", snapshots.SQLITE), file)
            made_at = datetime.fromisoformat(facts["made_at"])
            home().mkdir(parents=True, exist_ok=True)
            _extract(archive)
    except (tarfile.TarError, EOFError, ValueError, KeyError) as cause:
        raise NotABackup(f"{file} cannot be read as a backup ({cause}); choose another") from cause
    (home() / MANIFEST).unlink(missing_ok=True)
    return made_at


def _extract(archive: tarfile.TarFile) -> None:
    """Files and folders beneath DATELINE_HOME, and nothing else; Python 3.11.2 has no filters that would see to it."""
    members = archive.getmembers()
    for member in members:
        place = PurePosixPath(member.name)
        if place.is_absolute() or ".." in place.parts or not (member.isfile() or member.isdir()):
            raise ValueError(f"{member.name} is no file beneath the paper's folder")
    if hasattr(tarfile, "data_filter"):
        archive.extractall(home(), members, filter="data")
    else:
        archive.extractall(home(), members)  # noqa: S202 - looked through above


def _release(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))

"""A backup is whole while the newsroom goes on."""

import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.makers import NOON
from tests.postgresql import on_sqlite

from dateline import __version__
from dateline.cli import keeping, snapshots
from dateline.house.atomic_file import TEMPORARY_PREFIX
from dateline.house.errors import CannotWrite


def test_what_is_dropped_or_half_written_meanwhile_fails_no_backup(
    db: None,
    home: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    renditions = home / "renditions" / "a1"
    renditions.mkdir(parents=True)
    for name in ("320.avif", "640.jpeg", f"{TEMPORARY_PREFIX}k3j4"):
        (renditions / name).write_bytes(b"light")
    kept_files = keeping._kept_files

    def drop_one() -> Iterator[Path]:
        for path in kept_files():
            if path.name == "640.jpeg":
                path.unlink()
            yield path

    monkeypatch.setattr(keeping, "is_set_up", lambda: True)
    monkeypatch.setattr(keeping, "_kept_files", drop_one)
    archive = tmp_path_factory.mktemp("kept") / "paper.tar.gz"
    assert keeping.backup.callback
    keeping.backup.callback(archive)
    with tarfile.open(archive) as opened:
        assert opened.getnames() == [
            keeping.MANIFEST,
            snapshots.FILES[snapshots.kind()],
            "renditions/a1/320.avif",
        ]


def test_a_backup_that_fails_leaves_nothing_behind_and_takes_nothing_from_another(
    db: None, home: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("kept")
    another = folder / ".paper.tar.gz.part"
    another.write_bytes(b"written by an older release just now")

    def refuse(archive: tarfile.TarFile) -> None:
        raise CannotWrite("pg_dump could not do it")

    monkeypatch.setattr(keeping, "is_set_up", lambda: True)
    assert keeping.backup.callback
    with monkeypatch.context() as refused, pytest.raises(CannotWrite, match="pg_dump"):
        refused.setattr(snapshots, "add_to", refuse)
        keeping.backup.callback(folder / "paper.tar.gz")
    assert list(folder.iterdir()) == [another]
    keeping.backup.callback(folder / "paper.tar.gz")
    assert set(folder.iterdir()) == {another, folder / "paper.tar.gz"}
    assert (folder / "paper.tar.gz").stat().st_mode & 0o777 == 0o600


@on_sqlite
def test_a_database_that_cannot_be_copied_is_a_sentence(
    db: None, home: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = tmp_path_factory.mktemp("copied") / "no-folder" / "newsroom.sqlite3"
    with pytest.raises(CannotWrite, match="make room"):
        snapshots._copy_file(nowhere)


@pytest.mark.parametrize("has_filters", [True, False])
@pytest.mark.parametrize(
    ("name", "kind"),
    [("../outside", tarfile.REGTYPE), ("/outside", tarfile.REGTYPE), ("media/link", tarfile.SYMTYPE)],
    ids=["above", "absolute", "link"],
)
def test_an_archive_that_leads_out_of_the_paper_is_no_backup(
    home: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, has_filters: bool,
    name: str, kind: bytes,
) -> None:  # fmt: skip
    if not has_filters:  # as Python 3.11.2 has none
        monkeypatch.delattr(tarfile, "data_filter", raising=False)
    file = tmp_path_factory.mktemp("given") / "paper.tar.gz"
    facts = {"release": __version__, "made_at": NOON.isoformat(), "database": snapshots.SQLITE}
    with tarfile.open(file, "w:gz") as archive:
        for member, content in (
            (tarfile.TarInfo(keeping.MANIFEST), json.dumps(facts).encode()),
            (tarfile.TarInfo("media/a.jpg"), b"light"),
            (tarfile.TarInfo(name), b"dark"),
        ):
            member.size = len(content)
            if member.name == name:
                member.type, member.linkname = kind, "/etc"
            archive.addfile(member, io.BytesIO(content))
    monkeypatch.setattr(snapshots, "must_fit", lambda kind, file: None)
    with pytest.raises(keeping.NotABackup, match="is no file beneath"):
        keeping._unpack(file)
    assert not (home / "media").exists()
    assert not (home.parent / "outside").exists()

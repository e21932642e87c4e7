"""A backup is whole while the newsroom goes on."""

import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.cli import keeping, snapshots
from dateline.house.atomic_file import TEMPORARY_PREFIX


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

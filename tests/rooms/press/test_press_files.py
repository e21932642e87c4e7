"""Pages as files: whole, never older than they were, withdrawn for good."""

import gzip
import json
import os
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import brotli
import pytest
from tests.makers import NOON
from tests.rooms.press.making import WORDS, Pages, sheet, tell

from dateline.house import atomic_file
from dateline.house.home import home as home_folder
from dateline.press import actions, files
from dateline.press.actions import Difference
from dateline.press.errors import NoSuchAddress
from dateline.press.everything import print_everything

OPEN = Path("press", "open")


def test_a_page_lies_there_in_three_encodings_with_one_whole_second(pages: Pages, home: Path) -> None:
    files.place(sheet("/a/"), 1)
    page = home / OPEN / "a" / "index.html"
    assert page.read_bytes() == WORDS.encode()
    assert gzip.decompress(page.with_name("index.html.gz").read_bytes()) == WORDS.encode()
    assert brotli.decompress(page.with_name("index.html.br").read_bytes()) == WORDS.encode()
    assert page.stat().st_mtime == int(page.stat().st_mtime)


def test_each_print_is_of_a_later_second_than_the_one_it_replaces(pages: Pages, home: Path) -> None:
    page = home / OPEN / "a" / "index.html"
    seconds = []
    for version in range(1, 4):
        files.place(sheet("/a/", f"{WORDS}{version}"), version)
        seconds.append(page.stat().st_mtime)
    assert seconds == sorted(set(seconds))


def test_an_older_print_never_overwrites_a_newer_one(pages: Pages) -> None:
    assert files.place(sheet("/a/", "newer"), 2)
    assert not files.place(sheet("/a/", "older"), 1)
    standing = files.read("/a/")
    assert standing
    assert standing.body == b"newer"


def test_an_older_print_never_brings_back_what_was_withdrawn(pages: Pages) -> None:
    files.place(sheet("/a/"), 1)
    files.withdraw("/a/", 3)
    assert not files.place(sheet("/a/"), 2)
    assert files.is_gone("/a/")
    assert not files.is_printed("/a/")


def test_a_page_moves_between_the_open_and_the_licensed_folder(pages: Pages, home: Path) -> None:
    licensed = home / "press" / "licensed" / "a"
    files.place(sheet("/a/"), 1)
    files.place(sheet("/a/", licensed=True), 2)
    assert not [path for path in (home / OPEN / "a").iterdir() if path.is_file()]
    assert (licensed / "index.html").exists()
    files.place(sheet("/a/"), 3)
    assert not [path for path in licensed.iterdir() if path.is_file()]


@pytest.mark.parametrize(
    "changed",
    [
        {"headers": (*sheet("/a/").headers, ("X-Robots-Tag", "noindex"))},
        {"headers": sheet("/a/").headers[1:]},
        {"headers": (("Cache-Control", "no-store"), *sheet("/a/").headers[1:])},
        {"content_type": "text/html"},
        {"status": 404},
        {"path": "/a.pdf", "content_type": "application/pdf"},
    ],
)
def test_only_what_says_what_its_class_says_lies_where_nginx_looks(
    pages: Pages, home: Path, changed: dict[str, object]
) -> None:
    """nginx reads no sidecar: a page with a header of its own is the built-in server's."""
    files.place(sheet("/a/"), 1)
    assert (home / OPEN / "a" / "index.html.meta").exists()
    files.place(replace(sheet("/a/"), **changed), 2)  # type: ignore[arg-type]  # as the cases have them
    file = "a.pdf" if "path" in changed else "a/index.html"
    assert (home / "press" / "licensed" / f"{file}.meta").exists()
    assert not (home / OPEN / f"{file}.meta").exists()
    files.place(sheet("/a/"), 3)
    assert (home / OPEN / "a" / "index.html.meta").exists()


def test_a_page_for_what_cannot_be_had_lies_where_nginx_looks_whatever_its_status(
    pages: Pages, home: Path
) -> None:
    files.place(replace(sheet("/ko/-/503/"), status=503), 1)
    assert (home / OPEN / "ko" / "-" / "503" / "index.html.meta").exists()


def test_a_spoilt_file_is_mended_by_the_next_print(pages: Pages, home: Path) -> None:
    files.place(sheet("/a/"), 1)
    (home / OPEN / "a" / "index.html").write_text("spoilt")
    assert files.place(sheet("/a/"), 2)
    standing = files.read("/a/")
    assert standing
    assert standing.body == WORDS.encode()


@pytest.mark.parametrize("suffix", [".gz", ".br"])
def test_a_spoilt_encoding_is_mended_by_the_next_print(pages: Pages, home: Path, suffix: str) -> None:
    files.place(sheet("/a/"), 1)
    spoilt = home / OPEN / "a" / f"index.html{suffix}"
    whole = spoilt.read_bytes()
    spoilt.write_bytes(b"")
    files.place(sheet("/a/"), 2)
    assert spoilt.read_bytes() == whole


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of files and folders that are on the disk for good."""
    names: set[str] = set()
    sync = os.fsync

    def keep(handle: int) -> None:
        names.add(Path(f"/proc/self/fd/{handle}").resolve().relative_to(home_folder()).as_posix())
        sync(handle)

    monkeypatch.setattr(os, "fsync", keep)
    return names


def test_a_page_that_is_confirmed_survives_a_power_cut_in_every_encoding(
    pages: Pages, synced: set[str]
) -> None:
    page = "press/open/a/index.html"
    files.place(sheet("/a/"), 1, sync=False)
    assert synced == set()
    files.place(sheet("/a/"), 1)
    assert synced == {page, f"{page}.gz", f"{page}.br", f"{page}.meta", "press/open/a"}


def test_a_page_that_is_withdrawn_survives_no_power_cut(pages: Pages, synced: set[str]) -> None:
    files.place(sheet("/a/"), 1)
    synced.clear()
    files.withdraw("/a/", 2)
    assert "press/open/a" in synced
    assert {"press/licensed/a", "press/withdrawn.jsonl"} <= synced


def test_a_withdrawal_is_one_line_for_ever(pages: Pages, home: Path) -> None:
    kept = home / "press" / "withdrawn.jsonl"
    files.withdraw("/a/", 5, reason="killed by its partner")
    kept.write_bytes(kept.read_bytes() + b'{"path": "/cut sh')
    files.withdraw("/한글/", 6, status=451, reason="a court")
    first, _, last = kept.read_text().splitlines()
    assert json.loads(first) == {
        "path": "/a/", "version": 5, "status": 410, "location": "", "reason": "killed by its partner",
        "at": NOON.isoformat(),
    }  # fmt: skip
    assert (json.loads(last)["path"], json.loads(last)["status"]) == ("/한글/", 451)


@pytest.mark.parametrize("path", ["a", "/../a", "/a\x00", "/.git/config", "/a/index.html", "/" + "a" * 300])
def test_no_file_lies_outside_or_under_a_name_of_ours(pages: Pages, home: Path, path: str) -> None:
    with pytest.raises(NoSuchAddress):
        files.place(sheet(path), 1)
    assert not (home / "press" / "open").exists()


def test_what_a_killed_writer_left_is_swept_and_nothing_else(pages: Pages, home: Path) -> None:
    files.place(sheet("/a/"), 1)
    folder = home / "press"
    standing = {path for path in folder.rglob("*") if path.is_file()}
    for left in (
        home / OPEN / "a" / f"{atomic_file.TEMPORARY_PREFIX}k3j4",
        folder / f"{atomic_file.TEMPORARY_PREFIX}x",
    ):
        left.write_text("half")
        long_ago = time.time() - atomic_file.LEFT_AFTER_SECONDS - 1
        os.utime(left, (long_ago, long_ago))
    assert atomic_file.sweep(folder) == 2
    assert {path for path in folder.rglob("*") if path.is_file()} == standing


def test_check_sees_borders_that_are_drawn_otherwise(pages: Pages, home: Path) -> None:
    pages.texts = {"/a/": WORDS}
    files.place(replace(sheet("/a/"), territory="KR", licensed=True), 0)
    assert list(actions.check()) == [Difference("/a/", "differs")]
    actions.print_page("/a/")
    assert list(actions.check()) == []


def test_check_names_what_differs_is_unprinted_or_is_extra(pages: Pages, home: Path) -> None:
    pages.texts = dict.fromkeys(("/right/", "/changed/", "/unprinted/", "/extra/", "/down/"), WORDS)
    tell(paths=[path for path in pages.texts if path != "/unprinted/"])
    actions.run()
    tell(withdrawn=["/down/"])
    actions.run()
    pages.texts["/changed/"] += "changed"
    del pages.texts["/extra/"]
    del pages.texts["/down/"]
    assert sorted(actions.check(), key=lambda found: found.path) == [
        Difference("/changed/", "differs"),
        Difference("/extra/", "extra"),
        Difference("/unprinted/", "unprinted"),
    ]
    for _ in print_everything(workers=0):
        pass
    assert list(actions.check()) == []


def test_what_has_ended_is_printed_again_without_it(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.house import clock

    ends_at = NOON + timedelta(minutes=1)
    pages.texts["/a/"] = WORDS
    monkeypatch.setattr(
        pages, "print", lambda path, at: sheet(path, ends_at=ends_at) if at < ends_at else None
    )
    tell(paths=["/a/"])
    actions.run()
    assert actions.withdraw_ended(ends_at - timedelta(seconds=1)) == 0
    with clock.frozen(ends_at):
        assert actions.withdraw_ended(ends_at) == 1
        assert actions.withdraw_ended(ends_at) == 0
    assert not files.is_printed("/a/")

"""Notices become pages: what they touch and nothing else, withdrawals first, one fault stopping no other."""

import errno
import time
from datetime import datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from tests.makers import NOON
from tests.rooms.press.making import WORDS, Pages, tell

from dateline.house import atomic_file, notices
from dateline.house.errors import CannotWrite, NotInTransaction
from dateline.house.models import Notice
from dateline.house.printing import Sheet
from dateline.press import actions, depending, files, queries, working
from dateline.press.models import PrintedPage, Receipt


@pytest.mark.django_db(transaction=True)
def test_a_notice_needs_a_transaction_and_goes_with_it() -> None:
    with pytest.raises(NotInTransaction):
        notices.post("page:1", "page.changed")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        notices.post("page:1", "page.changed", paths=["/a/"])
        raise ZeroDivisionError
    assert notices.latest() == 0
    assert tell(paths=["/a/"]) == notices.latest()


def test_a_notice_prints_what_it_names_and_what_has_its_tags_and_nothing_else(pages: Pages) -> None:
    pages.texts = dict.fromkeys(("/a/", "/b/", "/c/"), WORDS)
    pages.tags = {"/b/": frozenset({"story:1"}), "/c/": frozenset({"story:2"})}
    tell(paths=pages.texts)
    assert actions.run() == 1
    pages.printed.clear()
    seq = tell(paths=["/a/"], tags=["story:1"])
    actions.run()
    assert sorted(pages.printed) == ["/a/", "/b/"]
    _, lines = queries.receipt(seq)
    assert [(line.path, line.did) for line in lines] == [("/a/", "printed"), ("/b/", "printed")]
    assert actions.run() == 0


def test_a_page_that_no_printer_knows_any_more_is_removed(pages: Pages) -> None:
    pages.texts["/a/"] = WORDS
    tell(paths=["/a/"])
    actions.run()
    del pages.texts["/a/"]
    tell(paths=["/a/"])
    actions.run()
    assert not files.is_printed("/a/")
    assert not files.is_gone("/a/")
    assert not PrintedPage.objects.exists()


def test_withdrawals_come_before_the_whole_queue(pages: Pages) -> None:
    pages.texts = {f"/{number}/": WORDS for number in range(210)} | {"/killed/": WORDS}
    tell(paths=["/killed/"])
    actions.run()
    pages.printed.clear()
    for number in range(210):
        tell(paths=[f"/{number}/"])
    seq = tell(withdrawn=["/killed/"], reason="killed by its partner")
    del pages.texts["/killed/"]
    down_at_first: list[bool] = []
    pages.before = lambda path: down_at_first.append(files.is_gone("/killed/"))
    assert actions.run(until_empty=True) == 211
    assert len(down_at_first) == 210
    assert all(down_at_first)
    _, lines = queries.receipt(seq)
    assert [(line.path, line.did) for line in lines] == [("/killed/", "withdrawn")]


def test_what_comes_back_into_print_after_a_withdrawal_stands(pages: Pages) -> None:
    pages.texts["/a/"] = WORDS
    tell(paths=["/a/"])
    tell(withdrawn=["/a/"])
    tell(paths=["/a/"])
    actions.run()
    assert files.is_printed("/a/")
    assert not files.is_gone("/a/")


def test_one_pages_fault_stops_no_other_and_stands_on_its_receipt(pages: Pages) -> None:
    pages.texts = {"/bad/": WORDS, "/good/": WORDS}

    def stumble(path: str) -> None:
        if path == "/bad/":
            raise ZeroDivisionError

    pages.before = stumble
    seq = tell(paths=["/bad/", "/good/"])
    actions.run()
    assert files.is_printed("/good/")
    assert dict(Receipt.objects.filter(seq=seq).values_list("path", "did")) == {
        "/bad/": "missing",
        "/good/": "printed",
    }


@pytest.mark.parametrize("no", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_says_no_passes_nothing_over(
    pages: Pages, monkeypatch: pytest.MonkeyPatch, no: int
) -> None:
    pages.texts["/a/"] = WORDS
    tell(paths=["/a/"])
    with monkeypatch.context() as full:
        full.setattr(atomic_file, "write", _refuses(no))
        with pytest.raises(CannotWrite):
            actions.run()
    assert actions.run() == 1
    assert files.is_printed("/a/")


def test_a_database_that_goes_passes_nothing_over(pages: Pages) -> None:
    pages.texts["/a/"] = WORDS
    tell(paths=["/a/"])

    def lose(path: str) -> None:
        raise DatabaseError

    pages.before = lose
    with pytest.raises(DatabaseError):
        actions.run()
    pages.before = lambda path: None
    assert actions.run() == 1
    assert files.is_printed("/a/")


def test_a_full_disk_stops_no_takedown(pages: Pages, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages.texts = {"/a/": WORDS, "/b/": WORDS}
    tell(paths=pages.texts)
    actions.run()
    pages.texts.clear()
    tell(withdrawn=["/a/"])
    tell(withdrawn=["/b/"])
    withdrawn = home / "press" / "withdrawn.jsonl"
    with monkeypatch.context() as full:
        full.setattr(atomic_file, "write", _refuses(errno.ENOSPC))
        withdrawn.mkdir()  # what cannot be opened for writing either
        with pytest.raises(CannotWrite):
            actions.run()
        assert files.is_gone("/a/")
        assert files.is_gone("/b/")
        assert not files.is_printed("/a/")
    withdrawn.rmdir()
    actions.run()
    assert [line.count('"path"') for line in withdrawn.read_text().splitlines()] == [1, 1]


class Killed(BaseException):
    """What no `except Exception` catches: as near to kill -9 as one process comes."""


POINTS = {
    "before the page is written": (atomic_file, "write", 0),
    "between the page and its sidecar": (atomic_file, "write", 3),
    "before what stood there is cleared away": (files, "_clear_away", 0),
    "before its row is written": (depending, "enter", 0),
    "before the receipt": (actions, "confirm", 0),
    "before the place is kept": (notices, "keep_place", 0),
}


@pytest.mark.parametrize("point", POINTS)
def test_killed_between_commit_and_print_nothing_is_lost_or_half_there(
    pages: Pages, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    before, after = WORDS + "before", WORDS + "after, and longer"
    pages.texts = {"/a/": before, "/b/": before}
    tell(paths=pages.texts)
    actions.run()
    pages.texts = {"/a/": after, "/b/": after}
    seq = tell(paths=pages.texts)
    module, name, times = POINTS[point]
    with monkeypatch.context() as deadly:
        deadly.setattr(module, name, _dies_after(times, getattr(module, name)))
        # A death takes the open transaction with it, as the database of a killed process does.
        with pytest.raises(Killed), transaction.atomic():
            actions.run()
    assert actions.run() == 1
    for path in pages.texts:
        standing = files.read(path)
        assert standing
        assert standing.body == after.encode()
    _, lines = queries.receipt(seq)
    assert [(line.path, line.did in ("printed", "same")) for line in lines] == [("/a/", True), ("/b/", True)]
    assert list(actions.check()) == []


def _dies_after(times: int, does):
    left = [times]

    def dying(*arguments, **named):
        if not left[0]:
            raise Killed
        left[0] -= 1
        return does(*arguments, **named)

    return dying


def _refuses(no: int):
    def write(path, *arguments, **named):
        try:
            raise OSError(no, "no")
        except OSError as cause:
            raise CannotWrite(f"{path} cannot be written: no; make room") from cause

    return write


def test_a_page_does_not_wait_until_every_room_has_heard(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two notices to hear; while the first is heard an editor publishes."""
    pages.texts["/a/"] = WORDS
    printed_before: list[bool] = []

    def hear(notice: Notice) -> None:
        printed_before.append(files.is_printed("/a/"))
        if len(printed_before) == 1:
            tell(paths=["/a/"])

    monkeypatch.setattr(notices, "_ears", [])
    monkeypatch.setattr(working, "PRESS_AGAIN_SECONDS", 0.0)
    notices.hear("page.", "a slow room", hear)
    tell()
    tell()
    working.turn()
    assert printed_before == [False, True]


def test_a_press_that_always_has_something_to_print_leaves_the_rooms_half_of_the_time(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    presses: list[float] = []

    def print_slowly(**_: object) -> int:
        presses.append(time.monotonic())
        time.sleep(0.1)
        return 1

    monkeypatch.setattr(notices, "_ears", [])
    monkeypatch.setattr(working, "PRESS_AGAIN_SECONDS", 0.0)
    monkeypatch.setattr(actions, "run", print_slowly)
    notices.hear("page.", "a room", lambda notice: None)
    for _ in range(30):
        tell()
    working.turn()
    assert len(presses) < 20


def test_a_takedown_waits_for_no_room_that_hears(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    pages.texts["/killed/"] = WORDS
    tell(paths=["/killed/"])
    down_before: list[bool] = []

    def hear(notice: Notice) -> None:
        down_before.append(files.is_gone("/killed/"))
        if len(down_before) == 1:
            tell(withdrawn=["/killed/"])

    monkeypatch.setattr(notices, "_ears", [])
    monkeypatch.setattr(working, "PRESS_AGAIN_SECONDS", 60.0)
    notices.hear("page.", "a room", hear)
    tell()
    working.turn()
    assert down_before == [False, True]


def test_a_press_that_cannot_print_keeps_no_room_from_hearing(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> int:
        raise CannotWrite("the disk is full")

    heard: list[str] = []
    monkeypatch.setattr(notices, "_ears", [])
    notices.hear("page.", "a room", lambda notice: heard.append(notice.kind))
    monkeypatch.setattr(actions, "run", full)
    tell()
    with pytest.raises(CannotWrite):
        working.turn()
    assert heard == ["page.changed"]


def test_a_reader_gets_a_page_that_the_press_is_about_to_print(pages: Pages) -> None:
    pages.texts["/a/"] = WORDS
    tell(paths=["/a/"])
    assert queries.is_at_work(NOON)
    sheet = actions.print_when_asked("/a/")
    assert sheet and sheet.body == WORDS.encode()
    actions.run()
    assert not queries.is_at_work(NOON)
    assert actions.print_when_asked("/nothing/") is None


def test_a_takedown_does_not_wait_for_the_pages_that_one_notice_touches(pages: Pages) -> None:
    pages.texts = {f"/{number}/": WORDS for number in range(6)} | {"/killed/": WORDS}
    tell(paths=pages.texts)
    actions.run()
    down: list[bool] = []

    def kill_at_the_second(path: str) -> None:
        down.append(files.is_gone("/killed/"))
        if len(down) == 2:
            tell(withdrawn=["/killed/"])
            pages.texts.pop("/killed/")

    pages.before = kill_at_the_second
    tell(paths=[f"/{number}/" for number in range(6)])
    actions.run()
    assert down == [False, False, True, True, True, True]


def test_a_page_printed_for_a_reader_misses_nothing_that_is_told_meanwhile(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The press hears of the kill before it knows that this list shows the story."""
    pages.texts["/list/"] = WORDS + "and the story that is killed"
    pages.tags["/list/"] = frozenset({"story:1"})
    told: list[int] = []

    def print_slowly(path: str, at: datetime) -> Sheet | None:
        printed = Pages.print(pages, path, at)
        if not told:
            pages.texts["/list/"] = WORDS
            told.append(tell(tags=["story:1"]))
            actions.run()
        return printed

    monkeypatch.setattr(pages, "print", print_slowly)
    answered, standing = actions.print_page("/list/"), files.read("/list/")
    assert answered and standing
    assert answered.body == standing.body == WORDS.encode()


def test_a_page_that_is_overtaken_again_and_again_is_left_to_the_press(pages: Pages) -> None:
    pages.texts["/list/"] = WORDS
    pages.before = lambda path: tell(paths=["/list/"])
    actions.print_page("/list/")
    assert len(pages.printed) == actions.TRIES
    pages.before = lambda path: None
    actions.run()
    assert len(pages.printed) == actions.TRIES + 1


def test_no_page_lies_there_that_no_notice_would_touch(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*arguments: object) -> None:
        raise DatabaseError

    pages.texts["/a/"] = WORDS
    monkeypatch.setattr(depending, "enter", locked)
    with pytest.raises(DatabaseError):
        actions.print_page("/a/")
    assert not files.is_printed("/a/")


def test_what_is_stumbled_over_twice_a_second_is_told_of_once_a_minute(
    pages: Pages, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    worker = working.Worker()
    full = CannotWrite("no room")
    turns: list[Exception | None] = [full, full, ValueError("another"), None, full]

    def turn() -> float:
        fault = turns.pop(0)
        worker._stopping = not turns
        if fault:
            raise fault
        worker._stumbled = ""
        return 0.0

    monkeypatch.setattr(worker, "_once", turn)
    monkeypatch.setattr(working, "LOOK_EVERY_SECONDS", 0.0)
    worker.work()
    assert [record.getMessage() for record in caplog.records] == [
        "the press stumbled: no room", "the press stumbled: another", "the press stumbled: no room",
    ]  # fmt: skip
    assert [bool(record.exc_info) for record in caplog.records] == [False, True, False]
    caplog.clear()
    worker._say_again_at = 0.0  # a minute has passed
    worker._stumble(full)
    worker._stumble(full)
    assert len(caplog.records) == 1


def test_many_are_taken_down_with_one_wait_for_the_disk_and_each_has_its_mark_and_receipt(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.texts = {f"/{number}/": WORDS for number in range(7)}
    tell(paths=pages.texts)
    actions.run()
    told = {path: tell(withdrawn=[path]) for path in list(pages.texts)[1:]}
    pages.texts = {"/0/": WORDS}
    waits: list[Path] = []
    sync_all = atomic_file.sync_all
    monkeypatch.setattr(atomic_file, "sync_all", lambda folder: (waits.append(folder), sync_all(folder)))
    monkeypatch.setattr(atomic_file, "sync_folder", lambda folder: pytest.fail("a wait a page"))
    monkeypatch.setattr(actions, "DOWN_AT_ONCE", 4)
    actions.run()
    assert len(waits) == 2
    assert all(files.is_gone(path) for path in told) and files.is_printed("/0/")
    assert files.all_withdrawn() == set(told)
    for path, seq in told.items():
        assert [(line.path, line.did) for line in queries.receipt(seq)[1]] == [(path, "withdrawn")]
        assert (mark := files.lying(path)) and isinstance(mark, files.Mark) and mark.version == seq
    assert list(PrintedPage.objects.values_list("path", flat=True)) == ["/0/"]


def test_what_must_come_first_is_asked_for_again_while_many_are_taken_down(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "DOWN_AT_ONCE", 4)
    for number in range(10):
        tell(withdrawn=[f"/{number}/"])
    down: list[int] = []

    def hear_first() -> int:
        down.append(sum(files.is_gone(f"/{number}/") for number in range(10)))
        return notices.latest()

    actions.run(hear_first=hear_first)
    assert down[:4] == [0, 4, 8, 10]


def test_pages_printed_together_are_what_each_would_be_alone_and_one_that_fails_keeps_no_other(
    pages: Pages,
) -> None:
    pages.texts = {f"/{number}/": f"{WORDS}{number}" for number in range(8)}

    def fail_at_three(path: str) -> None:
        if path == "/3/":
            raise RuntimeError("a fault")

    pages.before = fail_at_three
    seq = tell(paths=[*pages.texts, "/nothing/"])
    actions.run()
    did = {line.path: line.did for line in queries.receipt(seq)[1]}
    assert {path for path, said in did.items() if said == "missing"} == {"/3/", "/nothing/"}
    for path in set(pages.texts) - {"/3/"}:
        standing = files.read(path)
        assert did[path] == "printed" and standing and standing.body.decode() == pages.texts[path]

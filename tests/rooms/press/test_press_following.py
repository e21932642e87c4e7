"""Followers are given what the press has placed: nothing is forgotten, kills first, nothing old over new."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from tests.makers import NOON
from tests.rooms.press.following import Watched, folder, have, is_printed_at, there
from tests.rooms.press.making import WORDS, Pages, sheet, tell

from dateline.house import clock, notices
from dateline.press import actions, files, following, queries
from dateline.press.errors import NotReached
from dateline.press.followers.folder import Folder
from dateline.press.models import Copy, Press


@pytest.fixture
def elsewhere(pages: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A mounted folder that follows already."""
    elsewhere = folder(tmp_path / "elsewhere")
    have(monkeypatch, elsewhere)
    following.follow(elsewhere)
    return elsewhere


@pytest.fixture
def watched(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """One that notes what it is asked to bring, and follows already."""
    watched = Watched()
    have(monkeypatch, watched)
    following.follow(watched)
    return watched


def test_a_page_is_brought_as_it_lies_and_its_notice_gets_a_receipt(pages: Pages, elsewhere: Folder) -> None:
    pages.texts["/a/"] = WORDS
    seq = tell(paths=["/a/"])
    actions.run()
    notice, _ = queries.receipt(seq)
    assert queries.unconfirmed(notice) == ["elsewhere"]
    assert following.follow(elsewhere) == 1
    here = files.lying("/a/")
    with there(elsewhere):
        brought = files.lying("/a/")
    assert isinstance(here, files.Lying)
    assert isinstance(brought, files.Lying)
    assert brought.contents == here.contents
    assert {".br", ".gz", "", ".meta"} == set(brought.contents)
    assert queries.unconfirmed(notice) == []
    assert [(line.press, line.did) for line in queries.receipt(seq)[1]] == [
        ("elsewhere", "printed"),
        ("local", "printed"),
    ]
    assert following.follow(elsewhere) == 0


def test_what_is_withdrawn_is_withdrawn_there_and_stands_in_its_list_once(
    pages: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = folder(tmp_path / "elsewhere")
    have(monkeypatch, elsewhere)
    pages.texts["/a/"] = WORDS
    tell(paths=["/a/"])
    actions.run()
    following.follow(elsewhere)
    seq = tell(withdrawn=["/a/"], reason="killed by its partner")
    del pages.texts["/a/"]
    actions.run()
    following.follow(elsewhere)
    Copy.objects.update(is_owed=True)
    following.follow(elsewhere)
    with there(elsewhere):
        assert files.is_gone("/a/")
        assert files.all_withdrawn() == {"/a/"}
        assert files.withdrawn_list().read_text().count("\n") == 1
        assert "killed by its partner" in files.withdrawn_list().read_text()
    assert ("elsewhere", "withdrawn") in [(line.press, line.did) for line in queries.receipt(seq)[1]]


def test_a_withdrawal_goes_before_all_that_waits(pages: Pages, watched: Watched) -> None:
    pages.texts = {f"/{number}/": WORDS for number in range(150)}
    tell(paths=pages.texts)
    actions.run()
    with clock.frozen(NOON + timedelta(minutes=1)):
        tell(withdrawn=["/149/"])
        actions.run()
        following.follow(watched)
    assert watched.asked[0][0] == "/149/"
    assert len(watched.asked[0]) == following.AT_ONCE


def test_one_that_is_away_stops_no_press_and_catches_up_by_itself(
    pages: Pages, elsewhere: Folder, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere" / "open").rename(tmp_path / "unmounted")
    pages.texts = {"/a/": WORDS, "/b/": WORDS}
    seqs = [tell(paths=["/a/"]), tell(paths=["/b/"])]
    assert actions.run() == 2
    assert files.is_printed("/a/")
    with pytest.raises(NotReached, match="mount it"):
        following.follow(elsewhere)
    following.note_away(elsewhere, "it is not mounted")
    press = Press.objects.get(name="elsewhere")
    assert (press.failing_since, press.reason) == (NOON, "it is not mounted")
    assert not (tmp_path / "elsewhere" / "open").exists()
    with clock.frozen(NOON + timedelta(hours=1)):
        (tmp_path / "unmounted").rename(tmp_path / "elsewhere" / "open")
        following.follow(elsewhere)
    assert is_printed_at(elsewhere, "/a/")
    assert is_printed_at(elsewhere, "/b/")
    assert all(not queries.unconfirmed(queries.receipt(seq)[0]) for seq in seqs)
    assert Press.objects.get(name="elsewhere").failing_since is None


def test_a_new_follower_is_given_all_that_stands_and_all_that_was_withdrawn(
    pages: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.texts = {"/a/": WORDS, "/gone/": WORDS}
    tell(paths=pages.texts)
    actions.run()
    tell(withdrawn=["/gone/"])
    actions.run()
    elsewhere = folder(tmp_path / "elsewhere")
    have(monkeypatch, elsewhere)
    following.follow(elsewhere)
    with there(elsewhere):
        assert files.is_printed("/a/")
        assert files.is_gone("/gone/")
    assert notices.place_of(queries.hearer("elsewhere")) == notices.latest()


def test_what_lies_here_and_is_older_than_what_is_owed_is_not_brought_yet(
    pages: Pages, watched: Watched
) -> None:
    pages.texts["/a/"] = WORDS
    seq = tell(paths=["/a/"])
    actions.run()
    Copy.objects.update(version=seq + 1)  # another node has printed it later than this one
    assert following.follow(watched) == 0
    assert watched.asked == []
    with clock.frozen(NOON + following.PRINT_LASTS + timedelta(seconds=1)):
        assert following.follow(watched) == 1


def test_an_older_print_replaces_no_newer_one_in_a_folder(pages: Pages, tmp_path: Path) -> None:
    elsewhere = folder(tmp_path / "elsewhere")
    with there(elsewhere):
        files.place(sheet("/a/", "newer " * 100), 9)
    files.place(sheet("/a/", "older " * 100), 8)
    assert elsewhere.bring(["/a/"]) == {"/a/": "same"}
    with there(elsewhere):
        standing = files.read("/a/")
    assert standing
    assert b"newer" in standing.body


def test_what_is_owed_anew_while_it_is_brought_is_still_owed(pages: Pages, watched: Watched) -> None:
    pages.texts["/a/"] = WORDS
    tell(paths=["/a/"])
    actions.run()
    bring = watched.bring

    def print_meanwhile(paths: list[str]) -> object:
        with clock.frozen(NOON + timedelta(seconds=1)):
            actions.print_page("/a/")
        return bring(paths)

    watched.bring = print_meanwhile  # type: ignore[assignment,method-assign]
    assert following.follow(watched) == 0
    assert Copy.objects.filter(is_owed=True).count() == 1


def test_a_follower_waits_longer_after_each_failure_and_for_a_minute_at_most(
    pages: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unmounted = folder(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "open").rmdir()
    have(monkeypatch, unmounted)
    pages.texts["/a/"] = WORDS
    tell(paths=["/a/"])
    actions.run()
    thread = following.Following(unmounted, lambda: True)
    assert [thread._once() for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    (tmp_path / "elsewhere" / "open").mkdir()
    assert thread._once() == 0
    assert is_printed_at(unmounted, "/a/")


def test_a_page_that_was_never_printed_here_is_printed_before_it_is_brought(
    pages: Pages, elsewhere: Folder
) -> None:
    pages.texts["/a/"] = WORDS
    actions.print_page("/a/")
    files.forget("/a/")
    following.follow(elsewhere)
    assert is_printed_at(elsewhere, "/a/")


def test_one_whose_database_goes_comes_again(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched()

    def lose(paths: list[str]) -> object:
        raise OperationalError

    watched.bring = lose  # type: ignore[assignment,method-assign]
    have(monkeypatch, watched)
    pages.texts["/a/"] = WORDS
    tell(paths=["/a/"])
    actions.run()
    assert following.Following(watched, lambda: True)._once() == following.FIRST_PAUSE_SECONDS


def test_what_cannot_be_brought_yet_keeps_no_takedown_behind_it_waiting(
    pages: Pages, watched: Watched
) -> None:
    stuck = {f"/stuck/{number}/" for number in range(following.AT_ONCE)}
    pages.texts = dict.fromkeys((*stuck, "/a/"), WORDS)
    tell(paths=stuck)
    actions.run()
    Copy.objects.update(is_urgent=True)  # as what is licensed is
    with clock.frozen(NOON + timedelta(minutes=1)):
        tell(paths=["/a/"])
        actions.run()
        tell(withdrawn=["/a/"])
        actions.run()
    bring = watched.bring
    watched.bring = lambda paths: {  # type: ignore[assignment,method-assign]
        path: did for path, did in bring(paths).items() if path not in stuck
    }
    following.Following(watched, lambda: True)._once()
    assert ["/a/"] in watched.asked
    assert set(Copy.objects.filter(is_owed=True).values_list("path", flat=True)) == stuck


def test_what_was_passed_over_and_is_owed_anew_is_passed_over_no_more(pages: Pages, watched: Watched) -> None:
    pages.texts["/a/"] = WORDS
    tell(paths=["/a/"])
    actions.run()
    bring, passed = watched.bring, following.Passed()
    watched.bring = lambda paths: {}  # type: ignore[assignment,method-assign]
    assert following.follow(watched, passed) == 0
    watched.bring = bring  # type: ignore[method-assign]
    assert following.follow(watched, passed) == 0
    with clock.frozen(NOON + timedelta(seconds=1)):
        tell(withdrawn=["/a/"])
        actions.run()
    assert following.follow(watched, passed) == 1


def test_a_page_that_cannot_be_printed_keeps_no_other_from_a_follower(pages: Pages, watched: Watched) -> None:
    pages.texts = {"/a/": WORDS, "/b/": WORDS}
    tell(paths=pages.texts)
    actions.run()
    files.forget("/a/")

    def stumble(path: str) -> None:
        if path == "/a/":
            raise ValueError("its template is broken")

    pages.before = stumble
    following.follow(watched)
    assert watched.asked == [["/b/"]]
    assert Copy.objects.get(is_owed=True).path == "/a/"


def test_a_look_at_what_is_owed_waits_for_nobody_who_writes(watched: Watched) -> None:
    with CaptureQueriesContext(connection) as asked:
        following.follow(watched)
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)

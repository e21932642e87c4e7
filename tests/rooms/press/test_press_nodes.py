"""Several nodes on one database: each prints for itself, at its own pace; one is on duty."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.makers import NOON
from tests.rooms.press.making import WORDS, Pages, tell

from dateline.house import clock, notices
from dateline.house.home import node
from dateline.press import actions, enrolling, files, queries, working
from dateline.press.errors import StillAtWork
from dateline.press.models import Press, PrintedPage


@pytest.fixture
def at_b(pages: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Going":
    """Goes to the other node, and back."""
    return Going(monkeypatch, {"local": tmp_path, "node-b": tmp_path / "b"})


class Going:
    def __init__(self, monkeypatch: pytest.MonkeyPatch, homes: dict[str, Path]) -> None:
        self._monkeypatch = monkeypatch
        self._homes = homes

    def to(self, name: str) -> None:
        self._homes[name].mkdir(exist_ok=True)
        (self._homes[name] / "newsroom.sqlite3").touch()
        self._monkeypatch.setenv("DATELINE_NODE", name)
        self._monkeypatch.setenv("DATELINE_HOME", str(self._homes[name]))


def test_each_node_prints_for_itself_and_confirms_for_itself(pages: Pages, at_b: Going) -> None:
    enrolling.enrol(NOON)
    at_b.to("node-b")
    enrolling.enrol(NOON)
    pages.texts["/a/"] = WORDS
    seq = tell(paths=["/a/"])
    actions.run()
    assert files.is_printed("/a/")
    notice, lines = queries.receipt(seq)
    assert [(line.press, line.did) for line in lines if line.confirmed_at] == [("node-b", "printed")]
    assert queries.unconfirmed(notice) == ["local"]
    at_b.to("local")
    assert not files.is_printed("/a/")
    actions.run()
    assert files.is_printed("/a/")
    assert queries.unconfirmed(notice) == []


def test_a_node_that_lags_takes_nothing_away_from_one_that_has_gone_on(pages: Pages, at_b: Going) -> None:
    pages.texts["/a/"] = WORDS
    pages.tags["/a/"] = frozenset({"story:1"})
    tell(paths=["/a/"])
    actions.run()
    at_b.to("node-b")
    actions.run()
    del pages.texts["/a/"]
    tell(tags=["story:1"])
    actions.run()
    assert not files.is_printed("/a/")
    at_b.to("local")
    assert PrintedPage.objects.get().press == "local"
    actions.run()
    assert not files.is_printed("/a/")


def test_what_is_withdrawn_is_withdrawn_on_every_node_and_stands_in_each_list(
    pages: Pages, at_b: Going
) -> None:
    pages.texts["/a/"] = WORDS
    tell(paths=["/a/"])
    for name in ("local", "node-b"):
        at_b.to(name)
        actions.run()
    del pages.texts["/a/"]
    tell(withdrawn=["/a/"])
    for name in ("local", "node-b"):
        at_b.to(name)
        actions.run()
        assert files.is_gone("/a/")
        assert files.all_withdrawn() == {"/a/"}


def test_a_node_that_is_not_on_duty_prints_and_hears_nothing_for_others(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[int] = []
    monkeypatch.setattr(notices, "_ears", [])
    notices.hear("page", "a room", lambda notice: heard.append(notice.seq))
    pages.texts["/a/"] = WORDS
    seq = tell(paths=["/a/"])
    working.turn(is_on_duty=False)
    assert files.is_printed("/a/")
    assert heard == []
    working.turn()
    assert heard == [seq]


def test_a_new_node_marks_what_was_ever_withdrawn_and_begins_at_the_newest_notice(
    pages: Pages, at_b: Going, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrolling, "MANY_NOTICES", 2)
    pages.texts = {"/a/": WORDS, "/back/": WORDS}
    tell(paths=pages.texts)
    tell(withdrawn=["/gone/", "/back/"])
    newest = tell(paths=["/back/"])
    at_b.to("node-b")
    assert enrolling.begin()
    assert files.is_gone("/gone/")
    assert notices.place_of(queries.hearer()) == newest
    actions.print_paths(pages.texts)  # as after an upgrade
    assert files.is_printed("/back/")
    assert not files.is_gone("/back/")


def test_few_notices_are_printed_one_by_one_and_a_folder_with_pages_goes_on(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.texts["/"] = WORDS
    # A server goes on counting through every test of a run.
    monkeypatch.setattr(enrolling, "MANY_NOTICES", tell(paths=["/"]))
    assert not enrolling.begin()
    actions.run()
    assert not enrolling.begin()
    files.forget("/")
    assert enrolling.begin()  # a folder that was lost: its place in the notices says nothing of it


def test_one_that_will_not_come_back_is_waited_for_no_more(pages: Pages, at_b: Going) -> None:
    enrolling.enrol(NOON)
    pages.texts["/a/"] = WORDS
    at_b.to("node-b")
    enrolling.enrol(NOON)
    seq = tell(paths=["/a/"])
    at_b.to("local")
    actions.run()
    assert queries.unconfirmed(queries.receipt(seq)[0]) == ["node-b"]
    gone = NOON + enrolling.SILENT
    assert enrolling.forget("node-b", gone)
    assert queries.unconfirmed(queries.receipt(seq)[0]) == []
    assert not enrolling.forget("node-b", gone)


def test_one_that_is_at_work_is_not_forgotten(pages: Pages, at_b: Going) -> None:
    """It would begin at the first notice, and take down what was withdrawn once and is in print by now."""
    for name in ("local", "node-b"):
        at_b.to(name)
        enrolling.enrol(NOON)
    at_b.to("local")
    tell(paths=["/a/"])
    actions.run()
    place = notices.place_of(queries.hearer())
    with pytest.raises(StillAtWork, match="node-b"):
        enrolling.forget("node-b", NOON + enrolling.SILENT - timedelta(seconds=1))
    with pytest.raises(StillAtWork, match="local"):
        enrolling.forget("local", NOON + timedelta(days=1))
    assert Press.objects.count() == 2
    assert notices.place_of(queries.hearer()) == place


def test_a_node_says_that_it_is_there(pages: Pages) -> None:
    enrolling.enrol(NOON)
    with clock.frozen(NOON + timedelta(minutes=1)):
        enrolling.enrol(clock.now())
    assert Press.objects.get(name=node()).seen_at == NOON + timedelta(minutes=1)

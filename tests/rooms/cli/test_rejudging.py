"""Many stories are judged by a process beside the press, with its progress told and a report to keep."""

import csv
import io
import sys
import threading
import time
from dataclasses import replace

import pytest
from click.testing import CliRunner
from django.db import transaction
from tests.makers import NOON, TERMS, make_partner, make_story

from dateline.cli import background, put_off, rejudging
from dateline.cli.rejudging import RunRejudging
from dateline.cli.rooms import licences
from dateline.house import notices, parent
from dateline.press import actions as press
from dateline.press import queries as press_queries
from dateline.press import working
from dateline.stories.errors import NeverJudgedAgain
from dateline.stories.models import Story

NARROWER = replace(TERMS, display_days=1)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(parent.GROUP, raising=False)


def say(*words: str):
    return CliRunner().invoke(licences, list(words), catch_exceptions=False)


@pytest.fixture
def in_print(newsroom, home) -> Story:
    return make_story("Tugs wait", terms=TERMS, guid="=urn:1")


def test_no_process_stands_while_nothing_waits(in_print):
    due = RunRejudging([sys.executable, "-c", "import time; time.sleep(60)"])
    due(NOON)
    assert due.child is None


def test_the_background_has_it_run_however_long_a_turn_takes(db):
    assert [type(each._due) for each in background.background().minding] == [RunRejudging]


def test_one_that_fell_stands_again_while_the_press_is_within_a_long_turn(home, monkeypatch):
    class Always(RunRejudging):
        def is_wanted(self) -> bool:
            return True

    is_over = threading.Event()
    begun = home / "begun"
    due = Always(
        [sys.executable, "-c", f"import os; open({str(begun)!r}, 'a').write('x'); os.kill(os.getpid(), 9)"]
    )
    worker = working.Worker(minded=(due,))
    monkeypatch.setattr(working.Worker, "_take_part", lambda self: setattr(self, "_is_on_duty", True))
    monkeypatch.setattr(working.database, "is_gone", lambda: False)
    monkeypatch.setattr(working, "turn", lambda **_: is_over.wait(20) and 0)
    monkeypatch.setattr(put_off, "LOOK_WHETHER_WAITING_SECONDS", 0.05)
    at_work = threading.Thread(target=worker.work)
    at_work.start()
    until = time.monotonic() + 15
    while (not begun.exists() or len(begun.read_text()) < 2) and time.monotonic() < until:
        time.sleep(0.02)
    worker.stop()
    is_over.set()
    at_work.join(20)
    assert len(begun.read_text()) >= 2
    if due.child:
        due.child.wait()


def test_all_of_a_partners_is_judged_when_asked_and_the_progress_told(in_print):
    make_partner(replace(TERMS, uses=frozenset()))
    said = say("rejudge", "harbour")
    assert said.output.splitlines()[-1] == (
        "harbour\tv1\tdone\t1 of 1\t100%\t1 down\t0 changed\t0 could return\t0 failed"
    )
    assert not Story.objects.get().live


def test_the_report_names_every_story_that_changed_and_no_cell_is_a_formula(in_print, tmp_path):
    make_partner(replace(TERMS, uses=frozenset()))
    say("rejudge", "harbour")
    (row,) = csv.DictReader(io.StringIO(say("report", "harbour").output))
    assert (row["outcome"], row["guid"], row["headline"]) == ("down", "'=urn:1", "Tugs wait")
    assert row["surfaces_left"].split() == ["page", "front", "related", "search", "feed"]
    assert row["reason"] == "Harbour Wire does not license page use"
    out = tmp_path / "report.csv"
    assert "1 down" in say("report", "harbour", "--out", str(out)).output
    assert out.read_bytes().startswith(b"\xef\xbb\xbfpartner,terms_version,outcome")


def test_without_a_rejudging_there_is_no_report(newsroom):
    make_partner()
    with pytest.raises(NeverJudgedAgain):
        say("report", "harbour")


@pytest.mark.parametrize(
    ("at_hand", "waits"), [([(201, 0), (150, 0)], 1), ([(0, 401), (0, 400)], 1), ([(200, 400)], 0)]
)
def test_it_waits_for_a_press_that_gets_on_and_no_longer_than_that(monkeypatch, at_hand, waits):
    asked = iter(at_hand)
    slept: list[float] = []
    monkeypatch.setattr("dateline.press.queries.at_hand", lambda: next(asked))
    monkeypatch.setattr(rejudging.time, "sleep", slept.append)
    rejudging._Pace()()
    assert len(slept) == 1 + waits and next(asked, None) is None


def test_a_press_that_does_not_get_on_is_waited_for_once(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("dateline.press.queries.at_hand", lambda: (10_000, 0))
    monkeypatch.setattr(rejudging.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(rejudging.time, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    pace = rejudging._Pace()
    pace()
    assert rejudging.GETS_ON_WITHIN_SECONDS < now[0] < rejudging.GETS_ON_WITHIN_SECONDS + 1
    before = now[0]
    pace()
    assert now[0] - before < 0.1


def test_takedowns_and_named_pages_are_at_hand_until_the_press_has_done_them(newsroom, home):
    before = press_queries.at_hand()
    with transaction.atomic():
        notices.post("story:1", "story.withdrawn", withdrawn=["/a/"])
        notices.post("story:2", "story.relicensed", paths=["/b/"])
        notices.post("story:3", "story.changed", tags=["front:en"])
    assert press_queries.at_hand() == (before[0] + 1, before[1] + 1)
    press.run(until_empty=True)
    assert press_queries.at_hand() == (0, 0)

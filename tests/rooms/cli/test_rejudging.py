"""Many stories are judged by a process beside the press, with its progress told and a report to keep."""

import csv
import io
import sys
from dataclasses import replace

import pytest
from click.testing import CliRunner
from tests.makers import NOON, TERMS, make_partner, make_story

from dateline.cli import background
from dateline.cli.rejudging import RunRejudging
from dateline.cli.rooms import licences
from dateline.house import parent
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


def test_the_background_has_it_run(db):
    assert any(isinstance(each, RunRejudging) for each in background.background()._also)


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

"""The fault suite in short, and that each of its drills finds something when its guard is taken away.

At full length: `make drill`.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from drill import clocks, kills
from drill.faults import every_point, half_migrations, overtaken
from drill.ground import ground

from dateline.house import clock, points
from tests.paths.newsroom import PROJECT

pytestmark = pytest.mark.server


def test_killed_at_every_named_point_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    died_at, wrong = every_point.drill(tmp_path / "ground", points.NAMES)
    assert died_at == list(points.NAMES)
    assert wrong == []


def test_a_notice_written_after_the_commit_would_be_lost(tmp_path: Path) -> None:
    off = ("notice-in-transaction",)
    died_at, wrong = every_point.drill(tmp_path / "ground", ("notice.committed",), guards_off=off)
    assert died_at == ["notice.committed"]
    assert any("lies nowhere" in line for line in wrong)


def test_a_place_kept_before_printing_would_lose_the_page(tmp_path: Path) -> None:
    died_at, wrong = every_point.drill(
        tmp_path / "ground", ("press.kept",), guards_off=("print-before-place",)
    )
    assert died_at == ["press.kept"]
    assert any("lies nowhere" in line for line in wrong)


def test_readers_of_a_newsroom_whose_processes_are_killed_have_whole_pages_and_no_old_ones(
    tmp_path: Path,
) -> None:
    with ground(tmp_path / "ground") as place:
        place.let_read()
        place.let_write()
        done = kills.loop(place, kills.Wanted(3), share_at_points=0.3)
        place.come_to_rest()
        found = place.findings()
    assert done.total == 3
    assert found.losses == []
    assert found.faults == []
    assert found.acknowledged > 5
    assert found.reads > 50
    assert set(found.statuses) <= {"200", "304", "404", "410"}


def test_a_print_that_was_overtaken_never_replaces_the_newer_one(tmp_path: Path) -> None:
    assert overtaken.drill(tmp_path / "ground") == []


def test_without_versions_it_would(tmp_path: Path) -> None:
    assert overtaken.drill(tmp_path / "ground", guards_off=("never-older",))


@pytest.mark.parametrize("seconds", [3600, -3600])
def test_a_wrong_clock_is_told_to_whoever_asks(tmp_path: Path, seconds: float) -> None:
    clocks.set_to(tmp_path / "clock", seconds)
    asked = (
        "import time; from dateline.house import clock; from django.utils import timezone; "
        "print(time.time(), clock.now().timestamp(), timezone.now().timestamp())"
    )
    here = {"DRILL_CLOCK": str(tmp_path / "clock"), "PYTHONPATH": f"{PROJECT / 'drill/inside'}:{PROJECT}"}
    said = subprocess.run(
        [sys.executable, "-c", asked], env=os.environ | here, capture_output=True, check=True
    )
    off = [float(moment) - clock.now().timestamp() for moment in said.stdout.split()]
    assert all(abs(each - seconds) < 30 for each in off), off


@pytest.mark.any_database  # the drill makes a SQLite file of its own
def test_a_migration_killed_at_any_statement_is_run_again(tmp_path: Path) -> None:
    [said] = half_migrations.drill(tmp_path, app="house", every=4)  # nothing but how many there were
    assert int(said.removesuffix(" kills")) >= 4


@pytest.mark.any_database  # the drill makes a SQLite file of its own
def test_noted_after_its_commit_it_would_stop_at_a_table_that_is_there(tmp_path: Path) -> None:
    wrong, _ = half_migrations.drill(tmp_path, app="house", every=100, guards_off=("note-with-migration",))
    assert wrong.endswith("cannot be run again")

"""What is put off runs in a process of its own: nothing waits for it, and nothing of it is lost."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.makers import NOON
from tests.rooms.press.conftest import pages as pages
from tests.rooms.press.making import Pages, tell

from dateline.cli import background, put_off
from dateline.cli.put_off import RunTasks
from dateline.house import parent, tasks
from dateline.press import actions, files

DONE: list[str] = []


@task()
def note(word: str) -> None:
    DONE.append(word)


@task()
def fall_once(folder: str) -> None:
    """Takes its process along the first time."""
    if not (Path(folder) / "fell").exists():
        (Path(folder) / "fell").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    (Path(folder) / "done").touch()


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(parent.GROUP, raising=False)
    DONE.clear()


def sleeps(seconds: float) -> list[str]:
    return [sys.executable, "-c", f"import time; time.sleep({seconds})"]


def test_no_process_stands_while_nothing_waits(db: None) -> None:
    due = RunTasks(sleeps(60))
    due(NOON)
    assert due.child is None


def test_a_takedown_waits_for_no_task(pages: Pages) -> None:
    note.enqueue("a picture")
    due = RunTasks(sleeps(60))
    began = time.monotonic()
    assert due(NOON) <= 1
    tell(withdrawn=["/killed/"])
    actions.run()
    first = due.child
    assert due(NOON) <= 1
    assert due.child is first
    assert time.monotonic() - began < 30
    assert files.is_gone("/killed/")
    assert first
    first.kill()
    first.wait()


def test_the_background_has_them_run(db: None) -> None:
    assert any(isinstance(each, RunTasks) for each in background.background()._also)


def test_what_waits_is_run_and_what_comes_meanwhile(transactional_db: None) -> None:
    note.enqueue("one")
    note.enqueue("two")
    put_off.run_until_idle([], stays_seconds=0.1)
    assert sorted(DONE) == ["one", "two"]
    assert not tasks.are_waiting()


def test_it_stops_behind_the_task_at_hand(db: None) -> None:
    note.enqueue("one")
    put_off.run_until_idle([signal.SIGTERM], stays_seconds=60)
    assert DONE == []


def test_what_a_process_fell_over_is_run_again(transactional_db: None) -> None:
    begun = DBTaskResult.objects.get(pk=note.enqueue("lost").id)
    begun.claim(tasks._worker())
    assert not DBTaskResult.objects.ready().exists()
    assert tasks.are_waiting()
    put_off.run_until_idle([], stays_seconds=0.1)
    assert DONE == ["lost"]


def test_what_runs_on_another_machine_is_left_to_it(db: None) -> None:
    DBTaskResult.objects.get(pk=note.enqueue("theirs").id).claim("dateline elsewhere")
    assert not tasks.are_waiting()
    put_off.run_until_idle([], stays_seconds=0.05)
    assert DONE == []


def test_what_takes_each_process_along_is_given_up(db: None) -> None:
    begun = DBTaskResult.objects.get(pk=note.enqueue("deadly").id)
    for _ in range(tasks.MOST_STARTS):
        begun.claim(tasks._worker())
    assert tasks.take_up_again() == 1
    begun.refresh_from_db()
    assert begun.status == TaskResultStatus.FAILED
    assert not tasks.are_waiting()


def test_what_was_done_is_forgotten_after_a_day_and_what_failed_is_not(db: None) -> None:
    from datetime import timedelta

    done, failed = (DBTaskResult.objects.get(pk=note.enqueue(word).id) for word in ("done", "failed"))
    done.set_successful(None)
    failed.set_failed(ValueError("no"))
    DBTaskResult.objects.update(finished_at=NOON - timedelta(days=2))
    assert tasks.forget_done(NOON) == 1
    assert list(DBTaskResult.objects.values_list("pk", flat=True)) == [failed.pk]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the process opens the database by its file")
def test_the_process_itself_runs_them_and_takes_up_what_it_fell_over(
    transactional_db: None, home: Path, tmp_path: Path
) -> None:
    """The real one, killed outright in the middle of a task and started again."""
    database = str(connection.settings_dict["NAME"])
    fall_once.enqueue(str(tmp_path))
    text = f"""
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {database!r}
os.environ["DATELINE_HOME"] = {str(home)!r}
from dateline.cli import put_off
put_off.STAYS_SECONDS = 0.2
put_off.run_until_idle.__kwdefaults__["stays_seconds"] = 0.2
put_off.main()
"""
    command = [sys.executable, "-c", text]
    root = Path(__file__).resolve().parents[3]
    first = subprocess.run(command, cwd=root, check=False, timeout=60)
    assert first.returncode == -signal.SIGKILL
    assert not (tmp_path / "done").exists()
    again = subprocess.run(command, cwd=root, check=False, timeout=60)
    assert again.returncode == 0
    assert (tmp_path / "done").exists()


def test_what_a_container_of_another_name_was_at_is_taken_up_again(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    note.enqueue("a picture")
    DBTaskResult.objects.get().claim(tasks._worker())
    monkeypatch.setattr(socket, "gethostname", lambda: "f3c1d2")  # as `podman run` names each
    assert tasks.take_up_again() == 1

"""What falls is started again; a press that falls over and over takes no reader's page with it."""

import sys
import threading
import time
from pathlib import Path

import pytest
from tests.paths.processes import lives

from dateline.cli import running

STANDS = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def group(monkeypatch: pytest.MonkeyPatch) -> running.Group:
    monkeypatch.setattr(running.signal, "signal", lambda *_: None)
    monkeypatch.setattr(running.logging.config, "dictConfig", lambda _: None)
    monkeypatch.setattr(running.watching, "take_part", lambda _: None)
    return running.Group("127.0.0.1", 9, 1)


def _falls(log: Path) -> list[str]:
    """A command that says that it was started, and falls."""
    return [sys.executable, "-S", "-c", f"open({str(log)!r}, 'a').write('x'); raise SystemExit(3)"]


def test_a_press_that_falls_over_and_over_rests_and_the_server_stands(
    group: running.Group, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "REST_SECONDS", 1.0)
    log = tmp_path / "falls"
    group._commands = {"server": STANDS, "press": _falls(log)}
    stood = []

    def stop_after_the_rest() -> None:
        until = time.monotonic() + 40
        while time.monotonic() < until and not (log.exists() and len(log.read_text()) > 6):
            time.sleep(0.05)
        stood.append(group._children["server"].poll())
        group._stopping.set()

    watcher = threading.Thread(target=stop_after_the_rest)
    watcher.start()
    assert group.run() == 0
    watcher.join()
    assert stood == [None]
    assert len(log.read_text()) > 6


def test_a_server_that_cannot_stand_ends_the_group(group: running.Group, tmp_path: Path) -> None:
    group._commands = {"server": _falls(tmp_path / "falls"), "press": STANDS}
    assert group.run() == 1
    assert len((tmp_path / "falls").read_text()) == 6


def test_what_a_child_leaves_behind_ends_with_the_group(group: running.Group, tmp_path: Path) -> None:
    slow = "import signal, time; signal.signal(signal.SIGTERM, lambda *_: (time.sleep(0.5), exit())); time.sleep(60)"
    left = tmp_path / "left"
    leaves_one = (
        "import pathlib, subprocess, sys, time;"
        f" child = subprocess.Popen([sys.executable, '-S', '-c', {slow!r}]); time.sleep(0.5);"
        f" pathlib.Path({str(left)!r}).write_text(str(child.pid)); time.sleep(60)"
    )
    group._commands = {"server": STANDS, "press": [sys.executable, "-S", "-c", leaves_one]}

    def stop_when_it_has_one() -> None:
        until = time.monotonic() + 40
        while time.monotonic() < until and not (left.exists() and left.read_text()):
            time.sleep(0.05)
        group._stopping.set()

    watcher = threading.Thread(target=stop_when_it_has_one)
    watcher.start()
    assert group.run() == 0
    watcher.join()
    assert not lives(int(left.read_text()))

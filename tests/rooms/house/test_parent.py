"""A process leaves with the one that started it."""

import os
import signal
import subprocess
import sys

import pytest

from dateline.house import parent

WAITING = "from dateline.house import parent; parent.leave_with_parent(); import time; time.sleep(60)"


def started(group: int | None) -> "subprocess.Popen[bytes]":
    own = {name: value for name, value in os.environ.items() if name != parent.GROUP}
    group_of = {} if group is None else {parent.GROUP: str(group)}
    return subprocess.Popen([sys.executable, "-c", WAITING], env=own | group_of)


def test_one_whose_starter_was_gone_before_it_had_begun_leaves_too() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    with started(gone.pid) as process:
        assert process.wait(20) == -signal.SIGTERM


@pytest.mark.parametrize("group", [os.getpid(), None], ids=["its starter lives", "it stands alone"])
def test_one_stays_while_its_starter_lives_or_when_it_stands_alone(group: int | None) -> None:
    with started(group) as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(4 * parent.LOOK_EVERY_SECONDS)
        process.terminate()

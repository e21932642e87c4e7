"""The press is woken by a knock, also while two of them stand beside each other in an upgrade."""

import time
from pathlib import Path

from dateline.house import notices
from dateline.press.working import _knocks


def test_a_knock_is_heard_at_once(home: Path) -> None:
    with _knocks() as wait:
        notices.wake()
        began = time.monotonic()
        wait(10)
        assert time.monotonic() - began < 5
    assert not notices.socket_path().exists()


def test_the_old_press_leaves_the_new_ones_ear_where_it_is(home: Path) -> None:
    old, new = _knocks(), _knocks()
    old.__enter__()
    wait = new.__enter__()
    old.__exit__(None, None, None)
    assert notices.socket_path().exists()
    notices.wake()
    began = time.monotonic()
    wait(10)
    assert time.monotonic() - began < 5
    new.__exit__(None, None, None)
    assert not notices.socket_path().exists()

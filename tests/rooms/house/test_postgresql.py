"""What PostgreSQL is told of otherwise than SQLite: numbers in the order of commits, a line that is down."""

import threading
import time
from collections.abc import Callable

import psycopg
import pytest
from django.db import connection, transaction
from tests.postgresql import on_postgresql

from dateline.house import notices
from dateline.house.models import Notice
from dateline.house.postgresql import base
from dateline.house.postgresql.base import ASK_AGAIN_SECONDS, Line


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_notice_of_a_later_number_is_committed_later() -> None:
    """A hearer that has read up to it misses nothing: the kill that began first and was slow has the lower number."""
    assert seen_by_a_hearer_beside_a_slow_kill() == ["slow.kill", "quick"]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_a_hearer_reads_past_the_slow_kill(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the lock guards against: shown with it taken away."""
    monkeypatch.setattr(notices, "keep_order", lambda: None)
    assert seen_by_a_hearer_beside_a_slow_kill() == ["quick"]


def seen_by_a_hearer_beside_a_slow_kill() -> list[str]:
    """One transaction posts a kill and is slow to commit; another posts and commits meanwhile, if it may.

    What a hearer hears that looks as soon as anything is there, and again when all is done, each time behind
    the newest that it knows.
    """
    posted, may_commit = threading.Event(), threading.Event()
    slow = threading.Thread(target=_in_a_thread(lambda: _post("slow.kill", posted, may_commit)))
    quick = threading.Thread(target=_in_a_thread(lambda: _post("quick", threading.Event(), _set())))
    slow.start()
    assert posted.wait(10)
    quick.start()
    quick.join(1)  # with the lock it waits
    heard = list(Notice.objects.order_by("seq"))
    may_commit.set()
    for thread in (slow, quick):
        thread.join(10)
    place = heard[-1].seq if heard else 0
    return [notice.kind for notice in [*heard, *notices.after(place)]]


def _post(kind: str, posted: threading.Event, may_commit: threading.Event) -> None:
    with transaction.atomic():
        notices.post("story:1", kind)
        posted.set()
        assert may_commit.wait(10)


def _set() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


def _in_a_thread(do: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        try:
            do()
        finally:
            connection.close()

    return run


class SilentServer:
    """An address that takes long to say nothing."""

    def __init__(self) -> None:
        self.asked = 0
        self.is_back = False
        self.may_fail = threading.Event()

    def __call__(self) -> str:
        self.asked += 1
        if self.is_back:
            return "a connection"
        assert self.may_fail.wait(10)
        raise psycopg.OperationalError("timeout expired")


@pytest.fixture
def silent() -> SilentServer:
    return SilentServer()


def test_while_one_finds_out_whether_it_is_back_nobody_else_waits(
    silent: SilentServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line()
    silent.may_fail.set()
    assert _refused(line, silent) == "timeout expired"
    silent.may_fail.clear()
    monkeypatch.setattr(base, "ASK_AGAIN_SECONDS", 0.0)
    first = threading.Thread(target=_refused, args=(line, silent))
    first.start()
    while silent.asked < 2:
        time.sleep(0.001)
    began = time.monotonic()
    assert "a moment ago" in _refused(line, silent)
    assert time.monotonic() - began < 0.5
    silent.may_fail.set()
    first.join()
    assert silent.asked == 2


def test_a_failed_attempt_speaks_for_those_that_come_after_it(silent: SilentServer) -> None:
    line = Line()
    silent.may_fail.set()
    assert _refused(line, silent) == "timeout expired"
    assert "a moment ago" in _refused(line, silent)
    assert silent.asked == 1


def test_a_server_that_is_back_is_asked_by_all(silent: SilentServer, monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line()
    silent.may_fail.set()
    _refused(line, silent)
    silent.is_back = True
    later = time.monotonic() + ASK_AGAIN_SECONDS
    monkeypatch.setattr(base.time, "monotonic", lambda: later)
    assert [line.connect(silent) for _ in range(3)] == ["a connection"] * 3


def test_one_that_is_found_back_between_two_looks_refuses_nobody() -> None:
    class FoundBack(Line):
        """Another thread reaches the server as soon as this one has looked."""

        looks = 0

        @property
        def _failed_at(self) -> float | None:
            self.looks += 1
            return 0.0 if self.looks == 1 else None

        @_failed_at.setter
        def _failed_at(self, moment: float | None) -> None:
            pass

    assert FoundBack().connect(lambda: "a connection") == "a connection"


def _refused(line: Line, attempt: Callable[[], object]) -> str:
    with pytest.raises(psycopg.OperationalError) as refusal:
        line.connect(attempt)
    return str(refusal.value)

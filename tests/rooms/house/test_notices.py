"""Notices: posted in a transaction, heard in order, and never lost to a hearer that stumbles."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from dateline.house import clock, notices, watching
from dateline.house.errors import NotInTransaction
from dateline.house.models import Notice, Unheard

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE = notices.TRY_AGAIN_AFTER


class Room:
    """A hearer that stumbles over the notices named."""

    def __init__(self) -> None:
        self.heard: list[int] = []
        self.stumbles_over: set[int] = set()

    def hear(self, notice: Notice) -> None:
        if notice.seq in self.stumbles_over:
            raise RuntimeError("a stair was missing")
        self.heard.append(notice.seq)


@pytest.fixture
def room(db, home, monkeypatch) -> Room:
    room = Room()
    monkeypatch.setattr(notices, "_ears", [])
    notices.hear("test.", "a room", room.hear)
    return room


def post(kind: str = "test.happened") -> int:
    with transaction.atomic():
        return notices.post("thing:1", kind)


def deliver(times: int, *, at: datetime = NOON) -> None:
    with clock.frozen(at):
        for _ in range(times):
            notices.deliver()


@pytest.mark.django_db(transaction=True)
def test_a_notice_without_a_transaction_is_refused():
    with pytest.raises(NotInTransaction, match="must be posted in a transaction"):
        notices.post("thing:1", "test.happened")


def test_each_is_heard_once_in_order_and_what_concerns_nobody_is_passed_over(room):
    first, _, third = post(), post("other.happened"), post()
    deliver(3)
    assert room.heard == [first, third]
    assert notices.place_of("a room") == third


def test_a_room_that_stumbles_goes_on_and_hears_it_again_once_it_can(room):
    first, second = post(), post()
    room.stumbles_over = {first}
    deliver(notices.ATTEMPTS - 1)
    assert room.heard == []
    deliver(1)
    assert room.heard == [second]
    assert "a stair was missing" in Unheard.objects.get().reason

    room.stumbles_over = set()
    deliver(1, at=NOON + MINUTE - timedelta(seconds=1))
    assert room.heard == [second]
    deliver(1, at=NOON + MINUTE)
    assert room.heard == [second, first]
    assert not Unheard.objects.exists()


def test_a_clock_that_is_set_back_keeps_nothing_waiting(room):
    first = post()
    room.stumbles_over = {first}
    deliver(notices.ATTEMPTS, at=NOON + timedelta(hours=1))
    room.stumbles_over = set()
    deliver(1, at=NOON)
    assert room.heard == [first]


def test_an_urgent_hearer_waits_for_no_other(room):
    urgent = Room()
    notices.hear(("test.kill", "test.recall"), "an urgent room", urgent.hear, is_urgent=True)
    _, kill, recall = post(), post("test.killed"), post("test.recalled")
    notices.deliver_urgent()
    assert urgent.heard == [kill, recall]
    assert room.heard == []
    deliver(1)
    assert urgent.heard == [kill, recall]


def test_what_goes_on_failing_is_tried_each_minute_and_no_more_often(room):
    first = post()
    room.stumbles_over = {first}
    deliver(notices.ATTEMPTS)
    for minutes in (1, 2, 3):
        deliver(4, at=NOON + minutes * MINUTE)
        assert Unheard.objects.get().attempts == notices.ATTEMPTS + minutes


def test_what_was_heard_at_the_second_try_is_no_longer_told_of(room):
    first = post()
    room.stumbles_over = {first}
    deliver(1)
    room.stumbles_over = set()
    deliver(1)
    assert room.heard == [first]
    deliver(1, at=NOON + MINUTE)
    assert not Unheard.objects.exists()


def test_after_a_restore_numbers_go_on_far_beyond_what_was_posted_and_lost(room):
    first = post()
    with transaction.atomic():
        beyond = notices.go_on_beyond()
    assert beyond == first + notices.BEYOND == notices.latest()
    following = post()
    assert following == beyond + 1
    deliver(2)
    assert room.heard == [first, following]


def because_of(seq: int, kind: str, times: int) -> list[int]:
    """Notices posted while that one was heard."""
    with watching.hearing(Notice.objects.get(seq=seq)):
        return [post(kind) for _ in range(times)]


def test_what_was_posted_for_one_reason_is_heard_together_and_all_else_alone(room, monkeypatch):
    heard: list[list[int]] = []
    monkeypatch.setattr(notices, "_ears", [])
    monkeypatch.setattr(notices, "TOGETHER", 3)
    notices.hear(
        "test.", "a room", lambda notice: heard.append([notice.seq]),
        together=lambda some: heard.append([notice.seq for notice in some]),
    )  # fmt: skip
    one, another = post(), post()
    first, second = because_of(one, "test.gone", 4), because_of(another, "test.gone", 2)
    changed = because_of(another, "test.changed", 2)
    deliver(1)
    assert heard == [[one], [another], first[:3], first[3:], second, changed]
    assert notices.place_of("a room") == changed[-1]


def test_where_several_are_stumbled_over_each_is_heard_alone(room, monkeypatch):
    def stumble(some):
        raise RuntimeError("a stair was missing")

    monkeypatch.setattr(notices, "_ears", [])
    notices.hear("test.", "a room", room.hear, together=stumble)
    together = because_of(post("other.happened"), "test.gone", 3)
    room.stumbles_over = {together[1]}
    deliver(1)
    assert room.heard == together[:1]
    deliver(notices.ATTEMPTS)
    assert room.heard == [together[0], together[2]]
    assert Unheard.objects.get().notice_id == together[1]

"""Threads in their orders, counts, the queue."""

from datetime import timedelta

import pytest

from dateline.comments import actions, queries
from dateline.comments.queries import Order
from dateline.comments.rules import Outcome

pytestmark = pytest.mark.django_db


def texts(page):
    return [thread.comment.text for thread in page.threads]


def test_threads_stand_in_the_order_asked_for(story, say, reader, noon):
    first, second, third = say(story, "first"), say(story, "second"), say(story, "third")
    actions.like(second, reader, at=noon)
    assert texts(queries.threads(story.pk)) == ["third", "second", "first"]
    assert texts(queries.threads(story.pk, Order.OLDEST)) == ["first", "second", "third"]
    assert texts(queries.threads(story.pk, Order.MOST_LIKED)) == ["second", "third", "first"]
    assert first.pk < third.pk


def test_replies_stand_oldest_first_in_every_order(story, say):
    thread = say(story, "thread")
    say(story, "one", parent=thread)
    say(story, "two", parent=thread)
    for order in Order:
        assert [reply.text for reply in queries.threads(story.pk, order).threads[0].replies] == ["one", "two"]


def test_twenty_threads_make_a_page(story, say):
    for number in range(21):
        say(story, f"comment {number}")
    first, second = queries.threads(story.pk), queries.threads(story.pk, page=2)
    assert (len(first.threads), first.pages, first.count) == (20, 2, 21)
    assert texts(second) == ["comment 0"]
    assert queries.threads(story.pk, page=3).threads == ()


def test_what_is_not_printed_is_not_read(story, say, reader, noon):
    actions.submit(story, reader, "held", at=noon)
    gone = say(story, "gone")
    actions.decide(gone, Outcome.REFUSE, by=None, reason="untrue", at=noon)
    assert queries.threads(story.pk).threads == ()
    assert queries.counts([story.pk, 999]) == {story.pk: 0, 999: 0}


def test_a_page_of_threads_takes_few_queries(story, say, django_assert_max_num_queries):
    for _ in range(5):
        say(story, parent=say(story))
    with django_assert_max_num_queries(4):
        queries.threads(story.pk)


def test_the_queue_is_oldest_first_with_names_and_reasons(story, make_reader, noon):
    ann, ben = make_reader("Ann"), make_reader("")
    late = actions.submit(story, ann, "late", at=noon + timedelta(minutes=5))
    early = actions.submit(story, ben, "early", at=noon)
    assert queries.queue() == [
        queries.Waiting(early.pk, story.address, "A reader", "early", "a first comment", noon),
        queries.Waiting(late.pk, story.address, "Ann", "late", "a first comment", late.submitted_at),
    ]


def test_the_address_of_a_reader_is_never_a_name(make_reader):
    assert "@" not in queries.name_of(make_reader(""))


def test_only_the_writer_reads_what_they_said(story, reader, editor, noon):
    held = actions.submit(story, reader, "held", at=noon)
    assert queries.own(story.pk, reader) == [held]
    assert queries.own(story.pk, editor) == []

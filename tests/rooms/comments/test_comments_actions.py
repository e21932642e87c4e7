"""What is written when readers speak and moderators decide."""

from datetime import timedelta

import pytest

from dateline.comments import actions, queries
from dateline.comments.errors import CommentRefused, NothingToDecide, NotOnThePage, NotYours, TooLateToEdit
from dateline.comments.models import Comment, Decision, State, WatchedWord
from dateline.comments.rules import Outcome
from dateline.house.models import Notice

pytestmark = pytest.mark.django_db


def newest_notice():
    return Notice.objects.latest("seq")


def notices_of(kind):
    return Notice.objects.filter(kind=kind).count()


def test_a_first_comment_is_held_and_touches_no_page(story, reader, noon):
    comment = actions.submit(story, reader, "Well said.", at=noon)
    assert (comment.state, comment.text, comment.submitted_at) == (State.HELD, "Well said.", noon)
    assert (newest_notice().kind, newest_notice().tags) == ("comments.held", [])
    decision = comment.decisions.get()
    assert (decision.outcome, decision.by_name, decision.reason) == ("hold", "house rules", "a first comment")
    assert decision.notice == newest_notice().seq


def test_a_known_writer_is_printed_with_the_story(story, make_reader, say, noon):
    writer = make_reader()
    for number in range(3):
        held = say(story, f"Point {number}.", by=writer)
        actions.decide(held, Outcome.PRINT, by=None, reason="fine", at=noon)
    comment = actions.submit(story, writer, "A fourth point.", at=noon)
    assert comment.state == State.PRINTED
    assert (newest_notice().kind, newest_notice().tags) == ("comments.printed", [f"comments:{story.pk}"])


def test_what_is_refused_leaves_nothing_behind(story, reader, noon):
    before = Notice.objects.count()
    with pytest.raises(CommentRefused, match="301 characters long; at most 300 fit"):
        actions.submit(story, reader, "x" * 301, at=noon)
    assert (Comment.objects.count(), Decision.objects.count()) == (0, 0)
    assert Notice.objects.count() == before


def test_a_form_sent_twice_is_one_comment(story, reader, noon):
    first = actions.submit(story, reader, "Well said.", at=noon)
    again = actions.submit(story, reader, " Well said.\r\n", at=noon + timedelta(seconds=119))
    assert again == first
    assert notices_of("comments.held") == 1
    with pytest.raises(CommentRefused) as refusal:
        actions.submit(story, reader, "Well said.", at=noon + timedelta(seconds=120))
    assert refusal.value.ruling.ground == "double"


def test_the_fourth_comment_in_a_minute_waits(story, reader, noon):
    for number in range(3):
        actions.submit(story, reader, f"Point {number}.", at=noon + timedelta(seconds=number))
    with pytest.raises(CommentRefused) as refusal:
        actions.submit(story, reader, "Point 4.", at=noon + timedelta(seconds=50))
    assert refusal.value.ruling.ground == "flood"
    actions.submit(story, reader, "Point 4.", at=noon + timedelta(seconds=62))


def test_a_clock_that_is_set_back_keeps_no_writer_waiting(story, reader, noon):
    for number in range(3):
        actions.submit(story, reader, f"Point {number}.", at=noon + timedelta(hours=1, seconds=number))
    actions.submit(story, reader, "Point 4.", at=noon + timedelta(seconds=9))


def test_a_closed_story_takes_no_comment(make_story, editor, noon):
    closed = make_story(comments_open=False)
    with pytest.raises(CommentRefused, match="closed"):
        actions.submit(closed, editor, "Hello.", at=noon)


def test_a_story_out_of_print_takes_no_comment(make_story, editor, noon):
    draft = make_story(live=False)
    with pytest.raises(CommentRefused, match="closed"):
        actions.submit(draft, editor, "Hello.", at=noon)


def test_listed_words_are_looked_for(story, editor, noon):
    WatchedWord.objects.create(word="swindle")
    WatchedWord.objects.create(word="blighter", outcome="refuse")
    assert actions.submit(story, editor, "What a swindle.", at=noon).state == State.HELD
    with pytest.raises(CommentRefused, match="a word that we do not print"):
        actions.submit(story, editor, "Blighter!", at=noon)


def test_a_reply_to_a_reply_joins_the_thread(story, say):
    first = say(story)
    reply = say(story, parent=first)
    assert say(story, parent=reply).parent == first


def test_a_reply_to_what_is_out_of_print_is_refused(story, reader, editor, noon, make_story):
    held = actions.submit(story, reader, "Held.", at=noon)
    with pytest.raises(CommentRefused, match="no longer there"):
        actions.submit(story, editor, "A reply.", parent=held, at=noon)
    elsewhere = actions.submit(make_story("elsewhere"), editor, "Elsewhere.", at=noon)
    with pytest.raises(CommentRefused, match="no longer there"):
        actions.submit(story, editor, "A reply.", parent=elsewhere, at=noon)


def test_deciding_prints_and_says_who_and_why(story, reader, editor, noon):
    comment = actions.submit(story, reader, "Well said.", at=noon)
    decision = actions.decide(comment, Outcome.PRINT, by=editor, reason="fair point", at=noon)
    comment.refresh_from_db()
    assert (comment.state, comment.decided_at) == (State.PRINTED, noon)
    assert (decision.by, decision.by_name, decision.reason) == (editor, "The desk", "fair point")
    assert newest_notice().tags == [f"comments:{story.pk}"]
    assert decision.notice == newest_notice().seq
    assert [line.outcome for line in queries.history(comment)] == ["hold", "print"]


def test_refusing_what_was_held_touches_no_page(story, reader, noon):
    comment = actions.submit(story, reader, "Well said.", at=noon)
    actions.decide(comment, Outcome.REFUSE, by=None, reason="off the point", at=noon)
    assert Comment.objects.get().state == State.REFUSED
    assert (newest_notice().kind, newest_notice().tags) == ("comments.refused", [])


def test_refusing_what_was_printed_takes_it_off_the_page(story, say, noon):
    comment = say(story)
    actions.decide(comment, Outcome.REFUSE, by=None, reason="untrue", at=noon)
    assert newest_notice().tags == [f"comments:{story.pk}"]


def test_a_refusal_needs_a_reason(story, say, noon):
    comment = say(story)
    with pytest.raises(NothingToDecide, match="reason"):
        actions.decide(comment, Outcome.REFUSE, by=None, reason="  ", at=noon)
    comment.refresh_from_db()
    assert comment.state == State.PRINTED


def test_a_decision_is_never_changed(story, reader, noon):
    decision = actions.submit(story, reader, "Well said.", at=noon).decisions.get()
    decision.reason = "another"
    with pytest.raises(TypeError, match="never changed"):
        decision.save()


def test_a_comment_is_edited_within_five_minutes(story, editor, noon):
    comment = actions.submit(story, editor, "A slip.", at=noon)
    edited = actions.edit(comment, editor, "The won.", at=noon + timedelta(seconds=299))
    assert (edited.text, edited.state, edited.edited_at) == (
        "The won.",
        State.PRINTED,
        noon + timedelta(seconds=299),
    )
    assert (newest_notice().kind, newest_notice().tags) == ("comments.edited", [f"comments:{story.pk}"])
    with pytest.raises(TooLateToEdit):
        actions.edit(comment, editor, "The won!", at=noon + timedelta(seconds=300))
    comment.refresh_from_db()
    assert comment.text == "The won."


def test_an_edit_is_no_way_around_the_moderator(story, reader, noon):
    comment = actions.submit(story, reader, "Harmless.", at=noon)
    actions.decide(comment, Outcome.PRINT, by=None, reason="fine", at=noon)
    edited = actions.edit(comment, reader, "Not so harmless.", at=noon + timedelta(minutes=1))
    assert edited.state == State.HELD
    assert newest_notice().tags == [f"comments:{story.pk}"]


def test_an_edit_is_refused_as_a_post_would_be(story, editor, noon):
    comment = actions.submit(story, editor, "Short.", at=noon)
    with pytest.raises(CommentRefused):
        actions.edit(comment, editor, "x" * 301, at=noon)
    comment.refresh_from_db()
    assert comment.text == "Short."


def test_nobody_edits_or_deletes_what_others_said(story, say, reader, noon):
    comment = say(story)
    with pytest.raises(NotYours):
        actions.edit(comment, reader, "Mine now.", at=noon)
    with pytest.raises(NotYours):
        actions.delete(comment, reader, at=noon)


def test_deleting_takes_the_words_and_keeps_the_replies(story, editor, say, noon):
    comment = actions.submit(story, editor, "Regretted.", at=noon)
    reply = say(story, "A reply.", parent=comment)
    actions.delete(comment, editor, at=noon)
    actions.delete(comment, editor, at=noon)
    comment.refresh_from_db()
    assert (comment.state, comment.text) == (State.DELETED, "")
    assert queries.threads(story.pk).threads == (queries.Thread(comment, (reply,)),)
    assert queries.counts([story.pk]) == {story.pk: 1}
    assert notices_of("comments.deleted") == 1
    with pytest.raises(NothingToDecide, match="deleted by its writer"):
        actions.decide(comment, Outcome.PRINT, by=None, reason="", at=noon)


def test_a_like_counts_once_and_can_be_taken_back(story, say, reader, noon):
    comment = say(story)
    assert actions.like(comment, reader, at=noon) == 1
    assert newest_notice().tags == [f"comments:{story.pk}"]
    assert actions.like(comment, reader, at=noon) == 0


def test_nobody_likes_their_own_or_what_is_not_printed(story, editor, reader, noon):
    own = actions.submit(story, editor, "Mine.", at=noon)
    with pytest.raises(NotYours):
        actions.like(own, editor, at=noon)
    held = actions.submit(story, reader, "Held.", at=noon)
    with pytest.raises(NotOnThePage):
        actions.like(held, editor, at=noon)


def test_a_report_waits_in_the_queue_until_it_is_decided(story, say, reader, noon):
    comment = say(story, "Buy now.")
    actions.report(comment, reader, "It is advertising", at=noon)
    actions.report(comment, reader, "Again", at=noon)
    assert [(line.id, line.reason) for line in queries.queue()] == [
        (comment.pk, "reported by a reader: It is advertising")
    ]
    assert newest_notice().tags == []
    actions.decide(comment, Outcome.PRINT, by=None, reason="harmless", at=noon)
    assert queries.queue() == []
    assert queries.waiting_count() == 0


def test_a_reader_who_leaves_leaves_their_words(story, editor, noon):
    comment = actions.submit(story, editor, "Said in public.", at=noon)
    editor.delete()
    comment.refresh_from_db()
    assert (comment.writer, comment.text) == (None, "Said in public.")


def test_a_story_deleted_for_good_takes_its_comments(story, say):
    say(story, parent=say(story))
    story.delete()
    assert Comment.objects.count() == 0

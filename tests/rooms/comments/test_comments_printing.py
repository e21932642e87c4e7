"""What readers see of comments, with the database off as well."""

import re
from datetime import timedelta

import pytest

from dateline.comments import actions
from dateline.comments.printing import ThreadPages, fill_slot
from dateline.comments.rules import Outcome
from dateline.house.slots import SlotCall, find

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(noon):
    def fill(story):
        return fill_slot(SlotCall(str(story.pk), story.language, story.address, noon))

    return fill


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_room_fills_its_slot():
    slot = find("story.comments")
    assert slot is not None
    assert not slot.volatile


def test_a_story_without_comments_says_nought_and_counts(part, story):
    filled = part(story)
    assert words(filled.html).startswith("Comment 0")
    assert "0/300" in words(filled.html)
    assert filled.tags == {f"comments:{story.pk}"}
    assert f'action="/-/comments/{story.pk}"' in filled.html
    assert "maxlength" not in filled.html


def test_the_korean_edition_counts_in_korean(part, make_story):
    filled = part(make_story("won", language="ko"))
    assert words(filled.html).startswith("댓글 0")
    assert "Comment " not in words(filled.html)


def test_a_printed_part_holds_nothing_of_a_reader_or_a_token(part, story, say, reader, noon):
    say(story)
    actions.submit(story, reader, "Held for review.", at=noon)
    html = part(story).html
    assert "Held for review." not in html
    assert "csrf" not in html.lower()
    assert "@readers.example" not in html
    assert "style=" not in html
    assert "<script" not in html


def test_text_is_escaped_and_keeps_its_lines(part, story, say):
    say(story, "<b>One</b>\ntwo & three")
    assert "&lt;b&gt;One&lt;/b&gt;<br>two &amp; three" in part(story).html


def test_moments_are_printed_absolute(part, story, say):
    say(story)
    assert re.search(
        r'<time datetime="2026-11-24T09:00:01Z" data-relative title="[^"]+KST">', part(story).html
    )


def test_a_deleted_comment_is_a_stub_above_its_replies(part, story, editor, say, noon):
    comment = actions.submit(story, editor, "Regretted.", at=noon)
    say(story, "A reply.", parent=comment)
    actions.delete(comment, editor, at=noon)
    html = part(story).html
    assert "Comment deleted" in html
    assert "Regretted" not in html
    assert "The desk" not in html
    assert "A reply." in html
    assert words(html).startswith("Comment 1 ")


def test_a_refused_comment_is_gone_and_a_stub_where_it_was_answered(part, story, say, noon):
    alone, answered = say(story, "Alone."), say(story, "Answered.")
    say(story, "A reply.", parent=answered)
    for comment in (alone, answered):
        actions.decide(comment, Outcome.REFUSE, by=None, reason="untrue", at=noon)
    html = part(story).html
    assert "Alone." not in html
    assert "Answered." not in html
    assert "Comment removed by an editor" in html


def test_a_closed_story_says_so_and_keeps_what_was_said(part, make_story, say):
    story = make_story()
    say(story, "Said before.")
    story.comments_open = False
    story.save()
    html = part(story).html
    assert "Comments on this story are closed." in html
    assert "<textarea" not in html
    assert "Said before." in html


def test_further_threads_stand_at_addresses_of_their_own(part, story, say, noon):
    for number in range(21):
        say(story, f"Comment {number}.")
    printer = ThreadPages()
    second = f"{story.address}comments/newest/2/"
    assert f'href="{second}"' in part(story).html
    sheet = printer.print(second, noon)
    assert sheet is not None
    assert {f"comments:{story.pk}", f"story:{story.pk}"} <= sheet.tags
    assert "Comment 0." in sheet.body.decode()
    assert "Comment 20." not in sheet.body.decode()
    assert set(printer.paths()) == {
        second,
        *(
            f"{story.address}comments/{order}/{page}/"
            for order in ("oldest", "most-liked")
            for page in (1, 2)
        ),
    }
    for path in printer.paths():
        assert printer.print(path, noon) is not None


@pytest.mark.parametrize(
    "path", ["comments/newest/1/", "comments/oldest/9/", "comments/oldest/0/", "comments/best/1/"]
)
def test_there_is_no_page_without_threads(story, say, noon, path):
    say(story)
    assert ThreadPages().print(f"{story.address}{path}", noon) is None


def test_a_story_out_of_print_takes_its_further_pages_along(story, say, noon):
    say(story), say(story)
    path = f"{story.address}comments/oldest/1/"
    assert ThreadPages().print(path, noon) is not None
    story.unpublish()
    assert ThreadPages().print(path, noon) is None
    assert list(ThreadPages().paths()) == []


def test_many_comments_take_few_queries(part, story, say, django_assert_max_num_queries, noon):
    for _ in range(10):
        say(story, parent=say(story))
    with django_assert_max_num_queries(6):
        part(story)


def test_an_edited_comment_says_so(part, story, editor, noon):
    comment = actions.submit(story, editor, "A slip.", at=noon)
    actions.edit(comment, editor, "The won.", at=noon + timedelta(minutes=1))
    assert "edited" in part(story).html

"""The questions that a comment is asked, and whose page it comes from."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.comments.rules import (
    HOUSE_QUESTIONS,
    Answers,
    Outcome,
    Policy,
    Submission,
    is_from_our_page,
    rule,
    sentence,
)

KNOWN = Submission("Well said.", printed_before=3)

submissions = st.builds(
    Submission,
    text=st.text(max_size=400),
    is_story_open=st.booleans(),
    answers=st.sampled_from(Answers),
    previous_text=st.none() | st.text(max_size=20),
    posts_past_minute=st.integers(0, 6),
    printed_before=st.integers(0, 6),
    is_staff=st.booleans(),
    policy=st.builds(
        Policy,
        refused_words=st.lists(st.text(max_size=4), max_size=2).map(tuple),
        held_words=st.lists(st.text(max_size=4), max_size=2).map(tuple),
    ),
)


@given(submissions)
def test_every_comment_gets_one_answer_with_its_reason(comment):
    ruling = rule(comment)
    assert ruling.outcome in Outcome
    assert ruling.reason
    assert sentence(ruling, "en")
    assert sentence(ruling, "ko")


@given(submissions)
def test_what_is_printed_gave_no_ground_to_any_question(comment):
    if rule(comment).outcome is Outcome.PRINT:
        assert [ask(comment) for ask in HOUSE_QUESTIONS] == [None] * len(HOUSE_QUESTIONS)


@given(submissions)
def test_a_ground_for_refusal_is_never_hidden_by_one_to_hold(comment):
    outcomes = {ruling.outcome for ask in HOUSE_QUESTIONS if (ruling := ask(comment))}
    if Outcome.REFUSE in outcomes:
        assert rule(comment).outcome is Outcome.REFUSE


@given(submissions)
def test_a_closed_story_takes_nothing(comment):
    assert rule(replace(comment, is_story_open=False)).outcome is Outcome.REFUSE


def test_a_known_writer_is_printed():
    assert rule(KNOWN).outcome is Outcome.PRINT


@pytest.mark.parametrize("printed", [0, 1, 2])
def test_first_comments_are_held(printed):
    assert rule(replace(KNOWN, printed_before=printed)).outcome is Outcome.HOLD


def test_the_desk_itself_is_known():
    assert rule(Submission("Corrected, thank you.", is_staff=True)).outcome is Outcome.PRINT


@pytest.mark.parametrize("character", ["a", "한", "👩‍🔬", "é", "🇰🇷"])
def test_300_pass_and_301_are_refused(character):
    assert rule(replace(KNOWN, text=character * 300)).outcome is Outcome.PRINT
    refusal = rule(replace(KNOWN, text=character * 301))
    assert refusal.outcome is Outcome.REFUSE
    assert refusal.reason.startswith("Your comment is 301 characters long; at most 300 fit.")


def test_a_line_break_is_one_character_however_it_is_sent():
    assert rule(replace(KNOWN, text="a\r\n" * 149 + "bb")).outcome is Outcome.PRINT
    assert rule(replace(KNOWN, text="a\r\n" * 150 + "b")).outcome is Outcome.REFUSE


def test_a_bomb_is_refused_uncounted():
    refusal = rule(replace(KNOWN, text="a" + "\u0301" * 100_000))
    assert refusal.ground == "far_too_long"


def test_what_was_just_said_is_refused():
    assert rule(replace(KNOWN, previous_text="WELL  said.")).ground == "double"
    assert rule(replace(KNOWN, previous_text="Well put.")).outcome is Outcome.PRINT


def test_the_fourth_post_in_a_minute_is_refused():
    assert rule(replace(KNOWN, posts_past_minute=2)).outcome is Outcome.PRINT
    assert rule(replace(KNOWN, posts_past_minute=3)).ground == "flood"


def test_three_links_are_held():
    assert rule(replace(KNOWN, text="See https://a.example and https://b.example")).outcome is Outcome.PRINT
    held = rule(replace(KNOWN, text="https://a.example https://b.example https://c.example"))
    assert (held.outcome, held.reason) == (Outcome.HOLD, "3 links")


def test_an_answer_to_nothing_is_refused():
    assert rule(replace(KNOWN, answers=Answers.GONE)).ground == "parent_gone"


def test_listed_words_refuse_or_hold():
    policy = Policy(refused_words=("blighter",), held_words=("swindle",))
    assert rule(replace(KNOWN, policy=policy, text="You BLIGHTER")).outcome is Outcome.REFUSE
    held = rule(replace(KNOWN, policy=policy, text="What a swindle!"))
    assert (held.outcome, held.reason) == (Outcome.HOLD, "holds the word “swindle”")


def test_the_korean_sentence_says_the_same_figures():
    said = sentence(rule(replace(KNOWN, text="가" * 305)), "ko")
    assert "305자" in said
    assert "5자를" in said


def test_what_holds_a_comment_is_not_told_to_its_writer():
    held = rule(Submission("hello"))
    assert sentence(held, "en") == "Your comment awaits review."


OURS = {"host": "paper.example", "origin": "", "fetch_site": "", "referer": ""}


@pytest.mark.parametrize(
    "headers",
    [
        {"fetch_site": "same-origin"},
        {"fetch_site": "same-origin", "origin": "https://paper.example"},
        {"fetch_site": "same-origin", "origin": "null"},
        {"origin": "https://paper.example"},
        {"origin": "http://paper.example"},
        {"referer": "https://paper.example/economy/story/"},
    ],
)
def test_a_post_from_our_page_is_let_in(headers):
    assert is_from_our_page(**(OURS | headers))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"fetch_site": "cross-site"},
        {"fetch_site": "same-site"},
        {"fetch_site": "none"},
        {"fetch_site": "same-origin", "origin": "https://evil.example"},
        {"fetch_site": "cross-site", "origin": "https://paper.example"},
        {"fetch_site": "cross-site", "referer": "https://paper.example/"},
        {"origin": "null"},
        {"origin": "https://paper.example.evil.example"},
        {"origin": "https://paper.example:8443"},
        {"origin": "null", "referer": "https://paper.example/"},
        {"referer": "https://evil.example/?https://paper.example/"},
        {"referer": "https://paper.example@evil.example/"},
        {"referer": "http://[broken"},
    ],
)
def test_any_other_post_is_refused(headers):
    assert not is_from_our_page(**(OURS | headers))

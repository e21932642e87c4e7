"""What counts as a character, and what is kept of a text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.comments import rules
from dateline.comments.rules import text as texts

FAMILY = "👨🏿‍👩🏿‍👧🏿‍👦🏿"
ENGLAND = "🏴󠁧󠁢󠁥󠁮󠁧󠁿"

# Letters with what makes clusters hard: marks, joiners, flags, tags, Hangul parts, line breaks, controls.
odd = st.sampled_from(
    [*list("éé한각क्षि👩‍🔬🇰🇷\r\n\u202e\u2066\u200b\u0085\u2028\ufeff\x00\t \U000e0067"), FAMILY, ENGLAND]
)
hard_text = st.lists(st.one_of(odd, st.characters()), max_size=60).map("".join)


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("", 0),
        ("hello", 5),
        ("cafe\u0301", 4),
        ("\u1112\u1161\u11ab\u1100\u116e\u11a8", 2),
        (FAMILY, 1),
        (ENGLAND, 1),
        ("🇰🇷🇺🇸", 2),
        ("a\r\nb", 3),
        ("a\nb", 3),
        ("क्षि", 1),
        ("\u094d\u0937", 2),
        ("\u0915\u093f\u094d\u0937", 2),
        ("\u0915\u0301\u094d\u200d\u0937", 1),
        ("안녕하세요", 5),
    ],
)
def test_a_character_is_what_a_reader_sees(text, characters):
    assert rules.length(text) == characters


@given(hard_text)
def test_line_breaks_of_a_form_count_as_those_of_the_browser(text):
    assert rules.length(text.replace("\r\n", "\n").replace("\n", "\r\n")) == rules.length(text)


@given(hard_text)
def test_cleaning_again_changes_nothing(text):
    once = rules.clean(text)
    assert rules.clean(once) == once


@given(hard_text)
def test_what_is_kept_has_no_controls_and_no_overrides(text):
    kept = rules.clean(text)
    assert not [sign for sign in kept if (ord(sign) < 32 and sign != "\n") or 0x7F <= ord(sign) < 0xA0]
    assert not set(kept) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    kept.encode()


@given(st.text(alphabet="ae\u0301\u0302\u0489\u20dd\u0323", max_size=80))
def test_marks_are_kept_in_bounds(text):
    assert (
        max(
            (len(texts.normalize("NFD", word)) for word in texts._CLUSTER.findall(rules.clean(text))),
            default=0,
        )
        <= 12
    )


@pytest.mark.parametrize(
    "text", ["Plain words.", "한국어 댓글", FAMILY, ENGLAND, "two\n\nparagraphs", "שָׁלוֹם", "tiếng Việt"]
)
def test_honest_text_is_kept_as_it_is(text):
    assert rules.clean(text) == texts.normalize("NFC", text)


def test_a_name_turned_round_is_set_right():
    assert rules.clean("\u202eevil\u202c") == "evil"


def test_invisible_letters_leave_with_nothing_but_flags_behind():
    assert rules.clean("hi\U000e0068\U000e0069") == "hi"
    assert rules.clean(ENGLAND) == ENGLAND


def test_many_empty_lines_become_one():
    assert rules.clean("  one \r\n\r\n\r\n\r\n\ttwo\n") == "one\n\n two"


@pytest.mark.parametrize(
    "text", ["", " \n\t", "\u200b", "\u3164", "\u2800", "\u00ad\u2060", "\u0301", "\u115f\u1160"]
)
def test_blanks_of_every_kind_say_nothing(text):
    assert not texts.says_something(text)


@pytest.mark.parametrize("text", ["a", "👍", "?", "1", "네"])
def test_a_single_sign_says_something(text):
    assert texts.says_something(text)


@given(st.text(min_size=1, max_size=40))
def test_a_text_is_the_same_as_itself_in_capitals_and_spaces(text):
    assert rules.is_same(text, text.swapcase().swapcase().replace(" ", "  ")) or text.lower() != text
    assert rules.is_same(text, f" {text}\u200b\n")


@pytest.mark.parametrize(
    ("text", "word", "is_found"),
    [
        ("What a scunthorpe day", "thorpe", False),
        ("THORPE!", "thorpe", True),
        ("ｔｈｏｒｐｅ", "thorpe", True),
        ("thor\u200bpe", "thorpe", True),
        ("나쁜말이다", "나쁜말", True),
        ("나 쁜 말", "나쁜말", True),
        ("anything", " ", False),
    ],
)
def test_a_listed_word_is_found_as_a_word(text, word, is_found):
    assert texts.contains_word(text, word) is is_found


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("none here. Really.", 0),
        ("https://a.example/x and www.b.example", 2),
        ("buy at cheap-shop.com now", 1),
        ("write to me@example.com", 0),
        ("HTTP://A.EXAMPLE", 1),
        ("e.g. this, i.e. that", 0),
    ],
)
def test_links_are_counted_written_out_or_bare(text, links):
    assert rules.link_count(text) == links


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Han Ji-won", "HJ"),
        ("김지원", "김"),
        ("ana", "A"),
        ("", "?"),
        ("\u202e", "?"),
        ("Émile de Zola", "ÉD"),
        ("  ", "?"),
    ],
)
def test_initials_stand_in_the_round(name, letters):
    assert rules.initials(name) == letters


@given(st.text(max_size=60))
def test_any_name_has_initials(name):
    assert rules.initials(name)


@pytest.mark.parametrize(
    "text", ["🇰" * 5000, "a-" * 2500, "क्" * 2500, "a" + "\u0301\u0323" * 2499, "www." * 1250]
)
def test_the_hardest_text_that_is_counted_takes_little_time(text):
    began = time.process_time()
    rules.rule(rules.Submission(text), rules.HOUSE_QUESTIONS)
    rules.link_count(rules.clean(text))
    assert time.process_time() - began < 1

"""The five that stand under More to Read."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.archive.rules.alike import SKETCH_SIZE, Sketch, is_alike, share_in_common, sketch_of
from dateline.archive.rules.picking import Candidate, estimate, pick, telling_terms
from dateline.archive.rules.recency import FLOOR, recency_weight

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TEXT = [f"word{n}" for n in range(300)]
AGES = st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=9000))


def story(
    key: int, closeness: float = 1.0, *, days: float = 0, words: list[str] | None = None, headline: str = ""
):
    sketch = sketch_of(words or [f"{key}-{n}" for n in range(40)])
    return Candidate(key, closeness, NOON - timedelta(days=days), sketch, frozenset(headline.split()))


def anything(_: int) -> bool:
    return True


@given(AGES, AGES)
def test_an_older_story_never_counts_for_more(one, other):
    newer, older = sorted((one, other))
    assert FLOOR <= recency_weight(older) <= recency_weight(newer) <= 1


@pytest.mark.parametrize(("days", "weight"), [(0, 1.0), (-3, 1.0), (30, 0.8), (60, 0.7)])
def test_recency_by_example(days, weight):
    assert recency_weight(timedelta(days=days)) == pytest.approx(weight)


@given(st.lists(st.sampled_from("abcdef"), max_size=60), st.lists(st.sampled_from("abcdef"), max_size=60))
def test_the_share_in_common_is_exact_for_short_stories(one, other):
    ours = {tuple(one[n : n + 3]) for n in range(len(one) - 2)}
    theirs = {tuple(other[n : n + 3]) for n in range(len(other) - 2)}
    share = share_in_common(sketch_of(one), sketch_of(other))
    assert share == share_in_common(sketch_of(other), sketch_of(one))
    if not ours or not theirs:
        assert share == 0
    elif len(ours | theirs) <= SKETCH_SIZE:
        assert share == pytest.approx(len(ours & theirs) / min(len(ours), len(theirs)))


@given(st.lists(st.text(min_size=1, max_size=4), max_size=300))
def test_a_sketch_survives_its_row(words):
    sketch = sketch_of(words)
    assert Sketch.unpacked(sketch.packed()) == sketch
    assert len(sketch.packed()) <= 4 * (SKETCH_SIZE + 1)


def test_alike_is_the_first_half_of_it_or_all_but_a_word():
    assert is_alike(sketch_of(TEXT), sketch_of(TEXT[:150]))
    assert is_alike(sketch_of(TEXT), sketch_of([*TEXT[:90], "else", *TEXT[91:]]))
    assert not is_alike(sketch_of(TEXT), sketch_of([*TEXT[:40], *(f"else{n}" for n in range(200))]))
    assert not is_alike(sketch_of([]), sketch_of([]))


KEYS = st.integers(min_value=1, max_value=30)
CANDIDATES = st.lists(
    st.builds(
        story,
        KEYS,
        st.floats(min_value=0.01, max_value=50),
        days=st.floats(min_value=0, max_value=4000),
        words=st.one_of(st.none(), st.just(TEXT), st.just(TEXT[:160])),
    ),
    max_size=25,
    unique_by=lambda one: one.key,
)


@given(CANDIDATES, st.lists(KEYS, max_size=7), st.sets(KEYS), KEYS)
def test_five_at_most_never_itself_never_refused_never_twice(candidates, pins, refused, key):
    asked_for = story(key, words=TEXT)
    pinned = [story(pin) for pin in pins]
    picked = pick(asked_for, candidates, NOON, may=lambda one: one not in refused, first=pinned)
    assert len(picked) <= 5
    assert len(set(picked)) == len(picked)
    assert key not in picked
    assert not set(picked) & refused
    by_key = {one.key: one for one in candidates}
    found = [by_key[one] for one in picked if one not in pins]
    assert not any(is_alike(one.sketch, asked_for.sketch) for one in found)
    assert not any(is_alike(one.sketch, other.sketch) for one in found for other in found if one != other)


@given(CANDIDATES)
def test_the_order_they_come_in_does_not_matter(candidates):
    asked_for = story(99)
    assert pick(asked_for, candidates, NOON, may=anything) == pick(
        asked_for, candidates[::-1], NOON, may=anything
    )


def test_pins_come_first_in_the_editors_order():
    candidates = [story(n, n) for n in range(1, 9)]
    assert pick(story(99), candidates, NOON, may=anything, first=[story(2), story(50)]) == (2, 50, 8, 7, 6)
    assert pick(story(99), candidates, NOON, may=lambda key: key != 50, first=[story(2), story(50)]) == (
        2,
        8,
        7,
        6,
        5,
    )


def test_the_newer_of_two_as_close_and_a_much_closer_old_one():
    candidates = [story(1, 10, days=300), story(2, 10, days=1), story(3, 30, days=3000)]
    assert pick(story(99), candidates, NOON, may=anything) == (3, 2, 1)


def test_the_same_headline_is_not_offered_twice():
    daily = [story(n, 10, days=n, headline="won closes lower today") for n in range(1, 5)]
    assert pick(story(99, headline="won closes higher today"), daily, NOON, may=anything) == (1,)
    assert pick(story(99, headline="won closes lower today"), daily, NOON, may=anything) == ()


def test_telling_terms_are_those_that_few_stories_share():
    standing_in = {"envoy": 4, "the": 990, "seoul": 300, "alone": 1}
    terms = telling_terms(["envoy"], ["the", "the", "seoul", "alone", "unknown"], standing_in, 1000)
    assert terms == ("envoy", "seoul")


@given(
    st.lists(st.sampled_from("abcdefgh"), max_size=50),
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 9)),
)
def test_telling_terms_are_of_the_story(body, standing_in):
    assert set(telling_terms(body[:3], body, standing_in, 9)) <= set(body)


@pytest.mark.parametrize(
    ("count", "reached", "last", "expected"),
    [(3, 90, 1000, 3), (399, 1000, 1000, 399), (400, 1000, 1000, 400), (400, 800, 100_000, 50_000)],
)
def test_how_often_a_frequent_term_stands_is_told_from_its_first_places(
    count: int, reached: int, last: int, expected: int
) -> None:
    assert estimate(count, reached, last, 400) == expected

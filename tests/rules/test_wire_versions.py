"""Which of two versions is newer."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.rules import Stamp, is_newer

MORNING = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
moments = st.integers(0, 1000).map(lambda minutes: MORNING + timedelta(minutes=minutes))
numbered = st.builds(Stamp, st.integers(0, 30).map(str), moments)
unnumbered = st.builds(Stamp, st.sampled_from(["", "a", "2nd lead"]), moments)


def test_ten_is_newer_than_nine() -> None:
    assert is_newer(Stamp("10"), Stamp("9"))


def test_a_number_decides_before_the_moment() -> None:
    assert is_newer(Stamp("10", MORNING), Stamp("9", MORNING + timedelta(hours=1)))


def test_without_numbers_the_moment_decides() -> None:
    assert is_newer(Stamp("b", MORNING + timedelta(seconds=1)), Stamp("c", MORNING))


def test_a_number_of_ten_digits_and_a_zero_compare() -> None:
    assert is_newer(Stamp("1542318000"), Stamp("0"))


def test_digits_of_other_scripts_are_no_numbers() -> None:
    assert Stamp("٣").number is None
    assert Stamp("1e5").number is None


@given(st.one_of(st.tuples(numbered, numbered), st.tuples(unnumbered, unnumbered)))
def test_of_two_versions_at_most_one_is_newer(pair: tuple[Stamp, Stamp]) -> None:
    one, other = pair
    assert not (is_newer(one, other) and is_newer(other, one))


@given(st.one_of(st.tuples(numbered, numbered, numbered), st.tuples(unnumbered, unnumbered, unnumbered)))
def test_newer_than_newer_is_newer(three: tuple[Stamp, Stamp, Stamp]) -> None:
    one, two, last = three
    if is_newer(one, two) and is_newer(two, last):
        assert is_newer(one, last)

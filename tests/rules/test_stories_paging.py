"""Pages of a list: nobody is missing or shown twice, and what is not said to be touched stays as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.stories import paging

COUNTS = st.integers(0, 12 * paging.PAGE)
Page = tuple[list[int], tuple[int | None, int | None]]


def pages(stories: list[int]) -> dict[int, Page]:
    """What stands on each page of a list, newest first, and where its ways on lead."""
    count = len(stories)
    return {
        number: (stories[slice(*paging.bounds(count, number))], paging.neighbours(count, number))
        for number in range(paging.further(count) + 1)
    }


@given(COUNTS)
def test_every_story_stands_on_one_page(count):
    shown = [story for stories, _ in pages(list(range(count))).values() for story in stories]
    assert sorted(shown) == list(range(count))


@given(COUNTS)
def test_further_pages_are_full_and_the_first_is_no_shorter(count):
    lengths = [len(stories) for stories, _ in pages(list(range(count))).values()]
    assert set(lengths[1:]) <= {paging.PAGE}
    assert lengths[0] == count or paging.PAGE <= lengths[0] < 2 * paging.PAGE


@given(COUNTS)
def test_who_goes_on_to_older_pages_comes_to_the_oldest_and_back(count):
    found = pages(list(range(count)))
    way = [paging.FIRST]
    while (older := found[way[-1]][1][1]) is not None:
        assert found[older][1][0] == way[-1]
        way.append(older)
    assert sorted(way) == sorted(found)


@given(COUNTS, st.data())
def test_what_is_not_touched_stays_as_it_was(count, data):
    before = list(range(count))
    older = data.draw(st.integers(0, count))
    after = [*before[: count - older], -1, *before[count - older :]]
    for left, right, now in ((before, after, after), (after, before, before)):
        was, is_now = pages(left), pages(right)
        changed = {number for number in was.keys() | is_now.keys() if was.get(number) != is_now.get(number)}
        arisen = {paging.further(len(now))} - was.keys()
        assert changed - {paging.FIRST} - arisen <= set(paging.touched(len(now), older))


@given(st.integers(2 * paging.PAGE, 12 * paging.PAGE))
def test_a_new_story_seldom_touches_a_further_page(count):
    touched = paging.touched(count, count - 1)
    assert len(touched) <= 3
    assert bool(touched) == (count % paging.PAGE in (0, paging.PAGE - 1))


@pytest.mark.parametrize(
    "path", ["/economy/page/0/", "/economy/page/x/", "/economy/page/123456/", "/economy/page/1"]
)
def test_other_addresses_are_no_pages(path):
    assert paging.number_of(path) == (path, paging.FIRST)


@given(st.integers(0, 99_999))
def test_an_address_says_its_number(number):
    assert paging.number_of(paging.address("/ko/by/han/", number)) == ("/ko/by/han/", number)

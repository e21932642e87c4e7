"""Territories: nobody is let in whom contract or item keeps out, nor anybody of whom nobody knows where."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.licences.rules import (
    EVERYWHERE,
    After,
    ItemFacts,
    Status,
    Terms,
    Territory,
    Use,
    from_json,
    judge,
    judge_reader,
    narrow,
    status_after,
    territory,
    to_json,
    with_contract,
)
from dateline.licences.rules.countries import COUNTRIES, name_of, read_code, read_names
from dateline.licences.rules.territory import read
from dateline.press.rules import standing_at

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
CODES = st.sampled_from(["KR", "JP", "US", "GB", "CN", "FR"])
TERRITORIES = st.builds(
    Territory, st.none() | st.frozensets(CODES, max_size=4), st.frozensets(CODES, max_size=3)
)
PLACES = CODES | st.sampled_from(["DE", "BR", "", "XX", "T1", "EU", "UK", "kr"])
ALL = Terms(partner="Harbour Wire", slug="harbour", uses=frozenset(Use))


@given(TERRITORIES, TERRITORIES, PLACES)
def test_two_territories_let_in_whom_both_let_in(one, other, place):
    assert (one & other).includes(place) is (one.includes(place) and other.includes(place))


@given(TERRITORIES, PLACES)
def test_who_is_nowhere_that_we_know_is_let_in_by_no_border(one, place):
    if place not in COUNTRIES:
        assert one.includes(place) is (one == EVERYWHERE)
    elif one.only is None:
        assert one.includes(place) is (place not in one.without)
    else:
        assert one.includes(place) is (place in one.only)


@given(TERRITORIES)
def test_it_is_written_and_read_again(one):
    assert read(str(one)) == one
    assert from_json(to_json(replace(ALL, territory=one))).territory == one


def test_words_that_leave_something_open_are_refused():
    for words in (["UK"], ["kr"], [], ["*", "KR"], ["KR", "!KR"], ["!"], ["KR "], ["!*", "KR"]):
        with pytest.raises(ValueError, match=r"country|everywhere|taken out"):
            territory(words)
    assert territory(["!US"]) == territory(["*", "!US"])


@given(TERRITORIES, st.sampled_from(["No use in Japan", "US and UK only", "worldwide", "no archive"]), PLACES)
def test_an_item_lets_in_nobody_whom_the_contract_keeps_out(one, text, place):
    contract = replace(ALL, territory=one)
    narrowed = narrow(contract, ItemFacts(usage_terms=(text,)))
    assert one.includes(place) or not narrowed.territory.includes(place)
    assert narrow(narrowed, ItemFacts(usage_terms=(text,))) == narrowed


@given(TERRITORIES, TERRITORIES, PLACES)
def test_a_new_contract_forgets_nothing_that_the_item_had_said(one, other, place):
    kept = narrow(replace(ALL, territory=one), ItemFacts(usage_terms=("No use in Japan",)))
    newer = with_contract(kept, replace(ALL, territory=other))
    assert newer.territory.includes(place) is (
        other.includes(place) and Territory(None, frozenset({"JP"})).includes(place)
    )


@given(TERRITORIES, st.sampled_from(Use), PLACES)
def test_readers_are_let_in_by_the_terms_and_the_border_alike(one, use, place):
    terms = replace(ALL, territory=one)
    verdict = judge_reader(terms, use, NOON, place)
    is_read_anywhere = use in (Use.FEED, Use.NEWSLETTER, Use.API, Use.SOCIAL)
    wanted = one == EVERYWHERE or (one.includes(place) and not is_read_anywhere)
    assert verdict.allowed is wanted
    assert verdict.allowed or verdict.reason
    assert judge(terms, use, NOON).allowed is (
        one == EVERYWHERE or (not one.is_nowhere and not is_read_anywhere)
    )


@given(
    st.lists(
        st.tuples(
            st.integers(0, 30),
            st.integers(0, 30),
            st.none() | st.integers(-2, 2),
            st.just("") | TERRITORIES.map(str),
        ),
        max_size=5,
    ),
    PLACES,
)
def test_the_server_leaves_out_what_has_ended_and_what_is_not_for_the_place(drawn, place):
    body = bytes(range(65, 96))
    ranges = [
        (min(one, two), max(one, two), None if hours is None else NOON + timedelta(hours=hours), where)
        for one, two, hours, where in drawn
    ]
    hidden = {
        index
        for start, end, ends_at, where in ranges
        if (ends_at and ends_at <= NOON) or (where and not read(where).includes(place))
        for index in range(start, end)
    }
    left, following = standing_at(body, ranges, NOON, place)
    assert left == bytes(byte for index, byte in enumerate(body) if index not in hidden)
    assert following == min((ends for _, _, ends, _ in ranges if ends and ends > NOON), default=None)


@pytest.mark.parametrize(
    ("terms", "status"),
    [
        ({"status": Status.CANCELED}, 410),
        ({"status": Status.CANCELED, "after_kill": After.NOTICE}, 200),
        ({"status": Status.CANCELED, "after_end": After.NOTICE}, 410),
        ({"status": Status.WITHHELD}, 200),
        ({"expires_at": NOON}, 410),
        ({"expires_at": NOON, "after_end": After.NOTICE}, 200),
        ({"expires_at": NOON, "after_kill": After.NOTICE}, 410),
        ({"embargo_until": NOON + timedelta(hours=1), "after_kill": After.NOTICE}, 404),
        ({"uses": frozenset(), "after_kill": After.NOTICE, "after_end": After.NOTICE}, 410),
    ],
)
def test_what_an_address_answers_afterwards(terms, status):
    assert status_after(replace(ALL, **terms), NOON) == status


def test_the_countries_are_those_of_the_standard():
    kept = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    assert {line.split("\t")[0] for line in kept.splitlines() if line and line[0] != "#"} == COUNTRIES
    assert (read_code("KOR"), read_code("jp"), read_code("XKX")) == ("KR", "JP", None)


@pytest.mark.parametrize("code", sorted(COUNTRIES - {"GE"}))
def test_each_country_is_read_by_its_own_name(code):
    assert read_names(name_of(code).casefold()) == {code}


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (["KR"], "in South Korea alone"),
        (["GB", "US"], "in the United Kingdom and the United States alone"),
        (["!JP"], "everywhere but in Japan"),
        (["*"], "everywhere"),
    ],
)
def test_a_territory_is_said_in_words(terms, said):
    assert territory(terms).said() == said

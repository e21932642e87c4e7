"""What machines are told: the same everywhere, and never more than the licence allows."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from dateline.licences.rules import (
    OWN,
    Canonical,
    Index,
    ItemFacts,
    Terms,
    Use,
    byline,
    canonical,
    copyright_line,
    credit_line,
    narrow,
    signals,
)

TERMS = st.builds(
    Terms,
    slug=st.sampled_from(["", "harbour-wire"]),
    uses=st.frozensets(st.sampled_from(Use)),
    ends_on=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    index=st.sampled_from(Index),
    canonical=st.sampled_from(Canonical),
    ai=st.booleans(),
)
OURS, THEIRS = "https://paper.example/x/", "https://wire.example/x"


@given(TERMS)
def test_head_and_header_say_the_same(terms):
    said = signals(terms)
    header = dict(said.headers).get("X-Robots-Tag", "")
    crawlers = ", ".join(f"{name}: {word}" for name, word in said.metas if name == "googlebot-news")
    assert header == ", ".join(part for part in (said.robots, crawlers) if part)


@given(TERMS)
def test_what_is_not_to_be_indexed_is_in_no_sitemap(terms):
    said = signals(terms)
    assert ("noindex" in said.robots.split(", ")) == (terms.index is Index.NOINDEX)
    assert said.in_sitemap == (terms.index is not Index.NOINDEX)
    assert said.in_news_sitemap == (terms.index is Index.INDEX)


@given(TERMS)
def test_another_sites_address_never_stands_beside_noindex(terms):
    address = canonical(terms, OURS, THEIRS)
    assert address in {"", OURS, THEIRS}
    assert address != THEIRS or "noindex" not in signals(terms).robots.split(", ")


@given(TERMS)
def test_learning_is_reserved_in_every_way_unless_it_is_allowed(terms):
    said = signals(terms)
    ways = [
        ("tdm-reservation", "1") in said.headers,
        ("Content-Usage", "train-ai=n") in said.headers,
        ("tdm-reservation", "1") in said.metas,
        "noarchive" in said.robots.split(", "),
    ]
    assert set(ways) == {not terms.ai}


@given(TERMS)
def test_the_rsl_file_is_named_where_it_names_the_partner(terms):
    said = signals(terms)
    is_named = not terms.ai and not terms.item_reserves_ai
    assert (("license", "/.well-known/rsl.xml") in said.links) == is_named
    assert any(name == "Link" for name, _ in said.headers) == is_named


def test_our_own_work_says_nothing():
    said = signals(OWN)
    assert (said.robots, said.metas, said.headers) == ("", (), ())
    assert said.in_news_sitemap
    assert canonical(OWN, OURS, "") == OURS


def test_the_end_is_told_from_the_first_day():
    terms = narrow(OWN, ItemFacts(expires_at=datetime(2026, 12, 31, 15, tzinfo=UTC)))
    assert signals(terms).robots == "unavailable_after: 2026-12-31T15:00:00Z"


def test_a_contract_that_says_nothing_of_machines_forbids_them():
    said = signals(Terms(slug="harbour-wire"))
    assert said.robots == "noindex, noarchive"
    assert said.headers == (
        ("X-Robots-Tag", "noindex, noarchive"),
        ("tdm-reservation", "1"),
        ("Content-Usage", "train-ai=n"),
        ("Link", '</.well-known/rsl.xml>; rel="license"; type="application/rsl+xml"'),
    )
    assert said.links == (("license", "/.well-known/rsl.xml"),)


def test_a_news_index_may_be_told_apart():
    said = signals(Terms(slug="harbour-wire", index=Index.NEWS_NOINDEX, ai=True))
    assert said.metas == (("googlebot-news", "noindex"),)
    assert said.headers == (("X-Robots-Tag", "googlebot-news: noindex"),)


def test_the_credit_is_the_items_own_then_the_contracts_then_the_name():
    terms = Terms(partner="Harbour Wire", slug="hw", credit="HARBOUR", copyright="© Harbour")
    item = ItemFacts(credit="Jane Doe/Harbour Wire", copyright="© Jane Doe")
    assert credit_line(narrow(terms, item)) == "Jane Doe/Harbour Wire"
    assert credit_line(terms) == "HARBOUR"
    assert credit_line(replace(terms, credit="")) == "Harbour Wire"
    assert copyright_line(narrow(terms, item)) == "© Harbour"
    assert copyright_line(narrow(replace(terms, copyright=""), item)) == "© Jane Doe"


def test_the_byline_is_the_partners_unless_the_contract_names_the_writer():
    terms = Terms(partner="Harbour Wire", slug="hw")
    assert byline(terms, "Jane Doe") == "Harbour Wire"
    assert byline(replace(terms, byline="writer"), "Jane Doe") == "Jane Doe"
    assert byline(replace(terms, byline="writer"), "") == "Harbour Wire"
    assert byline(OWN, "Kim Min") == "Kim Min"

"""A story that is bound to a territory: on its page and its cards within borders, in nothing that leaves us."""

from dataclasses import replace

import pytest
from django.test import Client, RequestFactory
from tests.makers import NOON, TERMS, hear_all, make_partner, make_story

from dateline.archive import views as archive
from dateline.archive.printing import most_read
from dateline.house import clock, printing
from dateline.house.slots import SlotCall
from dateline.house.where import PLACE
from dateline.licences.rules import Use, territory
from dateline.press import files, rules

BOUND = replace(TERMS, uses=frozenset(Use), territory=territory(["KR"]), index="index")
HEADLINE = "Ferries wait for fog"
# Every printed place where a headline of the edition may stand.
LISTS = ("/", "/economy/", "/economy/harbour/", "/sitemap-2026-11-24.xml", "/news-sitemap.xml")


@pytest.fixture
def story(newsroom, section):
    story = make_story(HEADLINE, "The harbour master waits.", terms=BOUND)
    make_story("Won steadies")
    return story


def served(path: str, country: str) -> bytes:
    sheet = printing.print_path(path, clock.now())
    assert sheet is not None, path
    return rules.standing_at(sheet.body, files.places(sheet.ranges), clock.now(), country)[0]


def names_it(body: bytes) -> bool:
    return HEADLINE.encode() in body or b"ferries-wait-for-fog" in body


def test_its_page_says_where_it_may_be_read(story):
    sheet = printing.print_path(story.address, NOON)
    assert (sheet.territory, sheet.licensed) == ("KR", True)


@pytest.mark.parametrize("path", LISTS)
def test_its_cards_stand_within_borders_alone(story, path):
    assert names_it(served(path, "KR"))
    for country in ("US", "", "XX"):
        assert not names_it(served(path, country)), country
    sheet = printing.print_path(path, NOON)
    assert sheet.licensed
    assert {"KR"} == {each.territory for each in sheet.ranges if each.territory}


@pytest.mark.parametrize("path", ["/feeds/all.rss", "/feeds/economy.rss", "/robots.txt", "/sitemap.xml"])
def test_what_leaves_us_never_names_it(story, path):
    for country in ("KR", "US", ""):
        assert not names_it(served(path, country))


def test_the_same_without_borders_stands_everywhere(story):
    make_partner(replace(BOUND, territory=territory(["*"])))
    free = make_story("Tugs go out", terms=replace(BOUND, territory=territory(["*"])))
    for path in (*LISTS, "/feeds/all.rss"):
        assert free.title.encode() in served(path, "") or b"tugs-go-out" in served(path, ""), path


def test_the_most_read_keep_to_borders(story):
    with printing.composition("en", "/", NOON):
        part = most_read(SlotCall("", "en", "/", NOON))
    assert '"KR"' in part.html


def test_search_finds_it_for_those_alone_who_may_read_it(story):
    hear_all()
    for country, is_found in (("KR", True), ("US", False), ("", False)):
        request = RequestFactory().get("/search/", {"q": "ferries"}, **{PLACE: country})
        assert (HEADLINE in archive.search(request).content.decode()) is is_found, country


def test_no_front_begins_with_it_by_itself(story):
    page = served("/", "US").decode()
    assert page.index("Won steadies") > 0
    front = printing.print_path("/", NOON)
    lead = front.body.decode().index("Won steadies")
    assert lead < front.body.decode().index(HEADLINE)


@pytest.mark.parametrize(("country", "status"), [("KR", 200), ("US", 451), ("", 451)])
def test_a_page_that_was_never_printed_keeps_to_its_borders(story, country, status, monkeypatch):
    monkeypatch.setattr("dateline.config.where.country_of", lambda environ: country)
    answer = Client().get(story.address)
    assert answer.status_code == status
    assert names_it(answer.content) is (status == 200)
    assert answer["Cache-Control"] == ("private, no-cache" if status == 200 else "no-store")
    front = Client().get("/")
    assert (front.status_code, names_it(front.content)) == (200, status == 200)


def test_usage_terms_of_the_item_narrow_the_contract(licensed):
    story = licensed(usageterms="No Use in Japan")
    assert str(story.terms.territory) == "* !JP"
    assert printing.print_path(story.address, NOON).territory == "* !JP"

"""Sitemaps, the news among them, and what machines are asked to keep to."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from lxml import etree
from tests.makers import NOON, TERMS, hear_all, make_partner, make_story, posted_after

from dateline.feeds.machines import MachinesPrinter
from dateline.feeds.sitemaps import SitemapPrinter
from dateline.house import clock, notices, printing
from dateline.house.printing import Sheet
from dateline.licences.rules import Index
from dateline.stories import actions as story_actions
from dateline.stories.models import Correction, Story, Topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newsroom")]

SPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
TODAY = "/sitemap-2026-11-24.xml"


def printed(path: str) -> Sheet:
    sheet = printing.print_path(path, clock.now())
    assert sheet is not None
    return sheet


def places(path: str) -> dict[str, str | None]:
    """Each address of a sitemap with its lastmod, the paper's own address left out."""
    root = etree.fromstring(printed(path).body)
    return {
        one.findtext("s:loc", namespaces=SPACES).removeprefix("http://127.0.0.1:8000"): one.findtext(
            "s:lastmod", namespaces=SPACES
        )
        for one in root
    }


def test_the_index_leads_to_every_part():
    make_story("New")
    make_story("Old", age=timedelta(days=70))
    assert list(places("/sitemap.xml")) == [
        "/sitemap-pages.xml",
        "/sitemap-2026-11-24.xml",
        "/sitemap-2026-09-15.xml",
    ]
    assert SitemapPrinter().print("/sitemap-2026-10-01.xml", NOON) is None
    assert SitemapPrinter().print("/sitemap-2026-99-01.xml", NOON) is None
    assert set(SitemapPrinter().paths()) >= set(places("/sitemap.xml"))


def test_a_story_stands_there_with_when_it_last_changed():
    story = make_story("Won steadies")
    assert places(TODAY) == {story.address: "2026-11-24T11:00:00Z"}
    with clock.frozen(NOON + timedelta(hours=1)):
        story.body = [("paragraph", "<p>Changed.</p>")]
        story.save()
    assert places(TODAY) == {story.address: "2026-11-24T13:00:00Z"}
    Correction.objects.create(story=story, text="It was two.", corrected_at=NOON + timedelta(hours=3))
    assert places(TODAY) == {story.address: "2026-11-24T15:00:00Z"}


def test_standing_addresses():
    make_story()
    assert {"/", "/ko/", "/economy/"} <= set(places("/sitemap-pages.xml"))


@pytest.mark.parametrize(
    ("index", "in_sitemap", "in_news"),
    [(Index.INDEX, True, True), (Index.NEWS_NOINDEX, True, False), (Index.NOINDEX, False, False)],
)
def test_what_may_not_be_listed_is_not(index, in_sitemap, in_news):
    story = make_story("Theirs", terms=replace(TERMS, index=index))
    assert (story.address in places(TODAY)) is in_sitemap
    assert (story.address in places("/news-sitemap.xml")) is in_news


def test_what_a_licence_ends_leaves_by_itself():
    ends_at = NOON + timedelta(hours=5)
    make_story("Theirs", terms=replace(TERMS, index=Index.INDEX, expires_at=ends_at))
    assert [place.ends_at for place in printed(TODAY).ranges] == [ends_at]
    assert [place.ends_at for place in printed("/news-sitemap.xml").ranges] == [ends_at]
    with clock.frozen(ends_at):
        assert places(TODAY) == {}
        assert places("/news-sitemap.xml") == {}


def test_news_is_news_for_48_hours():
    fresh = make_story("Fresh & new", age=timedelta(hours=1))
    make_story("Stale", age=timedelta(hours=48))
    make_story("북한이 제안했다", language="ko")
    sheet = printed("/news-sitemap.xml")
    root = etree.fromstring(sheet.body)
    titles = [element.text for element in root.iterfind(".//news:title", SPACES)]
    assert sorted(titles) == ["Fresh & new", "북한이 제안했다"]
    first = next(url for url in root if url.findtext("s:loc", namespaces=SPACES).endswith(fresh.address))
    assert first.findtext(".//news:name", namespaces=SPACES)
    assert first.findtext(".//news:language", namespaces=SPACES) == "en"
    assert first.findtext(".//news:publication_date", namespaces=SPACES) == "2026-11-24T11:00:00Z"
    assert fresh.published_at + timedelta(hours=48) in {place.ends_at for place in sheet.ranges}


def test_drafts_and_withdrawn_stories_are_absent():
    make_story("Held", live=False)
    kept, gone = make_story("Kept"), make_story("Gone")
    story_actions.withdraw(gone, reason="killed", by="the wire")
    assert list(places(TODAY)) == [kept.address]
    assert list(places("/news-sitemap.xml")) == [kept.address]


def test_a_change_prints_the_one_day_it_stands_in():
    story = make_story("Won steadies")
    make_story("Old", age=timedelta(days=70))
    hear_all()
    before = notices.latest()
    story_actions.withdraw(story, reason="killed", by="the wire")
    hear_all()
    told = posted_after(before, "feeds.changed")
    assert [(notice.tags, notice.paths) for notice in told] == [
        (["sitemap-days", "sitemap:2026-11-24"], [TODAY])
    ]


def index_is_told_of(before: int) -> list[bool]:
    hear_all()
    return ["sitemap-days" in notice.tags for notice in posted_after(before, "feeds.changed")]


def test_the_index_is_printed_when_a_day_is_new_and_not_with_each_story():
    before = notices.latest()
    for number in range(3):
        make_story(f"Heard at once {number}")  # an import: all three are in print before any is heard of
    assert index_is_told_of(before) == [True, False, False]
    before = notices.latest()
    make_story("One more that day")
    assert index_is_told_of(before) == [False]
    assert printed("/sitemap.xml").tags == {"sitemap-days"}


def test_the_index_is_printed_when_a_day_has_no_story_any_more():
    story, other = make_story("First"), make_story("Second")
    hear_all()
    before = notices.latest()
    story_actions.withdraw(story, reason="killed", by="the wire")
    assert index_is_told_of(before) == [False]
    before = notices.latest()
    story_actions.withdraw(other, reason="killed", by="the wire")
    assert index_is_told_of(before) == [True]


def test_a_new_topic_is_listed_and_a_new_story_prints_no_standing_addresses():
    story = make_story()
    before = notices.latest()
    Topic.objects.create(name="Ports", slug="ports", locale=story.locale)
    [told] = posted_after(before, "topic.changed")
    tags = printed("/sitemap-pages.xml").tags
    assert tags & set(told.tags)
    before = notices.latest()
    story.save()
    assert not any(tags & set(notice.tags) for notice in notices.after(before))


def test_a_deleted_story_prints_the_sitemap_of_the_day_that_it_stood_in():
    story = make_story("Won steadies")
    make_story("Old", age=timedelta(days=70))
    hear_all()
    before = notices.latest()
    Story.objects.get(pk=story.pk).delete()
    hear_all()
    assert [notice.paths for notice in posted_after(before, "feeds.changed")] == [["/sitemap-2026-11-24.xml"]]


def test_a_story_that_is_dated_back_prints_the_sitemaps_of_both_days():
    story = make_story("Won steadies")
    story.save()
    hear_all()
    before = notices.latest()
    story_actions.record(story, published_at=NOON - timedelta(days=70))
    story.save()
    hear_all()
    assert [notice.paths for notice in posted_after(before, "feeds.changed")] == [
        ["/sitemap-2026-09-15.xml", "/sitemap-2026-11-24.xml"]
    ]


def test_without_reserved_work_machines_are_asked_little():
    make_partner(replace(TERMS, ai=True))
    robots = printed("/robots.txt").body.decode()
    assert robots.startswith("User-agent: *\nDisallow: /-/\n")
    assert "GPTBot" not in robots
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml\n" in robots
    assert "Sitemap: http://127.0.0.1:8000/news-sitemap.xml\n" in robots
    assert json.loads(printed("/.well-known/tdmrep.json").body) == []


def test_reserved_work_is_named_to_every_machine():
    make_partner(TERMS)
    make_partner(replace(TERMS, slug="quay", partner="Quay"))
    robots = printed("/robots.txt").body.decode()
    groups = robots.split("\n\n")
    everyone, models = groups[0], groups[1]
    assert "Content-Usage: /*/harbour/ train-ai=n" in everyone
    assert "Disallow: /*/harbour/" not in everyone
    assert "User-agent: GPTBot" in models
    assert "User-agent: Google-Extended" in models
    for line in ("Disallow: /*/harbour/", "Disallow: /*/quay/", "Disallow: /desk/"):
        assert line in models
    assert json.loads(printed("/.well-known/tdmrep.json").body) == [
        {"location": "/*/harbour/*", "tdm-reservation": 1},
        {"location": "/*/quay/*", "tdm-reservation": 1},
    ]
    assert MachinesPrinter().print("/humans.txt", NOON) is None


def test_reserved_work_is_licensed_to_machines_in_so_many_words():
    make_partner(replace(TERMS, partner="Harbour & Wire", index=Index.INDEX))
    make_partner(replace(TERMS, slug="quay", partner="Quay"))
    make_partner(replace(TERMS, slug="open", partner="Open", ai=True))
    sheet = printed("/.well-known/rsl.xml")
    assert sheet.content_type.startswith("application/rsl+xml")
    rsl = "{https://rslstandard.org/rsl}"
    root = etree.fromstring(sheet.body)
    assert root.tag == f"{rsl}rsl"
    said = {
        content.get("url"): (
            [part.text for part in content.iter(f"{rsl}permits")],
            [part.text for part in content.iter(f"{rsl}prohibits")],
            content.findtext(f"{rsl}copyright"),
        )
        for content in root
    }
    assert said == {
        "/*/harbour/": (["search"], ["ai-all"], "Harbour & Wire"),
        "/*/quay/": ([], ["ai-all"], "Quay"),
    }
    assert "License: http://127.0.0.1:8000/.well-known/rsl.xml\n" in printed("/robots.txt").body.decode()


def test_an_rsl_file_that_would_name_nobody_is_not_there():
    make_partner(replace(TERMS, ai=True))
    assert MachinesPrinter().print("/.well-known/rsl.xml", NOON) is None
    assert "/.well-known/rsl.xml" not in list(MachinesPrinter().paths())
    assert "License:" not in printed("/robots.txt").body.decode()


def test_a_change_of_licence_says_so_to_machines_anew():
    make_partner(TERMS)
    before = notices.latest()
    with transaction.atomic():
        notices.post("partner:harbour", "licence.changed", tags=["partner:harbour"])
    hear_all()
    told = posted_after(before, "feeds.changed")
    assert [notice.tags for notice in told] == [["machines"]]
    assert told[0].paths == ["/robots.txt", "/.well-known/tdmrep.json", "/.well-known/rsl.xml"]


def test_no_state_changes_with_the_hour_alone():
    make_story("Won steadies")
    bodies = [printed(path).body for path in ("/sitemap.xml", TODAY, "/robots.txt", "/sitemap-pages.xml")]
    with clock.frozen(NOON + timedelta(days=3)):
        later = [printed(path).body for path in ("/sitemap.xml", TODAY, "/robots.txt", "/sitemap-pages.xml")]
    assert later == bodies

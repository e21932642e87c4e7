"""Feeds: valid, the newest first, and only what a licence lets into a feed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import etree
from tests.makers import NOON, TERMS, make_section, make_story

from dateline.feeds.printing import FeedPrinter
from dateline.house import clock, printing
from dateline.house.printing import Sheet
from dateline.licences.rules import Status, Use, territory, to_json
from dateline.stories import actions as story_actions
from dateline.stories.models import Author
from dateline.wire.parsers import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newsroom")]

SPACES = {"atom": "http://www.w3.org/2005/Atom", "dc": "http://purl.org/dc/elements/1.1/"}


def feed(path: str = "/feeds/all.rss") -> Sheet:
    sheet = printing.print_path(path, clock.now())
    assert sheet is not None
    return sheet


def items(sheet: Sheet) -> list[etree._Element]:
    return etree.fromstring(sheet.body).findall("channel/item")


def titles(sheet: Sheet) -> list[str]:
    return [item.findtext("title") for item in items(sheet)]


def as_served(sheet: Sheet, at: object) -> bytes:
    """What the server gives out at a moment: the bytes without the ranges that have ended."""
    body = bytearray(sheet.body)
    for place in sorted(sheet.ranges, key=lambda place: place.start, reverse=True):
        if place.ends_at is not None and place.ends_at <= at:
            del body[place.start : place.end]
    return bytes(body)


def test_a_feed_has_all_that_rss_asks_for():
    author = Author.objects.create(name="Han Ji-won", slug="han-ji-won", locale=make_section().locale)
    story = make_story("Won & dollar <steady>", standfirst="“It held,” they said.")
    story.authors = [author]
    story.save()
    sheet = feed()
    assert sheet.content_type.startswith("application/rss+xml")
    channel = etree.fromstring(sheet.body).find("channel")
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert channel.findtext(name), name
    own = channel.find("atom:link", SPACES)
    assert (own.get("rel"), own.get("href")) == ("self", "http://127.0.0.1:8000/feeds/all.rss")
    item = channel.find("item")
    assert item.findtext("title") == "Won & dollar <steady>"
    assert item.findtext("link") == f"http://127.0.0.1:8000{story.address}"
    assert item.findtext("description") == "“It held,” they said."
    assert item.findtext("pubDate") == "Tue, 24 Nov 2026 11:00:00 GMT"
    assert item.findtext("category") == "Economy"
    assert item.findtext("dc:creator", namespaces=SPACES) == "Han Ji-won"
    assert item.find("guid").get("isPermaLink") == "false"


DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


def deleted(path: str = "/feeds/all.rss") -> list[tuple[str, str]]:
    channel = etree.fromstring(feed(path).body).find("channel")
    return [(each.get("ref"), each.get("when")) for each in channel.findall(DELETED)]


def test_what_was_taken_out_is_told_of_for_a_month_without_a_word_of_it():
    story = make_story("Won steadies")
    guid = items(feed())[0].findtext("guid")
    assert deleted() == []
    story_actions.withdraw(story, reason="a court", by="an editor")
    for path in ("/feeds/all.rss", "/feeds/economy.rss"):
        assert titles(feed(path)) == []
        assert deleted(path) == [(guid, "2026-11-24T12:00:00Z")]
        assert b"Won steadies" not in feed(path).body
    assert deleted("/ko/feeds/all.rss") == []
    with clock.frozen(NOON + timedelta(days=30)):
        assert len(deleted()) == 1
    with clock.frozen(NOON + timedelta(days=30, seconds=1)):
        assert deleted() == []


def test_what_came_back_is_an_item_and_nothing_else():
    story = make_story("Won steadies")
    story_actions.withdraw(story, reason="a mistake", by="an editor")
    story.live = True
    story.save()
    assert (titles(feed()), deleted()) == (["Won steadies"], [])


@pytest.mark.parametrize(
    "terms",
    [replace(TERMS, uses=frozenset({Use.PAGE})), replace(TERMS, territory=territory(["KR"]))],
    ids=["no feeds", "a territory"],
)
def test_what_never_stood_in_a_feed_is_not_told_of(terms):
    story_actions.withdraw(make_story("A secret", terms=terms), reason="killed", by="harbour")
    make_story("Never printed", live=False)
    assert deleted() == []


def test_another_system_reads_the_tombstone_as_a_kill():
    story = make_story("Won steadies")
    guid = items(feed())[0].findtext("guid")
    story_actions.withdraw(story, reason="a court", by="an editor")
    read = parse(feed().body, name="all.rss")
    assert [(item.guid, item.pub_status) for item in read] == [(guid, "canceled")]


def test_a_guid_outlives_headline_and_address():
    story = make_story("Won steadies")
    before = items(feed())[0].findtext("guid")
    story.title, story.slug = "Won steady", "won-steady"
    with clock.frozen(NOON + timedelta(hours=1)):
        story.body = [("paragraph", "<p>Changed.</p>")]
        story.save()
        item = items(feed())[0]
    assert item.findtext("guid") == before
    assert item.findtext("link").endswith("/won-steady/")
    assert item.findtext("pubDate") == "Tue, 24 Nov 2026 11:00:00 GMT"
    assert item.findtext("atom:updated", namespaces=SPACES) == "2026-11-24T13:00:00Z"


def test_the_newest_thirty_stand_in_it():
    for number in range(33):
        make_story(f"Story {number}", age=timedelta(hours=number))
    assert titles(feed()) == [f"Story {number}" for number in range(30)]


def test_each_section_and_each_edition_has_its_own():
    make_story("Economy story")
    make_story("Far story", section=make_section("north-korea"))
    make_story("북한이 제안했다", language="ko")
    assert titles(feed("/feeds/economy.rss")) == ["Economy story"]
    assert titles(feed("/feeds/north-korea.rss")) == ["Far story"]
    assert sorted(titles(feed())) == ["Economy story", "Far story"]
    korean = feed("/ko/feeds/all.rss")
    assert titles(korean) == ["북한이 제안했다"]
    link = items(korean)[0].findtext("link")
    assert link.isascii()
    assert set(FeedPrinter().paths()) == {
        "/feeds/all.rss",
        "/feeds/economy.rss",
        "/feeds/north-korea.rss",
        "/ko/feeds/all.rss",
        "/ko/feeds/economy.rss",
    }


@pytest.mark.parametrize(
    "path", ["/feeds/no-such.rss", "/feeds/", "/feeds/all.atom", "/ko/feeds/x/all.rss", "/all.rss"]
)
def test_no_other_feed(path):
    assert FeedPrinter().print(path, NOON) is None


def test_a_licensed_item_says_its_credit_and_leaves_with_its_licence():
    ends_at = NOON + timedelta(days=1)
    make_story("Ours")
    licensed = make_story(
        "Theirs", standfirst="He left.", dateline="SEOUL", terms=replace(TERMS, expires_at=ends_at)
    )
    sheet = feed()
    item = next(item for item in items(sheet) if item.findtext("title") == "Theirs")
    assert item.findtext("description") == "SEOUL—He left. (Harbour Wire) © Harbour Wire"
    assert item.findtext("dc:creator", namespaces=SPACES) == "Harbour Wire"
    assert item.findtext("dc:rights", namespaces=SPACES) == "© Harbour Wire"
    assert sheet.licensed
    assert ("Content-Usage", "train-ai=n") in sheet.headers
    assert not any(name == "X-Robots-Tag" for name, _ in sheet.headers)
    assert b"Theirs" in as_served(sheet, ends_at - timedelta(seconds=1))
    left = etree.fromstring(as_served(sheet, ends_at))
    assert [item.findtext("title") for item in left.findall("channel/item")] == ["Ours"]
    with clock.frozen(ends_at):
        assert titles(feed()) == ["Ours"]
    assert licensed.tag in sheet.tags


def test_what_is_not_licensed_for_feeds_never_stands_there():
    make_story("Ours")
    make_story("Theirs", terms=replace(TERMS, uses=TERMS.uses - {Use.FEED}))
    sheet = feed()
    assert titles(sheet) == ["Ours"]
    assert not sheet.licensed
    assert b"Harbour" not in sheet.body


def test_embargoed_and_withdrawn_stories_are_absent():
    make_story("Held", live=False)
    gone = make_story("Gone")
    story_actions.withdraw(gone, reason="killed", by="the wire")
    embargoed = make_story("Embargoed", terms=TERMS)
    terms = replace(embargoed.terms, embargo_until=NOON + timedelta(hours=2), status=Status.EMBARGOED)
    story_actions.record(embargoed, licence=to_json(terms))
    assert titles(feed()) == []
    assert b"lastBuildDate" not in feed().body


def test_characters_that_xml_cannot_hold_break_no_feed():
    make_story("Bell \x07 and \ufffe", standfirst="\x1b[31mred")
    assert titles(feed()) == ["Bell  and "]


def test_printing_again_without_news_says_the_same():
    make_story("Won steadies", terms=TERMS)
    once = feed()
    with clock.frozen(NOON + timedelta(hours=9)):
        assert feed().body == once.body

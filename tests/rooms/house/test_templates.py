"""The pages, as a reader without pictures, scripts or colour meets them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from django.template import TemplateSyntaxError, engines
from django.template.loader import render_to_string
from lxml import html

from dateline.house import printing, runs, slots
from dateline.house.printing import NO_END, Head, Sheet
from dateline.house.templatetags import printing as printing_tags
from dateline.house.templatetags import words as words_tags
from dateline.stories import printed

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TEN_IN_SEOUL = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)

CARD = printed.Card(
    "7", "/economy/won/", "Economy", "/economy/", "Won steadies", "Dealers saw orders.", TEN_IN_SEOUL, 2
)
LICENSED_CARD = replace(
    CARD, key="8", headline="Ships sail", partner_name="Harbour Wire", licence_ends_at=NO_END
)
STORY = printed.StoryPage(
    key="1",
    language="en",
    address="/north-korea/harbour/envoy/",
    kicker="North Korea",
    kicker_address="/north-korea/",
    headline="An Envoy and a Suitcase",
    published_at=TEN_IN_SEOUL,
    body_html='<p data-block-key="x">A counsellor left.</p><p>He took a bag.</p>',
    standfirst="It was the first such departure in years",
    bylines=(printed.Byline("Harbour Wire", "/north-korea/harbour/"),),
    reading_minutes=3,
    mark=printed.LicenceMark("Featured article licensed from", "Harbour Wire", logo_address="/logo.svg"),
    lead=printed.LeadPicture("/p.jpg", 1600, 900, "Hills", "The seafront at dusk.", "Jane Doe/Harbour Wire"),
    dateline="SEOUL",
    corrections=(printed.PrintedCorrection("There were three bags, not two.", TEN_IN_SEOUL),),
    contact=printed.Contact("Jane Doe", "jane@harbour.example"),
)
PAGES: dict[str, object] = {
    "stories/story.html": STORY,
    "stories/front.html": printed.FrontPage(
        "en",
        "/",
        "The front page",
        CARD,
        (CARD,),
        (printed.SectionRow("Economy", "/economy/", (LICENSED_CARD,)),),
    ),
    "stories/section.html": printed.SectionPage("en", "/economy/", "Economy", lead=CARD, cards=(CARD,)),
    "stories/author.html": printed.AuthorPage("en", "/by/han/", "Han Ji-won", cards=(CARD,)),
    "stories/topic.html": printed.TopicPage("en", "/topics/won/", "The won", cards=(CARD,)),
    "stories/partner.html": printed.PartnerPage("en", "/economy/harbour/", "Harbour Wire", cards=(CARD,)),
    "stories/search.html": printed.SearchPage("en", "/search/", "/search/", "won", 1, (CARD,)),
    "stories/text.html": printed.TextPage("en", "/about/imprint/", "Imprint", "<p>Printed in Seoul.</p>"),
    "stories/corrections.html": printed.CorrectionsPage("en", "/about/corrections/"),
    "house/dead_end.html": printed.ErrorPage(
        headline="Page not found", links=(printed.Link("To the desk", "/desk/"),)
    ),
}


@pytest.fixture(autouse=True)
def rooms_above(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each slot filled with a word of its own, so that no room above is asked."""
    said = {
        "shell.strip": "<p>KOSPI 2843.31 −22.78 −0.79%</p><p>View Market Snapshot</p>",
        "story.related": "<h2>More to Read</h2>",
        "story.comments": "<h2>Comment 0</h2><p>0/300</p>",
    }
    monkeypatch.setattr(slots, "_slots", {})
    for name, text in said.items():
        slots.register(name, lambda call, text=text: slots.Part(text))  # type: ignore[misc]
    yield


def page(template: str, of: object, *, language: str = "en", head: Head | None = None) -> Sheet:
    """The sheet of a template."""
    return printing.render(
        template, of, path="/", head=head or Head("A title"), at=AT, language=language, current="economy"
    )


def words(sheet: Sheet) -> str:
    """What a text browser reads, in its order."""
    body = html.fromstring(sheet.body.decode()).find("body")
    assert body is not None
    for image in body.iter("img"):
        image.tail = f"{image.get('alt', '')} {image.tail or ''}"
    return " ".join(body.text_content().split())


def test_a_licensed_story_reads_in_the_promised_order() -> None:
    text = words(page("stories/story.html", STORY))
    rows = (
        "Skip to content", "KOSPI 2843.31", "View Market Snapshot", "Featured article licensed from",
        "Harbour Wire", "North Korea", "An Envoy and a Suitcase", "It was the first such departure",
        "By Harbour Wire", "November 24, 2026, 10:00 KST", "3 min read", "The seafront at dusk.",
        "PHOTO: Jane Doe/Harbour Wire", "SEOUL—A counsellor left.", "There were three bags",
        "Write to Jane Doe at jane@harbour.example", "More to Read", "Comment 0", "0/300",
    )  # fmt: skip
    places = [0]
    for row in rows:
        place = text.find(row, places[-1])
        assert place >= 0, f"{row!r} is missing, or stands too early"
        places.append(place)


@pytest.mark.parametrize("template", PAGES)
def test_every_page_has_one_headline_and_the_skip_link_reaches_it(template: str) -> None:
    tree = html.fromstring(page(template, PAGES[template]).body.decode())
    headlines = tree.findall(".//h1")
    assert len(headlines) == 1
    assert headlines[0].get("id") == "headline"
    assert headlines[0].get("tabindex") == "-1"
    first_stop = next(tree.find("body").iter("a", "button", "input"))
    assert first_stop.get("href") == "#headline"


@pytest.mark.parametrize("template", PAGES)
def test_no_page_breaks_its_own_security_policy(template: str) -> None:
    tree = html.fromstring(page(template, PAGES[template]).body.decode())
    assert not tree.findall(".//style")
    for element in tree.iter():
        assert "style" not in element.attrib
        assert not [name for name in element.attrib if name.startswith("on")]
    for script in tree.iter("script"):
        assert script.get("src") or script.get("type") == "application/ld+json"


@pytest.mark.parametrize("template", PAGES)
def test_headings_never_skip_a_level(template: str) -> None:
    tree = html.fromstring(page(template, PAGES[template]).body.decode())
    levels = [int(element.tag[1]) for element in tree.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_correction_that_is_grave_stands_above_the_story() -> None:
    grave = replace(STORY, corrections=(), grave_corrections=STORY.corrections)
    text = words(page("stories/story.html", grave))
    assert text.index("There were three bags") < text.index("SEOUL—")


def test_our_own_story_bears_no_mark() -> None:
    text = words(page("stories/story.html", replace(STORY, mark=None)))
    assert "licensed from" not in text


def test_a_licensed_card_is_a_marked_range_and_our_own_is_not() -> None:
    sheet = page("stories/front.html", PAGES["stories/front.html"])
    assert len(sheet.ranges) == 1
    assert b"Ships sail" in sheet.body[sheet.ranges[0].start : sheet.ranges[0].end]
    assert b"Won steadies" not in sheet.body[sheet.ranges[0].start : sheet.ranges[0].end]


def test_what_is_shared_is_what_an_include_sets_and_is_filled_once_a_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    filled: list[str] = []

    def fill(name: str, given: dict[str, object]) -> str:
        filled.append(name)
        return str(render_to_string(name, given))

    monkeypatch.setattr(printing_tags, "render_to_string", fill)
    words = 'card=card level="h4"'
    shared = engines["django"].from_string(
        f'{{% load printing %}}{{% shared "stories/_licensed_card.html" {words} %}}'
    )
    included = engines["django"].from_string(
        f'{{% include "stories/_licensed_card.html" with {words} only %}}'
    )
    with runs.running(AT), printing.composition("en", "/", AT):
        for card in (LICENSED_CARD, CARD, LICENSED_CARD, CARD):
            assert shared.render({"card": card}) == included.render({"card": card})
    assert len(filled) == 2
    with printing.composition("en", "/", AT):
        shared.render({"card": CARD})
        shared.render({"card": CARD})
    assert len(filled) == 4


def test_copy_cannot_leave_its_place() -> None:
    hostile = '</script><script src="//evil.example">&'
    head = Head(hostile, description=hostile, json_ld='{"headline": "</script><b>&"}')
    sheet = page("stories/story.html", replace(STORY, headline=hostile, dateline=hostile), head=head)
    tree = html.fromstring(sheet.body.decode())
    scripts = tree.findall(".//script")
    assert [script.get("src", "").startswith("/static/") for script in scripts] == [True, False]
    assert scripts[1].text == '{"headline": "\\u003c/script\\u003e\\u003cb\\u003e\\u0026"}'


def test_error_pages_stand_without_the_rooms_above() -> None:
    def fail(call: slots.SlotCall) -> slots.Part:
        raise AssertionError(f"an error page asked for a part of {call.path}")

    for name in ("shell.strip", "shell.tagline", "shell.nav", "shell.footer", "story.related"):
        slots.register(name, fail)
    text = words(page("house/dead_end.html", printed.ErrorPage(code="404", headline="Page not found")))
    assert "404 Page not found" in text
    assert "front page" in text


def test_the_korean_edition_says_it_in_korean() -> None:
    korean = replace(STORY, language="ko", bylines=(printed.Byline("한지원"),), mark=None)
    sheet = page("stories/story.html", korean, language="ko")
    text = words(sheet)
    assert b'<html lang="ko">' in sheet.body
    assert "2026년 11월 24일 10:00" in text
    assert "읽는 시간 3분" in text
    assert "By" not in re.findall(r"\w+", text)


def test_the_edition_switch_leads_to_this_story_in_the_other_edition() -> None:
    head = Head("t", alternates=(("ko", "http://127.0.0.1:8000/ko/north-korea/envoy/"),))
    tree = html.fromstring(page("stories/story.html", STORY, head=head).body.decode())
    switch = {link.get("lang"): link.get("href") for link in tree.findall(".//nav[@class='editions']/a")}
    assert switch == {"en": "/", "ko": "/ko/north-korea/envoy/"}


def test_a_search_that_finds_nothing_says_so() -> None:
    nothing = printed.SearchPage("en", "/search/", "/search/", "<wonn>", 0)
    assert "Nothing found for “<wonn>”" in words(page("stories/search.html", nothing))


def test_a_mail_address_may_break_behind_its_sign_and_nowhere_else() -> None:
    assert words_tags.breakable("kang@paper.example") == "kang@<wbr>paper.example"
    assert words_tags.breakable("<b>@x") == "&lt;b&gt;@<wbr>x"


ONCE = "{% load printing %}{% once language %}{{ language }} {{ said }}{% endonce %}"


def test_what_is_set_once_is_set_anew_for_other_words_and_outside_of_a_run() -> None:
    template = engines["django"].from_string(ONCE)

    def said(word: str, language: str = "en") -> str:
        return str(template.render({"language": language, "said": word}))

    assert [said("first"), said("second")] == ["en first", "en second"]
    with runs.running(AT):
        assert [said("first"), said("second"), said("third", "ko")] == ["en first", "en first", "ko third"]
    with runs.running(AT):
        assert said("second") == "en second"


def test_no_slot_stands_in_what_is_set_once() -> None:
    with pytest.raises(TemplateSyntaxError, match="belongs to one page"):
        engines["django"].from_string(
            '{% load printing %}{% once %}{% slot "story.comments" "1" %}{% endonce %}'
        )

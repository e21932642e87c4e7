"""A partner's picture on a page of ours: gone where and when its licence says, and the page stays."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import RequestFactory
from tests.makers import NOON, TERMS, hear_all, make_partner
from tests.rooms.stories.test_stories_galleries import block_of, gallery, keep

from dateline.archive import views as archive
from dateline.house import clock, notices, printing
from dateline.house.where import PLACE
from dateline.licences.rules import Pictures, Terms, Use, territory
from dateline.pictures import actions as picture_actions
from dateline.pictures.models import Picture
from dateline.press import files, rules
from dateline.stories.models import Story

SHOWN = replace(TERMS, pictures=Pictures.ALL, uses=TERMS.uses | {Use.GALLERY, Use.SEARCH})
BOUND = replace(SHOWN, territory=territory(["KR"]))
LAST_DAY = replace(SHOWN, ends_on=date(2026, 12, 31))
AFTER = datetime(2027, 1, 1, 12, tzinfo=NOON.tzinfo)
Make = Callable[[Terms], tuple[Story, Picture]]


def served(path: str, country: str, at: datetime = NOON) -> str:
    """What the built-in server gives a reader of a page printed at noon."""
    sheet = printing.print_path(path, NOON)
    assert sheet is not None, path
    return rules.standing_at(sheet.body, files.places(sheet.ranges), at, country)[0].decode()


def led(story: Story, picture: Picture) -> None:
    story.lead_picture = picture


def within(story: Story, picture: Picture) -> None:
    story.body = [*story.body.raw_data, {"type": "picture", "value": {"picture": picture.pk, "caption": ""}}]


def beside(story: Story, picture: Picture) -> None:
    story.body = [*story.body.raw_data, block_of(gallery(keep(10), picture))]


@pytest.fixture
def pictured(ours: Callable[..., Story]) -> Callable[..., tuple[Story, Picture]]:
    """A story of ours in print with a partner's picture, set into it by `how`."""

    def make(terms: Terms, how: Callable[[Story, Picture], None] = led) -> tuple[Story, Picture]:
        picture = keep(90, is_theirs=True, terms=terms, caption="Cranes at rest")
        story = ours(publish=False)
        how(story, picture)
        story.save_revision().publish()
        return Story.objects.get(pk=story.pk), picture

    return make


@pytest.mark.parametrize("how", [led, within, beside])
def test_a_picture_with_borders_is_left_out_abroad_and_the_page_stays(pictured: Any, how: Any) -> None:
    story, picture = pictured(BOUND, how)
    assert story.territory == ""
    for country, is_shown in (("KR", True), ("US", False), ("", False)):
        page = served(story.address, country)
        assert story.title in page and story.plain_text().split()[0] in page
        told = (picture.address_hash, picture.credit)
        assert all((word in page) is is_shown for word in told), country


@pytest.mark.parametrize("how", [led, within, beside])
def test_it_goes_at_its_end_without_anybody_printing_again(pictured: Any, how: Any) -> None:
    story, picture = pictured(LAST_DAY, how)
    assert picture.address_hash in served(story.address, "", NOON)
    later = served(story.address, "", AFTER)
    assert story.title in later
    assert f"/pictures/{picture.address_hash}" not in later.replace(_json_ld(later), "")


def test_a_gallery_of_which_nothing_is_left_takes_its_heading_along(pictured: Any) -> None:
    def both(story: Story, picture: Picture) -> None:
        second = keep(30, is_theirs=True, terms=BOUND)
        story.body = [*story.body.raw_data, block_of(gallery(picture, second))]

    story, _ = pictured(BOUND, both)
    assert "At the quay" in served(story.address, "KR")
    assert "At the quay" not in served(story.address, "US")


def test_no_other_site_is_told_of_a_picture_with_borders(pictured: Any) -> None:
    story, picture = pictured(BOUND)
    for country in ("KR", "US"):
        head = served(story.address, country).partition("</head>")[0]
        assert picture.address_hash not in head and "og:image" not in head


@pytest.mark.parametrize("path", ["/", "/economy/"])
def test_a_card_loses_the_picture_and_keeps_its_words(pictured: Any, path: str) -> None:
    story, picture = pictured(BOUND)
    for country, is_shown in (("KR", True), ("US", False)):
        page = served(path, country)
        assert story.title in page
        assert (picture.address_hash in page) is is_shown
        assert ("data-picture" in page) is is_shown


def test_a_card_is_printed_again_when_its_picture_is_recalled_or_licensed_anew(pictured: Any) -> None:
    _, picture = pictured(SHOWN)
    tag = f"picture:{picture.address_hash}"
    assert tag in printing.print_path("/", NOON).all_tags
    assert picture.address_hash in served("/", "US")
    seq = notices.latest()
    picture_actions.bind(picture, BOUND)
    assert [notice.tags for notice in notices.after(seq)] == [[tag]]
    assert picture.address_hash not in served("/", "US")
    picture_actions.withdraw(picture, reason="killed by Harbour Wire")
    assert picture.address_hash not in served("/", "KR")


def test_search_shows_it_to_those_alone_who_may_see_it(pictured: Any) -> None:
    story, picture = pictured(BOUND)
    hear_all()
    for country, is_shown in (("KR", True), ("US", False), ("", False)):
        request = RequestFactory().get("/search/", {"q": story.title.split()[0]}, **{PLACE: country})
        found = archive.search(request).content.decode()
        assert story.title in found
        assert (picture.address_hash in found) is is_shown, country


def test_a_partners_own_story_bears_its_bounds_once(licensed: Any) -> None:
    make_partner(BOUND)
    story = licensed()
    picture = keep(90, is_theirs=True, terms=BOUND)
    picture_actions.bind(picture, story.terms)
    story.lead_picture = picture
    story.save_revision().publish()
    sheet = printing.print_path(story.address, clock.now() + timedelta(minutes=1))
    assert (sheet.territory, sheet.ranges) == ("KR", ())
    assert picture.address_hash in sheet.body.decode()


def _json_ld(page: str) -> str:
    """What machines are told: an address alone, which answers 410 by then."""
    return page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]

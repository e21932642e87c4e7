"""Old addresses lead to the new ones; what is deleted is withdrawn, and all below it."""

import pytest

from dateline.house import notices
from dateline.stories import tree
from dateline.stories.errors import ReservedSlug
from dateline.stories.models import Section, Story


def led_on(seq: int) -> dict[str, str]:
    """Old address to new, as posted since."""
    return {
        old: notice.facts["location"]
        for notice in notices.after(seq)
        for old in notice.withdrawn
        if notice.facts.get("status") == 301
    }


def withdrawn(seq: int) -> set[str]:
    return {
        old for notice in notices.after(seq) for old in notice.withdrawn if "location" not in notice.facts
    }


def test_a_section_that_is_renamed_leads_on_every_story_below_it(ours, licensed, section):
    own, bought, seq = ours(), licensed(), notices.latest()
    section = Section.objects.get(pk=section.pk)
    section.slug = "business"
    section.save()
    assert led_on(seq) == {
        "/economy/": "/business/",
        "/economy/harbour/": "/business/harbour/",
        own.address: own.address.replace("/economy/", "/business/"),
        bought.address: bought.address.replace("/economy/", "/business/"),
    }


def test_a_story_that_moves_to_another_section_leads_on(ours):
    story, other = ours(), tree.make_section("politics", "Politics")
    seq = notices.latest()
    story.move(other, pos="last-child")
    moved = Story.objects.get(pk=story.pk)
    assert led_on(seq) == {story.address: moved.address}
    assert moved.address.startswith("/politics/")


def test_a_draft_that_moves_leads_nobody(ours):
    story, other = ours(publish=False), tree.make_section("politics", "Politics")
    seq = notices.latest()
    story.move(other, pos="last-child")
    assert led_on(seq) == {}


def test_what_is_deleted_is_withdrawn_with_all_below_it(ours, licensed, section):
    own, bought, seq = ours(), licensed(), notices.latest()
    Section.objects.get(pk=section.pk).delete()
    assert {own.address, bought.address, "/economy/", "/economy/harbour/"} <= withdrawn(seq)


@pytest.mark.parametrize("slug", ["markets", "feeds", "desk", "search", "live", "ko"])
def test_an_address_of_the_papers_own_is_no_section(newsroom, slug):
    with pytest.raises(ReservedSlug, match="choose another"):
        tree.make_section(slug, "Anything")
    assert not Section.objects.exists()


def test_a_partners_word_is_no_address_of_a_story(ours, section):
    assert ours("Harbour").slug == "harbour-2"

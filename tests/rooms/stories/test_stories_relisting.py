"""The further pages of a section, an author and a topic follow what comes, goes and moves."""

from datetime import timedelta

import pytest
from tests.makers import NOON

from dateline.house import notices
from dateline.press import actions as press
from dateline.press import files
from dateline.press.models import PageTag, PrintedPage
from dateline.stories import actions, paging, tree
from dateline.stories.models import Author, Story

FULL = 2 * paging.PAGE


@pytest.fixture
def author(section) -> Author:
    return Author.objects.create(name="Han Jiwon", slug="han", locale=section.locale)


@pytest.fixture
def paper(section, author, ours) -> list[Story]:
    """Two pages full of stories by one author, oldest first, printed."""
    stories = []
    for number in range(FULL):
        story = ours(f"Story number {number}", publish=False, authors=[author])
        actions.publish(story, at=NOON - timedelta(days=100 - number))
        stories.append(Story.objects.get(pk=story.pk))
    settle()
    return stories


def settle() -> int:
    """Let all hear and the press print; the notice from which on it did."""
    seq = notices.latest()
    while notices.deliver():
        press.run(until_empty=True)
    press.run(until_empty=True)
    return seq


def shown(path: str) -> str:
    sheet = files.read(path)
    return sheet.body.decode() if sheet and not files.is_gone(path) else ""


def touched_since(seq: int) -> set[str]:
    return set(PrintedPage.objects.filter(version__gt=seq).values_list("path", flat=True))


def stale() -> list[press.Difference]:
    """What is not as it would be printed now; further pages must be there as well."""
    return [found for found in press.check() if found.what != "unprinted" or "/page/" in found.path]


def test_the_page_that_fills_is_printed_and_the_first_leads_to_it(paper):
    assert "Story number 0" in shown("/economy/page/1/")
    assert "Story number 23" in shown("/economy/page/1/")
    assert 'href="/economy/page/1/"' in shown("/economy/")
    assert "Story number 0" in shown("/by/han/page/1/")
    assert not stale()


@pytest.mark.parametrize("heard", [0, 4])
def test_pages_that_filled_while_the_rooms_were_behind_are_printed(section, ours, heard, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 3)
    for number in range(10):
        if number == heard:
            settle()
        story = ours(f"Story number {number}", publish=False)
        actions.publish(story, at=NOON - timedelta(days=100 - number))
        actions.publish(story)  # told again, and nothing has moved
    settle()
    assert "Story number 0" in shown("/economy/page/1/")
    assert "Story number 3" in shown("/economy/page/2/")
    assert not stale()


def test_a_new_story_prints_no_further_page(paper, ours):
    seq = notices.latest()
    new = ours("The newest of all")
    settle()
    assert {new.address, "/economy/", "/"} <= touched_since(seq)
    assert not {path for path in touched_since(seq) if "/page/" in path}
    assert not stale()


def test_a_story_depends_on_its_authors_name_and_not_on_all_that_they_write(paper, author):
    tags = set(PageTag.objects.filter(page__path=paper[0].address).values_list("tag", flat=True))
    assert author.name_tag in tags
    assert author.tag not in tags


def test_an_author_who_is_renamed_is_renamed_everywhere(paper, author):
    author.name = "Han Ji-won"
    author.save()
    settle()
    assert "Han Ji-won" in shown(paper[0].address)
    assert "Han Ji-won" in shown("/by/han/page/1/")
    assert not stale()


def test_what_is_withdrawn_leaves_no_hole(paper):
    actions.withdraw(paper[3], reason="wrong", by="a test")
    settle()
    assert not shown("/economy/page/1/")
    assert "Story number 0" in shown("/economy/")
    assert "Story number 3<" not in shown("/economy/")
    assert not stale()


def test_a_story_that_goes_to_another_section_leaves_the_pages_of_the_first(paper):
    paper[3].move(tree.make_section("politics", "Politics"), pos="last-child")
    settle()
    assert "Story number 3<" in shown("/politics/")
    assert "Story number 0" in shown("/economy/")
    assert not stale()


def test_a_story_that_is_dated_back_finds_its_place(paper, ours):
    newest = ours("Told again")
    settle()
    actions.publish(newest, at=NOON - timedelta(days=99, hours=12))
    settle()
    assert "Told again" in shown("/economy/page/1/")
    assert not stale()


def test_an_author_who_is_taken_off_an_old_story_keeps_no_stale_page(paper, ours):
    draft = paper[2].get_latest_revision_as_object()
    draft.authors = []
    draft.save_revision().publish()
    settle()
    assert not stale()

"""What lists ask for is kept with each story: written with it, gone with it, moved with it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from tests.makers import NOON, TERMS, make_partner, make_section, make_story, write_story

from dateline.house import clock
from dateline.stories import actions, queries, rules, standing, tree
from dateline.stories.models import InPrint, Section, Story


def row(story: Story) -> InPrint | None:
    return InPrint.objects.filter(pk=story.pk).first()


def test_a_story_is_listed_while_it_is_in_print(newsroom: None) -> None:
    story = write_story(make_section())
    assert row(story) is None
    actions.publish(story)
    story.refresh_from_db()
    kept = row(story)
    assert kept
    assert (kept.language, kept.section.slug, kept.shelf) == ("en", "economy", None)
    assert kept.published_at == story.published_at
    assert kept.reading_minutes == rules.reading_minutes(story.plain_text())
    actions.withdraw(story, reason="a test", by="a test")
    assert row(story) is None
    assert list(queries.in_print()) == []


def test_a_story_that_an_editor_unpublishes_is_listed_no_more(newsroom: None) -> None:
    story = make_story()
    story.unpublish()
    assert row(story) is None


def test_a_partners_story_is_listed_on_its_shelf_and_in_its_section(newsroom: None) -> None:
    story = make_story(terms=TERMS)
    shelf = tree.shelf_of(make_section(), make_partner())
    assert list(queries.on_shelf(shelf)) == [story]
    assert list(queries.in_section(make_section())) == [story]


def test_a_story_that_moves_is_listed_where_it_stands(newsroom: None) -> None:
    story, elsewhere = make_story(), make_section("culture")
    story.move(elsewhere, pos="last-child")
    assert list(queries.in_section(make_section("economy"))) == []
    assert list(queries.in_section(elsewhere)) == [story]


def test_a_story_that_came_into_print_with_an_older_release_is_listed_afterwards(
    newsroom: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories = [make_story(f"Story {number}") for number in range(3)]
    InPrint.objects.all().delete()
    monkeypatch.setattr(standing, "AT_ONCE", 2)
    assert standing.keep_missing() == 3
    assert standing.keep_missing() == 0
    assert {story.pk for story in queries.in_print()} == {story.pk for story in stories}


def test_what_its_editor_ends_leaves_at_its_moment(newsroom: None) -> None:
    story = make_story(expire_at=NOON + timedelta(hours=1))
    assert actions.end_due(NOON) == 0
    with clock.frozen(NOON + timedelta(hours=1)):
        assert actions.end_due(clock.now()) == 1
    assert row(story) is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite how it would go about it")
@pytest.mark.parametrize("which", ["edition", "section", "all"])
def test_the_newest_are_read_from_an_index_and_sorted_by_nobody(newsroom: None, which: str) -> None:
    section = make_section()
    found = {
        "edition": queries.in_print("en"),
        "section": queries.in_section(section),
        "all": queries.in_print(),
    }[which][:24]
    plan = found.explain()
    assert "in_print_" in plan
    assert "TEMP B-TREE" not in plan
    unlisted = Story.objects.filter(live=True, locale__language_code="en").order_by("-published_at", "-pk")
    assert "TEMP B-TREE" in unlisted[:24].explain()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite how it would go about it")
def test_a_turn_looks_for_what_is_due_in_indexes_alone(
    newsroom: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_story()
    with django_assert_num_queries(2):
        assert actions.end_due(NOON) == 0
    with CaptureQueriesContext(connection) as asked:
        actions.end_due(NOON)
    for query in asked.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = " ".join(row[3] for row in cursor.fetchall())
        assert "SCAN" not in plan
        assert "INDEX" in plan


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite how it would go about it")
def test_fronts_and_sections_are_found_without_a_look_at_every_page(newsroom: None) -> None:
    make_section()
    for found in (queries.fronts(), queries.sections("en")):
        assert "SEARCH wagtailcore_page USING INTEGER PRIMARY KEY" in found.explain()
    by_language = Section.objects.filter(locale__language_code="en").order_by("path")
    assert "SEARCH wagtailcore_page USING INTEGER PRIMARY KEY" not in by_language.explain()

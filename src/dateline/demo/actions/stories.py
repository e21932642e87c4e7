"""Writes and publishes the paper's own stories."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from dateline.demo.content_files import LANGUAGES
from dateline.demo.content_files import stories as story_files
from dateline.demo.rules import StoryFile
from dateline.pictures import actions as pictures
from dateline.stories import actions, queries
from dateline.stories.models import Author, Section, Story, Topic

Say = Callable[[str], None]
CORRECTED_AFTER = timedelta(hours=3)


def write(drawn: Mapping[str, bytes], at: datetime, say: Say) -> None:
    """All of both editions, oldest first; what stands already is left as it is."""
    for language in LANGUAGES:
        for file in story_files(language):
            section = queries.section(file.facts["section"], language)
            story = Story.objects.child_of(section).filter(slug=file.facts["slug"]).first()
            if story is None:
                story = _write(file, section, drawn[f"{language}/{file.facts['slug']}"])
            if not story.live:
                _publish(story, file, at)
        say(f"  {language}: {len(story_files(language))} in print")


def _write(file: StoryFile, section: Section, drawing: bytes) -> Story:
    facts = file.facts
    language = section.locale.language_code
    story = actions.write_story(
        section,
        headline=facts["headline"],
        standfirst=facts["standfirst"],
        slug=facts["slug"],
        dateline=facts.get("dateline", ""),
        body=_as_blocks(file),
        authors=_named(Author, facts.get("authors", []), language),
        topics=_named(Topic, facts["topics"], language),
        lead_picture=pictures.keep(drawing, name=f"{facts['slug']}.jpg"),
        original=_original(facts),
    )
    if "byline" in facts:
        story.byline = facts["byline"]
        story.save_revision()
    return story


def _publish(story: Story, file: StoryFile, at: datetime) -> None:
    moment = at - timedelta(minutes=file.facts["age_minutes"])
    actions.publish(story, at=moment)
    if "correction" in file.facts:
        actions.correct(story, text=file.facts["correction"], at=min(at, moment + CORRECTED_AFTER))


def _as_blocks(file: StoryFile) -> list[tuple[str, Any]]:
    """The body's blocks as their own kinds read them out of plain values."""
    block = Story._meta.get_field("body").stream_block
    stream = block.to_python([{"type": kind, "value": value} for kind, value in file.body])
    return [(child.block_type, child.value) for child in stream]


def _named(kind: type[Author] | type[Topic], slugs: list[str], language: str) -> list[Any]:
    rows = {row.slug: row for row in kind.objects.filter(locale__language_code=language, slug__in=slugs)}
    return [rows[slug] for slug in slugs]


def _original(facts: Mapping[str, Any]) -> Story | None:
    if "translates" not in facts:
        return None
    return Story.objects.filter(slug=facts["translates"], locale__language_code="en").first()

"""Writes and publishes the paper's own stories."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from dateline.demo.content_files import LANGUAGES
from dateline.demo.content_files import stories as story_files
from dateline.demo.rules import StoryFile
from dateline.pictures import actions as pictures
from dateline.pictures.models import Picture
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
                story = _write(file, section, drawn)
            if not story.live:
                _publish(story, file, at)
        say(f"  {language}: {len(story_files(language))} in print")


def _write(file: StoryFile, section: Section, drawn: Mapping[str, bytes]) -> Story:
    facts = file.facts
    language = section.locale.language_code
    story = actions.write_story(
        section,
        headline=facts["headline"],
        standfirst=facts["standfirst"],
        slug=facts["slug"],
        dateline=facts.get("dateline", ""),
        body=_as_blocks(file, lambda slug: _drawn(drawn, slug, language)),
        authors=_named(Author, facts.get("authors", []), language),
        topics=_named(Topic, facts["topics"], language),
        lead_picture=_drawn(drawn, facts["slug"], language),
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


def _drawn(drawn: Mapping[str, bytes], slug: str, language: str) -> Picture:
    """The picture drawn for the story of this slug; the same one each time."""
    return pictures.keep(drawn[f"{language}/{slug}"], name=f"{slug}.jpg")


def _as_blocks(file: StoryFile, picture_of: Callable[[str], Picture]) -> list[tuple[str, Any]]:
    """The body's blocks as their own kinds read them out of plain values."""
    block = Story._meta.get_field("body").stream_block
    plain = [
        (kind, _numbered(value, picture_of) if kind == "gallery" else value) for kind, value in file.body
    ]
    stream = block.to_python([{"type": kind, "value": value} for kind, value in plain])
    return [(child.block_type, child.value) for child in stream]


def _numbered(gallery: Mapping[str, Any], picture_of: Callable[[str], Picture]) -> dict[str, Any]:
    """A gallery with the pictures' numbers in place of the stories that they lead."""
    rows = [
        {"picture": picture_of(row["picture"]).pk, "caption": row["caption"]} for row in gallery["pictures"]
    ]
    return {"title": gallery["title"], "pictures": rows}


def _named(kind: type[Author] | type[Topic], slugs: list[str], language: str) -> list[Any]:
    rows = {row.slug: row for row in kind.objects.filter(locale__language_code=language, slug__in=slugs)}
    return [rows[slug] for slug in slugs]


def _original(facts: Mapping[str, Any]) -> Story | None:
    if "translates" not in facts:
        return None
    return Story.objects.filter(slug=facts["translates"], locale__language_code="en").first()

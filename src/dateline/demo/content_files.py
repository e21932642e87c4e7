"""The demo's content as it lies beside this file."""

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from dateline.demo import rules
from dateline.demo.drawing import Drawing
from dateline.pictures.rules import PhotoFacts

CONTENT = Path(__file__).with_name("content")
LANGUAGES = ("en", "ko")


@lru_cache(maxsize=8)
def table(name: str) -> dict[str, Any]:
    """One of the TOML files."""
    return tomllib.loads((CONTENT / name).read_text())


@lru_cache(maxsize=2)
def stories(language: str) -> tuple[rules.StoryFile, ...]:
    """An edition's own stories, oldest first."""
    files = sorted((CONTENT / "stories" / language).glob("*.md"))
    found = [rules.read_story(path.read_text(), name=path.name) for path in files]
    return tuple(sorted(found, key=lambda story: -int(story.facts["age_minutes"])))


def drawings() -> Iterator[tuple[str, Drawing]]:
    """Every picture that is to be drawn, under the name by which it is asked for."""
    for language in LANGUAGES:
        for story in stories(language):
            yield f"{language}/{story.facts['slug']}", _of_story(story)
    for picture in table("wire/pictures.toml")["picture"]:
        yield picture["file"], _of_wire(picture)


def _of_story(story: rules.StoryFile) -> Drawing:
    words = story.facts["picture"]
    facts = PhotoFacts(
        caption=words["caption"],
        credit="The Hangang Ledger",
        photographer=words["photographer"],
        copyright="© The Hangang Ledger",
        alt=words["alt"],
    )
    return Drawing(words.get("name", story.facts["slug"]), words["scene"], words["mood"], facts)


def _of_wire(words: dict[str, str]) -> Drawing:
    facts = PhotoFacts(
        caption=words["caption"],
        credit=words["credit"],
        photographer=words["photographer"],
        copyright=words["copyright"],
        usage_terms=words.get("usage_terms", ""),
        alt=words["alt"],
    )
    return Drawing(words["file"], words["scene"], words["mood"], facts)

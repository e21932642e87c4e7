"""Sections, authors, topics and standing pages, in both editions; and what leads the front."""

import html
from typing import Any

from django.db import transaction
from wagtail.models import Locale

from dateline.demo.content_files import LANGUAGES, table
from dateline.demo.queries import ENVOY
from dateline.stories import tree
from dateline.stories.models import Author, Front, Section, StandingPage, Story, Topic

KOREAN_LEAD = "위성사진으로-본-철책-3년"


def make() -> None:
    """Everything that stories stand on; safe to repeat."""
    content = table("paper.toml")
    for words in content["section"]:
        original: Section | None = None
        for language in LANGUAGES:
            made = tree.make_section(
                words["slug"],
                words["name"][language],
                language=language,
                standfirst=words["standfirst"][language],
                original=original,
            )
            original = original or made
    for words in content["author"]:
        _in_both(Author, words, lambda words, language: _author(words, language))
    for words in content["topic"]:
        _in_both(Topic, words, lambda words, language: {"name": words["name"][language]})
    for language in LANGUAGES:
        front = Front.objects.get(locale__language_code=language)
        front.tagline = content["paper"]["tagline"][language]
        front.save_revision().publish()
        for words in content["standing"]:
            _standing(front, words, language)


def lead() -> None:
    """Set what leads each front."""
    chosen = {"en": {"guid": ENVOY}, "ko": {"slug": KOREAN_LEAD}}
    for language, known_by in chosen.items():
        story = Story.objects.filter(live=True, locale__language_code=language, **known_by).first()
        front = Front.objects.get(locale__language_code=language)
        if story and front.lead_id != story.pk:
            front.lead = story
            front.save_revision().publish()


def _in_both(kind: type[Author] | type[Topic], words: dict[str, Any], facts: Any) -> None:
    original: Any = None
    for language in LANGUAGES:
        locale = Locale.objects.get(language_code=language)
        row = kind.objects.filter(slug=words["slug"], locale=locale).first()
        if row is None:
            row = kind(slug=words["slug"], locale=locale, **facts(words, language))
            if original:
                row.translation_key = original.translation_key
            row.save()
        original = original or row


def _author(words: dict[str, Any], language: str) -> dict[str, str]:
    return {
        "name": words["name"][language],
        "role": words["role"][language],
        "email": words["email"],
        "biography": f"<p>{html.escape(words['about'][language], quote=False)}</p>",
    }


def _standing(front: Front, words: dict[str, Any], language: str) -> None:
    if StandingPage.objects.child_of(front).filter(slug=words["slug"]).exists():
        return
    page = StandingPage(
        title=words["title"][language], slug=words["slug"], locale=front.locale, text=words["text"][language]
    )
    with transaction.atomic():
        front.add_child(instance=page)
        page.save_revision().publish()

"""Keeps the words of what is in print, and no others."""

from collections.abc import Sequence

from django.db import transaction

from dateline.archive import queries
from dateline.archive.models import Entry
from dateline.archive.rules.alike import sketch_of
from dateline.archive.rules.words import terms_of, words_of
from dateline.house import clock
from dateline.stories.models import Story

AT_ONCE = 200
HEARER = "archive"


@transaction.atomic
def index(pk: int) -> bool:
    """Keep the words of this story as it is in print now; drop them when it is not. Whether it is kept."""
    story = Story.objects.select_related("locale", "partner").filter(pk=pk, live=True).first()
    if story is None or story.published_at is None:
        drop(pk)
        return False
    is_found, language = queries.is_found(story.terms), story.language
    headline, text, names = queries.words_kept_of(story) if is_found else ("", "", "")
    headline_words = words_of(headline, language)
    Entry.objects.update_or_create(
        story=story,
        defaults={
            "language": language,
            "headline_terms": " ".join(terms_of(headline, language)),
            "body_terms": " ".join(terms_of(f"{text}\n{names}", language)),
            "headline_words": " ".join(headline_words),
            "sketch": sketch_of([*headline_words, *words_of(text, language)]).packed(),
            "published_at": story.published_at,
            "indexed_at": clock.now(),
        },
    )
    return is_found


def catch_up(language: str) -> int:
    """Index what is in print in this edition and not yet indexed, the newest first, at most 200; how many.

    The press prints before the rooms hear: without this the first stories of a paper, or of an import, would
    choose from an index that knows none of their neighbours.
    """
    return sum(index(pk) for pk in queries.unindexed(language, HEARER, AT_ONCE))


def drop(pk: int) -> None:
    """Keep no word of this story; lists that it stands in choose anew when they are next printed."""
    Entry.objects.filter(story_id=pk).delete()


def drop_unprinted(numbers: Sequence[int]) -> None:
    """Keep no word of those of these that are not in print."""
    with transaction.atomic():
        Entry.objects.filter(story_id__in=numbers).exclude(story__live=True).delete()


def index_everything() -> int:
    """Index all that is in print, a transaction a story; how many are kept. For a release with new rules."""
    Entry.objects.exclude(story__live=True).delete()
    in_print = Story.objects.filter(live=True).order_by("pk")
    return sum(index(pk) for pk in in_print.values_list("pk", flat=True))

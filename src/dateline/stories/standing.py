"""Keeps what lists ask for of each story in print: a row a story, written with it."""

from collections.abc import Iterable

from dateline.stories import rules
from dateline.stories.models import InPrint, Section, Shelf, Story

AT_ONCE = 200
_SECTION_DEPTH = 3
_FIELDS = ("language", "section", "shelf", "published_at", "expire_at", "reading_minutes")


def keep(stories: Iterable[Story]) -> None:
    """Keep these, which are in print, as they stand now in the tree."""
    stories = list(stories)
    wanted = {path for story in stories for path in (_section_path(story), _parent_path(story))}
    sections = dict(Section.objects.filter(path__in=wanted).values_list("path", "pk"))
    shelves = dict(Shelf.objects.filter(path__in=wanted).values_list("path", "pk"))
    InPrint.objects.bulk_create(
        [
            InPrint(
                story=story,
                language=story.language,
                section_id=sections[_section_path(story)],
                shelf_id=shelves.get(_parent_path(story)),
                published_at=story.published_at,
                expire_at=story.expire_at,
                reading_minutes=rules.reading_minutes(story.plain_text()),
            )
            for story in stories
            if story.published_at and _section_path(story) in sections
        ],
        update_conflicts=True,
        unique_fields=["story"],
        update_fields=_FIELDS,
    )


def keep_missing() -> int:
    """Keep those in print that no row was kept of, by an older release, some at a time; how many there were."""
    missing = Story.objects.filter(live=True, in_print=None, published_at__isnull=False)
    kept = last = 0
    while some := list(missing.filter(pk__gt=last).select_related("locale").order_by("pk")[:AT_ONCE]):
        keep(some)
        kept, last = kept + len(some), some[-1].pk
    return kept


def drop(story: Story) -> None:
    """It is in print no more."""
    InPrint.objects.filter(pk=story.pk).delete()


def _section_path(story: Story) -> str:
    return str(story.path[: Story.steplen * _SECTION_DEPTH])


def _parent_path(story: Story) -> str:
    return str(story.path[: -Story.steplen])

"""Keeps what lists ask for of each story in print: a row a story, written with it."""

from collections.abc import Collection, Iterable

from dateline.stories import rules
from dateline.stories.models import InPrint, Section, Shelf, Story
from dateline.stories.queries import parent_path, section_path

AT_ONCE = 200
_FIELDS = ("language", "section", "shelf", "published_at", "expire_at", "reading_minutes")


def keep(stories: Iterable[Story]) -> None:
    """Keep these, which are in print, as they stand now in the tree."""
    stories = list(stories)
    sections = _by_path(Section, {section_path(story.path) for story in stories})
    # What stands right beneath its section stands on no shelf.
    shelves = _by_path(Shelf, {parent_path(story.path) for story in stories} - sections.keys())
    InPrint.objects.bulk_create(
        [
            InPrint(
                story=story,
                language=story.language,
                section_id=sections[section_path(story.path)],
                shelf_id=shelves.get(parent_path(story.path)),
                published_at=story.published_at,
                expire_at=story.expire_at,
                reading_minutes=rules.reading_minutes(story.plain_text()),
            )
            for story in stories
            if story.published_at and section_path(story.path) in sections
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
    drop_all([story.pk])


def drop_all(numbers: Iterable[int]) -> None:
    """The stories of these numbers are in print no more."""
    InPrint.objects.filter(pk__in=list(numbers)).delete()


def _by_path(kind: type[Section] | type[Shelf], paths: Collection[str]) -> dict[str, int]:
    """The pages of this kind at these paths in the tree, by path."""
    return dict(kind.objects.filter(path__in=paths).order_by().values_list("path", "pk")) if paths else {}

"""When a story has come, gone or moved, the further pages of its section, authors and topics are printed again.

In the background: the story itself and the first pages are in print before, and most stories touch no other.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from dateline.house import notices
from dateline.house.models import Notice
from dateline.stories import paging, queries
from dateline.stories.models import Author, Section, Story, Topic

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Rooms that are behind by more than this leave a further page to whoever asks for it first.
MOST_BEHIND = 2000
# In the facts of a story that leaves print with many others: `shift` tells of its lists, once for all of them.
TOLD_LATER = "lists_are_told_later"


def hear_stories(some: Sequence[Notice]) -> None:
    """Several of one kind: the place is kept once for all of them."""
    for notice in some:
        hear_story(notice)


def shift(stories: "QuerySet[Story]") -> None:
    """Post what of further pages must be printed again, now that these stories have left print, many at once."""
    paths = stories.order_by().values_list("path", flat=True)
    sections = Section.objects.filter(path__in={queries.section_path(path) for path in paths})
    lists = [(f"section:{each.pk}", stories.filter(path__startswith=each.path)) for each in sections]
    lists += [
        (each.tag, stories.filter(authors=each))
        for each in Author.objects.filter(stories__in=stories).distinct()
    ]
    lists += [
        (each.tag, stories.filter(topics=each))
        for each in Topic.objects.filter(stories__in=stories).distinct()
    ]
    for list_tag, gone in lists:
        oldest = gone.order_by("published_at", "pk").first()
        if oldest is None or oldest.published_at is None:
            continue
        for tag, _, left in _found({list_tag}):
            count, older = left.count(), _older(left, oldest.published_at, oldest.pk)
            last = (count + gone.count()) // paging.PAGE
            # As a story that leaves touches them, and those that have gone; the first for what it leads on to.
            first = max(1, min(older // paging.PAGE + 1, count // paging.PAGE - 1))
            tags = {tag, *(paging.tag(tag, page) for page in range(first, last + 1))}
            with transaction.atomic():
                notices.post(tag, "list.shifted", tags=tags)


def _older(stories: "QuerySet[Story]", moment: datetime, number: int) -> int:
    """How many of a list stand behind this place."""
    return stories.filter(Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=number)).count()


def hear_story(notice: Notice) -> None:
    """One of `queries.PLACING`, which may have changed a list: post what of its further pages must be printed again."""
    if notice.facts.get(TOLD_LATER):
        return
    before = queries.placed_before(notice)
    moments = [moment for each in (notice, before) if (moment := queries.published_by(each))]
    changed = _lists(notice) ^ _lists(before)
    if len(set(moments)) > 1:
        changed = _lists(notice) | _lists(before)
    if not changed or not moments:
        return
    number = int(notice.about.partition(":")[2])
    tags: set[str] = set()
    paths: list[str] = []
    for list_tag, address, stories in _found(changed):
        count = stories.count()
        older = _older(stories, min(moments), number)
        if touched := paging.touched(count, older):
            # The first page too: a list that a story has left knows it by no card when that stood further back.
            tags |= {list_tag, *(paging.tag(list_tag, page) for page in touched)}
        # A page that is new is named by no tag yet. Heard late, it became full by one of the stories behind this one.
        then = count - _behind(notice, list_tag)
        if then % paging.PAGE == 0 and (newest := paging.further(then)):
            paths.append(paging.address(address, newest))
    if tags or paths:
        with transaction.atomic():
            notices.post(notice.about, "list.shifted", tags=tags, paths=paths)


def _behind(notice: Notice, list_tag: str) -> int:
    """How many stories have come into this list by notices that are still to be heard."""
    later = Notice.objects.filter(seq__gt=notice.seq, kind="story.published").order_by("seq")
    return sum(list_tag in tags for tags in later.values_list("tags", flat=True)[:MOST_BEHIND])


def _lists(notice: Notice | None) -> set[str]:
    """The lists that a story stands in by this notice of it."""
    if notice is None or notice.kind == "story.withdrawn":
        return set()
    return {tag for tag in notice.tags if tag.startswith(("section:", "author:", "topic:"))}


def _found(tags: set[str]) -> Iterator[tuple[str, str, "QuerySet[Story]"]]:
    """The lists that there are behind these tags: tag, address, stories."""
    for tag in sorted(tags):
        kind, _, number = tag.partition(":")
        if kind == "section" and (
            section := Section.objects.filter(pk=number).select_related("locale").first()
        ):
            yield tag, section.address, queries.in_section(section)
        elif kind == "author" and (
            author := Author.objects.filter(pk=number).select_related("locale").first()
        ):
            yield tag, author.address, queries.of_author(author)
        elif kind == "topic" and (topic := Topic.objects.filter(pk=number).select_related("locale").first()):
            yield tag, topic.address, queries.of_topic(topic)

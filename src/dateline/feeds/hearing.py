"""What the feeds do when they hear a notice: have the one sitemap printed again that a story stands in."""

from collections.abc import Sequence

from django.db import transaction

from dateline.feeds import machines, rules, sitemaps
from dateline.house import notices
from dateline.house.models import Notice
from dateline.licences.rules.signals import RSL_PATH
from dateline.stories import queries
from dateline.stories.models import Story

AT_ONCE = 100
# What moves no story to another day.
_AS_THEY_SAY = ("story.withdrawn", "story.relicensed")


def register() -> None:
    """Hear of stories and of licences."""
    notices.hear("story.", "feeds:sitemaps", follow_story, together=follow_stories)
    notices.hear("licence.", "feeds:machines", follow_licence)


def follow_story(notice: Notice) -> None:
    """Print the sitemap of the story's day, of the day that it stood in before, and the index where one is new or over.

    Of a story that is no more and whose notice does not say when it was: the sitemaps of all days.
    """
    number = notice.about.partition(":")[2]
    story = Story.objects.defer("body").filter(pk=int(number)).first() if number.isdecimal() else None
    moments = [
        story.published_at if story else queries.published_by(notice),
        queries.published_by(queries.placed_before(notice)),
    ]
    if any(moments):
        days = sorted({rules.day_of(moment) for moment in moments if moment})
    else:
        days = [] if story else list(sitemaps.days())
    if days:
        index = [sitemaps.DAYS_TAG] if any(_is_new_or_over(day, notice.seq) for day in days) else []
        _print(notice, [*map(sitemaps.day_tag, days), *index], list(map(sitemaps.day_path, days)))


def follow_stories(some: Sequence[Notice]) -> None:
    """Several of one kind that are in print, or were: the sitemaps of all their days at once."""
    moments = [queries.published_by(notice) for notice in some]
    if some[0].kind not in _AS_THEY_SAY or not all(moments):
        for notice in some:
            follow_story(notice)
        return
    days = sorted({rules.day_of(moment) for moment in moments if moment})
    index = [sitemaps.DAYS_TAG] if any(_is_new_or_over(day, some[0].seq) for day in days) else []
    _print(some[-1], [*map(sitemaps.day_tag, days), *index], list(map(sitemaps.day_path, days)))


def _is_new_or_over(day: str, seq: int) -> bool:
    """Whether a day has no story that stood there before this notice: it may be its first, or have been its last."""
    # Asked of the day's stories, some at a time: of all that was told since there may be a hundred thousand.
    stories, last = sitemaps.stories_of(day).order_by("pk").values_list("pk", flat=True), 0
    while some := list(stories.filter(pk__gt=last)[:AT_ONCE]):
        abouts = {f"story:{pk}" for pk in some}
        told = Notice.objects.filter(seq__gte=seq, about__in=abouts, kind__startswith="story.")
        if len(set(told.values_list("about", flat=True))) < len(abouts):
            return False
        last = some[-1]
    return True


def follow_licence(notice: Notice) -> None:
    """Say anew what machines may do."""
    _print(notice, [machines.TAG], [machines.ROBOTS, machines.RESERVATIONS, RSL_PATH])


@transaction.atomic
def _print(heard: Notice, tags: list[str], paths: list[str]) -> None:
    notices.post(heard.about, "feeds.changed", tags=tags, paths=paths, facts={"after": heard.seq})

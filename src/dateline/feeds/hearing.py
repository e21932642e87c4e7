"""What the feeds do when they hear a notice: have the one sitemap printed again that a story stands in."""

from django.db import transaction

from dateline.feeds import machines, rules, sitemaps
from dateline.house import notices
from dateline.house.models import Notice
from dateline.licences.rules.signals import RSL_PATH
from dateline.stories import queries
from dateline.stories.models import Story


def register() -> None:
    """Hear of stories and of licences."""
    notices.hear("story.", "feeds:sitemaps", follow_story)
    notices.hear("licence.", "feeds:machines", follow_licence)


def follow_story(notice: Notice) -> None:
    """Print the sitemap of the story's month, and of the month that it stood in before.

    Of a story that is no more and whose notice does not say when it was: the sitemaps of all months.
    """
    number = notice.about.partition(":")[2]
    story = Story.objects.filter(pk=int(number)).first() if number.isdecimal() else None
    moments = [
        story.published_at if story else queries.published_by(notice),
        queries.published_by(queries.placed_before(notice)),
    ]
    if any(moments):
        months = sorted({rules.month_of(moment) for moment in moments if moment})
    else:
        months = [] if story else list(sitemaps.months())
    if months:
        _print(
            notice, [sitemaps.month_tag(month) for month in months], list(map(sitemaps.month_path, months))
        )


def follow_licence(notice: Notice) -> None:
    """Say anew what machines may do."""
    _print(notice, [machines.TAG], [machines.ROBOTS, machines.RESERVATIONS, RSL_PATH])


@transaction.atomic
def _print(heard: Notice, tags: list[str], paths: list[str]) -> None:
    notices.post(heard.about, "feeds.changed", tags=tags, paths=paths, facts={"after": heard.seq})

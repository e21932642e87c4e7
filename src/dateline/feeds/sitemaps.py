"""Prints what search engines ask for: an index of sitemaps, one a day, one of standing addresses, the news."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from django.db.models import Max, QuerySet

from dateline.feeds import rules
from dateline.feeds.printed import NewsPlace, NewsSitemapPage, Place, SitemapPage
from dateline.feeds.printing import absolute
from dateline.house import printing
from dateline.house.paper import paper
from dateline.house.printing import NO_END, Head, Sheet
from dateline.house.templatetags.moments import iso
from dateline.licences.rules import Use, judge, signals
from dateline.stories import queries
from dateline.stories.models import Author, InPrint, StandingPage, Story, Topic

XML = "application/xml; charset=utf-8"
INDEX, PAGES, NEWS = "/sitemap.xml", "/sitemap-pages.xml", "/news-sitemap.xml"
MOST_NEWS = 1000  # what a news sitemap may hold
# A day: small, whatever the paper has published before. An index may name 50,000 sitemaps, which is 136 years.
_DAY_PATH = re.compile(r"/sitemap-(?P<day>\d{4}-\d{2}-\d{2})\.xml")
DAYS_TAG = "sitemap-days"  # posted when a day has its first story, or no more: see feeds.hearing


class SitemapPrinter:
    """`/sitemap.xml`, its parts `/sitemap-pages.xml` and `/sitemap-2026-11-24.xml`, and `/news-sitemap.xml`."""

    name = "sitemaps"

    def print(self, path: str, at: datetime) -> Sheet | None:
        """A sitemap; None for a day without stories."""
        if path == INDEX:
            return index_sheet(at)
        if path == PAGES:
            return pages_sheet(at)
        if path == NEWS:
            return news_sheet(at)
        asked = _DAY_PATH.fullmatch(path)
        return day_sheet(asked["day"], at) if asked else None

    def paths(self) -> Iterable[str]:
        """The index, and each of its parts."""
        return [INDEX, NEWS, PAGES, *map(day_path, days())]


def day_path(day: str) -> str:
    """Where the sitemap of a day stands."""
    return f"/sitemap-{day}.xml"


def day_tag(day: str) -> str:
    """What the sitemap of a day depends on: not each story in it, which may be hundreds of tags."""
    return f"sitemap:{day}"


def days() -> Iterator[str]:
    """The days that stories in print were published on, newest first; one look at the index a day."""
    newest = InPrint.objects.order_by("-published_at").values_list("published_at", flat=True)
    moment = newest.first()
    while moment and (bounds := rules.day_bounds(day := rules.day_of(moment))):
        yield day
        moment = newest.filter(published_at__lt=bounds[0]).first()


def stories_of(day: str) -> QuerySet[Story]:
    """The stories in print that were published on this day."""
    bounds = rules.day_bounds(day)
    if bounds is None:
        return Story.objects.none()
    return queries.in_print().filter(
        in_print__published_at__gte=bounds[0], in_print__published_at__lt=bounds[1]
    )


def index_sheet(at: datetime) -> Sheet:
    """The sitemap of sitemaps."""
    places = [Place(absolute(path)) for path in (PAGES, *map(day_path, days()))]
    return _sheet("feeds/sitemap_index.xml", SitemapPage(tuple(places)), INDEX, at, {DAYS_TAG})


def pages_sheet(at: datetime) -> Sheet:
    """Fronts, sections, topics, authors and standing pages."""
    addresses = []
    for front in queries.fronts():
        addresses += [front.address, *(section.address for section in queries.sections(front.language))]
    addresses += [
        page.address for page in queries.few(StandingPage).filter(live=True).select_related("locale")
    ]
    named = [*Author.objects.select_related("locale"), *Topic.objects.select_related("locale")]
    places = tuple(Place(absolute(address)) for address in (*addresses, *(each.address for each in named)))
    tags = {f"{what}:{language}" for what in ("nav", "names") for language in _languages()}
    return _sheet("feeds/sitemap.xml", SitemapPage(places), PAGES, at, tags)


def day_sheet(day: str, at: datetime) -> Sheet | None:
    """The stories of one day that search engines may list, newest first, with when each last changed."""
    found = stories_of(day)
    if not found.exists():
        return None
    listed = [
        Place(absolute(story.address), iso(changed), story.licence_ends_at, story.territory)
        for story in found.annotate(corrected=Max("corrections__corrected_at"))
        if (changed := _changed(story))
        and judge(story.terms, Use.PAGE, at)
        and signals(story.terms).in_sitemap
    ]
    return _sheet("feeds/sitemap.xml", SitemapPage(tuple(listed)), day_path(day), at, {day_tag(day)})


def news_sheet(at: datetime) -> Sheet:
    """What was published within 48 hours; each leaves by itself when they are over, as licensed work does."""
    found = queries.in_print().filter(
        in_print__published_at__gt=at - rules.NEWS_FOR, in_print__published_at__lte=at
    )
    listed = [
        _news_place(story, story.published_at)
        for story in found[: MOST_NEWS * 2]
        if story.published_at and judge(story.terms, Use.PAGE, at) and signals(story.terms).in_news_sitemap
    ]
    page = NewsSitemapPage(rules.xml_text(paper().name), tuple(listed[:MOST_NEWS]))
    return _sheet("feeds/news_sitemap.xml", page, NEWS, at, _every_feed())


def _news_place(story: Story, published_at: datetime) -> NewsPlace:
    return NewsPlace(
        address=absolute(story.address),
        title=rules.xml_text(story.headline),
        language=story.language,
        published=iso(published_at),
        leaves_at=min(published_at + rules.NEWS_FOR, story.licence_ends_at or NO_END),
        territory=story.territory,
    )


def _changed(story: Story) -> datetime:
    """When a story's text last changed or was corrected, else when it was published."""
    moments = (story.published_at, story.updated_at, getattr(story, "corrected", None))
    return max(moment.astimezone(UTC) for moment in moments if moment)


def _languages() -> list[str]:
    return [front.language for front in queries.fronts()]


def _every_feed() -> set[str]:
    return {f"feeds:{language}" for language in _languages()}


def _sheet(
    template: str, page: SitemapPage | NewsSitemapPage, path: str, at: datetime, tags: set[str]
) -> Sheet:
    return printing.render(template, page, path=path, head=Head(title=""), at=at, tags=tags, content_type=XML)

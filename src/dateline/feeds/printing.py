"""Prints the feeds: `/feeds/all.rss` and `/feeds/<section>.rss` of each edition."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.utils.encoding import iri_to_uri

from dateline.feeds import rules
from dateline.feeds.printed import FeedItem, FeedPage, Tombstone
from dateline.house import printing
from dateline.house.paper import paper
from dateline.house.printing import Head, Sheet
from dateline.house.templatetags.moments import iso
from dateline.licences.rules import Use, byline, copyright_line, credit_line, signals
from dateline.stories import queries
from dateline.stories.models import Section, Story, Withdrawal
from dateline.stories.queries import section_names

ITEMS = 30
# How many of the newest are looked at: enough for thirty that their licences let into a feed.
POOL = 120
RSS = "application/rss+xml; charset=utf-8"
_PATH = re.compile(r"(?P<front>/ko)?/feeds/(?P<slug>[^/]+)\.rss")


class FeedPrinter:
    """`/feeds/all.rss`, `/feeds/<section>.rss`, and the same under `/ko/`."""

    name = "feeds"

    def print(self, path: str, at: datetime) -> Sheet | None:
        """A feed; None for a section that there is not."""
        asked = _PATH.fullmatch(path)
        if asked is None:
            return None
        language = "ko" if asked["front"] else "en"
        if queries.front(language) is None:
            return None
        if asked["slug"] == "all":
            return feed_sheet(path, language, None, at)
        section = queries.sections(language).filter(slug=asked["slug"]).first()
        return feed_sheet(path, language, section, at) if section else None

    def paths(self) -> Iterable[str]:
        """Each edition's, and each of its sections'."""
        for front in queries.fronts():
            yield address_of("all", front.language)
            yield from (
                address_of(section.slug, front.language) for section in queries.sections(front.language)
            )


def address_of(slug: str, language: str) -> str:
    """Where the feed of a section stands, or of the whole edition ("all")."""
    return f"{'' if language == 'en' else f'/{language}'}/feeds/{slug}.rss"


def feed_sheet(path: str, language: str, section: Section | None, at: datetime) -> Sheet:
    """The thirty newest stories that may stand in a feed at the moment `at`."""
    found = queries.in_section(section) if section else queries.in_print(language)
    found = found.prefetch_related("authors")
    stories = [story for story in queries.take(found[:POOL], Use.FEED, at, ITEMS) if story.published_at]
    sections = section_names(stories)
    home = section.address if section else ("/" if language == "en" else f"/{language}/")
    title = f"{paper().name}: {section.title}" if section else paper().name
    standfirst = section.standfirst if section else paper().tagline
    page = FeedPage(
        title=rules.xml_text(title),
        address=absolute(home),
        self_address=absolute(path),
        description=rules.xml_text(standfirst or title),
        language=language,
        built=rules.rss_moment(max(map(_changed, stories))) if stories else "",
        items=tuple(_item(story, sections.get(story.pk)) for story in stories),
        gone=tuple(
            Tombstone(rules.guid_of(key, language), iso(moment))
            for key, moment in _gone(language, section, at).items()
        ),
    )
    return printing.render(
        "feeds/rss.xml",
        page,
        path=path,
        head=Head(title=title),
        at=at,
        language=language,
        headers=_reserved(stories),
        tags={f"feeds:{language}", *_section_tags(section), *(story.tag for story in stories)},
        content_type=RSS,
    )


def _gone(language: str, section: Section | None, at: datetime) -> dict[UUID, datetime]:
    """What was taken out of this feed within a month, newest first, by its translation key: none that is in print.

    RSS has no word for it, and lets others' words in: Atom's deleted entries (RFC 6721), without a word of a story.
    """
    taken = Withdrawal.objects.filter(
        withdrawn_at__gte=at - rules.TOLD_FOR, story__live=False, story__published_at__isnull=False,
        story__locale__language_code=language,
    )  # fmt: skip
    if section:
        taken = taken.filter(story__path__startswith=section.path)
    found: dict[UUID, datetime] = {}
    rows = taken.order_by("-withdrawn_at").select_related("story").defer("story__body")
    for row in rows[: rules.MOST_TOLD * 2]:
        story = row.story
        if story and Use.FEED in (terms := story.terms).uses and terms.territory.is_everywhere:
            found.setdefault(story.translation_key, row.withdrawn_at)
    return dict(islice(found.items(), rules.MOST_TOLD))


def absolute(address: str) -> str:
    """An address of ours in full, as URIs are written: Hangul in it percent-encoded."""
    return iri_to_uri(paper().absolute(address))


def _item(story: Story, section: Section | None) -> FeedItem:
    published = story.published_at or _changed(story)
    terms = story.terms
    is_licensed = story.licence is not None
    rights = copyright_line(terms) if is_licensed else ""
    names = [byline(terms, story.byline)] if is_licensed else [author.name for author in story.authors.all()]
    notes = (f"({credit_line(terms)})", rights) if is_licensed else ()
    return FeedItem(
        guid=rules.guid_of(story.translation_key, story.language),
        address=absolute(story.address),
        title=rules.xml_text(story.headline),
        description=rules.xml_text(
            rules.description_of(story.standfirst, story.dateline if is_licensed else "", notes)
        ),
        published=rules.rss_moment(published),
        updated=iso(story.updated_at) if story.updated_at else "",
        category=rules.xml_text(section.title) if section else "",
        creators=tuple(rules.xml_text(name) for name in names or [story.byline] if name),
        rights=rules.xml_text(rights),
        licence_ends_at=story.licence_ends_at,
    )


def _changed(story: Story) -> datetime:
    moments = [moment for moment in (story.updated_at, story.published_at) if moment]
    return max(moments)


def _section_tags(section: Section | None) -> set[str]:
    return {f"section:{section.pk}", f"section-name:{section.pk}"} if section else set()


def _reserved(stories: Sequence[Story]) -> tuple[tuple[str, str], ...]:
    """What a feed says of itself when some of the work in it may feed no model."""
    headers = {header for story in stories for header in signals(story.terms).headers}
    return tuple(sorted(header for header in headers if header[0] != "X-Robots-Tag"))

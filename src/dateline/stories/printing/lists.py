"""Pages that list stories: front, section, shelf, author, topic."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet

from dateline.house import printing, runs
from dateline.house.paper import paper
from dateline.house.printing import Head, Sheet
from dateline.licences import queries as licences
from dateline.licences.rules import Use, from_json, signals
from dateline.stories import paging, queries
from dateline.stories.models import Author, Front, Section, Shelf, Story, Topic
from dateline.stories.printed import (
    AuthorPage,
    FrontPage,
    PartnerPage,
    SectionPage,
    SectionRow,
    TopicPage,
)
from dateline.stories.printing.cards import card_tags, cards
from dateline.stories.printing.terms import sentences

BRIEFS = 4
ROW = 4
# How many of the newest are looked at for the front: enough for lead, briefs and a row a section.
FRONT_POOL = 120
# Of a list of which many pages are printed, the stories of so many pages are read at once.
PAGES_AT_ONCE = 16


class FrontPrinter:
    """`/` and `/ko/`."""

    name = "fronts"

    def print(self, path: str, at: datetime) -> Sheet | None:
        """The front of an edition."""
        language = {"/": "en", "/ko/": "ko"}.get(path)
        front = queries.front(language) if language else None
        return front_sheet(front, at) if front else None

    def paths(self) -> Iterable[str]:
        """Each edition's."""
        return [front.address for front in queries.fronts()]


def front_sheet(front: Front, at: datetime) -> Sheet:
    """The front: one lead, briefs beside it, a row a section; nothing stands twice."""
    language = front.language
    pool = list(queries.allowed(queries.in_print(language)[:FRONT_POOL], Use.FRONT, at))
    lead = _lead(front.lead, pool)
    rest = [story for story in pool if lead is None or story.pk != lead.pk]
    briefs, shown = rest[:BRIEFS], {story.pk for story in (rest[:BRIEFS] + ([lead] if lead else []))}
    rows = []
    for section in queries.sections(language):
        stories = queries.in_section(section).exclude(pk__in=shown)
        row = cards(stories[: ROW * 4], Use.FRONT, at, most=ROW)
        if row:
            rows.append(SectionRow(section.title, section.address, row))
    page = FrontPage(
        language=language,
        address=front.address,
        headline=paper().name,
        lead=next(iter(cards([lead], Use.FRONT, at)), None) if lead else None,
        briefs=cards(briefs, Use.FRONT, at),
        rows=tuple(rows),
    )
    shown_cards = [
        *([page.lead] if page.lead else []),
        *page.briefs,
        *(card for row in rows for card in row.cards),
    ]
    translation = front.get_translations().live().first()
    alternates = [
        (front.language, front),
        *([(translation.specific.language, translation.specific)] if translation else []),
    ]
    return printing.render(
        "stories/front.html",
        page,
        path=front.address,
        at=at,
        head=Head(
            title=f"{paper().name} — {front.tagline or paper().tagline}".rstrip(" —"),
            description=front.tagline or paper().tagline,
            canonical=paper().absolute(front.address),
            robots="max-image-preview:large",
            alternates=tuple((code, paper().absolute(each.address)) for code, each in alternates),
            og=_og(paper().name, front.address, language),
            links=(("alternate", f"{front.address}feeds/all.rss"),),
        ),
        language=language,
        tags={f"front:{language}", f"nav:{language}", *card_tags(shown_cards)},
    )


def _lead(chosen: Story | None, pool: Sequence[Story]) -> Story | None:
    """The editor's choice while it may stand there, else the newest with a picture, else the newest.

    By itself none that some readers may not see: for them the front would begin with a gap.
    """
    if chosen and (found := next((story for story in pool if story.pk == chosen.pk), None)):
        return found
    pool = [story for story in pool if not story.territory] or pool
    return next((story for story in pool if story.lead_picture), pool[0] if pool else None)


class SectionPrinter:
    """`/<section>/` and its further pages, `/<section>/page/1/` the oldest."""

    name = "sections"

    def print(self, path: str, at: datetime) -> Sheet | None:
        """A page of a section; None beyond the last."""
        base, number = paging.number_of(path)
        section = runs.once(("section", base), lambda: queries.section_at(base))
        return section_sheet(section, at, number) if section else None

    def paths(self) -> Iterable[str]:
        """Every page of every section."""
        for front in queries.fronts():
            for section in queries.sections(front.language):
                yield from _page_paths(section.address, queries.in_section(section).count())


def section_sheet(section: Section, at: datetime, number: int) -> Sheet | None:
    """One page of a section, newest first; the editor's lead on the first page."""
    found = queries.in_section(section)
    stories, newer, older = _page(found, section.address, number)
    if not stories and number != paging.FIRST:
        return None
    listed = list(cards(stories, Use.FRONT, at))
    lead = None
    if number == paging.FIRST and listed:
        for_all = next((card for card in listed if not card.territory), listed[0])
        lead = next((c for c in listed if section.lead_id and c.key == str(section.lead_id)), for_all)
        listed.remove(lead)
    page = SectionPage(
        language=section.language, address=section.address, name=section.title, standfirst=section.standfirst,
        lead=lead, cards=tuple(listed), feed_address=_feed(section), newer_address=newer, older_address=older,
    )  # fmt: skip
    shown = [*([lead] if lead else []), *listed]
    path = paging.address(section.address, number)
    return printing.render(
        "stories/section.html", page, path=path, at=at, language=section.language, current=section.slug,
        head=_head(section.title, section.standfirst, path, section.language, feed=_feed(section)),
        tags={paging.tag(f"section:{section.pk}", number), f"section-name:{section.pk}", *card_tags(shown)},
    )  # fmt: skip


def first_section_sheet(section: Section, at: datetime) -> Sheet:
    """The first page of a section, which there always is."""
    sheet = section_sheet(section, at, paging.FIRST)
    assert sheet is not None  # noqa: S101 - only later pages may be missing
    return sheet


class ShelfPrinter:
    """`/<section>/<partner>/`: who the partner is and what stands there."""

    name = "shelves"

    def print(self, path: str, at: datetime) -> Sheet | None:
        """A partner's shelf."""
        shelf = queries.shelf_at(path)
        return shelf_sheet(shelf, at) if shelf else None

    def paths(self) -> Iterable[str]:
        """Every shelf."""
        return [shelf.address for shelf in Shelf.objects.filter(live=True).select_related("locale")]


def shelf_sheet(shelf: Shelf, at: datetime) -> Sheet:
    """Who they are, what the licence says in plain words, their stories here."""
    section = Section.objects.ancestor_of(shelf).last()
    terms = from_json(shelf.partner.terms)
    mark = licences.mark(shelf.partner, terms)
    signal = signals(terms)
    listed = cards(queries.on_shelf(shelf)[: paging.PAGE], Use.FRONT, at)
    page = PartnerPage(
        language=shelf.language, address=shelf.address, name=shelf.partner.name,
        section=section.title if section else "", section_address=section.address if section else "",
        home=shelf.partner.home, logo_address=mark.logo_address, logo_dark_address=mark.logo_dark_address,
        about_html=str(shelf.about), terms=sentences(terms, shelf.language), cards=listed,
    )  # fmt: skip
    head = _head(shelf.partner.name, "", shelf.address, shelf.language)
    return printing.render(
        "stories/partner.html", page, path=shelf.address, at=at, language=shelf.language,
        head=replace(head, robots=signal.robots, meta=signal.metas, links=(*head.links, *signal.links)),
        headers=signal.headers,
        tags={f"shelf:{shelf.pk}", f"partner:{shelf.partner.slug}", *card_tags(listed)},
    )  # fmt: skip


class NamedPrinter:
    """`/by/<author>/` and `/topics/<topic>/`, and their further pages."""

    name = "named"

    def print(self, path: str, at: datetime) -> Sheet | None:
        """An author's or a topic's page."""
        base, number = paging.number_of(path)
        words = base.strip("/").split("/")
        language, words = ("ko", words[1:]) if words[0] == "ko" else ("en", words)
        if len(words) != 2 or words[0] not in ("by", "topics"):
            return None
        model = Author if words[0] == "by" else Topic
        named = runs.once(
            ("named", base),
            lambda: model.objects.filter(slug=words[1], locale__language_code=language).first(),
        )
        if isinstance(named, Author):
            return author_sheet(named, at, number)
        return topic_sheet(named, at, number) if isinstance(named, Topic) else None

    def paths(self) -> Iterable[str]:
        """Every page of every author and topic."""
        for author in Author.objects.select_related("locale"):
            yield from _page_paths(author.address, queries.of_author(author).count())
        for topic in Topic.objects.select_related("locale"):
            yield from _page_paths(topic.address, queries.of_topic(topic).count())


def author_sheet(author: Author, at: datetime, number: int) -> Sheet | None:
    """Who writes, and what they wrote, newest first."""
    stories, newer, older = _page(queries.of_author(author), author.address, number)
    if not stories and number != paging.FIRST:
        return None
    listed = cards(stories, Use.FRONT, at)
    page = AuthorPage(
        language=author.locale.language_code, address=author.address, name=author.name, role=author.role,
        biography_html=str(author.biography), email=author.email, cards=listed, newer_address=newer,
        older_address=older,
    )  # fmt: skip
    return _named_sheet("stories/author.html", page, author, number, author.role, at)


def topic_sheet(topic: Topic, at: datetime, number: int) -> Sheet | None:
    """What we have written on one topic, newest first."""
    stories, newer, older = _page(queries.of_topic(topic), topic.address, number)
    if not stories and number != paging.FIRST:
        return None
    page = TopicPage(
        language=topic.locale.language_code, address=topic.address, name=topic.name,
        standfirst=topic.standfirst, cards=cards(stories, Use.FRONT, at), newer_address=newer, older_address=older,
    )  # fmt: skip
    return _named_sheet("stories/topic.html", page, topic, number, topic.standfirst, at)


def _named_sheet(
    template: str, page: AuthorPage | TopicPage, named: Author | Topic, number: int, words: str, at: datetime
) -> Sheet:
    path = paging.address(named.address, number)
    return printing.render(
        template, page, path=path, at=at, language=page.language,
        head=_head(named.name, words, path, page.language),
        tags={paging.tag(named.tag, number), named.name_tag, *card_tags(page.cards)},
    )  # fmt: skip


def _page(found: "QuerySet[Story]", base: str, number: int) -> tuple[list[Story], str, str]:
    """This page's stories, and the addresses of the newer and the older page."""
    if runs.current() is None:
        count = found.count()
        start, end = paging.bounds(count, number)
        stories = list(found[start:end])
    else:  # many pages of one list: its order is asked for once
        numbers = runs.once(("list", base), lambda: list(found.values_list("pk", flat=True)))
        count = len(numbers)
        start, end = paging.bounds(count, number)
        near = _near(base, numbers, number)
        stories = [near[pk] for pk in numbers[start:end] if pk in near]
    newer, older = (
        "" if each is None else paging.address(base, each) for each in paging.neighbours(count, number)
    )
    return stories, newer, older


def _near(base: str, numbers: Sequence[int], number: int) -> dict[int, Story]:
    """The stories of this page and of those beside it in the list, by number: read with one look.

    The run keeps those that were read last and no others: a list may be as long as the paper is old.
    """
    at = number // PAGES_AT_ONCE
    older, newer = max(at * PAGES_AT_ONCE, 1), (at + 1) * PAGES_AT_ONCE
    ends = [paging.bounds(len(numbers), each) for each in (range(older, newer) if number else (number,))]
    wanted = [pk for start, end in ends for pk in numbers[start:end]]
    return runs.last("listed", (base, at, bool(number)), lambda: queries.numbered(wanted))


def _page_paths(base: str, count: int) -> Iterable[str]:
    yield base
    for number in range(1, paging.further(count) + 1):
        yield paging.address(base, number)


def _feed(section: Section) -> str:
    front = "" if section.language == "en" else f"/{section.language}"
    return f"{front}/feeds/{section.slug}.rss"


def _og(title: str, address: str, language: str) -> tuple[tuple[str, str], ...]:
    return (
        ("og:type", "website"), ("og:site_name", paper().name), ("og:title", title),
        ("og:url", paper().absolute(address)), ("og:locale", {"ko": "ko_KR"}.get(language, "en_US")),
    )  # fmt: skip


def _head(name: str, description: str, path: str, language: str, *, feed: str = "") -> Head:
    return Head(
        title=f"{name} — {paper().name}",
        description=description,
        canonical=paper().absolute(path),
        og=_og(name, path, language),
        links=(("alternate", feed),) if feed else (),
    )

"""The story page: what Dateline is for."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import SimpleLazyObject
from wagtail.blocks import StreamValue
from wagtail.rich_text import expand_db_html

from dateline.house import ahead, printing, runs, slots
from dateline.house.paper import paper
from dateline.house.printing import Head, Sheet
from dateline.licences import queries as licences
from dateline.licences.rules import (
    Signals,
    Terms,
    Use,
    byline,
    canonical,
    copyright_line,
    credit_line,
    judge,
    signals,
    status_after,
)
from dateline.stories import queries, rules
from dateline.stories.models import Author, Correction, Section, Shelf, Story, Topic, published_moment
from dateline.stories.printed import (
    Byline,
    Contact,
    LicenceMark,
    Link,
    OtherEdition,
    PrintedCorrection,
    StoryPage,
)
from dateline.stories.printing.pictures import bounds_of, lead_picture, pictures_of

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")


class StoryPrinter:
    """Prints stories that are in print and that their licence lets readers see."""

    name = "stories"

    def print(self, path: str, at: datetime) -> Sheet | None:
        """The story's sheet; None when there is none, or its licence says no at this moment."""
        story = runs.once(("story", path), lambda: queries.story_at(path))
        if story is None or not judge(story.terms, Use.PAGE, at).allowed:
            return None
        return sheet(story, at, about=story)

    def paths(self) -> Iterable[str]:
        """Every story in print."""
        return queries.addresses()

    def read_ahead(self, paths: Sequence[str], at: datetime) -> None:
        """The stories at these paths, what stands beside them in other tables, and their parts."""
        run = runs.current()
        if run is None:
            return
        found = queries.stories_at(paths)
        run.known |= {("story", path): found.get(path) for path in paths}
        run.known |= {("beside", pk): beside for pk, beside in _beside_each(list(found.values())).items()}
        calls = [
            slots.SlotCall(str(story.pk), story.language, path, at, story)
            for path, story in found.items()
            if judge(story.terms, Use.PAGE, at).allowed
        ]
        for slot in ("story.related", "story.comments"):
            ahead.fill_ahead(slot, calls)


@dataclass(frozen=True)
class _Beside:
    """What stands beside a story in other tables, each asked for once."""

    section: Section
    authors: tuple[Author, ...]
    topics: tuple[Topic, ...]
    corrections: tuple[Correction, ...]
    other_editions: tuple[Story, ...]
    shelf_address: str


def sheet(story: Story, at: datetime, *, about: Story | None = None) -> Sheet:
    """The sheet of a story, in print or a draft. `about`: the story again, when it is its row and no draft."""
    terms = story.terms
    signal = signals(terms)
    # Of a draft, what stands in other tables is the draft's own; of a row it may have been read ahead.
    beside = _beside(story) if about is None else runs.once(("beside", story.pk), lambda: _beside(story))
    section = beside.section
    page = _story_page(story, section, beside, at)
    return printing.render(
        "stories/story.html",
        page,
        path=story.address,
        at=at,
        head=_head(story, page, terms, signal, section),
        language=story.language,
        tags=_tags(story, section, beside),
        headers=signal.headers,
        ends_at=story.ends_at,
        status_ended=status_after(terms, story.ends_at) if story.ends_at else 410,
        territory=story.territory,
        licensed=story.licence is not None,
        current=section.slug,
        about=about,
    )


def _beside(story: Story) -> _Beside:
    return _Beside(
        section=queries.section_of(story),
        authors=tuple(story.authors.all().select_related("locale")),
        topics=tuple(story.topics.all().select_related("locale")),
        corrections=tuple(story.corrections.all()),
        other_editions=_other_editions(story) if story.pk else (),
        shelf_address=_shelf_address(story) if story.licence is not None else "",
    )


def _other_editions(story: Story) -> tuple[Story, ...]:
    """The same story in other editions; most have none, and numbers cost a fraction of what rows cost."""
    same = Story.objects.filter(translation_key=story.translation_key).order_by().values_list("pk", flat=True)
    others = [pk for pk in same if pk != story.pk]
    return tuple(Story.objects.filter(pk__in=others).select_related("locale")) if others else ()


def _beside_each(stories: Sequence[Story]) -> dict[int, _Beside]:
    """What stands beside each of these rows, by the story's number, in a query a table."""
    sections = queries.section_names(stories)
    authors, topics = queries.authors_of(stories), queries.topics_of(stories)
    corrections, others = queries.corrections_of(stories), queries.other_editions_of(stories)
    return {
        story.pk: _Beside(
            section=sections[story.pk],
            authors=tuple(authors[story.pk]),
            topics=tuple(topics[story.pk]),
            corrections=tuple(corrections[story.pk]),
            other_editions=tuple(others[story.pk]),
            shelf_address=_shelf_address(story) if story.licence is not None else "",
        )
        for story in stories
        if story.pk in sections
    }


def _story_page(story: Story, section: Section, beside: _Beside, at: datetime) -> StoryPage:
    """What the template receives."""
    terms = story.terms
    corrections = [
        (row.is_grave, PrintedCorrection(row.text, row.corrected_at)) for row in beside.corrections
    ]
    return StoryPage(
        key=str(story.pk or ""),
        language=story.language,
        address=story.address,
        kicker=section.title,
        kicker_address=section.address,
        headline=story.title,
        published_at=published_moment(story) or at,
        # Where it stands the bounds of its pictures are marked, and nowhere else.
        body_html=SimpleLazyObject(lambda: _body(story)),
        standfirst=story.standfirst,
        bylines=_bylines(story, terms, beside),
        updated_at=story.updated_at,
        reading_minutes=rules.reading_minutes(story.plain_text()),
        mark=_mark(story, beside),
        lead=lead_picture(story),
        dateline=story.dateline,
        corrections=tuple(correction for is_grave, correction in corrections if not is_grave),
        grave_corrections=tuple(correction for is_grave, correction in corrections if is_grave),
        contact=_contact(story, beside),
        topics=tuple(Link(topic.name, topic.address) for topic in beside.topics),
        credit_line=credit_line(terms) if story.licence is not None else "",
        copyright_line=copyright_line(terms),
        link_back=_link_back(story, terms),
        other_edition=_other_edition(story, beside),
        comments_open=story.comments_open and terms.comments,
        licence_ends_at=story.licence_ends_at,
    )


def _body(story: Story) -> str:
    context = {"language": story.language, "beneath": bounds_of(story)}
    return "\n".join(_block(block, context) for block in story.body)


def _block(block: StreamValue.StreamChild, context: dict[str, object]) -> str:
    if block.block_type == "paragraph":
        # What `stories/blocks/paragraph.html` sets, and within it a template of Wagtail's: both of them, a dozen
        # times a story, were an eighth of its cost.
        return f"{expand_db_html(block.value.source)}\n"
    return str(block.render(context))


def _bylines(story: Story, terms: Terms, beside: _Beside) -> tuple[Byline, ...]:
    authors = tuple(Byline(author.name, author.address) for author in beside.authors)
    if story.licence is not None:
        return (Byline(byline(terms, story.byline), beside.shelf_address),)
    return authors or ((Byline(story.byline),) if story.byline else ())


def _shelf_address(story: Story) -> str:
    path = queries.parent_path(story.path)
    shelf = runs.once(
        ("shelf", path), lambda: Shelf.objects.filter(path=path).select_related("locale").first()
    )
    return shelf.address if shelf else ""


def _mark(story: Story, beside: _Beside) -> LicenceMark | None:
    if story.licence is None or story.partner is None:
        return None
    mark = licences.mark(story.partner, story.terms)
    return LicenceMark(
        words=mark.words,
        partner_name=mark.partner_name,
        logo_address=mark.logo_address,
        logo_dark_address=mark.logo_dark_address,
        home=mark.home,
        about_address=beside.shelf_address,
    )


def _link_back(story: Story, terms: Terms) -> Link | None:
    if story.partner is None or not terms.link_back:
        return None
    address = story.source_address or story.partner.home
    return Link(story.partner.name, address) if address else None


def _contact(story: Story, beside: _Beside) -> Contact | None:
    if found := _ADDRESS.search(story.contact):
        name = story.contact[: found.start()].removeprefix("Write to").strip(" :,").removesuffix(" at")
        return Contact(name, found[0])
    author = next((author for author in beside.authors if author.email), None)
    return Contact(author.name, author.email) if author else None


def _other_edition(story: Story, beside: _Beside) -> OtherEdition | None:
    other = next(
        (each for each in beside.other_editions if each.live and each.locale_id != story.locale_id), None
    )
    if other is None:
        return None
    name = {"en": "English", "ko": "한국어"}.get(other.language, other.language)
    return OtherEdition(other.address, name, other.language, other.updated_at or published_moment(other))


def _tags(story: Story, section: Section, beside: _Beside) -> set[str]:
    return {
        story.tag,
        f"section-name:{section.pk}",
        *(author.name_tag for author in beside.authors),
        *(topic.name_tag for topic in beside.topics),
        *(f"picture:{picture.address_hash}" for picture in pictures_of(story)),
        *([f"partner:{story.partner.slug}"] if story.partner else []),
        *(other.tag for other in beside.other_editions),
    }


def _head(story: Story, page: StoryPage, terms: Terms, signal: Signals, section: Section) -> Head:
    own = paper().absolute(story.address)
    # What leaves us is read wherever it arrives: a picture with borders of its own is in no other site's card.
    lead = page.lead if page.lead and not page.lead.bounds.territory else None
    image = paper().absolute(lead.src) if lead else ""
    other = page.other_edition
    alternates = ((other.language, paper().absolute(other.address)), (story.language, own)) if other else ()
    og = [
        ("og:type", "article"), ("og:site_name", paper().name), ("og:title", page.headline), ("og:url", own),
        ("og:locale", {"ko": "ko_KR"}.get(story.language, "en_US")),
        ("article:published_time", page.published_at.isoformat()), ("article:section", section.title),
    ]  # fmt: skip
    if page.standfirst:
        og.append(("og:description", page.standfirst))
    if page.updated_at:
        og.append(("article:modified_time", page.updated_at.isoformat()))
    pictured = [("og:image", image)] if lead else []
    if lead and lead.alt:
        pictured.append(("og:image:alt", lead.alt))
    front = "" if story.language == "en" else f"/{story.language}"
    return Head(
        title=f"{page.headline} — {paper().name}",
        description=page.standfirst,
        canonical=canonical(terms, own, story.source_address),
        robots=signal.robots or "max-image-preview:large",
        alternates=alternates,
        og=tuple(og),
        picture=tuple(pictured),
        picture_ends_at=lead.bounds.licence_ends_at if lead else None,
        meta=(
            *signal.metas,
            *(("author", byline.name) for byline in page.bylines),
            ("twitter:card", "summary_large_image" if lead else "summary"),
        ),
        json_ld=json.dumps(_json_ld(page, own, image, terms), ensure_ascii=False),
        links=(("alternate", f"{front}/feeds/{section.slug}.rss"), *signal.links),
    )


def _json_ld(page: StoryPage, own: str, image: str, terms: Terms) -> dict[str, object]:
    """schema.org NewsArticle, as search engines document it."""
    organisation = {"@type": "Organization", "name": paper().name, "url": f"{paper().url}/"}
    writers = [
        {"@type": "Organization" if page.mark else "Person", "name": writer.name}
        | ({"url": paper().absolute(writer.address)} if writer.address else {})
        for writer in page.bylines
    ]
    facts: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.headline,
        "mainEntityOfPage": own,
        "datePublished": page.published_at.isoformat(),
        "dateModified": (page.updated_at or page.published_at).isoformat(),
        "inLanguage": page.language,
        "articleSection": page.kicker,
        "publisher": organisation,
        "author": writers or [organisation],
        "isAccessibleForFree": True,
    }
    optional: dict[str, object] = {
        "description": page.standfirst,
        "image": [image] if image else [],
        "dateline": page.dateline,
        "copyrightNotice": page.copyright_line,
        "creditText": page.credit_line,
        "isBasedOn": page.link_back.address if page.link_back else "",
        "provider": _provider(page),
    }
    return facts | {name: value for name, value in optional.items() if value}


def _provider(page: StoryPage) -> dict[str, str] | None:
    if page.mark is None:
        return None
    return {"@type": "Organization", "name": page.mark.partner_name} | (
        {"url": page.mark.home} if page.mark.home else {}
    )

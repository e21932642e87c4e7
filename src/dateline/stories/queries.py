"""What is in print, and what a licence lets each surface show of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet

from dateline.house import runs
from dateline.house.models import Notice
from dateline.licences.models import Partner
from dateline.licences.rules import Use, judge
from dateline.stories import rules
from dateline.stories.errors import UnknownSection, UnknownStory
from dateline.stories.models import (
    Author,
    Correction,
    Front,
    PaperPage,
    Section,
    Shelf,
    StandingPage,
    Story,
    Topic,
)

PageKind = TypeVar("PageKind", bound=PaperPage)
# How many words an address beneath a front may have: asked before the database is.
_WORDS_OF: dict[type[PaperPage], tuple[int, ...]] = {Section: (1,), Shelf: (2,), Story: (2, 3)}
# The root, the edition's front, the section.
_SECTION_DEPTH = 3
# What its page shows of other tables, fetched with it.
_BESIDE: dict[type[PaperPage], tuple[str, ...]] = {Story: ("partner", "lead_picture__partner")}


def in_print(language: str | None = None, *, whole: bool = False) -> QuerySet[Story]:
    """Stories in print, newest first; all editions when no language is named. Without their bodies unless `whole`."""
    found = Story.objects.filter(live=True, in_print__isnull=False)
    found = found.select_related("locale", "partner", "lead_picture__partner", "in_print")
    if language:
        found = found.filter(in_print__language=language)
    if not whole:
        found = found.defer("body")
    return found.order_by("-in_print__published_at", "-in_print__story_id")


def allowed(stories: Iterable[Story], use: Use, at: datetime) -> Iterator[Story]:
    """Those that their licence lets this use show at the moment `at`."""
    for story in stories:
        if story.licence is None or judge(story.terms, use, at).allowed:
            yield story


def take(stories: Iterable[Story], use: Use, at: datetime, most: int) -> list[Story]:
    """The first so many that may be shown."""
    taken: list[Story] = []
    for story in allowed(stories, use, at):
        taken.append(story)
        if len(taken) == most:
            break
    return taken


def numbered(keys: Iterable[int]) -> dict[int, Story]:
    """Those of these stories that are in print, by number."""
    return {story.pk: story for story in in_print().filter(pk__in=set(keys))}


def story_at(path: str) -> Story | None:
    """The story in print at this address."""
    return _live(_page_at(Story, path))


def stories_at(paths: Iterable[str]) -> dict[str, Story]:
    """The stories in print at these addresses, by address: those that are a story's."""
    tops = dict(few(Front).filter(live=True).values_list("locale__language_code", "url_path"))
    wanted = {}
    for path in paths:
        language, words = _split(path)
        if path.endswith("/") and len(words) in _WORDS_OF[Story] and language in tops:
            wanted[(language, f"{tops[language]}{'/'.join(words)}/")] = path
    slugs = {url_path.rstrip("/").rpartition("/")[2] for _, url_path in wanted}
    found = Story.objects.filter(live=True, slug__in=slugs, url_path__in={url_path for _, url_path in wanted})
    rows = {(each.language, each.url_path): each for each in found.select_related(*_BESIDE[Story], "locale")}
    return {path: rows[place] for place, path in wanted.items() if place in rows}


def addresses() -> Iterator[str]:
    """The address of every story in print, in the order in which they were written."""
    rows = Story.objects.filter(live=True).order_by("pk").values_list("url_path", "locale__language_code")
    return (rules.address_of(url_path, language) for url_path, language in rows.iterator(chunk_size=2000))


def draft_or_story_at(path: str) -> Story:
    """The story of this address, in print or not. Raises UnknownStory."""
    story = _page_at(Story, path)
    if story is None:
        raise UnknownStory(f"no story stands at {path}; `dateline press check` lists what is in print")
    return story


def section_at(path: str) -> Section | None:
    """The section in print at this address."""
    return _live(_page_at(Section, path))


def shelf_at(path: str) -> Shelf | None:
    """The partner's shelf at this address."""
    return _live(_page_at(Shelf, path))


def standing_at(path: str) -> StandingPage | None:
    """The standing page (imprint, contact …) at `/about/<slug>/`."""
    language, words = _split(path)
    if len(words) != 2 or words[0] != "about":
        return None
    return few(StandingPage).filter(live=True, slug=words[1], locale__language_code=language).first()


def few(model: type[PageKind]) -> QuerySet[PageKind]:
    """All of a kind that a paper has few of, by number: asked otherwise, every page of an edition is looked at."""
    return model.objects.filter(pk__in=list(model.objects.order_by().values_list("pk", flat=True)))


def front(language: str) -> Front | None:
    """The front of an edition."""
    return few(Front).filter(live=True, locale__language_code=language).select_related("locale").first()


def fronts() -> QuerySet[Front]:
    """Every edition's front."""
    return few(Front).filter(live=True).select_related("locale")


def sections(language: str) -> QuerySet[Section]:
    """An edition's sections in the order of the tree: the order of the nav."""
    return (
        few(Section)
        .filter(live=True, locale__language_code=language)
        .select_related("locale")
        .order_by("path")
    )


def section_titles() -> dict[str, str]:
    """What each section is called, by its slug; one that both editions have, as the English one calls it."""
    return {section.slug: str(section.title) for language in ("ko", "en") for section in sections(language)}


def section(slug: str, language: str = "en") -> Section:
    """The section of this slug. Raises UnknownSection, naming those there are."""
    found = few(Section).filter(slug=slug, locale__language_code=language).first()
    if found is None:
        known = ", ".join(sections(language).values_list("slug", flat=True)) or "none yet"
        raise UnknownSection(
            f"there is no section “{slug}” in the {language} edition (there are: {known}); "
            f"make it with `dateline stories section {slug} --name …`"
        )
    return found


def in_section(section: Section) -> QuerySet[Story]:
    """Stories in print in this section, those on partners' shelves included."""
    return in_print().filter(in_print__section=section.pk)


def on_shelf(shelf: Shelf) -> QuerySet[Story]:
    """Stories in print on this shelf."""
    return in_print().filter(in_print__shelf=shelf.pk)


def of_author(author: Author) -> QuerySet[Story]:
    """Stories in print by this author."""
    return _named(author.locale.language_code, Story.authors.through.objects.filter(author=author))


def of_topic(topic: Topic) -> QuerySet[Story]:
    """Stories in print on this topic."""
    return _named(topic.locale.language_code, Story.topics.through.objects.filter(topic=topic))


def _named(language: str, rows: QuerySet[Any]) -> QuerySet[Story]:
    """The stories in print of these rows, looked up from there and not in the whole edition."""
    return in_print(language).filter(in_print__in=rows.values("story_id"))


# Notices that tell where a story stands in every list, or that it stands in none.
PLACING = ("story.published", "story.changed", "story.moved", "story.withdrawn")


def placed_before(notice: Notice) -> Notice | None:
    """The notice that told last, before this one, where the same story stands."""
    earlier = Notice.objects.filter(about=notice.about, kind__in=PLACING, seq__lt=notice.seq)
    return earlier.order_by("-seq").first()


def published_by(notice: Notice | None) -> datetime | None:
    """When readers saw the story of this notice published; None when it does not say."""
    text = notice.facts.get("published_at") if notice else None
    return datetime.fromisoformat(text) if text else None


def of_item(partner: Partner, guid: str) -> QuerySet[Story]:
    """Every story, in print or not, that was made from this item."""
    return Story.objects.filter(partner=partner, guid=guid).select_related("locale", "partner")


def section_of(story: Story) -> Section:
    """The section that a story stands in, shelf or no shelf."""
    found = Section.objects.filter(path=section_path(story.path)).select_related("locale").first()
    if found is None:
        raise UnknownSection(f"“{story.title}” stands in no section; move it into one")
    return found


def section_names(stories: Iterable[Story]) -> dict[int, Section]:
    """The section of each of these stories, by the story's number, in one query."""
    stories = list(stories)
    paths = {section_path(story.path) for story in stories}
    found = Section.objects.filter(path__in=paths).select_related("locale")
    # On most pages of a run stand stories of the same sections.
    by_path = runs.once(("sections", frozenset(paths)), lambda: {section.path: section for section in found})
    return {
        story.pk: by_path[section_path(story.path)]
        for story in stories
        if section_path(story.path) in by_path
    }


def authors_of(stories: Sequence[Story]) -> Mapping[int, list[Author]]:
    """The authors of each of these stories, by the story's number, in one query."""
    rows = Story.authors.through.objects.filter(story__in=_numbers(stories)).select_related("author__locale")
    return _grouped((row.story_id, row.author) for row in rows.order_by("author__name"))


def topics_of(stories: Sequence[Story]) -> Mapping[int, list[Topic]]:
    """The topics of each of these stories, by the story's number, in one query."""
    rows = Story.topics.through.objects.filter(story__in=_numbers(stories)).select_related("topic__locale")
    return _grouped((row.story_id, row.topic) for row in rows.order_by("topic__name"))


def corrections_of(stories: Sequence[Story]) -> Mapping[int, list[Correction]]:
    """The corrections of each of these stories, by the story's number, in one query."""
    rows = Correction.objects.filter(story__in=_numbers(stories)).order_by("sort_order")
    return _grouped((row.story_id, row) for row in rows)


def other_editions_of(stories: Sequence[Story]) -> Mapping[int, list[Story]]:
    """The same stories in other editions, in print or not, by the story's number."""
    same = Story.objects.filter(translation_key__in=[story.translation_key for story in stories])
    by_key = _grouped((key, pk) for pk, key in same.values_list("pk", "translation_key"))
    numbers = {pk for pks in by_key.values() if len(pks) > 1 for pk in pks}
    rows = {row.pk: row for row in Story.objects.filter(pk__in=numbers).select_related("locale")}
    return _grouped(
        (story.pk, rows[pk])
        for story in stories
        for pk in by_key[story.translation_key]
        if pk != story.pk and pk in rows
    )


def section_path(path: str) -> str:
    """The section's own path in the tree, of what stands at this path beneath it."""
    return path[: Story.steplen * _SECTION_DEPTH]


def parent_path(path: str) -> str:
    """The path in the tree one step up."""
    return path[: -Story.steplen]


def _numbers(stories: Iterable[Story]) -> list[int]:
    return [story.pk for story in stories]


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> Mapping[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _split(path: str) -> tuple[str, list[str]]:
    """The edition's language and the words of an address."""
    words = path.strip("/").split("/")
    if words[0] == "ko":
        return "ko", words[1:]
    return "en", words


def _page_at(model: type[PageKind], path: str) -> PageKind | None:
    language, words = _split(path)
    if not path.endswith("/") or not words or not words[0] or len(words) not in _WORDS_OF[model]:
        return None
    # No index knows `url_path`; its last word is the page's slug, which one does, and few pages share.
    found = model.objects.filter(slug=words[-1], locale__language_code=language)
    pages = found.select_related(*_BESIDE.get(model, ()), "locale").order_by("path")
    return next((page for page in pages if page.address == path), None)


def _live(page: PageKind | None) -> PageKind | None:
    return page if page and page.live else None

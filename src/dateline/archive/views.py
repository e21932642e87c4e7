"""Search: asks the archive, and answers with a page that nobody keeps."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dateline.archive import queries
from dateline.archive.printed import marked
from dateline.archive.rules.asking import Question, query_of
from dateline.archive.rules.excerpts import excerpt_of
from dateline.house import clock, printing, where
from dateline.house.paper import paper
from dateline.house.printing import Head
from dateline.licences.rules import TextRight, Use
from dateline.licences.rules.territory import read as territory_of
from dateline.stories.models import Story
from dateline.stories.printed import Card, SearchPage
from dateline.stories.printing.cards import cards
from dateline.stories.queries import in_print

PAGE = 20


@require_safe
def search(request: HttpRequest, language: str = "en") -> HttpResponse:
    """`/search/?q=…&page=2`: a whole page for any query at all, judged story by story at this moment."""
    at = clock.now()
    question = query_of(request.GET.get("q", ""), language)
    country = where.country_of(request.META)
    found = queries.shown(queries.search(question, language, at), Use.SEARCH, at, country=country)
    number = min(_page_number(request.GET.get("page", "")), max(1, -(-len(found) // PAGE)))
    here = found[(number - 1) * PAGE : number * PAGE]
    path = "/search/" if language == "en" else f"/{language}/search/"
    page = SearchPage(
        language=language,
        address=path,
        action=path,
        query=question.text,
        total=len(found) if question.text else None,
        results=_results(here, question, at, country),
        newer_address=_address(path, question, number - 1) if number > 1 else "",
        older_address=_address(path, question, number + 1) if len(found) > number * PAGE else "",
    )
    sheet = printing.render(
        "stories/search.html", page, path=path, at=at, language=language, current="search",
        head=Head(
            title=f"{'검색' if language == 'ko' else 'Search'} — {paper().name}",
            robots="noindex, follow",
            alternates=tuple((code, paper().absolute(to)) for code, to in (("en", "/search/"), ("ko",
            "/ko/search/"))),
        ),
    )  # fmt: skip
    answer = HttpResponse(sheet.body, content_type=sheet.content_type)
    for name, value in sheet.headers:
        answer[name] = value
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex, follow"
    return answer


def _page_number(asked: str) -> int:
    """The page asked for; the first for anything that is no number."""
    digits = asked[:6]
    return max(1, int(digits)) if digits.isascii() and digits.isdecimal() else 1


def _address(path: str, question: Question, number: int) -> str:
    asked = {"q": question.text} | ({"page": str(number)} if number > 1 else {})
    return f"{path}?{urlencode(asked)}"


def _results(found: list[Story], question: Question, at: datetime, country: str) -> tuple[Card, ...]:
    whole = in_print(whole=True).filter(pk__in=[story.pk for story in found])
    stories = {str(story.pk): story for story in whole}
    return tuple(
        _with_excerpt(_within_borders(card, country), stories[card.key], question)
        for card in cards(found, Use.SEARCH, at)
    )


def _within_borders(card: Card, country: str) -> Card:
    """The card without its picture where that is not for readers in this country, "" where nobody knows."""
    is_shown = card.picture is None or territory_of(card.picture.bounds.territory).includes(country)
    return card if is_shown else replace(card, picture=None)


def _with_excerpt(card: Card, story: Story, question: Question) -> Card:
    """The card with the piece of the text that was found in place of its standfirst.

    Only where the text is ours to cut: a partner's word-for-word copy keeps its own standfirst.
    """
    if story.terms.text is not TextRight.FREE:
        return card
    for text in (story.plain_text(), story.standfirst):
        if pieces := excerpt_of(text, question, story.language):
            return replace(card, standfirst=marked(pieces))
    return card

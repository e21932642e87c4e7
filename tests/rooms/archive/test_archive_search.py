"""Search: any query has an answer, and every result was judged."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.makers import NOON, TERMS, hear_all, make_story

from dateline.archive import views
from dateline.house import clock
from dateline.licences.rules import TextRight, Use
from dateline.stories import actions as story_actions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newsroom")]


def ask(query: str, language: str = "en", **more: str) -> str:
    request = RequestFactory().get("/search/", {"q": query, **more})
    answer = views.search(request, language)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    return answer.content.decode()


def test_a_story_is_found_by_a_word_of_its_body():
    make_story("Won steadies", "The currency held its ground against the dollar.")
    make_story("Rain over the south", "Clouds brought showers.")
    hear_all()
    page = ask("dollars")
    assert "Won steadies" in page
    assert "Rain over" not in page
    assert "against the <mark>dollar</mark>." in page
    assert "…" not in page  # nothing was cut


def test_a_korean_noun_is_found_with_any_particle():
    make_story("회담 제안", "북한이 회담을 제안했다.", language="ko")
    make_story("날씨", "남부에 비가 내린다.", language="ko")
    hear_all()
    for typed in ("북한", "북한은", "북한에서"):
        page = ask(typed, "ko")
        assert "회담 제안" in page, typed
        assert "<mark>북한</mark>이" in page, typed
        assert "비가" not in page, typed
    assert "회담 제안" not in ask("북한", "en")  # an edition is searched by itself


def test_a_headline_counts_for_more_and_the_newer_of_two_stands_first():
    make_story("Rice", "Prices of envoys and rice.", age=timedelta(days=2))
    make_story("An envoy leaves", "He left.", age=timedelta(days=3))
    make_story("An envoy stays", "He stays.", age=timedelta(days=1))
    hear_all()
    page = ask("envoy")
    assert page.index("An envoy stays") < page.index("An envoy leaves") < page.index("Rice")


def test_what_is_withdrawn_is_not_found():
    story = make_story("Won steadies")
    hear_all()
    assert "Won steadies" in ask("won")
    story_actions.withdraw(story, reason="killed", by="the wire")
    assert "Won steadies" not in ask("won")  # though nobody has heard of it yet


@pytest.mark.parametrize(
    ("terms", "is_found"),
    [
        (TERMS, True),
        (replace(TERMS, uses=TERMS.uses - {Use.SEARCH}), False),
        (replace(TERMS, expires_at=NOON + timedelta(minutes=5)), False),
    ],
    ids=["licensed", "not for search", "ended"],
)
def test_licensed_work_is_found_as_its_licence_says(terms, is_found):
    make_story("Suitcases at dawn", "An envoy left.", terms=terms)
    hear_all()
    with clock.frozen(NOON + timedelta(minutes=5)):
        page = ask("suitcases")
    assert ("Suitcases at dawn" in page) is is_found
    assert ("Harbour Wire" in page) is is_found


def test_word_for_word_copy_is_never_cut_into_excerpts():
    make_story("Suitcases at dawn", "An envoy left.", terms=TERMS)
    make_story("Dawn", "An envoy came.", terms=replace(TERMS, text=TextRight.FREE))
    hear_all()
    page = ask("envoy")
    assert "<mark>envoy</mark> came" in page
    assert "<mark>envoy</mark> left" not in page


def test_an_excerpt_cannot_carry_markup():
    make_story("Tags", "The envoy wrote &lt;b&gt;bold&lt;/b&gt; words.")
    hear_all()
    assert "wrote &lt;b&gt;bold&lt;/b&gt; words" in ask("envoy")


def test_nothing_asked_and_nothing_found_are_said_in_sentences():
    assert "<form" in ask("")
    assert "Nothing found" not in ask("")
    assert "Nothing found" in ask("octopus")
    assert "찾은 기사가 없습니다" in ask("문어", "ko")


def test_further_pages_are_links_that_work_without_scripts():
    for number in range(25):
        make_story(f"Envoy {number}", "An envoy again.", age=timedelta(hours=number))
    hear_all()
    first, second = ask("envoy"), ask("envoy", page="2")
    assert first.count("<article") == 20
    assert "?q=envoy&amp;page=2" in first
    assert second.count("<article") == 5
    assert 'href="/search/?q=envoy"' in second
    for nonsense in ("0", "-1", "x", "9" * 5000, "²", "99"):
        assert "<article" in ask("envoy", page=nonsense)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300), st.sampled_from(["en", "ko"]))
def test_any_text_at_all_has_an_answer(query, language):
    page = ask(query, language)
    assert "<form" in page
    assert "\0" not in page


@pytest.mark.parametrize(
    "query", ['" OR 1=1', "NEAR(a b)", "headline_terms:won", "a*", "^won", "-won", "won'); DROP"]
)
def test_a_query_languages_signs_are_mere_words(query):
    make_story("Won steadies", "A won; or near a 1 1, headline terms drop b.")
    hear_all()
    ask(query)


def test_a_post_is_refused():
    assert views.search(RequestFactory().post("/search/", {"q": "won"})).status_code == 405

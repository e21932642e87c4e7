"""What machines read in a story page: structured facts, and the article itself without its surroundings."""

import html
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import trafilatura

from tests.browser.paper import HEADLINE, LICENSED, OWN, PARAGRAPHS, STANDFIRST
from tests.paths.newsroom import Newsroom

pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_a_licensed_story_tells_search_engines_what_it_is(newsroom: Newsroom) -> None:
    page = newsroom.get(LICENSED).text
    facts = _json_ld(page)
    own = newsroom.url + LICENSED
    assert (facts["@context"], facts["@type"]) == ("https://schema.org", "NewsArticle")
    assert facts["headline"] == HEADLINE
    assert facts["description"] == STANDFIRST
    assert facts["mainEntityOfPage"] == own
    assert facts["inLanguage"] == "en"
    assert facts["articleSection"] == "North Korea"
    assert [author["name"] for author in facts["author"]] == ["Meadow Press"]
    assert facts["publisher"]["name"] == "The Test Paper"
    assert facts["provider"]["name"] == "Meadow Press"
    assert facts["copyrightNotice"] == "© Meadow Press"
    assert facts["image"][0].startswith(f"{newsroom.url}/pictures/")
    assert newsroom.get(facts["image"][0].removeprefix(newsroom.url)).status == 200
    published = datetime.fromisoformat(facts["datePublished"])
    assert timedelta(hours=1, minutes=59) < datetime.now(UTC) - published < timedelta(hours=3)
    assert datetime.fromisoformat(facts["dateModified"]) >= published


@pytest.mark.parametrize("path", [LICENSED, OWN])
def test_a_story_is_shared_with_its_headline_picture_and_address(newsroom: Newsroom, path: str) -> None:
    page = newsroom.get(path).text
    shared = {
        name: html.unescape(content)
        for name, content in re.findall(r'<meta property="([^"]+)" content="([^"]*)">', page)
    }
    facts = _json_ld(page)
    assert shared["og:type"] == "article"
    assert shared["og:title"] == facts["headline"]
    assert shared["og:description"] == facts["description"]
    assert shared["og:url"] == newsroom.url + path
    assert shared["og:image"] == facts["image"][0]
    assert shared["og:image:alt"]
    assert shared["article:published_time"] == facts["datePublished"]
    assert re.findall(r'<link rel="canonical" href="([^"]+)">', page) == [newsroom.url + path]


def test_an_extractor_finds_exactly_the_article(newsroom: Newsroom) -> None:
    page = newsroom.get(LICENSED).text
    found = trafilatura.bare_extraction(
        page, url=newsroom.url + LICENSED, with_metadata=True, include_comments=False
    )
    assert found is not None
    facts = found.as_dict()
    assert facts["title"] == HEADLINE
    assert facts["author"] == "Meadow Press"
    published = datetime.fromisoformat(_json_ld(page)["datePublished"])
    assert facts["date"] == published.date().isoformat()
    assert facts["text"].splitlines() == list(PARAGRAPHS)


def _json_ld(page: str) -> dict[str, Any]:
    """The page's one block of structured facts."""
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    facts: dict[str, Any] = json.loads(block)
    return facts

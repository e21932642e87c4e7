"""What a licence orders, and what it takes back, on the real command line with a real server."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.paths.making import licence, ninjs, receive
from tests.paths.newsroom import Newsroom

pytestmark = pytest.mark.server
SURFACES = ("/", "/economy/", "/feeds/all.rss", "/feeds/economy.rss")


def test_a_standing_order_publishes_by_itself(newsroom: Newsroom) -> None:
    created = datetime(2026, 11, 20, 3, 4, 5, tzinfo=UTC)
    receive(newsroom, ninjs("urn:order:1", "Cranes move again", created=created))
    address = "/economy/harbour/cranes-move-again/"
    page = newsroom.until(lambda: _whole(newsroom, address), "the story to be in print")
    moments = re.findall(r'<time[^>]*datetime="([^"]+)"', page)
    assert created in [datetime.fromisoformat(moment) for moment in moments]
    for surface in SURFACES:
        newsroom.until(lambda path=surface: address in newsroom.get(path).text, f"{surface} to carry it")


def test_an_embargoed_item_appears_by_itself_and_never_early(newsroom: Newsroom) -> None:
    lifts_at = datetime.now(UTC) + timedelta(seconds=25)
    said = receive(newsroom, ninjs("urn:embargo:1", "Rates stay put", embargoed=lifts_at.isoformat()))
    assert said.startswith("urn:embargo:1\tv1\tfiled")
    address = "/economy/harbour/rates-stay-put/"
    while True:
        answer = newsroom.get(address)
        answered_at = datetime.now(UTC)
        if answer.status == 200 or answered_at > lifts_at + timedelta(seconds=30):
            break
        assert answer.status == 404
        assert answer.headers["cache-control"] == "no-store"
        if answered_at < lifts_at - timedelta(seconds=1):
            assert address not in newsroom.get("/").text
            assert "Rates stay put" not in newsroom.get("/feeds/all.rss").text
        time.sleep(0.2)
    assert answer.status == 200
    assert answered_at >= lifts_at
    newsroom.until(lambda: address in newsroom.get("/").text, "the front to carry it")


def test_narrower_terms_take_every_story_of_the_partner_down(newsroom: Newsroom) -> None:
    receive(newsroom, ninjs("urn:narrow:1", "Ferries wait for fog"), partner="delta")
    address = "/economy/delta/ferries-wait-for-fog/"
    newsroom.until(lambda: newsroom.get(address).status == 200, "the story to be in print")
    for surface in SURFACES:
        newsroom.until(lambda path=surface: address in newsroom.get(path).text, f"{surface} to carry it")
    narrower = newsroom.home.parent / "narrower.toml"
    narrower.write_text(licence("delta", "Delta Press", uses=("front", "related", "search", "feed")))
    newsroom.done("licences", "load", str(narrower))
    newsroom.until(lambda: newsroom.get(address).status == 410, "the story to be gone")
    for surface in SURFACES:
        newsroom.until(lambda path=surface: address not in newsroom.get(path).text, f"{surface} to drop it")
    assert "Ferries wait" not in newsroom.get(address).text


def _whole(newsroom: Newsroom, address: str) -> str:
    page = newsroom.get(address)
    return page.text if page.status == 200 else ""

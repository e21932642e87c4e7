"""The second path: a tick becomes a figure on a reader's screen, and ages there."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.paper import OWN, record
from tests.browser.walking import Heard
from tests.paths.newsroom import Newsroom

pytestmark = [pytest.mark.browser, pytest.mark.server]
Visit = Callable[..., Heard]
# The element looks for new figures this often (`data-every`).
ASKS_EVERY_MS = 10_000


def test_a_tick_changes_an_open_page_and_goes_stale_by_itself(newsroom: Newsroom, visit: Visit) -> None:
    reader = visit().page
    reader.clock.install()
    reader.goto(OWN)
    kospi = reader.locator(".strip [data-symbol=KOSPI]")
    expect(kospi).not_to_contain_text("2850.10")
    reader.evaluate("window.isTheSamePage = true")
    _tick(newsroom, "KOSPI", "2850.10", "2866.09")
    newsroom.until(lambda: "2850.10" in newsroom.get("/live/strip.json").text, "the tick in the strip's file")
    reader.clock.fast_forward(ASKS_EVERY_MS)
    expect(kospi.locator("[data-figure=last]")).to_have_text("2850.10")
    expect(kospi).to_contain_text("−15.99 −0.56%")
    expect(kospi).to_have_attribute("data-move", "down")
    expect(kospi).to_have_attribute("data-state", "live")
    expect(kospi.get_by_role("img", name="down 15.99")).to_be_visible()
    expect(_state(reader)).to_contain_text("KOSPI Live")
    assert reader.evaluate("window.isTheSamePage")

    reader.route("**/live/strip.json", lambda route: route.abort())
    reader.clock.fast_forward(120_000)
    expect(kospi).to_have_attribute("data-state", "stale")
    expect(kospi.locator("[data-figure=last]")).to_have_text("2850.10")
    expect(_state(reader)).not_to_contain_text("Live")


def test_without_javascript_the_printed_strip_says_as_of_when(visit: Visit) -> None:
    reader = visit(java_script_enabled=False).page
    reader.goto(OWN)
    strip = reader.locator(".strip")
    for name in ("KOSPI", "KOSDAQ", "KOSPI200"):
        expect(strip.locator(f"[data-symbol={name}] [data-figure=percent]")).to_contain_text("%")
    expect(strip.locator("time")).to_contain_text("as of", ignore_case=True)
    expect(strip.locator("time")).to_contain_text("2026")
    expect(_state(reader)).to_have_text("")


def _state(reader: Page) -> Locator:
    return reader.locator(".strip [data-part=state]")


def _tick(newsroom: Newsroom, symbol: str, last: str, previous_close: str) -> None:
    moment = datetime.now(UTC).isoformat()
    facts = {"symbol": symbol, "last": last, "previous_close": previous_close, "at": moment}
    record(newsroom, json.dumps(facts))

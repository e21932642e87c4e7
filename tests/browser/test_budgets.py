"""The budgets of a story page, weighed and counted in the browser; and no page that its browser complains of."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.paper import KINDS, LICENSED, OWN, Kind
from tests.browser.walking import Heard
from tests.paths.newsroom import Newsroom

pytestmark = [pytest.mark.browser, pytest.mark.server]
Visit = Callable[..., Heard]
KB = 1000
MOST_BEFORE_THE_PICTURE = 4
# Shifts within half a second of a click are the reader's own doing and are not counted.
SHIFTS = """() => new Promise((tell) => {
    new PerformanceObserver((list) => tell(list.getEntries().filter((one) => !one.hadRecentInput).map((one) =>
        `${one.value} ${one.sources.map((source) => source.node?.outerHTML?.slice(0, 120)).join(" | ")}`)))
        .observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => requestAnimationFrame(() => tell([])));
})"""


def test_a_story_page_weighs_no_more_than_its_budget(newsroom: Newsroom) -> None:
    page = newsroom.get(LICENSED).text
    html = _weight(newsroom, LICENSED)
    styles = sum(
        _weight(newsroom, path) for path in re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    )
    scripts = sum(_weight(newsroom, path) for path in re.findall(r'<script[^>]* src="([^"]+)"', page))
    assert styles
    assert scripts
    assert html <= 12 * KB
    assert scripts <= 6 * KB
    assert styles + scripts <= 14 * KB


@pytest.mark.parametrize("path", [LICENSED, OWN])
def test_a_story_asks_for_little_and_only_of_us(newsroom: Newsroom, visit: Visit, path: str) -> None:
    reader = visit()
    response = reader.open(path)
    picture = reader.page.locator(".story-lead img")
    expect(picture).to_have_js_property("complete", True)
    reader.page.wait_for_load_state("networkidle")
    lead = picture.evaluate("(image) => image.currentSrc")
    asked = [request.url for request in reader.requests]
    before = asked[: asked.index(lead)]
    assert len(before) <= MOST_BEFORE_THE_PICTURE, before
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith("data:")}
    assert hosts == {urlsplit(newsroom.url).netloc}
    assert reader.page.context.cookies() == []
    assert "set-cookie" not in response.all_headers()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_nothing_shifts_and_nothing_is_complained_of(visit: Visit, kind: Kind) -> None:
    for width in (390, 1280):
        reader = visit(viewport={"width": width, "height": 800})
        reader.open(kind.path)
        reader.page.wait_for_load_state("networkidle")
        _scroll_to_the_end(reader)
        assert reader.page.evaluate(SHIFTS) == [], f"{kind.name} at {width}"
        assert reader.complaints == []


def _weight(newsroom: Newsroom, path: str) -> int:
    answer = newsroom.get(path, **{"Accept-Encoding": "br"})
    assert answer.headers["content-encoding"] == "br", path
    return len(answer.body)


def _scroll_to_the_end(reader: Heard) -> None:
    reader.page.evaluate("""async () => {
        for (let y = 0; y < document.documentElement.scrollHeight; y += 400) {
            scrollTo(0, y);
            await new Promise(requestAnimationFrame);
        }
        await Promise.all([...document.images].map((image) => image.decode().catch(() => null)));
    }""")

"""axe-core finds nothing against WCAG 2.2 AA, light and dark, narrow and wide, with scripts and without."""

from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.paper import KINDS, Kind, kill
from tests.browser.walking import Heard, Keys
from tests.paths.making import ninjs, receive
from tests.paths.newsroom import Newsroom

pytestmark = [pytest.mark.browser, pytest.mark.server]
Visit = Callable[..., Heard]
RUN = """() => axe.run(document, {
    runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    resultTypes: ["violations"],
})"""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (320, 1280)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_page_of_every_kind(visit: Visit, axe: str, kind: Kind, has_scripts: bool) -> None:
    reader = visit()
    if not has_scripts:
        # axe is a script itself, so the page's own are kept from it instead.
        reader.page.route("**/*.js", lambda route: route.abort())
    assert reader.open(kind.path).status == kind.status
    found = []
    for width in WIDTHS:
        reader.page.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            reader.page.emulate_media(color_scheme=scheme)
            found += [f"{width} {scheme}: {fault}" for fault in _faults(reader.page, axe)]
        assert _scrolls_sideways(reader.page) is False, f"{kind.name} is wider than {width}"
    assert found == []


DESK = (
    "/desk/",
    "/desk/wire/",
    "/desk/wire/sources/",
    "/desk/comments/",
    "/desk/licences/",
    "/desk/licences/meadow/",
    "/desk/licences/meadow/edit/",
    "/desk/licences/calendar/",
    "/desk/press/",
)


@pytest.mark.parametrize("path", [*DESK, "item", "changes"])
def test_the_screens_of_the_desk(administrator: Page, axe: str, path: str) -> None:
    administrator.goto("/desk/wire/?words=gull" if path in ("item", "changes") else path)
    if path in ("item", "changes"):
        administrator.locator(".wire-row__title a").first.click()
        administrator.locator(".wire-item").wait_for()
    if path == "changes":
        administrator.get_by_role("link", name="Side by side").click()
        administrator.locator(".wire-sides").wait_for()
    # The kill stands on top of them all.
    expect(administrator.locator(".desk-bar")).to_contain_text("A tern leaves")
    found = []
    for scheme in SCHEMES:
        administrator.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {fault}" for fault in _faults(administrator, axe)]
    assert found == []


@pytest.fixture(scope="module")
def administrator(browser: Browser, newsroom: Newsroom, keys: Keys) -> Iterator[Page]:
    """Signed in at the desk; something waits in each of its rooms, and a kill is to be acknowledged."""
    receive(newsroom, ninjs("urn:meadow:gull", "A gull sits on the mast"), partner="meadow")
    receive(newsroom, ninjs("urn:meadow:gull", "A gull sits on two masts", version=2), partner="meadow")
    receive(newsroom, ninjs("urn:meadow:tern", "A tern leaves"), partner="meadow")
    newsroom.done("stories", "take-in", "urn:meadow:tern", "--section", "north-korea")
    receive(newsroom, kill("urn:meadow:tern"), partner="meadow")
    context = browser.new_context(base_url=newsroom.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    keys.sign_in(page, "administrator")
    yield page
    context.close()


def _faults(page: Page, axe: str) -> list[str]:
    """A line a fault: the rule, what it asks, and the element that breaks it."""
    page.evaluate(f"window.axe || (() => {{ {axe} }})()")
    page.evaluate("document.getAnimations().forEach((one) => one.finish())")
    result: dict[str, Any] = page.evaluate(RUN)
    return [
        f"{rule['id']} ({rule['help']}): {node['target']} {node['html'][:200]} {node['failureSummary'][:300]}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


def _scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

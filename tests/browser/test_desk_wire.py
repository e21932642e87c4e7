"""The wire desk by its keys, in a real Chromium; and the same work by links and buttons without JavaScript."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.paper import kill
from tests.browser.walking import Heard, Keys
from tests.paths.making import ninjs, receive
from tests.paths.newsroom import Newsroom

pytestmark = [pytest.mark.browser, pytest.mark.server]
Visit = Callable[..., Heard]
WIDE = {"width": 1440, "height": 900}


def three(newsroom: Newsroom, word: str) -> list[str]:
    """Three items of Meadow Press whose headlines have this word; the newest first, as the desk lists them."""
    heads = [f"A {word} at {place}" for place in ("the quay", "the mast", "the gate")]
    for number, head in enumerate(heads):
        receive(newsroom, ninjs(f"urn:meadow:{word}-{number}", head), partner="meadow")
    return heads[::-1]


def test_an_editor_walks_the_wire_by_its_keys(newsroom: Newsroom, visit: Visit, keys: Keys) -> None:
    first, second, third = three(newsroom, "cormorant")
    visitor = visit(viewport=WIDE)
    desk = visitor.page
    keys.sign_in(desk, "wire editor")
    desk.goto("/desk/wire/?state=new")
    desk.keyboard.press("/")
    desk.keyboard.type("cormorant")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile(r"state=new&words=cormorant"))
    expect(desk.locator(".wire-row")).to_have_count(3)
    _hears_keys(desk)

    desk.keyboard.press("j")
    expect(_row(desk, first)).to_be_focused()
    desk.keyboard.press("o")
    expect(_read(desk)).to_have_text(first)
    desk.keyboard.press("j")
    expect(_read(desk)).to_have_text(second)
    desk.keyboard.press("j")
    expect(_read(desk)).to_have_text(third)
    desk.keyboard.press("k")
    expect(_read(desk)).to_have_text(second)
    # The address is that of the item, so that it can be kept; going back is going back to the list.
    expect(desk).to_have_url(re.compile(r"/desk/wire/\d+/\?state=new&words=cormorant$"))

    desk.keyboard.press("t")
    expect(desk.locator(".messages")).to_contain_text(f"“{second}” is a draft in")
    expect(_read(desk)).to_have_text(third)
    expect(desk.locator(".wire-row")).to_have_count(2)
    _hears_keys(desk)
    desk.keyboard.press("x")
    expect(desk.locator(".messages")).to_contain_text(f"“{third}” is set aside")
    expect(desk.locator(".wire-row")).to_have_count(1)
    _hears_keys(desk)

    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="Keys of the wire desk")).to_be_visible()
    desk.get_by_label("Single keys work here").uncheck()
    desk.keyboard.press("Escape")
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="Keys of the wire desk")).to_be_hidden()
    assert visitor.complaints == []
    hosts = {request.url.split("/")[2] for request in visitor.requests if request.url.startswith("http")}
    assert hosts == {newsroom.url.split("/")[2]}


def test_the_same_without_javascript(newsroom: Newsroom, visit: Visit, keys: Keys) -> None:
    first, second, third = three(newsroom, "kestrel")
    signed_in = visit()
    keys.sign_in(signed_in.page, "wire editor")
    desk = visit(
        viewport=WIDE, java_script_enabled=False, storage_state=signed_in.page.context.storage_state()
    ).page
    desk.goto("/desk/wire/")
    desk.get_by_role("searchbox", name="Words in the headline").fill("kestrel")
    desk.get_by_role("button", name="Find").click()
    _row(desk, first).click()
    expect(_read(desk)).to_have_text(first)
    expect(_row(desk, first)).to_have_attribute("aria-current", "true")
    desk.get_by_role("button", name="Take in", exact=True).click()
    expect(desk.locator(".messages")).to_contain_text(f"“{first}” is a draft in")
    expect(_read(desk)).to_have_text(second)
    desk.get_by_role("button", name="Set aside").click()
    expect(_read(desk)).to_have_text(third)
    desk.get_by_role("link", name=re.compile("^Set aside")).click()
    expect(_row(desk, second)).to_be_visible()


def test_an_embargo_counts_down_by_the_servers_clock(newsroom: Newsroom, visit: Visit, keys: Keys) -> None:
    until = datetime.now(UTC) + timedelta(minutes=50)
    item = ninjs("urn:meadow:plover", "A plover waits", embargoed=until.isoformat())
    receive(newsroom, item, partner="meadow")
    desk = visit(viewport=WIDE).page
    keys.sign_in(desk, "wire editor")
    # A machine whose own clock is a day behind shows the same.
    desk.add_init_script("const now = Date.now; Date.now = () => now() - 86_400_000;")
    desk.goto("/desk/wire/?words=plover")
    clock = desk.locator(".wire-row embargo-clock")
    expect(clock).to_contain_text(re.compile(r"KST.* in \d\d:\d\d"))
    first = clock.inner_text()
    expect(clock).not_to_have_text(first)


def test_on_a_phone_the_item_is_read_alone(newsroom: Newsroom, visit: Visit, keys: Keys) -> None:
    [first, *_] = three(newsroom, "swift")
    desk = visit(viewport={"width": 390, "height": 844}).page
    keys.sign_in(desk, "wire editor")
    desk.goto("/desk/wire/?words=swift")
    _row(desk, first).click()
    expect(_read(desk)).to_have_text(first)
    expect(_row(desk, first)).to_be_hidden()
    desk.get_by_role("link", name="Back to the list").click()
    expect(_row(desk, first)).to_be_visible()
    assert desk.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_kill_appears_on_a_screen_that_is_open_and_stays_until_it_is_acknowledged(
    newsroom: Newsroom, visit: Visit, keys: Keys
) -> None:
    headline = "A petrel over the breakwater"
    receive(newsroom, ninjs("urn:meadow:petrel", headline), partner="meadow")
    newsroom.done("stories", "take-in", "urn:meadow:petrel", "--section", "north-korea")
    desk = visit(viewport=WIDE).page
    keys.sign_in(desk, "wire editor")
    desk.goto("/desk/press/")
    alert = desk.locator(".desk-bar .desk-alert").filter(has_text=headline)
    expect(alert).to_have_count(0)
    receive(newsroom, kill("urn:meadow:petrel"), partner="meadow")
    # As it does by itself twice a minute, and whenever the screen is looked at again.
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(alert).to_have_count(1)
    more = desk.locator(".desk-bar__more > summary")
    if not alert.is_visible():
        more.click()
    expect(alert).to_contain_text("Meadow Press has killed")
    alert.get_by_role("button", name="Acknowledge as Wire Editor").click()
    expect(desk).to_have_url(re.compile(r"/desk/press/$"))
    expect(desk.locator(".messages")).to_contain_text("Acknowledged by Wire Editor")
    expect(alert).to_have_count(0)


def _hears_keys(desk: Page) -> None:
    """After a form the next screen stands a moment before its script runs; a key pressed before goes nowhere."""
    desk.wait_for_load_state()


def _row(desk: Page, headline: str) -> Locator:
    return desk.locator(".wire-row__title").get_by_role("link", name=headline, exact=True)


def _read(desk: Page) -> Locator:
    return desk.locator(".wire-item__title")

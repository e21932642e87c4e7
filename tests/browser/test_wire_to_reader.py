"""The first path as people walk it: a partner's file, an editor's clicks, a reader's page, and a recall."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.paper import kill
from tests.browser.walking import Heard, Keys, assert_in_order
from tests.paths.making import ninjs, receive
from tests.paths.newsroom import Newsroom

pytestmark = [pytest.mark.browser, pytest.mark.server]
Visit = Callable[..., Heard]


def test_an_editor_takes_an_item_in_with_two_clicks_and_publishes_it_until_it_is_recalled(
    newsroom: Newsroom, visit: Visit, keys: Keys
) -> None:
    headline = "A ferry waits for the fog"
    receive(newsroom, ninjs("urn:meadow:ferry", headline), partner="meadow")
    editor = visit().page
    keys.sign_in(editor, "wire editor")
    editor.get_by_role("link", name="Wire", exact=True).first.click()
    editor.get_by_role("link", name=headline, exact=True).click()
    expect(editor.get_by_role("heading", name="What the licence says")).to_be_visible()
    editor.get_by_role("button", name="Take in and edit").click()
    expect(editor).to_have_url(re.compile(r"/desk/pages/\d+/edit/$"))
    expect(editor.locator("body")).to_contain_text("Word for word as Meadow Press sent it")
    _press_publish(editor)

    address = "/north-korea/meadow/a-ferry-waits-for-the-fog/"
    newsroom.until(lambda: address in newsroom.get("/").text, "the front to carry it")
    reader = visit().page
    reader.goto("/")
    reader.get_by_role("link", name=headline, exact=True).first.click()
    expect(reader).to_have_url(newsroom.url + address)
    assert_in_order(
        reader.locator("body").inner_text(),
        ["View Market Snapshot", "Featured article licensed from", "(?i)north korea", headline,
         "The standfirst of", "(?i)by meadow press", r"(?i)^now$|\d+ minutes? ago", r"(?i)\d min read",
         "SEOUL—The counsellor", "© Meadow Press", "More to Read", "Comment", "0/300"],
    )  # fmt: skip

    receive(newsroom, kill("urn:meadow:ferry"), partner="meadow")
    newsroom.until(lambda: newsroom.get(address).status == 410, "the story to be gone")
    newsroom.until(lambda: address not in newsroom.get("/").text, "the front to drop it")
    gone = reader.reload()
    assert gone is not None
    assert gone.status == 410
    expect(reader.get_by_role("heading", level=1)).to_have_text("No longer available")
    expect(reader.locator(".masthead-name")).to_have_text("The Test Paper")
    assert (
        reader.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 253, 249)"
    )
    expect(reader.locator("body")).not_to_contain_text("ferry")
    reader.get_by_role("link", name="To the front page").click()
    expect(reader.locator("main .card").first).to_be_visible()
    expect(reader.get_by_role("link", name=headline, exact=True)).to_have_count(0)


def test_an_editor_takes_an_item_straight_into_print_with_two_clicks(
    newsroom: Newsroom, visit: Visit, keys: Keys
) -> None:
    headline = "A crane stands still"
    receive(newsroom, ninjs("urn:meadow:crane", headline), partner="meadow")
    editor = visit().page
    keys.sign_in(editor, "wire editor")
    editor.goto("/desk/wire/")
    editor.get_by_role("link", name=headline, exact=True).click()
    editor.get_by_role("button", name="Take in and publish").click()
    expect(editor.locator(".messages")).to_contain_text(headline)
    newsroom.until(
        lambda: newsroom.get("/north-korea/meadow/a-crane-stands-still/").status == 200, "the story in print"
    )


def _press_publish(editor: Page) -> None:
    """The desk's own button, wherever Wagtail keeps it: behind the arrow beside "Save draft"."""
    publish = editor.locator("footer button[name='action-publish']")
    if not publish.is_visible():
        editor.get_by_role("button", name="More actions").click()
    publish.click()
    expect(editor.locator(".messages")).to_contain_text("published")

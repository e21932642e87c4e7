"""A contract as a licence manager changes it: first what it would do, then a new version, and the page is gone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.walking import Heard, Keys
from tests.paths.making import licence, ninjs, receive
from tests.paths.newsroom import Newsroom

pytestmark = [pytest.mark.browser, pytest.mark.server]
Visit = Callable[..., Heard]


def test_a_licence_manager_sees_what_would_change_and_saves_it_and_readers_have_the_page_no_more(
    newsroom: Newsroom, visit: Visit, keys: Keys
) -> None:
    file = newsroom.home.parent / "quarry.toml"
    file.write_text(licence("quarry", "Quarry Press"))
    newsroom.done("licences", "load", str(file))
    headline, address = "A lorry waits at the pit", "/economy/quarry/a-lorry-waits-at-the-pit/"
    receive(newsroom, ninjs("urn:quarry:lorry", headline), partner="quarry")
    newsroom.until(lambda: newsroom.get(address).status == 200, "the story to be in print")
    manager = visit().page
    keys.sign_in(manager, "licence manager")
    manager.goto("/desk/licences/quarry/")
    manager.get_by_role("link", name="Edit the contract").click()
    manager.get_by_label("In print on a page of its own").uncheck()
    manager.get_by_role("button", name="Show what would change").first.click()
    expect(manager.get_by_role("heading", level=1)).to_have_text("Quarry Press: what would change")
    expect(manager.locator(".desk-sums")).to_contain_text("1 leave the paper")
    expect(manager.get_by_role("row").filter(has_text=headline)).to_contain_text("does not license page use")
    assert newsroom.get(address).status == 200
    manager.get_by_role("button", name="Save as version 2").click()
    expect(manager.locator(".messages")).to_contain_text("Version 2 of the terms is kept.")
    newsroom.until(lambda: newsroom.get(address).status == 410, "the page to be gone")
    newsroom.until(lambda: address not in newsroom.get("/economy/").text, "the section to drop it")
    manager.reload()
    expect(manager.locator(".desk-progress").first).to_contain_text("1 left the paper")
    manager.get_by_role("link", name="each of them").click()
    expect(manager.get_by_role("row").filter(has_text=headline)).to_contain_text("Taken out of print")

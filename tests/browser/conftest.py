"""A real Chromium before a real server: one newsroom for the whole folder, a fresh profile for each visitor."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.paper import furnish
from tests.browser.walking import CHROMIUM_FLAGS, PASSWORD, Heard, Keys
from tests.conftest import PROJECT, skip_or_fail
from tests.paths.newsroom import Newsroom, set_up

PATIENCE_MS = 20_000
AXE = PROJECT / ".tools" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the machine's own Chromium lies."""
    found = shutil.which("chromium")
    if found is None:
        skip_or_fail("no chromium; tools/machine installs it")
    return str(found)


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    if not AXE.exists():
        skip_or_fail("no axe-core; tools/machine installs it")
    return AXE.read_text()


@pytest.fixture(scope="session")
def newsroom(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """Served and at rest, with one of every page type in it; tests bring items and readers of their own."""
    room = set_up(tmp_path_factory.mktemp("browser") / "var")
    furnish(room)
    with room.serving():
        room.rest()
        yield room


# Not for the session: while Playwright's loop runs in this thread, Django refuses other tests the database.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser, newsroom: Newsroom) -> Iterator[Callable[..., Heard]]:
    """Opens a visitor's own browser, empty of cookies; what it hears on its console is kept."""
    opened: list[BrowserContext] = []

    def open_one(**options: Any) -> Heard:
        context = browser.new_context(
            base_url=newsroom.url, locale="en-GB", timezone_id="Asia/Seoul", **options
        )
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context)
        return Heard(context.new_page())

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def keys(newsroom: Newsroom) -> Keys:
    """Who has a password for the desk."""
    return Keys(newsroom, PASSWORD)

"""What a person does in front of a browser: sign in, read in order, fill in, look into the mail."""

import email
import email.policy
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Dialog, Page, Request, Response, expect

from tests.paths.newsroom import Newsroom

CHROMIUM_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PASSWORD = "seven green herons wade"  # a test's


class Heard:
    """A page and all that its browser complained of, asked for and opened.

    A policy's refusals are said on the console too, so that `complaints` has them.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.dialogs: list[str] = []
        self.requests: list[Request] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", self._dialog)
        page.on("request", lambda request: self.requests.append(request))

    def open(self, path: str) -> Response:
        """Go there; what was answered."""
        response = self.page.goto(path)
        assert response is not None, path
        return response

    def _console(self, message: ConsoleMessage) -> None:
        # A page that answers 404, 410 or 503 is itself told of as a failure to load; that is its purpose.
        if message.type in ("error", "warning") and message.location.get("url") != self.page.url:
            self.complaints.append(f"{message.text} ({message.location.get('url')})")

    def _dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@dataclass
class Keys:
    """Desk accounts, made by invitation when first needed."""

    newsroom: Newsroom
    password: str
    _made: set[str] = field(default_factory=set)

    def sign_in(self, page: Page, role: str) -> None:
        """Through the desk's own door, as somebody of this role; first by their invitation."""
        address = f"{role.replace(' ', '-')}@desk.example"
        if address not in self._made:
            page.goto(self.newsroom.done("desk", "invite", address, "--role", role).strip())
            page.get_by_label("Display name").fill(role.title())
            page.get_by_label("Password").fill(self.password)
            page.get_by_role("button", name="Continue").click()
            self._made.add(address)
        page.goto("/desk/login/?next=/desk/")
        page.locator("[name=username]").fill(address)
        page.locator("[name=password]").fill(self.password)
        page.get_by_role("button", name="Sign in").click()
        expect(page).to_have_url(f"{self.newsroom.url}/desk/")


def sign_up(page: Page, newsroom: Newsroom, address: str, name: str) -> None:
    """From the sign-in page: an account, and the code out of the mail."""
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Display name").fill(name)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(code_for(newsroom, address))
    page.get_by_role("button", name="Sign in").click()


def code_for(newsroom: Newsroom, address: str) -> str:
    """The code in the newest letter to this address."""

    def newest() -> str:
        codes = [""]
        for path in sorted((newsroom.home / "mail").glob("*.eml")):
            letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            body = letter.get_body(("plain",))
            if address in str(letter["To"]) and body is not None:
                found = re.search(r"\b[A-Z0-9]{4}-?[A-Z0-9]{4}\b", body.get_content())
                codes.append(found[0] if found else "")
        return codes[-1]

    return str(newsroom.until(newest, f"a letter to {address}"))


def assert_in_order(text: str, wanted: Sequence[str]) -> None:
    """Each of these patterns stands in the text after the one before it, whatever lies between."""
    place = 0
    for pattern in wanted:
        found = re.compile(pattern, re.MULTILINE).search(text, place)
        assert found, f"no {pattern!r} after {text[max(0, place - 120) : place]!r} in:\n{text}"
        place = found.end()

"""A reader who asks for one page over and over on one connection, and an editor at the desk."""

import http.client
import time
from urllib.parse import urlencode

import bs4
import requests

PATIENCE_SECONDS = 60.0
# The machine has two cores for the newsroom, its server and this reader: one who never paused would hold all up.
PAUSE_SECONDS = 0.002


class Reader:
    """Asks one server on a connection that is kept."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def read(self, path: str) -> bytes:
        """The page's bytes without an encoding; none while it is not in print. Other answers end the measurement."""
        self._connection.request("GET", path, headers={"Accept-Encoding": "identity"})
        reply = self._connection.getresponse()
        body = reply.read()
        if reply.status not in (200, 404):
            raise SystemExit(f"{path} answered {reply.status}")
        return body if reply.status == 200 else b""

    def read_until(self, path: str, words: bytes) -> int:
        """Ask until the page has these words; the moment, in nanoseconds, at which its bytes were all here."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if words in self.read(path):
                return time.monotonic_ns()
            time.sleep(PAUSE_SECONDS)
        raise SystemExit(f"{path} has not been printed with {words!r} after {PATIENCE_SECONDS:.0f} s")


class Editor:
    """Signed in at a Wagtail desk under `/desk/`, with a password, as a browser does it."""

    def __init__(self, port: int, email: str, password: str) -> None:
        self._desk = f"http://127.0.0.1:{port}/desk"
        self._port = port
        self._session = requests.Session()
        form = self._form(f"{self._desk}/login/", None)
        reply = self._session.post(
            f"{self._desk}/login/", {**dict(form), "username": email, "password": password},
            allow_redirects=False,
        )  # fmt: skip
        if reply.status_code != 302:
            raise SystemExit(f"the desk on port {port} does not let the editor in: {reply.status_code}")
        self._button = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def open_story(self, pk: int) -> list[tuple[str, str]]:
        """The fields of its edit form, as a browser would send them; the body's come from a script there."""
        return [
            (name, value)
            for name, value in self._form(f"{self._desk}/pages/{pk}/edit/", "page-edit-form")
            if not name.startswith(("action-", "body-"))
        ]

    def press_publish(self, pk: int, fields: list[tuple[str, str]]) -> None:
        """Send the form with its publish button; the answer is fetched by `hear`."""
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._session.cookies)
        body = urlencode([*fields, ("action-publish", "action-publish")])
        self._button.request(
            "POST", f"/desk/pages/{pk}/edit/", body,
            {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies, "Accept": "text/html"},
        )  # fmt: skip

    def hear(self) -> None:
        """The desk's answer: anything but its redirect ends the measurement."""
        reply = self._button.getresponse()
        said = reply.read()
        if reply.status != 302:
            soup = bs4.BeautifulSoup(said, "html.parser")
            errors = [part.get_text(" ", strip=True) for part in soup.select(".messages, .error-message")]
            raise SystemExit(f"the desk refused to publish ({reply.status}): {errors}")

    def _form(self, url: str, form_id: str | None) -> list[tuple[str, str]]:
        reply = self._session.get(url)
        reply.raise_for_status()
        soup = bs4.BeautifulSoup(reply.content, "html.parser")
        form = soup.find("form", id=form_id) if form_id else soup.find("form")
        if not isinstance(form, bs4.Tag):
            raise SystemExit(f"{url} has no form {form_id}")
        return list(_fields(form))


def _fields(form: bs4.Tag) -> list[tuple[str, str]]:
    """What a browser sends of a form: named, not disabled, ticked or chosen."""
    found: list[tuple[str, str]] = []
    for part in form.find_all(["input", "textarea", "select"]):
        name, kind = part.get("name"), str(part.get("type", "text"))
        if not name or part.has_attr("disabled") or kind in ("submit", "button", "file"):
            continue
        if part.name == "textarea":
            found.append((name, part.get_text().removeprefix("\n")))
        elif part.name == "select":
            found += [(name, str(option.get("value", ""))) for option in part.select("option[selected]")]
        elif kind not in ("checkbox", "radio") or part.has_attr("checked"):
            found.append((name, str(part.get("value", "on" if kind == "checkbox" else ""))))
    return found

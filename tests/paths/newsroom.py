"""A real newsroom for tests: the real command line, a real server process, a home of its own."""

import atexit
import contextlib
import email
import email.policy
import functools
import http.cookiejar
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests import postgresql

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60


@dataclass
class Answer:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    body: bytes
    url: str

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Said:
    """What a command said."""

    code: int
    out: str
    err: str


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


@dataclass
class Newsroom:
    """One installation under `home`, and what may be done with it from outside."""

    home: Path
    port: int = 0
    settings: dict[str, str] = field(default_factory=dict)
    workers: int = 1
    _server: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")
        }
        own = {"DATELINE_HOME": str(self.home), "PYTHONWARNINGS": "default"}
        if postgresql.IS_ASKED_FOR and "DATABASE_URL" not in self.settings:
            own["DATABASE_URL"] = _database_of(self.home)
        return kept | own | self.settings

    def run(self, *arguments: str, stdin: str = "") -> Said:
        """`dateline …` on the real command line."""
        done = subprocess.run(
            [sys.executable, "-m", "dateline.cli.main", *arguments], env=self.environment, cwd=PROJECT,
            input=stdin, capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip
        return Said(done.returncode, done.stdout, done.stderr)

    def done(self, *arguments: str, stdin: str = "") -> str:
        """As `run`, and it must succeed: what it printed."""
        said = self.run(*arguments, stdin=stdin)
        assert said.code == 0, f"dateline {' '.join(arguments)}: {said.out}\n{said.err}"
        return said.out

    def start(self) -> None:
        """`dateline serve`, waited for."""
        if not self.port:
            self.port = free_port()
        with (self.home / "serve.log").open("ab") as log:
            self._server = subprocess.Popen(
                [
                    sys.executable, "-m", "dateline.cli.main", "serve", "--port", str(self.port),
                    "--workers", str(self.workers),
                ],
                env=self.environment, cwd=PROJECT, stdout=log, stderr=log,
            )  # fmt: skip
        self.until(lambda: self._answers("/-/health"), "the server to answer")

    def start_server_alone(self) -> None:
        """The server as `dateline serve` runs it, without the press: no worker is awake."""
        with (self.home / "serve.log").open("ab") as log:
            self._server = subprocess.Popen(
                [
                    sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port",
                    str(self.port), "--workers", "1", "--blocking-threads", "4", "--no-ws",
                    "--log-level", "warning", "dateline.config.wsgi:application",
                ],
                env=self.environment, cwd=PROJECT, stdout=log, stderr=log,
            )  # fmt: skip
        self.until(lambda: self._answers("/-/health"), "the server to answer")

    def rest(self) -> None:
        """Wait until the press has nothing left to do."""

        def is_idle() -> bool:
            facts = json.loads(self.get("/-/ready").body)
            return bool(facts["newsroom"] == "ok" and facts["press_behind"] == 0)

        self.until(is_idle, "the press to be idle")

    def stop(self) -> None:
        """SIGTERM, as an operator does it."""
        if self._server:
            self._server.send_signal(signal.SIGTERM)
            self._server.wait(40)
            self._server = None

    @contextlib.contextmanager
    def serving(self) -> Iterator["Newsroom"]:
        self.start()
        try:
            yield self
        finally:
            self.stop()

    def until(self, is_so: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS) -> Any:
        """Wait until something is so; fail, naming it and the server's last words, when it never is."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if answer := is_so():
                return answer
            time.sleep(0.05)
        log = self.home / "serve.log"
        raise AssertionError(
            f"waited {seconds} s for {what}\n{log.read_text()[-3000:] if log.exists() else ''}"
        )

    def _answers(self, path: str) -> bool:
        try:
            return self.get(path).status == 200
        except OSError:
            return False

    def get(self, path: str, **headers: str) -> Answer:
        """GET without following redirects."""
        return Reader(self).ask(path, headers=headers)

    def reader(self) -> "Reader":
        """A browser of its own, without JavaScript."""
        return Reader(self)

    def letters(self) -> list[str]:
        """The plain texts of all mail sent, oldest first."""
        texts = []
        for path in sorted((self.home / "mail").glob("*.eml")):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            body = message.get_body(("plain",))
            texts.append(str(body.get_content()) if body else "")
        return texts


class Reader:
    """Keeps cookies, sends Origin with its posts, as a browser does."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), NoRedirect)

    def ask(
        self, path: str, form: dict[str, str] | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        url = urllib.parse.urljoin(self.newsroom.url, urllib.parse.quote(path, safe="/:?&=%#+~,;@"))
        body = urllib.parse.urlencode(form).encode() if form is not None else None
        own = {
            "Origin": self.newsroom.url,
            "Sec-Fetch-Site": "same-origin",
            "Referer": self.newsroom.url + "/",
        }
        request = urllib.request.Request(
            url, data=body, headers=(own if form is not None else {}) | (headers or {})
        )
        try:
            with self._opener.open(request, timeout=30) as reply:
                return Answer(
                    reply.status, {k.lower(): v for k, v in reply.headers.items()}, reply.read(), url
                )
        except urllib.error.HTTPError as reply:
            with reply:
                return Answer(reply.code, {k.lower(): v for k, v in reply.headers.items()}, reply.read(), url)

    def follow(self, path: str, form: dict[str, str] | None = None) -> Answer:
        """Ask, then go where it leads."""
        answer = self.ask(path, form)
        for _ in range(8):
            if answer.status not in (301, 302, 303, 307):
                return answer
            answer = self.ask(urllib.parse.urljoin(answer.url, answer.headers["location"]).split("#")[0])
        raise AssertionError(f"{path} leads round in circles")

    def submit(self, answer: Answer, **fields: str) -> Answer:
        """Fill in the first form on a page that has these fields, and send it."""
        for form in re.findall(r"<form\b.*?</form>", answer.text, re.DOTALL):
            inputs = re.findall(r"<(?:input|textarea|button)\b[^>]*>", form)
            named = {
                _attribute(tag, "name"): _attribute(tag, "value") for tag in inputs if _attribute(tag, "name")
            }
            if set(fields) <= set(named):
                hidden = {n: v for n, v in named.items() if n == "csrfmiddlewaretoken" or n == "next"}
                action = _attribute(re.findall(r"<form\b[^>]*>", form)[0], "action") or answer.url
                return self.follow(urllib.parse.urljoin(answer.url, action), hidden | fields)
        raise AssertionError(f"no form with {sorted(fields)} on {answer.url}:\n{answer.text[:2000]}")


def _attribute(tag: str, name: str) -> str:
    import html

    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def set_up(home: Path, **settings: str) -> Newsroom:
    """A newly set up paper: a copy of the one that this run set up first, at an address of its own."""
    model = _model()
    shutil.copytree(model.home, home, symlinks=True, ignore=shutil.ignore_patterns("ballast"))
    port = free_port()
    move_house(home, port)
    return Newsroom(home, port, {"MAIL_URL": f"file:{home / 'mail'}", **settings})


def move_house(home: Path, port: int, like: Path | None = None) -> None:
    """What `dateline setup --url` would write into a paper that nothing is printed of yet, without its seconds.

    `like`: the paper that this is a copy of, when it is not the one that was set up first.
    """
    paper = home / "paper.json"
    paper.write_text(json.dumps(json.loads(paper.read_text()) | {"url": f"http://127.0.0.1:{port}"}))
    if postgresql.IS_ASKED_FOR:
        server, name = postgresql.server(), postgresql.name_for(home)
        server.make(name, like=postgresql.name_for(like or _model().home))
        with psycopg.connect(server.url(name)) as connection:
            connection.execute("UPDATE wagtailcore_site SET port = %s", [port])
        return
    with contextlib.closing(sqlite3.connect(home / "newsroom.sqlite3")) as database, database:
        database.execute("UPDATE wagtailcore_site SET port = ?", [port])


@functools.cache  # asked again while the server is stopped
def _database_of(home: Path) -> str:
    """A database of the paper's own, made when it is first asked for."""
    server, name = postgresql.server(), postgresql.name_for(home)
    if not server.has(name):
        server.make(name)
    return server.url(name)


@functools.cache
def _model() -> Newsroom:
    """`dateline setup`, once a run: it costs seconds."""
    folder = tempfile.mkdtemp(prefix="dateline-paths-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    newsroom = Newsroom(Path(folder) / "var", free_port())
    newsroom.done(
        "setup", "--name", "The Test Paper", "--url", newsroom.url, "--zone", "Asia/Seoul", "--language", "en"
    )
    return newsroom


def write_json(path: Path, value: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False))
    return path

"""From a partner's file to a page that a reader reads and answers, and down again: the whole way."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests import postgresql, redis
from tests.conftest import skip_or_fail
from tests.paths.newsroom import Newsroom, set_up, write_json

pytestmark = pytest.mark.server

LICENCES = """
[[partner]]
slug = "harbour"
name = "Harbour Wire"
home = "https://harbour.example/"
time_zone = "Asia/Seoul"

[partner.terms]
mark = "Featured article licensed from"
credit = "Harbour Wire"
byline = "partner"
copyright = "© Harbour Wire"
link_back = true
uses = ["page", "front", "related", "search", "feed"]
pictures = "all"
text = "verbatim"
index = "noindex"
ai = false
comments = true
"""
MARKETS = """
[[instrument]]
symbol = "KOSPI"
name = "KOSPI"
kind = "index"
exchange = "XKRX"
currency = "KRW"
decimals = 2
jump_limit_percent = 20
strip = true
"""
STORY = "/north-korea/harbour/an-envoy-takes-the-early-flight/"


def item(version: int, **more: str) -> dict[str, object]:
    words = "A counsellor posted to a quiet embassy walked out of his flat before dawn. "
    moment = datetime.now(UTC) - timedelta(hours=3)
    return {
        "uri": "urn:harbour:1", "type": "text", "version": str(version),
        "versioncreated": (moment + timedelta(minutes=version)).isoformat(), "firstcreated": moment.isoformat(),
        "language": "en", "headline": "An envoy takes the early flight",
        "description_text": "He left with hand luggage.",
        "byline": "Jane Doe", "body_html": "<p>SEOUL—" + words * 40 + "</p>",
    } | more  # fmt: skip


@pytest.fixture(scope="module")
def cache() -> Iterator[redis.Server | None]:
    """On PostgreSQL the whole way is walked with Redis besides, as a paper that has outgrown one machine has it."""
    if not postgresql.IS_ASKED_FOR:
        yield None
        return
    if redis.program() is None:
        skip_or_fail("no redis-server on this machine; tools/machine installs one")
    with redis.server() as own:
        yield own


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory, cache: redis.Server | None) -> Iterator[Newsroom]:
    home = tmp_path_factory.mktemp("spine")
    room = set_up(home / "var", **({"CACHE_URL": cache.url} if cache else {}))
    (home / "licences.toml").write_text(LICENCES)
    (home / "markets.toml").write_text(MARKETS)
    room.done("licences", "load", str(home / "licences.toml"))
    room.done("stories", "section", "north-korea", "--name", "North Korea")
    with room.serving():
        yield room


@pytest.fixture(scope="module")
def inbox(newsroom: Newsroom) -> Path:
    return newsroom.home.parent / "inbox"


@pytest.fixture(scope="module")
def published(newsroom: Newsroom, inbox: Path) -> str:
    """The licensed story, in print; its address."""
    path = write_json(inbox / "1.json", item(1))
    assert newsroom.done("wire", "receive", "--partner", "harbour", str(path)) == "urn:harbour:1\tv1\tfiled\n"
    two_hours_ago = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
    said = newsroom.done(
        "stories",
        "take-in",
        "urn:harbour:1",
        "--section",
        "north-korea",
        "--publish",
        "--published-at",
        two_hours_ago,
    )
    assert re.fullmatch(rf"{STORY} notice \d+\n", said)
    newsroom.until(lambda: newsroom.get(STORY).status == 200, "the story to be in print")
    return STORY


def test_a_licensed_story_comes_from_disk_with_its_licence(newsroom: Newsroom, published: str) -> None:
    page = newsroom.get(published)
    file = newsroom.home / "press" / "licensed" / published.strip("/") / "index.html"
    assert page.body == file.read_bytes()
    assert {".gz", ".br"} <= {path.suffix for path in file.parent.iterdir()}
    for words in ("Featured article licensed from", "Harbour Wire", "3 min read", "© Harbour Wire", "0/300"):
        assert words in page.text
    assert page.headers["cache-control"] == "no-cache"
    assert "noindex" in page.headers["x-robots-tag"]
    assert page.headers["tdm-reservation"] == "1"
    assert "set-cookie" not in page.headers


def test_the_same_page_is_not_sent_twice(newsroom: Newsroom, published: str) -> None:
    page = newsroom.get(published)
    assert newsroom.get(published, **{"If-None-Match": page.headers["etag"]}).status == 304
    assert newsroom.get(published + "?utm_source=x").body == page.body


def test_the_front_carries_the_story(newsroom: Newsroom, published: str) -> None:
    newsroom.until(lambda: published in newsroom.get("/").text, "the front to carry it")


def test_a_tick_stands_in_the_strip(newsroom: Newsroom, published: str) -> None:
    newsroom.done("markets", "load", str(newsroom.home.parent / "markets.toml"))
    tick = {
        "symbol": "KOSPI",
        "last": "2843.31",
        "previous_close": "2866.09",
        "at": "2026-11-23T13:01:00+09:00",
    }
    assert "recorded 1 refused 0" in newsroom.done("markets", "record", "-", stdin=json.dumps(tick) + "\n")

    def quotes() -> list[dict[str, str]]:
        strip = newsroom.get("/live/strip.json")
        return json.loads(strip.body)["quotes"] if strip.status == 200 else []  # type: ignore[no-any-return]

    (quote,) = newsroom.until(quotes, "the strip")
    assert (quote["last"], quote["change"], quote["percent"], quote["move"]) == (
        "2843.31",
        "-22.78",
        "-0.79",
        "down",
    )


def test_a_comment_is_posted_decided_and_printed(
    newsroom: Newsroom, published: str, cache: redis.Server | None
) -> None:
    reader = newsroom.reader()
    page = reader.ask(published)
    form = re.search(r'action="(/-/comments/(\d+))"', page.text)
    assert form
    sign_in = reader.follow(form[1], {"text": "A thoughtful remark."})
    assert sign_in.url.startswith(f"{newsroom.url}/-/account/")
    if "display_name" not in sign_in.text:
        sign_in = reader.follow("/-/account/signup/?" + sign_in.url.partition("?")[2])
    asked = reader.submit(sign_in, email="han@example.com", display_name="Han Ji-won")
    (letter,) = newsroom.until(newsroom.letters, "the letter with the code")
    code = re.search(r"\b([A-Z0-9]{4}-?[A-Z0-9]{4})\b", letter)
    assert code, letter
    after = reader.submit(asked, code=code[1])
    if "A thoughtful remark." in after.text and "<textarea" in after.text:
        after = reader.submit(after, text="A thoughtful remark.")
    queue = newsroom.until(
        lambda: json.loads(newsroom.done("comments", "queue", "--json").splitlines()[0] or "null"),
        "the held comment",
    )
    assert queue["text"] == "A thoughtful remark."
    assert "A thoughtful remark." not in newsroom.get(published).text
    newsroom.done("comments", "decide", str(queue["id"]), "print", "--reason", "civil")
    newsroom.until(
        lambda: "A thoughtful remark." in newsroom.get(published).text, "the comment to be printed"
    )
    if cache:  # who signed in is counted there, for all nodes, and nowhere else
        assert [key for key in cache.kept() if "allauth" in key]
        assert not list((newsroom.home / "cache").iterdir())


def test_a_kill_takes_it_down_everywhere(newsroom: Newsroom, inbox: Path) -> None:
    """A story of its own, since tests come in any order."""
    its = {"uri": "urn:harbour:2", "headline": "A ferry keeps its timetable"}
    path = "/north-korea/harbour/a-ferry-keeps-its-timetable/"
    receive = ("wire", "receive", "--partner", "harbour")
    newsroom.done(*receive, str(write_json(inbox / "ferry.json", item(1, **its))))
    newsroom.done("stories", "take-in", "urn:harbour:2", "--section", "north-korea", "--publish")
    newsroom.until(lambda: newsroom.get(path).status == 200, "the story to be in print")
    newsroom.until(lambda: path in newsroom.get("/").text, "the front to carry it")

    kill = item(9, **its | {"pubstatus": "canceled", "headline": "STORY WITHDRAWN"})
    said = newsroom.done(*receive, str(write_json(inbox / "kill.json", kill)))
    assert said.startswith("urn:harbour:2\tv9\tkilled")
    newsroom.until(lambda: newsroom.get(path).status == 410, "the story to be gone")
    assert "ferry" not in newsroom.get(path).text
    newsroom.until(lambda: path not in newsroom.get("/").text, "the front to have dropped it")
    assert path in (newsroom.home / "press" / "withdrawn.jsonl").read_text()

    newsroom.run(*receive, str(write_json(inbox / "again.json", item(1, **its))))
    again = newsroom.run("stories", "take-in", "urn:harbour:2", "--section", "north-korea", "--publish")
    assert (again.code, again.out) == (1, "")
    assert newsroom.get(path).status == 410

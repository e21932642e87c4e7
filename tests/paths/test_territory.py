"""Who reads what where, on the real command line with a real server, straight and through nginx and Varnish."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from bench import proxies

from tests.browser.paper import drawing
from tests.paths.furnishing import OWN, furnished
from tests.paths.making import licence, ninjs, receive
from tests.paths.newsroom import PROJECT, Answer, Newsroom, free_port

pytestmark = pytest.mark.server
HEADLINE = "Ferries wait for fog"
STORY = "/economy/harbour/ferries-wait-for-fog/"
KILLED = "A counsellor tells of a tunnel"
KILLED_STORY = "/economy/harbour/a-counsellor-tells-of-a-tunnel/"
LISTS = ("/", "/economy/", "/economy/harbour/")
OUR_HEADLINE, CREDIT = "The harbour counts its boats", "Noor Dal"
FOG = {
    "type": "picture", "uri": "urn:bound:fog", "version": "1", "headline": "Fog", "byline": CREDIT,
    "description_text": "Fog over the quay.",
    "renditions": {"original": {"href": "fog.jpg", "mimetype": "image/jpeg"}},
}  # fmt: skip
SAID = "Harbour Wire has withdrawn a story. Its source was not who he claimed to be."
BOUND = licence("harbour", "Harbour Wire").replace(
    "comments = true", 'comments = true\nterritory = ["KR", "JP"]\nafter_kill = "notice"'
)


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """A paper that believes the header of a proxy on this machine, with two stories for Korea and Japan alone."""
    folder = tmp_path_factory.mktemp("territory")
    room = furnished(folder)
    room.settings |= {"COUNTRY_HEADER": "X-Country", "TRUSTED_PROXIES": "127.0.0.1"}
    (folder / "licences.toml").write_text(BOUND)
    room.done("licences", "load", str(folder / "licences.toml"))
    (folder / "inbox" / "fog.jpg").parent.mkdir(exist_ok=True)
    (folder / "inbox" / "fog.jpg").write_bytes(drawing("Fog over the quay."))
    receive(room, ninjs("urn:bound:1", HEADLINE, associations={"featuremedia": FOG}))
    receive(room, ninjs("urn:bound:2", KILLED))
    room.done("press", "run", "--until-empty")  # with the stories the picture comes into the house
    subprocess.run(
        [sys.executable, str(PROJECT / "tests" / "paths" / "illustrating.py"), OWN.split("/")[2], "harbour"],
        env=room.environment, cwd=PROJECT, check=True, timeout=120,
    )  # fmt: skip
    room.done("press", "run", "--until-empty")
    room.start_server_alone()
    try:
        yield room
    finally:
        room.stop()


def ask(room: Newsroom, port: int, path: str, country: str | None) -> Answer:
    headers = {} if country is None else {"X-Country": country}
    return replace(room, port=port).get(path, **headers)


def says(answer: Answer) -> bool:
    return HEADLINE in answer.text or STORY in answer.text


def walk(room: Newsroom, port: int) -> None:
    """Readers in four places, at one door."""
    for country, is_within in (("KR", True), ("jp", True), ("US", False), ("XX", False), (None, False)):
        page = ask(room, port, STORY, country)
        assert (page.status, says(page)) == ((200, True) if is_within else (451, False)), country
        assert page.headers["cache-control"] == ("private, no-cache" if is_within else "no-store")
        assert "X-Country" in page.headers["vary"]
        assert is_within or "Not for readers where you are" in page.text
        for path in LISTS:
            listed = ask(room, port, path, country)
            assert (listed.status, says(listed)) == (200, is_within), (path, country)
            assert listed.headers["cache-control"] == "private, no-cache"
        for path in ("/feeds/all.rss", "/feeds/economy.rss"):
            assert not says(ask(room, port, path, country)), (path, country)
        ours = ask(room, port, OWN, country)
        assert (ours.status, OUR_HEADLINE in ours.text, CREDIT in ours.text) == (200, True, is_within), (
            country
        )
        assert ours.headers["cache-control"] == "private, no-cache"
        found = ask(room, port, "/search/?q=ferries", country)
        assert (found.status, STORY in found.text) == (200, is_within), country


def test_readers_within_read_it_and_nobody_else(newsroom: Newsroom) -> None:
    walk(newsroom, newsroom.port)


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx_keeps_to_the_same_borders(newsroom: Newsroom) -> None:
    behind = free_port()
    site = newsroom.done(
        "press", "nginx", "--host", "127.0.0.1", "--port", str(behind), "--upstream", f"127.0.0.1:{newsroom.port}",
        "--server-name", "127.0.0.1",
    )  # fmt: skip
    with proxies.nginx(behind, site):
        walk(newsroom, behind)
    # A stranger says where he is: nginx passes on nothing of it.
    strangers = re.sub(r"127\.0\.0\.1(?:/32)? 1;", "192.0.2.1 1;", site)
    assert strangers != site
    with proxies.nginx(behind, strangers):
        assert ask(newsroom, behind, STORY, "KR").status == 451


@pytest.mark.skipif(shutil.which("varnishd") is None, reason="Varnish is not installed")
def test_varnish_keeps_nothing_of_it_for_anybody_else(newsroom: Newsroom) -> None:
    behind = free_port()
    written = newsroom.done("press", "varnish", "--upstream", f"127.0.0.1:{newsroom.port}")
    with proxies.varnish(behind, written):
        walk(newsroom, behind)
        walk(newsroom, behind)
    strangers = re.sub(r'"127\.0\.0\.1"/32;(?=\s*}\s*(?:sub|\n))', '"192.0.2.1"/32;', written)
    assert strangers != written
    with proxies.varnish(behind, strangers):
        assert ask(newsroom, behind, STORY, "KR").status == 451


def test_what_is_taken_back_is_told_of_from_the_disk_alone(newsroom: Newsroom) -> None:
    assert KILLED in ask(newsroom, newsroom.port, KILLED_STORY, "KR").text
    assert KILLED_STORY in ask(newsroom, newsroom.port, "/", "KR").text
    killed = ninjs(
        "urn:bound:2",
        "Withdrawn",
        version=2,
        pubstatus="canceled",
        description_text="",
        body_html=f"<p>{SAID}</p>",
    )
    receive(newsroom, killed)
    newsroom.done("press", "run", "--until-empty")
    for country in ("KR", "US", None):
        page = ask(newsroom, newsroom.port, KILLED_STORY, country)
        assert page.status == 200
        assert "This story has been withdrawn" in page.text
        assert SAID in page.text
        assert not re.search("unnel|ounsellor", page.text)
        assert (page.headers["x-robots-tag"], page.headers["cache-control"]) == ("noindex", "no-store")
    stood = ask(newsroom, newsroom.port, KILLED_STORY, "KR").body
    database = newsroom.home / "newsroom.sqlite3"
    if database.exists():
        database.rename(database.with_suffix(".aside"))
    assert ask(newsroom, newsroom.port, KILLED_STORY, "KR").body == stood
    if database.with_suffix(".aside").exists():
        database.with_suffix(".aside").rename(database)
    assert KILLED_STORY not in ask(newsroom, newsroom.port, "/", "KR").text

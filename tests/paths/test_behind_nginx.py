"""Readers get the same from nginx as from the built-in server: each class of address, byte by byte."""

import re
import shutil
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path

import pytest
import trustme
from bench import proxies

from dateline.archive.parsers.readings import parse_counts
from tests.paths.asking import ask
from tests.paths.furnishing import OWN, addresses_of, furnished
from tests.paths.newsroom import Newsroom, free_port

pytestmark = [
    pytest.mark.any_database,
    pytest.mark.server,
    pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed"),
]
ENCODINGS = ("", "gzip", *(["br", "gzip, deflate, br", "br;q=0, gzip"] if proxies.has_brotli() else []))


@dataclass
class Paper:
    """A newsroom behind nginx, and where one of each class of address lies."""

    room: Newsroom
    site: str
    behind: int
    addresses: dict[str, str]


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    """Every class of address in print. The server is alone: no press changes a page between two looks."""
    room = furnished(tmp_path_factory.mktemp("nginx"))
    behind = free_port()
    options = ["--brotli"] if proxies.has_brotli() else []
    site = room.done(
        "press", "nginx", "--host", "127.0.0.1", "--port", str(behind), "--upstream", f"127.0.0.1:{room.port}",
        "--server-name", "127.0.0.1", *options,
    )  # fmt: skip
    room.start_server_alone()
    try:
        with proxies.nginx(behind, site):
            yield Paper(room, site, behind, addresses_of(room))
    finally:
        room.stop()


STATUSES = {
    "without its slash": 301, "withdrawn": 410, "moved": 301, "by law": 451, "licence ended": 410, "page for 404": 404,
    "page for 503": 503, "desk": 302, "taken back": 200, "bound to a territory": 451,
} | dict.fromkeys(
    ("never printed", "never printed, in Korean", "sidecar", "index", "compressed", "sidecar of a picture",
     "sidecar of the front", "mark"), 404,
)  # fmt: skip
NAMES = [
    "own story", "own story in Hangul", "front with licensed cards", "topic", "corrections", "licensed story",
    "own picture", "own picture as avif", "licensed picture", "logo", "own feed", "feed with licensed items", "sitemap",
    "news sitemap", "robots", "reservations", "style sheet", "script", "the desk's own file", "strip",
    "with a header of its own", "health", "sign-in", "search", *STATUSES,
]  # fmt: skip
# Answered by nginx itself, from the folder.
BY_NGINX = (
    "own story", "own story in Hangul", "topic", "corrections", "own picture", "own picture as avif", "logo",
    "own feed", "sitemap", "robots", "reservations", "style sheet", "script", "strip",
)  # fmt: skip


def test_every_class_of_address_is_compared(paper: Paper) -> None:
    assert set(NAMES) == set(paper.addresses)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_bytes_status_and_headers_are_the_same(paper: Paper, name: str, encoding: str) -> None:
    address = paper.addresses[name]
    wanted = ask(paper.room.port, address, Accept_Encoding=encoding)
    given = ask(paper.behind, address, Accept_Encoding=encoding)
    assert given.without_secrets == wanted.without_secrets
    assert given.status == STATUSES.get(name, 200)
    assert "set-cookie" not in given.headers or name in ("desk", "sign-in", "search")


@pytest.mark.parametrize("name", NAMES)
def test_head_says_the_same_as_get(paper: Paper, name: str) -> None:
    address = paper.addresses[name]
    head = ask(paper.behind, address, "HEAD", Accept_Encoding="gzip")
    assert head.body == b""
    wanted = ask(paper.room.port, address, "HEAD", Accept_Encoding="gzip")
    assert head.without_secrets == wanted.without_secrets
    if name in BY_NGINX:
        assert head.headers["content-length"] == str(
            len(ask(paper.behind, address, Accept_Encoding="gzip").body)
        )


@pytest.mark.parametrize("name", BY_NGINX)
def test_each_encoding_has_its_own_tag_and_each_server_answers_304_to_its_own(
    paper: Paper, name: str
) -> None:
    address = paper.addresses[name]
    tags: dict[bytes, str] = {}
    for encoding in ENCODINGS:
        stood = [ask(port, address, Accept_Encoding=encoding) for port in (paper.room.port, paper.behind)]
        again = [
            ask(
                port,
                address,
                Accept_Encoding=encoding,
                If_None_Match=f'"another", W/{answer.headers["etag"]}',
            )
            for port, answer in zip((paper.room.port, paper.behind), stood, strict=True)
        ]
        assert [answer.status for answer in again] == [304, 304]
        assert again[0].compared == again[1].compared
        assert ask(paper.behind, address, Accept_Encoding=encoding, If_None_Match="*").status == 304
        tags[stood[1].body] = stood[1].headers["etag"]
    assert len(set(tags.values())) == len(tags)


@pytest.mark.parametrize("name", BY_NGINX)
def test_a_part_a_date_and_a_query_make_no_difference(paper: Paper, name: str) -> None:
    address = paper.addresses[name]
    whole = ask(paper.behind, address)
    for odd in (
        ask(paper.behind, address, Range="bytes=0-9"),
        ask(paper.behind, address, If_Modified_Since="Fri, 01 Jan 2100 00:00:00 GMT"),
        ask(paper.behind, address + "?utm_source=//../x", Cookie="sessionid=abc"),
    ):
        assert odd.compared == whole.compared


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "BREW"])
@pytest.mark.parametrize(
    "name", ["own story", "licensed story", "own picture", "strip", "withdrawn", "health"]
)
def test_what_is_sent_is_refused_alike(paper: Paper, name: str, method: str) -> None:
    address = paper.addresses[name]
    wanted = ask(paper.room.port, address, method, b"a=1")
    given = ask(paper.behind, address, method, b"a=1")
    assert given.compared == wanted.compared
    assert given.status == (410 if name == "withdrawn" else 405)
    assert name == "withdrawn" or given.headers["allow"].split(", ") == ["GET", "HEAD"]


@pytest.mark.parametrize(
    "target",
    [
        "//", f"/{OWN}", f"{OWN}../", f"{OWN}%2e%2e/", f"{OWN}./", f"{OWN[:-1]}%2f",
        f"{OWN}%5c", f"{OWN}\\", f"{OWN}%0a", "/.well-known/../", "/.well-known/", "/.hidden/",
        "/licensed/", "/" + "a" * 900 + "/", "/" + "a/" * 450, "/%ff%fe/", "/economy//", "/;/",
        "/-/503/index.html", "/ko/-/503/index.html", "/live/", "/live/../live/strip.json", "/live/strip.json.gz",
        "/pictures/", "/static/", "/feeds/none.rss", "/press.sock",
    ],
)  # fmt: skip
def test_odd_addresses_are_answered_alike(paper: Paper, target: str) -> None:
    assert ask(paper.behind, target).compared == ask(paper.room.port, target).compared


def test_what_cannot_be_an_address_is_refused_by_both(paper: Paper) -> None:
    """Each in its own words: nginx hands on no address that leads out of its root."""
    out = (
        "/../withdrawn.jsonl",
        "/%2e%2e/withdrawn.jsonl",
        "/%2e%2e%2flicensed/",
        f"{OWN}../../../../secret-key",
    )
    for target in (*out, OWN.replace("/", "%2F"), "/%00", f"{OWN}%00", "/" + "a" * 100_000):
        for port in (paper.room.port, paper.behind):
            assert ask(port, target).status in (400, 404, 414), target


def test_a_sidecar_that_is_gone_takes_its_page_with_it_at_once(paper: Paper) -> None:
    """A press that dies between the two steps of a withdrawal has withdrawn: nginx looks for the sidecar too."""
    address = "/economy/quay-4/"
    file = paper.room.home / "press" / "open" / "economy" / "quay-4" / "index.html"
    assert ask(paper.behind, address).status == 200
    file.with_name("index.html.meta").rename(file.with_name("index.html.gone"))
    for port in (paper.room.port, paper.behind):
        assert (ask(port, address).status, file.exists()) == (410, True)


def test_nothing_that_lies_beside_a_page_is_given_out(paper: Paper) -> None:
    press = paper.room.home / "press"
    for file in (press / "open").rglob("*"):
        if file.is_file() and file.suffix in (".meta", ".gone", ".gz", ".br"):
            address = "/" + file.relative_to(press / "open").as_posix()
            answer = ask(paper.behind, re.sub(r"[^\x21-\x7e]", "x", address))
            assert answer.status == 404, address


def test_our_own_pages_stand_while_newsroom_and_server_are_down(paper: Paper) -> None:
    stood = {name: ask(paper.behind, paper.addresses[name], Accept_Encoding="gzip") for name in BY_NGINX}
    page = ask(paper.behind, "/-/503/")
    paper.room.stop()
    try:
        for name, before in stood.items():
            assert (
                ask(paper.behind, paper.addresses[name], Accept_Encoding="gzip").compared == before.compared
            ), name
        for name in (
            "licensed story",
            "licensed picture",
            "withdrawn",
            "taken back",
            "bound to a territory",
            "licence ended",
            "never printed",
            "desk",
            "sign-in",
        ):
            away = ask(paper.behind, paper.addresses[name])
            assert (away.status, away.headers["retry-after"], away.headers["cache-control"]) == (
                503,
                "30",
                "no-store",
            )
            assert away.body == page.body, name
        assert ask(paper.behind, "/ko/no/such/page/").body != page.body, "Korean readers are told in Korean"
        sent = ask(paper.behind, "/-/comments/1", "POST", b"text=x")
        assert (sent.status, sent.body) == (503, page.body)
        assert ask(paper.behind, "/-/503/index.html").status == 503
    finally:
        paper.room.start_server_alone()


def test_it_counts_the_pages_that_it_answers_and_nothing_of_who_read(paper: Paper) -> None:
    port = free_port()
    site = paper.room.done(
        "press", "nginx", "--host", "127.0.0.1", "--port", str(port), "--upstream", f"127.0.0.1:{paper.room.port}",
        "--server-name", "127.0.0.1", "--count", "1",
    )  # fmt: skip
    names = ("own story", "own story in Hangul", "licensed story", "withdrawn", "own feed", "own picture")
    file = paper.room.home / "press" / "readings" / "nginx.jsonl"
    with proxies.nginx(port, site):
        for name in names:
            ask(port, paper.addresses[name] + "?from=a&reader=b")
        ask(port, OWN, If_None_Match=ask(port, OWN).headers["etag"])
        paper.room.until(lambda: len(file.read_bytes().splitlines()) >= 4, "nginx to write its counts")
    lines = file.read_bytes().splitlines()
    counts = [parse_counts(line).counts for line in lines]
    assert counts == [{OWN: 1}, {paper.addresses["own story in Hangul"]: 1}, {OWN: 1}, {OWN: 1}]
    assert not any(b"reader" in line or b"127.0.0.1" in line for line in lines)


def test_it_speaks_tls_with_the_certificate_it_is_given(paper: Paper, tmp_path: Path) -> None:
    authority = trustme.CA()
    leaf = authority.issue_cert("127.0.0.1")
    leaf.private_key_pem.write_to_path(tmp_path / "a key.pem")
    leaf.cert_chain_pems[0].write_to_path(tmp_path / "a certificate.pem")
    port = free_port()
    site = paper.room.done(
        "press", "nginx", "--host", "127.0.0.1", "--port", str(port), "--upstream", f"127.0.0.1:{paper.room.port}",
        "--tls", str(tmp_path / "a certificate.pem"), str(tmp_path / "a key.pem"),
    )  # fmt: skip
    context = ssl.create_default_context()
    authority.configure_trust(context)
    with proxies.nginx(port, site):
        for name in ("own story", "licensed story"):
            connection = HTTPSConnection("127.0.0.1", port, timeout=30, context=context)
            connection.request("GET", paper.addresses[name], headers={"Accept-Encoding": "br"})
            reply = connection.getresponse()
            assert (reply.status, reply.headers["X-Content-Type-Options"]) == (200, "nosniff")
            # Not asked for brotli, this nginx sends none of its own.
            assert reply.headers["Content-Encoding"] == (None if name == "own story" else "br")
            reply.read()
            connection.close()


def test_on_port_443_it_leads_port_80_there(paper: Paper) -> None:
    options = (
        "press",
        "nginx",
        "--tls",
        "/a.pem",
        "/a.key",
        "--server-name",
        "a.example",
        "--server-name",
        "b.example",
    )
    site = paper.room.done(*options, "--upstream", "node1:8000", "--upstream", "node2:8000")
    assert "return 301 https://$host$request_uri;" in site
    for line in ("listen 443 ssl http2;", "listen [::]:443 ssl http2;", "listen 80;",
                 "server_name a.example b.example;", "server node1:8000 max_fails=2 fail_timeout=2s;"):  # fmt: skip
        assert line in site, line
    assert "# brotli_static on;" in site

"""The guarded fetcher against real servers on loopback, plain and with TLS."""

import gzip
import http.server
import socket
import ssl
import time
from collections.abc import Iterator

import pytest
import trustme
from tests.servers import Server, leads, says, serving

from dateline.house.errors import NotAllowed, NotFetched
from dateline.house.fetching import fetcher
from dateline.house.fetching.fetcher import Wanted, fetch
from dateline.house.fetching.guard import Guard


@pytest.fixture
def web() -> Iterator[Server]:
    yield from serving()


def test_an_answer_comes_with_our_name_and_the_paper_s_address(web: Server) -> None:
    web.replies["/feed?a=1"] = says(b"<rss/>", etag='"one"')
    answer = fetch(Wanted(web.url("feeds.example", "/feed?a=1")), web.guard("feeds.example"))
    assert (answer.status, answer.body, answer.headers["etag"]) == (200, b"<rss/>", '"one"')
    [(_, headers)] = web.asked
    assert headers["host"] == f"feeds.example:{web.port}"
    assert headers["user-agent"].startswith("Dateline (")
    assert "+http" in headers["user-agent"]


def test_a_redirect_into_the_network_is_not_followed(web: Server) -> None:
    for inside in (
        "http://127.0.0.1:{}/x",
        "http://2130706433:{}/x",
        "http://[::1]:{}/x",
        "http://inner.example:{}/x",
    ):
        web.replies["/feed"] = leads(inside.format(web.port))
        with pytest.raises(NotAllowed, match="private network"):
            fetch(Wanted(web.url("feeds.example", "/feed")), web.guard("feeds.example"))
    assert {path for path, _ in web.asked} == {"/feed"}


def test_without_the_guard_the_same_redirect_is_followed(web: Server) -> None:
    """The control: the test above can fail."""
    web.replies |= {"/feed": leads(f"http://127.0.0.1:{web.port}/x"), "/x": says(b"the router's own page")}

    class Open(Guard):
        def vetted(self, host: str, port: int) -> list[str]:
            return ["127.0.0.1"]

    assert fetch(Wanted(web.url("feeds.example", "/feed")), Open()).body == b"the router's own page"


def test_without_the_deadline_a_dripping_server_is_waited_for(
    web: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what drips is cut off by the deadline, and by nothing else."""

    def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-Long: ")
        for _ in range(20):
            time.sleep(0.05)
            handler.wfile.write(b"X")
            handler.wfile.flush()
        handler.wfile.write(b"\r\n\r\ndone")

    web.replies["/feed"] = drip
    monkeypatch.setattr("dateline.house.fetching.guard.Deadline.cut", lambda self: None)
    monkeypatch.setattr("dateline.house.fetching.guard.Deadline.left", lambda self: 5.0)
    answer = fetch(Wanted(web.url("feeds.example", "/feed"), seconds=0.2), web.guard("feeds.example"))
    assert answer.body == b"done"


def test_a_redirect_elsewhere_takes_no_secret_along(web: Server) -> None:
    web.replies["/feed"] = leads("/moved")
    web.replies["/moved"] = leads(web.url("cdn.example", "/body"))
    web.replies["/body"] = says(b"{}")
    wanted = Wanted(web.url("feeds.example", "/feed"), secret={"Authorization": "Bearer s3cret"})
    assert fetch(wanted, web.guard("feeds.example", "cdn.example")).body == b"{}"
    sent = {path: headers.get("authorization") for path, headers in web.asked}
    assert sent == {"/feed": "Bearer s3cret", "/moved": "Bearer s3cret", "/body": None}


def test_redirects_end(web: Server) -> None:
    web.replies["/feed"] = leads("/feed")
    with pytest.raises(NotFetched, match="on and on"):
        fetch(Wanted(web.url("feeds.example", "/feed")), web.guard("feeds.example"))
    assert len(web.asked) == fetcher.REDIRECTS + 1


@pytest.mark.parametrize(
    "where", ["file:///etc/passwd", "ftp://feeds.example/", "http://feeds.example:25/", "http://"]
)
def test_a_redirect_to_what_is_no_page_is_not_followed(web: Server, where: str) -> None:
    web.replies["/feed"] = leads(where)
    with pytest.raises(NotAllowed):
        fetch(Wanted(web.url("feeds.example", "/feed")), web.guard("feeds.example"))


def test_a_name_that_changes_its_mind_is_asked_where_it_was_vetted(web: Server) -> None:
    """DNS that answers a public address first and a private one then gains nothing: it is asked once."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    called: list[str] = []

    def call(address: str, port: int, seconds: float) -> socket.socket:
        called.append(address)
        raise OSError("nobody there")

    with pytest.raises(NotFetched, match="does not answer"):
        fetch(Wanted("http://rebind.example/"), Guard(resolve=lambda host, port: next(answers), call=call))
    assert called == ["93.184.215.14"]
    assert list(answers) == [["127.0.0.1"]]
    assert not web.asked


def test_too_much_is_not_read(web: Server) -> None:
    web.replies["/stated"] = says(b"x" * 2_000)
    web.replies["/bomb"] = says(gzip.compress(b"\0" * 50_000_000), content_encoding="gzip")

    def endless(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(1_000):
            handler.wfile.write(b"x" * 1_000)

    web.replies["/endless"] = endless
    for path, most in (("/stated", 1_000), ("/bomb", 1_000_000), ("/endless", 100_000)):
        with pytest.raises(NotFetched, match="sent more than"):
            fetch(Wanted(web.url("feeds.example", path), most_bytes=most), web.guard("feeds.example"))


def test_a_packed_answer_is_unpacked(web: Server) -> None:
    web.replies["/feed"] = says(gzip.compress(b"<rss/>"), content_encoding="gzip")
    assert fetch(Wanted(web.url("feeds.example", "/feed")), web.guard("feeds.example")).body == b"<rss/>"


def test_a_body_cut_short_is_no_answer(web: Server) -> None:
    web.replies["/feed"] = says(b"<rss>", content_length="500")
    with pytest.raises(NotFetched):
        fetch(Wanted(web.url("feeds.example", "/feed")), web.guard("feeds.example"))


def test_another_type_is_refused(web: Server) -> None:
    web.replies["/picture"] = says(b"<script>", content_type="text/html; charset=utf-8")
    with pytest.raises(NotFetched, match="text/html"):
        fetch(Wanted(web.url("feeds.example", "/picture"), types=("image/",)), web.guard("feeds.example"))


@pytest.mark.parametrize("drips", ["headers", "body", "silence"])
def test_a_server_that_drips_is_cut_off(web: Server, drips: str) -> None:
    def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
        if drips == "body":
            handler.send_response(200)
            handler.end_headers()
        if drips == "headers":
            handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-Long: ")
        for _ in range(200):
            time.sleep(0.05)
            if drips != "silence":
                handler.wfile.write(b"X")
                handler.wfile.flush()

    web.replies["/feed"] = drip
    began = time.monotonic()
    with pytest.raises(NotFetched, match="too long"):
        fetch(Wanted(web.url("feeds.example", "/feed"), seconds=0.4), web.guard("feeds.example"))
    assert time.monotonic() - began < 2


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def encrypted(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server with a certificate for feeds.example alone, by an authority that we trust here."""
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("feeds.example").configure_cert(own)
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    monkeypatch.setattr(fetcher, "trusted", lambda: trusted)
    yield from serving(own)


def test_the_certificate_is_the_host_s_though_its_address_is_called(encrypted: Server) -> None:
    encrypted.replies["/feed"] = says(b"<rss/>")
    url = encrypted.url("feeds.example", "/feed", "https")
    assert fetch(Wanted(url), encrypted.guard("feeds.example")).body == b"<rss/>"


def test_a_certificate_for_another_host_is_refused(encrypted: Server) -> None:
    with pytest.raises(NotFetched, match=r"(?i)certificate|hostname"):
        fetch(Wanted(encrypted.url("other.example", "/feed", "https")), encrypted.guard("other.example"))
    assert not encrypted.asked


def test_an_authority_that_nobody_knows_is_refused(
    encrypted: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetcher, "trusted", ssl.create_default_context)
    with pytest.raises(NotFetched, match=r"(?i)certificate"):
        fetch(Wanted(encrypted.url("feeds.example", "/feed", "https")), encrypted.guard("feeds.example"))


def test_https_does_not_lead_to_http(encrypted: Server) -> None:
    encrypted.replies["/feed"] = leads(encrypted.url("feeds.example", "/feed", "http"))
    with pytest.raises(NotAllowed, match="https to http"):
        fetch(Wanted(encrypted.url("feeds.example", "/feed", "https")), encrypted.guard("feeds.example"))


def test_a_dripping_server_is_cut_off_behind_tls_too(encrypted: Server) -> None:
    encrypted.replies["/feed"] = lambda handler: time.sleep(5)
    began = time.monotonic()
    with pytest.raises(NotFetched, match="too long"):
        fetch(
            Wanted(encrypted.url("feeds.example", "/feed", "https"), seconds=0.5),
            encrypted.guard("feeds.example"),
        )
    assert time.monotonic() - began < 2

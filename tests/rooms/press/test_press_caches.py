"""Caches in front are told to forget, and confirm a page once it is seen through them."""

import http.server
import json
import shutil
import ssl
import threading
import wsgiref.simple_server
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any

import boto3
import pytest
import trustme
import urllib3
from bench import proxies
from moto.server import ThreadedMotoServer
from tests.paths.newsroom import free_port
from tests.rooms.press.making import WORDS, Pages, sheet

from dateline.house import paper
from dateline.house.printing import FOR_EVER, NOSNIFF, Sheet
from dateline.press import configurations, files
from dateline.press.errors import NotReached
from dateline.press.followers.cache import Cache
from dateline.press.rules import CacheAt, CacheKind
from dateline.press.serving import Front

needs_varnish = pytest.mark.skipif(shutil.which("varnishd") is None, reason="varnish is not installed")
ORIGIN, VARNISH, DEAF = free_port(), free_port(), free_port()


class Server(ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True


class Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


def newsroom(environ, start_response):
    ok = environ["PATH_INFO"] == "/-/health"
    start_response(
        "200 OK" if ok else "404 Not Found", [("Content-Length", "0"), ("Cache-Control", "no-store")]
    )
    return []


@pytest.fixture(scope="module")
def listening() -> Iterator[dict[str, Any]]:
    """A server that answers throughout, since Varnish looks after it; `front` is what it serves just now."""
    serves: dict[str, Any] = {"front": newsroom}

    def application(environ, start_response):
        return serves["front"](environ, start_response)

    with wsgiref.simple_server.make_server("127.0.0.1", ORIGIN, application, Server, Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield serves
        server.shutdown()
        thread.join()


@pytest.fixture
def origin(pages: Pages, home: Path, listening: dict[str, Any]) -> Iterator[list[str]]:
    """The real front of the built-in server over this test's own press; what it was asked for."""
    asked: list[str] = []
    front = Front(newsroom)

    def heard(environ, start_response):
        if environ["PATH_INFO"] != "/-/health":
            asked.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        return front(environ, start_response)

    paper.keep(paper.Paper(url=f"http://127.0.0.1:{ORIGIN}"))
    listening["front"] = heard
    yield asked
    listening["front"] = newsroom


@pytest.fixture(scope="module")
def varnishes(listening: dict[str, Any]) -> Iterator[None]:
    """One that we may purge, and one that heeds nobody here."""
    upstreams = [f"127.0.0.1:{ORIGIN}"]
    with (
        proxies.varnish(VARNISH, configurations.varnish(upstreams=upstreams, purgers=["127.0.0.1"])),
        proxies.varnish(DEAF, configurations.varnish(upstreams=upstreams, purgers=["192.0.2.1"])),
    ):
        yield


def cache(port: int = VARNISH, *, purges_all: bool = True) -> Cache:
    return Cache(CacheAt("varnish", CacheKind.HTTP, f"http://127.0.0.1:{port}", "", "", purges_all))


def seen(path: str, port: int = VARNISH) -> tuple[int, bytes]:
    """What a reader gets through it."""
    answer = urllib3.request(
        "GET", f"http://127.0.0.1:{port}{path}", headers={"Host": "a.reader.example"}, retries=False
    )
    return answer.status, answer.data


@needs_varnish
@pytest.mark.usefixtures("varnishes")
def test_what_is_withdrawn_is_forgotten_at_once(origin: list[str]) -> None:
    files.place(sheet("/withdrawn/항구/"), 1)
    path = "/withdrawn/%ED%95%AD%EA%B5%AC/"
    assert seen(path)[0] == 200
    files.withdraw("/withdrawn/항구/", 2)
    assert seen(path)[0] == 200, "kept: else this test says nothing"
    assert cache().bring(["/withdrawn/항구/"]) == {"/withdrawn/항구/": "withdrawn"}
    assert seen(path)[0] == 410


@needs_varnish
@pytest.mark.usefixtures("varnishes")
def test_a_new_print_is_shown_at_once(origin: list[str]) -> None:
    files.place(sheet("/printed/", WORDS + "one"), 1)
    assert seen("/printed/") == (200, (WORDS + "one").encode())
    files.place(sheet("/printed/", WORDS + "two"), 2)
    assert cache().bring(["/printed/"]) == {"/printed/": "printed"}
    assert seen("/printed/") == (200, (WORDS + "two").encode())


@needs_varnish
@pytest.mark.usefixtures("varnishes")
def test_what_a_cache_does_not_show_yet_is_not_confirmed(origin: list[str]) -> None:
    """Told of takedowns alone, it shows a new print when its copy is old enough, and is asked again until then."""
    own = cache(purges_all=False)
    files.place(sheet("/later/", WORDS + "one"), 1)
    seen("/later/")
    files.place(sheet("/later/", WORDS + "two"), 2)
    assert own.bring(["/later/"]) == {}
    cache().bring(["/later/"])
    assert own.bring(["/later/"]) == {"/later/": "printed"}


@needs_varnish
@pytest.mark.usefixtures("varnishes")
def test_a_cache_that_will_not_forget_confirms_nothing_and_says_why(origin: list[str]) -> None:
    files.place(sheet("/deaf/"), 1)
    seen("/deaf/", DEAF)
    files.withdraw("/deaf/", 2)
    with pytest.raises(NotReached, match="405"):
        cache(DEAF).bring(["/deaf/"])


def test_a_cache_that_is_away_says_so(origin: list[str]) -> None:
    files.place(sheet("/a/"), 1)
    with pytest.raises(NotReached, match="does not answer"):
        cache(free_port()).bring(["/a/"])


@needs_varnish
@pytest.mark.usefixtures("varnishes")
def test_what_is_licensed_is_seen_to_be_kept_out_and_what_names_its_bytes_is_not_asked_for(
    origin: list[str],
) -> None:
    files.place(sheet("/licensed/", licensed=True), 1)
    picture = Sheet("/pictures/ab/1.jpeg", b"\xff\xd8", "image/jpeg", (("Cache-Control", FOR_EVER), NOSNIFF))
    files.place(picture, 1)
    assert cache().bring(["/licensed/", picture.path, "/nowhere/"]) == {
        "/licensed/": "kept out", picture.path: "printed", "/nowhere/": "missing",
    }  # fmt: skip
    assert not [line for line in origin if picture.path in line]


@contextmanager
def cloudflare(
    monkeypatch: pytest.MonkeyPatch, folder: Path, answer: dict[str, Any]
) -> Iterator[list[tuple[str, Any]]]:
    """A stand-in for its interface: the real client speaks TLS with it by its real name. Yields what it was told."""
    told: list[tuple[str, Any]] = []

    class Interface(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.append((f"{self.path} {self.headers['Authorization']}", body))
            content = json.dumps(answer).encode()
            self.send_response(200 if answer["success"] else 403)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            pass

    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(folder / "authority.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("api.cloudflare.com").configure_cert(context)
    with http.server.HTTPServer(("127.0.0.1", 0), Interface) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        connect, port = urllib3.util.connection.create_connection, server.server_address[1]

        def redirected(address: tuple[str, int], *args: Any, **kwargs: Any) -> Any:
            return connect(
                ("127.0.0.1", port) if address[0] == "api.cloudflare.com" else address, *args, **kwargs
            )

        monkeypatch.setattr(urllib3.util.connection, "create_connection", redirected)
        yield told
        server.shutdown()


def test_cloudflare_is_told_by_address_and_believed_when_readers_see_it(
    origin: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    files.place(sheet("/a/"), 1)
    files.withdraw("/b/", 1)
    own = Cache(CacheAt("cdn", CacheKind.CLOUDFLARE, "zone1", "", "a token", True))
    with cloudflare(monkeypatch, tmp_path, {"success": True, "errors": []}) as told:
        assert own.bring(["/a/", "/b/"]) == {"/a/": "printed", "/b/": "withdrawn"}
    ((where, what),) = told
    assert where == "/client/v4/zones/zone1/purge_cache Bearer a token"
    assert what == {"files": [f"http://127.0.0.1:{ORIGIN}/a/", f"http://127.0.0.1:{ORIGIN}/b/"]}
    assert sorted(origin) == ["GET /a/", "GET /b/"]


def test_what_cloudflare_refuses_is_not_confirmed(
    origin: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    files.withdraw("/b/", 1)
    own = Cache(CacheAt("cdn", CacheKind.CLOUDFLARE, "zone1", "", "a token", True))
    refusal = {"success": False, "errors": [{"message": "Authentication error"}]}
    with cloudflare(monkeypatch, tmp_path, refusal), pytest.raises(NotReached, match="Authentication error"):
        own.bring(["/b/"])


def test_cloudfront_is_told_of_what_is_taken_down_and_of_nothing_else(
    origin: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = ThreadedMotoServer("127.0.0.1", free_port(), verbose=False)
    server.start()
    try:
        monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDFRONT", f"http://127.0.0.1:{server._port}")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        client = boto3.client("cloudfront", aws_access_key_id="key", aws_secret_access_key="secret")
        target = {"Id": "paper", "DomainName": "paper.example", "CustomOriginConfig": {
            "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}}  # fmt: skip
        distribution = client.create_distribution(DistributionConfig={
            "CallerReference": "1", "Comment": "", "Enabled": True, "Origins": {"Quantity": 1, "Items": [target]},
            "DefaultCacheBehavior": {"TargetOriginId": "paper", "ViewerProtocolPolicy": "allow-all"},
        })["Distribution"]["Id"]  # fmt: skip
        files.place(sheet("/a/"), 1)
        files.withdraw("/항구/", 1)
        own = Cache(CacheAt("cdn", CacheKind.CLOUDFRONT, distribution, "key", "secret", False))
        assert own.bring(["/a/", "/항구/"]) == {"/a/": "printed", "/항구/": "withdrawn"}
        listed = client.list_invalidations(DistributionId=distribution)["InvalidationList"]["Items"]
        (told,) = [client.get_invalidation(DistributionId=distribution, Id=each["Id"]) for each in listed]
        assert told["Invalidation"]["InvalidationBatch"]["Paths"]["Items"] == ["/%ED%95%AD%EA%B5%AC/"]
    finally:
        server.stop()


def test_a_purge_is_not_paid_for_again_while_the_cache_is_still_at_it(
    origin: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """CloudFront needs minutes: the page is looked for now and then, and not purged each time."""
    purged: list[list[str]] = []

    class Backend:
        def purge_batch(self, urls: list[str]) -> None:
            purged.append(urls)

    own = Cache(CacheAt("cdn", CacheKind.CLOUDFRONT, "D1", "", "", True))
    own.__dict__["_backend"] = Backend()
    moment = 1000.0
    monkeypatch.setattr("dateline.press.followers.cache.time.monotonic", lambda: moment)
    files.withdraw("/b/", 1)
    monkeypatch.setattr("dateline.press.followers.cache.shows", lambda *_: False)
    for after in (0.0, 0.5, 2.1, 60.0, 300.0):
        moment = 1000.0 + after
        assert own.bring(["/b/"]) == {}
    assert len(purged) == 2
    assert origin == ["GET /b/"] * 4

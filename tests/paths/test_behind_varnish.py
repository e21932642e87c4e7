"""Varnish keeps what is all our own, a little longer while nobody answers, and never anything else."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from bench import proxies

from tests.paths.asking import Answer, ask
from tests.paths.furnishing import OWN, addresses_of, furnished
from tests.paths.newsroom import Newsroom, free_port

pytestmark = [
    pytest.mark.any_database,
    pytest.mark.server,
    pytest.mark.skipif(shutil.which("varnishd") is None, reason="varnish is not installed"),
]
KEPT = (
    "own story", "own story in Hangul", "topic", "own picture", "logo", "own feed", "sitemap", "robots", "style sheet",
    "the desk's own file",
)  # fmt: skip
NEVER_KEPT = (
    "front with licensed cards", "licensed story", "licensed picture", "feed with licensed items", "strip", "withdrawn",
    "moved", "by law", "licence ended", "never printed", "health", "desk", "sign-in", "search", "sidecar",
)  # fmt: skip


@dataclass
class Paper:
    """A newsroom behind Varnish."""

    room: Newsroom
    port: int
    work: Path
    addresses: dict[str, str]

    def counted(self, counter: str) -> int:
        """How often, by Varnish's own counting."""
        said = subprocess.run(
            ["varnishstat", "-n", str(self.work), "-j"], capture_output=True, check=True, timeout=30
        ).stdout
        return int(json.loads(said)["counters"][f"MAIN.{counter}"]["value"])

    def hits_of(self, *addresses: str) -> int:
        """How many hits there are while these are asked for; a thread tells what it counted a little later."""
        before = self.counted("client_req"), self.counted("cache_hit")
        for address in addresses:
            ask(self.port, address)
        self.room.until(lambda: self.counted("client_req") >= before[0] + len(addresses), "all to be counted")
        return self.counted("cache_hit") - before[1]

    def withdraw_file(self, address: str) -> None:
        """What the press does first when it takes a page down."""
        meta = self.room.home / "press" / "open" / address.strip("/") / "index.html.meta"
        meta.rename(meta.with_name("index.html.gone"))


def comparable(answer: Answer) -> tuple[int, dict[str, str], bytes]:
    """Without an age; and a page that Varnish unpacks for a reader says its length by ending."""
    status, headers, body = answer.without_secrets
    return status, {k: v for k, v in headers.items() if k not in ("age", "content-length")}, body


def configured(room: Newsroom, *options: str) -> str:
    return room.done("press", "varnish", "--upstream", f"127.0.0.1:{room.port}", *options)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    room = furnished(tmp_path_factory.mktemp("varnish"))
    port = free_port()
    vcl = configured(room)
    room.start_server_alone()
    try:
        with proxies.varnish(port, vcl) as work:
            yield Paper(room, port, work, addresses_of(room))
    finally:
        room.stop()


@pytest.mark.parametrize("name", [*KEPT, *NEVER_KEPT])
@pytest.mark.parametrize("encoding", ["", "gzip", "br, gzip"])
def test_readers_get_the_same_as_from_the_built_in_server(paper: Paper, name: str, encoding: str) -> None:
    """Varnish keeps gzip, and undoes it for whoever takes none."""
    address = paper.addresses[name]
    wanted = ask(paper.room.port, address, Accept_Encoding=encoding.removeprefix("br, "))
    for _ in range(2):
        given = ask(paper.port, address, Accept_Encoding=encoding)
        assert comparable(given) == comparable(wanted)


@pytest.mark.parametrize("name", KEPT)
def test_what_is_our_own_is_kept_whoever_asks(paper: Paper, name: str) -> None:
    address = paper.addresses[name]
    first = ask(paper.port, address)
    before = paper.counted("cache_hit")
    asked = {
        "Cookie": "sessionid=abc",
        "Authorization": "Basic YTpi",
        "Range": "bytes=0-9",
        "Cache-Control": "no-cache",
    }
    again = ask(paper.port, f"{address}?utm_source=x", **asked)
    assert (again.status, again.body) == (200, first.body)
    assert ask(paper.port, address, "HEAD").status == 200
    assert ask(paper.port, address, If_None_Match=first.headers["etag"]).status == 304
    paper.room.until(lambda: paper.counted("cache_hit") >= before + 3, "three hits to be counted")


@pytest.mark.parametrize("name", NEVER_KEPT)
def test_what_is_not_wholly_our_own_is_asked_for_each_time(paper: Paper, name: str) -> None:
    address = paper.addresses[name]
    assert paper.hits_of(address, address, address) == 0


def test_an_address_written_otherwise_is_not_kept_where_no_purge_would_find_it(paper: Paper) -> None:
    odd = ("/%65conomy/the-harbour-counts-its-boats/", OWN[:-1] + "%2f", f"/{OWN}", "/ko/economy/%ed%95%ad/")
    assert paper.hits_of(*odd, *odd) == 0
    assert paper.hits_of(OWN, OWN, OWN) >= 2


def test_a_purge_has_a_page_forgotten_at_once(paper: Paper) -> None:
    address = "/economy/quay-3/"
    assert ask(paper.port, address).status == 200
    paper.withdraw_file(address)
    assert ask(paper.room.port, address).status == 410
    assert ask(paper.port, address).status == 200, "kept for its five seconds: else this test says nothing"
    purged = ask(paper.port, address, "PURGE", Host="another.name.example")
    assert purged.status == 200
    assert ask(paper.port, address).status == 410


def test_nobody_else_purges_or_reads_what_is_measured(paper: Paper) -> None:
    port = free_port()
    with proxies.varnish(
        port, configured(paper.room, "--purge-from", "192.0.2.0/24", "--purge-from", "2001:db8::1")
    ):
        assert ask(port, OWN).status == 200
        assert ask(port, OWN, "PURGE").status == 405
        assert ask(port, "/-/metrics").status == 403


def test_several_servers_behind_it_take_turns_and_one_that_is_down_is_left_out(paper: Paper) -> None:
    port = free_port()
    vcl = configured(paper.room, "--upstream", f"[::1]:{free_port()}")
    with proxies.varnish(port, vcl):
        page = ask(paper.room.port, OWN).body
        paper.room.until(lambda: ask(port, OWN).status == 200, "Varnish to know which one answers")
        answers = [ask(port, f"{OWN[:-1]}%2f") for _ in range(6)]
    assert [(answer.status, answer.body) for answer in answers] == [(200, page)] * 6


def test_what_is_sent_is_handed_on(paper: Paper) -> None:
    for address in (OWN, paper.addresses["withdrawn"], "/-/health"):
        given, wanted = (ask(port, address, "POST", b"a=1") for port in (paper.port, paper.room.port))
        assert comparable(given) == comparable(wanted)


def test_while_nobody_answers_our_own_stands_in_and_nothing_else(paper: Paper) -> None:
    gone = "/economy/quay-4/"
    names = (*KEPT, *NEVER_KEPT)
    stood = {name: ask(paper.port, paper.addresses[name], Accept_Encoding="gzip") for name in names}
    assert ask(paper.port, gone).status == 200
    time.sleep(5.2)  # what a page may be kept for: from here on it is stale
    for name in KEPT:
        if stood[name].headers["cache-control"].startswith("public, max-age=0"):
            ask(paper.port, paper.addresses[name])
    paper.withdraw_file(gone)
    assert ask(paper.port, gone).status == 410, "stale, and the server answers"
    paper.room.stop()
    try:
        for moment in ("at once", "once it is known to be down"):
            for name in names:
                answer = ask(paper.port, paper.addresses[name], Accept_Encoding="gzip")
                assert answer.status == (200 if name in KEPT else 503), (moment, name)
                if name in KEPT:
                    assert answer.body == stood[name].body
                else:
                    assert (answer.headers["retry-after"], answer.headers["cache-control"]) == (
                        "30",
                        "no-store",
                    )
            assert ask(paper.port, gone).status == 503, "what was withdrawn does not come back"
            time.sleep(5.2)
    finally:
        paper.room.start_server_alone()
    paper.room.until(lambda: ask(paper.port, gone).status == 410, "Varnish to find the server again")
    assert ask(paper.port, paper.addresses["licensed story"]).status == 200

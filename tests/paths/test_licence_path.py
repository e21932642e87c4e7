"""What a licence orders, and what it takes back, on the real command line with a real server."""

import csv
import io
import re
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from tests.paths.making import licence, ninjs, receive
from tests.paths.newsroom import Newsroom
from tests.paths.nodes import publishing

pytestmark = pytest.mark.server
SURFACES = ("/", "/economy/", "/feeds/all.rss", "/feeds/economy.rss")


def test_a_standing_order_publishes_by_itself(newsroom: Newsroom) -> None:
    created = datetime(2026, 11, 20, 3, 4, 5, tzinfo=UTC)
    receive(newsroom, ninjs("urn:order:1", "Cranes move again", created=created))
    address = "/economy/harbour/cranes-move-again/"
    page = newsroom.until(lambda: _whole(newsroom, address), "the story to be in print")
    moments = re.findall(r'<time[^>]*datetime="([^"]+)"', page)
    assert created in [datetime.fromisoformat(moment) for moment in moments]
    for surface in SURFACES:
        newsroom.until(lambda path=surface: address in newsroom.get(path).text, f"{surface} to carry it")


def test_an_embargoed_item_appears_by_itself_and_never_early(newsroom: Newsroom) -> None:
    lifts_at = datetime.now(UTC) + timedelta(seconds=25)
    said = receive(newsroom, ninjs("urn:embargo:1", "Rates stay put", embargoed=lifts_at.isoformat()))
    assert said.startswith("urn:embargo:1\tv1\tfiled")
    address = "/economy/harbour/rates-stay-put/"
    while True:
        answer = newsroom.get(address)
        answered_at = datetime.now(UTC)
        if answer.status == 200 or answered_at > lifts_at + timedelta(seconds=30):
            break
        assert answer.status == 404
        assert answer.headers["cache-control"] == "no-store"
        if answered_at < lifts_at - timedelta(seconds=1):
            assert address not in newsroom.get("/").text
            assert "Rates stay put" not in newsroom.get("/feeds/all.rss").text
        time.sleep(0.2)
    assert answer.status == 200
    assert answered_at >= lifts_at
    newsroom.until(lambda: address in newsroom.get("/").text, "the front to carry it")


def test_one_receipt_of_a_kill_lists_all_that_it_reached(newsroom: Newsroom) -> None:
    receive(newsroom, ninjs("urn:cascade:1", "Divers find an anchor"))
    address = "/economy/harbour/divers-find-an-anchor/"
    newsroom.until(lambda: newsroom.get(address).status == 200, "the story to be in print")
    ours = newsroom.done("stories", "rewrite", "urn:cascade:1", "--section", "economy").strip()
    with publishing(
        newsroom, ours.strip("/").rpartition("/")[2], "An anchor has come up, we are told."
    ) as writing:
        assert writing.wait() == 0
    newsroom.until(lambda: newsroom.get(ours).status == 200, "our own story to be in print")
    newsroom.until(lambda: ours in newsroom.get("/search/?q=anchor").text, "the search to find it")
    none = newsroom.run("press", "receipt", "--kill", "urn:cascade:1")
    assert (none.code, "was not recalled" in none.err) == (1, True)

    said = receive(newsroom, ninjs("urn:cascade:1", "Divers find an anchor", version=9, pubstatus="canceled"))
    assert said.startswith("urn:cascade:1\tv9\tkilled")
    whole = newsroom.until(lambda: _complete(newsroom, "urn:cascade:1"), "the receipt to be whole")
    lines = [line.split("\t") for line in whole.splitlines()]
    assert ["item", "out of print", address] in lines
    assert ["rewrite", "out of print", ours] in lines
    did = {(line[0], line[2]): line[1] for line in lines if len(line) == 4}
    assert {did["local", path] for path in (address, ours)} == {"withdrawn"}
    assert {("local", "/"), ("local", "/economy/"), ("local", "/feeds/all.rss")} <= set(did)
    for surface in ("search", "schedule", "workflow", "preview"):
        assert (did[surface, address], did[surface, ours]) == ("gone", "gone")
    assert [newsroom.get(path).status for path in (address, ours)] == [410, 410]
    for surface in SURFACES:
        assert "anchor" not in newsroom.get(surface).text
    seq = next(line[0].split()[1] for line in lines)
    assert newsroom.done("press", "receipt", seq).splitlines()[0] == lines[0][0]
    again = newsroom.run("stories", "rewrite", "urn:cascade:1", "--section", "economy")
    assert (again.code, "killed" in again.err) == (1, True)


def _complete(newsroom: Newsroom, guid: str) -> str:
    said = newsroom.run("press", "receipt", "--kill", guid)
    return said.out if said.code == 0 else ""


def test_narrower_terms_take_every_story_of_the_partner_down(newsroom: Newsroom) -> None:
    receive(newsroom, ninjs("urn:narrow:1", "Ferries wait for fog"), partner="delta")
    address = "/economy/delta/ferries-wait-for-fog/"
    newsroom.until(lambda: newsroom.get(address).status == 200, "the story to be in print")
    for surface in SURFACES:
        newsroom.until(lambda path=surface: address in newsroom.get(path).text, f"{surface} to carry it")
    narrower = newsroom.home.parent / "narrower.toml"
    narrower.write_text(licence("delta", "Delta Press", uses=("front", "related", "search", "feed")))
    newsroom.done("licences", "load", str(narrower))
    newsroom.until(lambda: newsroom.get(address).status == 410, "the story to be gone")
    for surface in SURFACES:
        newsroom.until(lambda path=surface: address not in newsroom.get(path).text, f"{surface} to drop it")
    assert "Ferries wait" not in newsroom.get(address).text


def test_a_month_is_stated_and_proved(newsroom: Newsroom) -> None:
    receive(newsroom, ninjs("urn:ledger:1", "Tugs change their 항구"))
    address = "/economy/harbour/tugs-change-their/"
    month = f"{datetime.now(ZoneInfo('Asia/Seoul')):%Y-%m}"
    rows = newsroom.until(lambda: _stated(newsroom, month, "urn:ledger:1"), "the statement to name the story")
    assert {row["channel"] for row in rows} >= {"page", "front"}
    assert {(row["headline"], row["counts_in_quota"], row["displayed_still"]) for row in rows} == {
        ("Tugs change their 항구", "yes", "yes")
    }
    newsroom.until(lambda: newsroom.get(rows[0]["address"]).status == 200, f"{address} to be in print")
    held, hash_ = newsroom.done("licences", "prove").strip().split("\t")
    number = held.split()[0]
    newsroom.done("stories", "withdraw", rows[0]["address"], "--reason", "a test")
    assert {row["displayed_still"] for row in _stated(newsroom, month, "urn:ledger:1")} == {"no"}
    assert newsroom.done("licences", "prove", "--entry", number, "--hash", hash_).split()[0] == str(
        int(number) + 1
    )
    pages = {}
    for turn in ("once", "again"):
        out = newsroom.home.parent / f"{turn}.pdf"
        newsroom.done(
            "licences", "statement", "harbour", "--month", month, "--format", "pdf", "--out", str(out)
        )
        pages[turn] = "\n".join(page.extract_text() for page in PdfReader(out).pages)
    for words in (
        "Statement of use",
        "Tugs change their",
        "urn:ledger:1",
        rows[0]["address"],
        "entries 1 to",
    ):
        assert words in pages["once"]


def _stated(newsroom: Newsroom, month: str, guid: str) -> list[dict[str, str]]:
    said = newsroom.done("licences", "statement", "harbour", "--month", month)
    return [row for row in csv.DictReader(io.StringIO(said.lstrip("\ufeff"))) if row["guid"] == guid]


def _whole(newsroom: Newsroom, address: str) -> str:
    page = newsroom.get(address)
    return page.text if page.status == 200 else ""

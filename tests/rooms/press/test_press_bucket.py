"""Our own pages lie in the bucket as a CDN can serve them; nothing licensed or withdrawn ever does."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pytest
from tests.makers import NOON
from tests.rooms.press.buckets import Server, serving
from tests.rooms.press.following import have
from tests.rooms.press.making import WORDS, Pages, sheet, tell

from dateline.house.home import press_open
from dateline.house.printing import OWN_CACHE
from dateline.press import actions, files, following, queries
from dateline.press.errors import NotReached
from dateline.press.followers.bucket import Bucket

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def bucket(server: Server) -> Bucket:
    """Empty."""
    client = server.client()
    for key in server.objects():
        client.delete_object(Bucket="paper", Key=key)
    return Bucket(server.at)


def test_a_page_lies_there_with_its_encodings_and_headers(home: Path, bucket: Bucket, server: Server) -> None:
    files.place(sheet("/economy/rates/"), 7)
    assert bucket.bring(["/economy/rates/"]) == {"/economy/rates/": "printed"}
    key = "economy/rates/index.html"
    assert server.objects() == {key, f"{key}.br", f"{key}.gz"}
    assert server.body(key) == WORDS.encode()
    assert gzip.decompress(server.body(f"{key}.gz")) == WORDS.encode()
    assert brotli.decompress(server.body(f"{key}.br")) == WORDS.encode()
    for suffix, encoding in (("", None), (".gz", "gzip"), (".br", "br")):
        about = server.head(key + suffix)
        assert about["ContentType"] == "text/html; charset=utf-8"
        assert about["CacheControl"] == OWN_CACHE
        assert about.get("ContentEncoding") == encoding
        assert about["Metadata"]["x-content-type-options"] == "nosniff"
        assert about["Metadata"]["version"] == "7"
    assert bucket.bring(["/economy/rates/"]) == {"/economy/rates/": "same"}


def test_what_is_withdrawn_has_no_object(home: Path, bucket: Bucket, server: Server) -> None:
    files.place(sheet("/a/"), 1)
    files.place(sheet("/b/"), 1)
    bucket.bring(["/a/", "/b/"])
    files.withdraw("/a/", 2)
    files.forget("/b/")
    assert bucket.bring(["/a/", "/b/"]) == {"/a/": "withdrawn", "/b/": "missing"}
    assert server.objects() == set()
    assert bucket.bring(["/a/"]) == {"/a/": "withdrawn"}


def test_nothing_licensed_ever_lies_there_and_what_becomes_licensed_is_taken_out(
    home: Path, bucket: Bucket, server: Server
) -> None:
    files.place(sheet("/a/"), 1)
    files.place(sheet("/b/", licensed=True), 1)
    bucket.bring(["/a/", "/b/"])
    assert server.objects() == {"a/index.html", "a/index.html.br", "a/index.html.gz"}
    files.place(sheet("/a/", WORDS + "and a card", ends_at=NOON), 2)
    assert bucket.bring(["/a/", "/b/"]) == {"/a/": "kept out", "/b/": "kept out"}
    assert server.objects() == set()


def test_an_older_print_replaces_no_newer_one(home: Path, bucket: Bucket, server: Server) -> None:
    files.place(sheet("/a/", "newer " * 100), 9)
    bucket.bring(["/a/"])
    files.forget("/a/")
    files.place(sheet("/a/", "older " * 100), 8)
    assert bucket.bring(["/a/"]) == {"/a/": "same"}
    assert server.body("a/index.html").startswith(b"newer")


@pytest.mark.parametrize("spoil", [Path.unlink, lambda file: file.write_bytes(b"half of")])
def test_an_encoding_that_is_lost_or_spoilt_here_lies_there_whole(
    home: Path, bucket: Bucket, server: Server, spoil: Callable[[Path], object]
) -> None:
    files.place(sheet("/a/"), 1)
    for suffix in (".br", ".gz"):
        spoil(press_open() / f"a/index.html{suffix}")
    assert bucket.bring(["/a/"]) == {"/a/": "printed"}
    assert brotli.decompress(server.body("a/index.html.br")) == WORDS.encode()
    assert gzip.decompress(server.body("a/index.html.gz")) == WORDS.encode()


def test_a_page_that_has_become_short_leaves_no_older_encoding_behind(
    home: Path, bucket: Bucket, server: Server
) -> None:
    files.place(sheet("/a/"), 1)
    bucket.bring(["/a/"])
    files.place(sheet("/a/", "<p>In brief."), 2)
    assert bucket.bring(["/a/"]) == {"/a/": "printed"}
    assert server.objects() == {"a/index.html"}
    files.place(sheet("/a/"), 3)
    bucket.bring(["/a/"])
    assert server.objects() == {"a/index.html", "a/index.html.br", "a/index.html.gz"}


def test_a_page_that_is_lost_here_is_printed_again_and_not_taken_out_there(
    pages: Pages, bucket: Bucket, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    have(monkeypatch, bucket)
    pages.texts = {"/a/": WORDS}
    tell(paths=pages.texts)
    actions.run()
    following.follow(bucket)
    tell(paths=pages.texts)
    actions.run()
    (press_open() / "a/index.html").unlink()
    following.follow(bucket)
    assert server.body("a/index.html") == WORDS.encode()
    assert (press_open() / "a/index.html").read_text() == WORDS


def test_a_notice_gets_a_receipt_from_the_bucket(
    pages: Pages, bucket: Bucket, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    have(monkeypatch, bucket)
    following.follow(bucket)
    pages.texts = {"/a/": WORDS, "/b/": WORDS}
    seq = tell(paths=pages.texts)
    actions.run()
    following.follow(bucket)
    assert "a/index.html" in server.objects()
    assert {line.did for line in queries.receipt(seq)[1] if line.press == "bucket"} == {"printed"}
    assert queries.unconfirmed(queries.receipt(seq)[0]) == []


def test_a_bucket_that_is_away_says_so_in_a_sentence(home: Path) -> None:
    with serving() as gone:
        bucket = Bucket(gone.at)
    files.place(sheet("/a/"), 1)
    with pytest.raises(NotReached, match="the bucket paper says"):
        bucket.bring(["/a/"])

"""What readers get from the disk alone: encodings, answers to caches, ends and withdrawals at their moment."""

import gzip
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import brotli
import pytest
from tests.makers import NOON
from tests.rooms.press.making import WORDS, Pages, sheet

from dateline.house import clock
from dateline.house.printing import Range
from dateline.press import files, serving
from dateline.press.serving import Front

HANDED_ON = "handed on"


class Answer:
    """One answer of the front, or what it hands on."""

    def __init__(self, front: Front, path: str, method: str, headers: dict[str, str]) -> None:
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path} | {
            f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()
        }
        self.body = b"".join(front(environ, self._start))

    def _start(self, status: str, headers: Iterable[tuple[str, str]]) -> None:
        self.status = status
        self.headers = dict(headers)


def newsroom(environ, start_response):
    start_response(HANDED_ON, [])
    return []


@pytest.fixture
def front(pages: Pages) -> Front:
    return Front(newsroom)


def ask(front: Front, path: str, method: str = "GET", **headers: str) -> Answer:
    return Answer(front, path, method, {name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", None), ("gzip", "gzip"), ("gzip, deflate, br", "br"), ("GZIP", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"),
        ("gzip;q=0", None), ("xbr, notgzip", None), ("*;q=0", None), ("zstd", None),
    ],
)  # fmt: skip
def test_each_reader_gets_an_encoding_that_they_take(
    front: Front, accepted: str, encoding: str | None
) -> None:
    files.place(sheet("/a/"), 1)
    answer = ask(front, "/a/", accept_encoding=accepted)
    assert answer.headers.get("Content-Encoding") == encoding
    undone = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}[encoding](answer.body)
    assert undone == WORDS.encode()
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_each_encoding_has_a_tag_of_its_own_and_answers_304_to_it(front: Front) -> None:
    files.place(sheet("/a/"), 1)
    tags = set()
    for accepted in ("", "gzip", "br"):
        tag = ask(front, "/a/", accept_encoding=accepted).headers["ETag"]
        again = ask(front, "/a/", accept_encoding=accepted, if_none_match=f'W/"x", {tag}')
        assert (again.status, again.body) == ("304 Not Modified", b"")
        assert again.headers["ETag"] == tag
        tags.add(tag)
    assert len(tags) == 3


def test_head_says_what_get_says_without_the_page(front: Front) -> None:
    files.place(sheet("/a/"), 1)
    whole, head = ask(front, "/a/"), ask(front, "/a/", "HEAD")
    assert (head.status, head.headers, head.body) == (whole.status, whole.headers, b"")


def test_a_new_print_is_served_at_the_next_request(front: Front) -> None:
    files.place(sheet("/a/", WORDS + "one"), 1)
    first = ask(front, "/a/")
    files.place(sheet("/a/", WORDS + "two"), 2)
    assert ask(front, "/a/", if_none_match=first.headers["ETag"]).body == (WORDS + "two").encode()


def test_a_page_that_is_asked_for_without_pause_is_looked_at_now_and_then(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = 100.0
    monkeypatch.setattr(serving.time, "monotonic", lambda: moment)
    front = Front(newsroom, look_again_seconds=0.005)

    def read(after: float) -> bytes:
        nonlocal moment
        moment += after
        return ask(front, "/a/").body

    def say(words: str, version: int) -> bytes:
        files.place(sheet("/a/", WORDS + words), version)
        return (WORDS + words).encode()

    one = say("one", 1)
    assert [read(0.002), read(0.002)] == [one, one]
    two = say("two", 2)
    assert read(0.002) == two  # seldom asked for: seen at once
    assert read(0.002) == two
    assert read(0.0001) == two  # without a pause: nobody looks for 5 ms
    three = say("three", 3)
    assert read(0.0001) == two
    assert read(0.0048) == two
    assert read(0.0002) == three


def test_a_withdrawn_page_is_gone_at_the_next_request(front: Front) -> None:
    files.place(sheet("/a/"), 1)
    kept = ask(front, "/a/").headers["ETag"]
    files.withdraw("/a/", 2)
    answer = ask(front, "/a/", if_none_match=kept)
    assert answer.status == "410 Gone"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_moved_page_says_where_it_is(front: Front) -> None:
    files.withdraw("/a/", 1, status=301, location="/b/")
    answer = ask(front, "/a/")
    assert (answer.status, answer.headers["Location"]) == ("301 Moved Permanently", "/b/")


def test_a_page_ends_at_its_very_moment(front: Front) -> None:
    ends_at = NOON + timedelta(hours=1)
    files.place(sheet("/a/", ends_at=ends_at), 1)
    with clock.frozen(ends_at - timedelta(microseconds=1)):
        assert ask(front, "/a/").status == "200 OK"
    with clock.frozen(ends_at):
        assert ask(front, "/a/").status == "410 Gone"


def test_a_licensed_part_is_left_out_from_its_very_moment_in_every_encoding(front: Front) -> None:
    ends_at = NOON + timedelta(hours=1)
    text = f"{WORDS}<b>licensed</b>{WORDS}"
    files.place(sheet("/a/", text, ranges=(Range(len(WORDS), len(text) - len(WORDS), ends_at),)), 1)
    with clock.frozen(ends_at - timedelta(microseconds=1)):
        before = ask(front, "/a/", accept_encoding="br")
        assert brotli.decompress(before.body) == text.encode()
    with clock.frozen(ends_at):
        for accepted, undo in (("", bytes), ("gzip", gzip.decompress), ("br", brotli.decompress)):
            answer = ask(front, "/a/", accept_encoding=accepted, if_none_match=before.headers["ETag"])
            assert undo(answer.body) == (WORDS * 2).encode()


def test_a_page_whose_encodings_were_lost_is_encoded_anew(front: Front, home: Path) -> None:
    files.place(sheet("/a/"), 1)
    for suffix in (".gz", ".br"):
        (home / "press" / "open" / "a" / f"index.html{suffix}").write_bytes(b"")
    assert gzip.decompress(ask(front, "/a/", accept_encoding="gzip").body) == WORDS.encode()
    assert brotli.decompress(ask(front, "/a/", accept_encoding="br").body) == WORDS.encode()


def test_a_page_and_sidecar_that_do_not_belong_together_are_never_served(front: Front, home: Path) -> None:
    files.place(sheet("/a/"), 1)
    (home / "press" / "open" / "a" / "index.html").write_bytes(WORDS[:100].encode())
    assert ask(front, "/a/").status == HANDED_ON


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_a_printed_page_can_only_be_read(front: Front, method: str) -> None:
    files.place(sheet("/a/"), 1)
    answer = ask(front, "/a/", method)
    assert (answer.status, answer.headers["Allow"]) == ("405 Method Not Allowed", "GET, HEAD")
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/nothing/", "/desk/", "/-/account/login/", "/-/comments/1", "/search/"])
def test_what_is_sent_to_an_address_of_the_newsroom_is_handed_on(front: Front, path: str) -> None:
    files.place(sheet(path), 1)
    files.forget("/nothing/")
    assert ask(front, path, "POST").status == HANDED_ON


def test_what_is_sent_to_a_withdrawn_page_is_told_that_it_is_gone(front: Front) -> None:
    files.withdraw("/a/", 1)
    assert ask(front, "/a/", "POST").status == "410 Gone"
    files.withdraw("/b/", 1, status=451)
    assert ask(front, "/b/").status == ask(front, "/b/", "POST").status == "451 Unavailable For Legal Reasons"


@pytest.mark.parametrize("asked", ["bytes=0-9", "bytes=-5", "bytes=99999-", "bytes=0-0,5-9", "pages=1"])
def test_a_range_gets_the_whole_page_which_says_so_beforehand(front: Front, asked: str) -> None:
    files.place(sheet("/a/"), 1)
    answer = ask(front, "/a/", range=asked, if_range=ask(front, "/a/").headers["ETag"])
    assert (answer.status, answer.body) == ("200 OK", WORDS.encode())
    assert answer.headers["Accept-Ranges"] == "none"


@pytest.mark.parametrize(
    ("asked", "is_unchanged"),
    [
        ("{tag}", True), ("W/{tag}", True), ("*", True), ('"x", {tag}', True), ('"x",W/{tag},"y"', True),
        ('"x"', False), ('"{bare}', False), ("{bare}", False), ('"{bare}-gzip"', False), ("", False),
    ],
)  # fmt: skip
def test_a_page_that_a_reader_has_is_not_sent_again(front: Front, asked: str, is_unchanged: bool) -> None:
    files.place(sheet("/a/"), 1)
    tag = ask(front, "/a/").headers["ETag"]
    answer = ask(front, "/a/", if_none_match=asked.format(tag=tag, bare=tag.strip('"')))
    assert answer.status == ("304 Not Modified" if is_unchanged else "200 OK")


def test_an_answer_of_304_says_what_the_page_says_but_for_its_content(front: Front) -> None:
    files.place(sheet("/a/"), 1)
    whole = ask(front, "/a/", accept_encoding="br").headers
    unchanged = ask(front, "/a/", accept_encoding="br", if_none_match="*").headers
    of_the_content = {"Content-Type", "Content-Encoding", "Content-Length"}
    assert unchanged == {name: value for name, value in whole.items() if name not in of_the_content}


def test_no_cookie_and_no_password_makes_a_difference(front: Front) -> None:
    files.place(sheet("/a/"), 1)
    plain = ask(front, "/a/")
    asked = ask(front, "/a/", cookie="sessionid=abc", authorization="Basic YTpi")
    assert (asked.status, asked.headers, asked.body) == (plain.status, plain.headers, plain.body)
    assert "Set-Cookie" not in plain.headers


@pytest.mark.parametrize(
    "path",
    [
        "/nothing/", "/../secret-key", "/a", "/a/index.html", "/a/index.html.meta", "/a/index.html.gz", "//a/",
        "/./a/", "/b/../a/", "/a/.", "/a\x00/", "/a/\x00", "/a\\", "/a/\n", "*", "", "a/", "/" + "a" * 900, "/%",
        "/" + "a/" * 450, "/\xff\xfe/", "/press/withdrawn.jsonl", "/.well-known/../a/", "/locks/00.lock",
    ],
)  # fmt: skip
def test_what_is_no_printed_address_is_handed_on(front: Front, home: Path, path: str) -> None:
    (home / "secret-key").write_text("secret")
    files.place(sheet("/a/"), 1)
    assert ask(front, path).status == HANDED_ON


def test_a_page_that_two_threads_find_at_once_is_counted_once(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With room for two pages both stay, however often one of them was found twice."""
    for path in ("/a/", "/b/"):
        files.place(sheet(path), 1)
    ask(front, "/a/")
    monkeypatch.setattr(serving, "KEPT_BYTES", 2 * front._kept + 100)
    found = serving.find

    def find_twice(path: str) -> serving.Entry | None:
        with monkeypatch.context() as once:
            once.setattr(serving, "find", found)
            ask(front, path)  # the other thread is done while this one still reads
        return found(path)

    for version in range(2, 6):
        files.place(sheet("/a/"), version)
        with monkeypatch.context() as slow:
            slow.setattr(serving, "find", find_twice)
            ask(front, "/a/")
    ask(front, "/b/")
    assert set(front._entries) == {"/a/", "/b/"}


def test_what_moved_to_an_address_in_hangul_leads_there_in_ascii(front: Front) -> None:
    files.withdraw("/ko/topics/a/", 1, status=301, location="/ko/topics/원/")
    assert ask(front, "/ko/topics/a/").headers["Location"] == "/ko/topics/%EC%9B%90/"


def test_readings_of_a_page_that_is_let_go_from_memory_are_counted(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "KEPT_BYTES", 3_000)  # room for one of them
    for path in ("/a/", "/b/"):
        files.place(sheet(path), 1)
    for _ in range(3):
        ask(front, "/a/")
    ask(front, "/b/")
    assert front._readings._counts["/a/"] == 3

"""Pages with borders: each reader gets what the licence lets theirs see, and no cache keeps it for another."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.makers import NOON
from tests.rooms.press.making import WORDS, Pages, sheet

from dateline.house import clock
from dateline.house.printing import ENDED, SAID_HERE, TAKEN_BACK, Range
from dateline.press import files
from dateline.press.serving import Front

SECRET = "<p>A line that is for Korea alone.</p>"


class Answer:
    """One answer to a reader in a country; "" where nobody knows."""

    def __init__(self, front: Front, path: str, country: str, method: str = "GET", **headers: str) -> None:
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "country": country} | headers
        self.body = b"".join(front(environ, self._start)).decode()

    def _start(self, status: str, headers: Iterable[tuple[str, str]]) -> None:
        self.status = int(status[:3])
        self.headers = dict(headers)


def nothing(environ, start_response):
    start_response("404 Not Found", [])
    return []


@pytest.fixture
def front(pages: Pages) -> Front:
    for word, said in ((TAKEN_BACK, f"<h1>Withdrawn</h1>{SAID_HERE}"), (ENDED, "<h1>Over</h1>")):
        files.place(replace(sheet(f"/-/{word}/", said), status=200), 1)
    files.place(replace(sheet("/-/451-outside/", "<h1>Not where you are</h1>"), status=451), 1)
    files.place(replace(sheet("/ko/-/451-outside/", "<h1>볼 수 없습니다</h1>"), status=451), 1)
    return Front(nothing, where=lambda environ: environ["country"])


def bound(path: str, territory: str = "KR") -> None:
    files.place(replace(sheet(path, WORDS + SECRET, licensed=True), territory=territory), 1)


def carded(path: str, *, ends_at=None) -> None:
    start = len(WORDS)
    place = Range(start, start + len(SECRET), ends_at, "KR")
    files.place(sheet(path, WORDS + SECRET + "<p>The end.", ranges=(place,)), 1)


@pytest.mark.parametrize(("country", "status"), [("KR", 200), ("US", 451), ("", 451), ("XX", 451)])
def test_a_bound_page_is_for_readers_within_alone(front: Front, country: str, status: int) -> None:
    bound("/a/")
    for method in ("GET", "HEAD"):
        answer = Answer(front, "/a/", country, method)
        assert answer.status == status
        assert (SECRET in answer.body) is (status == 200 and method == "GET")
    assert "public" not in answer.headers["Cache-Control"]


def test_everywhere_but_one_country_lets_in_nobody_of_whom_nobody_knows(front: Front) -> None:
    bound("/a/", "* !US")
    assert [Answer(front, "/a/", place).status for place in ("KR", "US", "")] == [200, 451, 451]


def test_those_alone_are_counted_who_could_read_it(front: Front, monkeypatch) -> None:
    bound("/a/")
    counted = []
    monkeypatch.setattr(front._readings, "count", lambda path, times=1: counted.append((path, times)))
    for place in ("KR", "US", "KR", "", "KR"):
        Answer(front, "/a/", place)
    files.withdraw("/a/", 2)
    Answer(front, "/a/", "KR")
    assert sum(times for _, times in counted) == 3


def test_who_is_kept_out_reads_why_in_the_papers_own_page_and_not_a_word_more(front: Front) -> None:
    bound("/a/")
    bound("/ko/a/")
    answer = Answer(front, "/a/", "US")
    assert answer.body == "<h1>Not where you are</h1>"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'rel="blocked-by"' in answer.headers["Link"]
    assert "볼 수 없습니다" in Answer(front, "/ko/a/", "US").body
    assert Answer(front, "/a/", "US", "POST").status == 451
    assert Answer(front, "/a/", "KR", "POST").status == 405


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_a_card_with_borders_is_left_out_elsewhere(front: Front, encoding: str) -> None:
    carded("/")
    told = {place: Answer(front, "/", place, HTTP_ACCEPT_ENCODING="") for place in ("KR", "US", "", "JP")}
    assert {place for place, answer in told.items() if SECRET in answer.body} == {"KR"}
    assert all(answer.body.endswith("<p>The end.") for answer in told.values())
    assert told["US"].body == told[""].body
    tags = {place: answer.headers["ETag"] for place, answer in told.items()}
    assert tags["KR"] != tags["US"] == tags["JP"]
    again = Answer(front, "/", "US", HTTP_IF_NONE_MATCH=tags["KR"])
    assert (again.status, SECRET in again.body) == (200, False), "a cache must not show the other's"
    assert Answer(front, "/", "JP", HTTP_IF_NONE_MATCH=tags["US"]).status == 304
    assert {answer.headers["Cache-Control"] for answer in told.values()} == {"private, no-cache"}


def test_what_stands_within_borders_ends_for_all_at_its_moment(front: Front, monkeypatch) -> None:
    carded("/", ends_at=NOON + timedelta(hours=1))
    assert SECRET in Answer(front, "/", "KR").body
    assert SECRET not in Answer(front, "/", "US").body
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=1))
    assert SECRET not in Answer(front, "/", "KR").body


def test_a_page_whose_borders_are_drawn_anew_is_answered_so_at_once(front: Front) -> None:
    bound("/a/")
    assert Answer(front, "/a/", "US").status == 451
    files.place(sheet("/a/", WORDS + SECRET, licensed=True), 2)
    assert Answer(front, "/a/", "US").status == 200
    files.place(replace(sheet("/a/", WORDS + SECRET, licensed=True), territory="JP"), 3)
    assert [Answer(front, "/a/", place).status for place in ("KR", "JP")] == [451, 200]


def test_borders_that_cannot_be_read_let_nobody_in(front: Front) -> None:
    bound("/a/", "Atlantis")
    assert Answer(front, "/a/", "KR").status == 451


def test_what_was_taken_back_says_so_with_its_senders_words_and_nothing_else(front: Front) -> None:
    files.place(sheet("/a/", WORDS, licensed=True), 1)
    files.withdraw("/a/", 2, status=200, notice="The wire has withdrawn it.\nIt <was> wrong & false.")
    answer = Answer(front, "/a/", "KR", HTTP_IF_NONE_MATCH='"any"')
    assert answer.status == 200
    assert "<h1>Withdrawn</h1>" in answer.body
    assert "<p>The wire has withdrawn it.</p><p>It &lt;was&gt; wrong &amp; false.</p>" in answer.body
    assert "Words that stand in print" not in answer.body
    assert (answer.headers["X-Robots-Tag"], answer.headers["Cache-Control"]) == ("noindex", "no-store")
    assert files.lying("/a/") == files.Mark(
        200, "", 2, page="", notice="The wire has withdrawn it.\nIt <was> wrong & false."
    )


def test_a_page_that_ends_says_so_where_its_licence_asks_for_it(front: Front, monkeypatch) -> None:
    for path, status in (("/a/", 200), ("/b/", 410)):
        ending = sheet(path, WORDS, ends_at=NOON + timedelta(hours=1), licensed=True)
        files.place(replace(ending, status_ended=status), 1)
    assert [Answer(front, path, "").status for path in ("/a/", "/b/")] == [200, 200]
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=1))
    over = Answer(front, "/a/", "")
    assert (over.status, over.body, over.headers["X-Robots-Tag"]) == (200, "<h1>Over</h1>", "noindex")
    assert Answer(front, "/b/", "").status == 410


def test_a_withdrawal_on_a_full_disk_is_410_whatever_was_to_be_said(front: Front, monkeypatch) -> None:
    files.place(sheet("/a/", WORDS, licensed=True), 1)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dateline.press.files.atomic_file.write", full)
    files.withdraw("/a/", 2, status=200, notice="It was wrong.")
    assert Answer(front, "/a/", "").status == 410

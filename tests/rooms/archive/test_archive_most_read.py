"""What is read most: counted from the server's files, once each, without readers."""

import json
import os
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from tests.makers import NOON, TERMS, make_story, posted_after

from dateline.archive import actions, printing
from dateline.archive.actions import counting
from dateline.archive.models import Leader, Reading, ReadingsFile
from dateline.house import clock, notices
from dateline.house.slots import SlotCall
from dateline.licences import viewed
from dateline.licences.models import Partner, Viewed
from dateline.licences.rules import Use
from dateline.press.readings import NGINX
from dateline.stories import actions as story_actions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newsroom")]


@pytest.fixture
def server(home):
    """Appends a minute's counts as a worker of the server does."""
    folder = home / "press" / "readings"
    folder.mkdir(parents=True)

    def write(
        counts: dict[str, int], *, minute: str = "2026-11-24T11:58:00Z", file: str = "17.jsonl"
    ) -> None:
        with (folder / file).open("a") as lines:
            lines.write(json.dumps({"minute": minute, "counts": counts}, ensure_ascii=False) + "\n")

    write.folder = folder
    return write


def most_read(language: str = "en") -> str:
    return printing.most_read(SlotCall("", language, "/", clock.now())).html


def test_what_is_read_most_stands_first(server):
    quiet, loud = make_story("Quiet"), make_story("Loud")
    server({quiet.address: 2, loud.address: 3})
    server({loud.address: 4, "/economy/": 90, "/no/such/": 50})
    assert actions.count_readings(NOON) == 9
    html = most_read()
    assert "Most read" in html
    assert html.index("Loud") < html.index("Quiet")


def test_nothing_counts_twice(server):
    story = make_story()
    server({story.address: 2})
    actions.count_readings(NOON)
    assert actions.count_readings(NOON) == 0
    server({story.address: 5}, file="18.jsonl")
    server({story.address: 1})
    assert actions.count_readings(NOON) == 6
    assert Reading.objects.get().times == 8


def test_a_line_still_being_written_waits(server):
    story = make_story()
    server({story.address: 2})
    path = server.folder / "17.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:20])
    assert actions.count_readings(NOON) == 2
    path.write_bytes(whole + whole)
    assert actions.count_readings(NOON) == 2


def test_the_one_file_that_nginx_writes_is_emptied_once_it_is_read(server, monkeypatch):
    assert counting.ONE_FILE == NGINX
    story = make_story()
    server({story.address: 2}, file=NGINX)
    server({story.address: 1}, file="17.jsonl")
    monkeypatch.setattr(counting, "EMPTIED_FROM", 10)
    assert actions.count_readings(NOON) == 3
    assert (server.folder / NGINX).stat().st_size == 0
    assert (server.folder / "17.jsonl").stat().st_size > 10
    server({story.address: 4}, file=NGINX)
    assert actions.count_readings(NOON) == 4


def test_broken_lines_are_passed_over(server, caplog):
    story = make_story()
    path = server.folder / "17.jsonl"
    path.write_bytes(
        b'{"minute": 1}\n\xff\xfe\n[]\n{"minute": "2026-11-24", "counts": {}}\n' + b"[" * 5000 + b"\n"
    )
    server({story.address: 2, "": 1, "x": 5, "/a/": -3})
    assert actions.count_readings(NOON) == 2
    assert "no count of pages" in caplog.text


def test_korean_addresses_are_counted_as_readers_typed_them(server):
    story = make_story("북한이 회담을 제안했다", "북한이 제안했다.", language="ko")
    server({story.address: 2, story.address.encode().decode("latin-1"): 3, quote(story.address): 4})
    assert actions.count_readings(NOON) == 9
    assert "많이 읽은 기사" in most_read("ko")
    assert "Latest" not in most_read("en")  # nothing in print there at all


def test_before_anything_is_counted_the_latest_stand_there_under_their_own_name():
    make_story("Old", age=timedelta(days=1))
    make_story("New", age=timedelta(hours=1))
    html = most_read()
    assert "Latest" in html
    assert "Most read" not in html
    assert html.index("New") < html.index("Old")
    part = printing.most_read(SlotCall("", "en", "/", NOON))
    assert {"front:en", "most-read:en"} <= part.tags


def test_a_changed_list_is_printed_again_and_an_unchanged_one_is_not(server):
    story = make_story()
    before = notices.latest()
    server({story.address: 2})
    actions.count_readings(NOON)
    told = posted_after(before, "archive.most-read")
    assert [notice.tags for notice in told] == [["most-read:en"]]
    server({story.address: 2})
    actions.count_readings(NOON)
    assert len(posted_after(before, "archive.most-read")) == 1


def test_what_is_withdrawn_or_out_of_licence_is_left_out(server):
    kept, withdrawn = make_story("Kept"), make_story("Withdrawn")
    silent = make_story("Not for fronts", terms=replace(TERMS, uses=frozenset({Use.PAGE})))
    ends = make_story("Ends", terms=replace(TERMS, expires_at=NOON + timedelta(hours=1)))
    server({story.address: 5 for story in (kept, withdrawn, silent, ends)})
    actions.count_readings(NOON)
    story_actions.withdraw(withdrawn, reason="killed", by="the wire")
    html = most_read()
    assert "Kept" in html
    assert "Ends" in html
    assert "Withdrawn" not in html
    assert "Not for fronts" not in html
    with clock.frozen(NOON + timedelta(hours=1)):
        assert "Ends" not in most_read()


def test_a_day_later_it_counts_no_more_and_a_week_later_it_is_gone(server):
    story = make_story()
    server({story.address: 5})
    actions.count_readings(NOON)
    actions.count_readings(NOON + timedelta(days=2))
    assert not Leader.objects.exists()
    assert Reading.objects.exists()
    actions.count_readings(NOON + timedelta(days=9))
    assert not Reading.objects.exists()


def test_a_file_that_is_read_and_rests_is_cleared_away(server):
    story = make_story()
    server({story.address: 5})
    path = server.folder / "17.jsonl"
    os.utime(path, (NOON.timestamp(), NOON.timestamp()))
    actions.count_readings(NOON)
    assert path.exists()
    actions.count_readings(NOON + timedelta(days=3))
    assert not path.exists()
    assert not ReadingsFile.objects.exists()


def test_no_folder_no_counts(home):
    assert actions.count_readings(NOON) == 0


def test_two_that_were_read_are_no_contest_yet(server):
    one, two, three, four = (make_story(f"Story {number}") for number in range(4))
    server({one.address: 2, two.address: 1})
    actions.count_readings(NOON)
    assert "Latest" in most_read()
    assert four.title in most_read()
    server({three.address: 1})
    actions.count_readings(NOON)
    assert "Most read" in most_read()
    assert four.title not in most_read()


def test_a_partners_views_are_kept_by_its_own_day_and_outlive_the_week(server):
    theirs, ours = make_story("Theirs", terms=TERMS, guid="urn:harbour:1"), make_story("Ours")
    Partner.objects.update(time_zone="Asia/Seoul")
    server({theirs.address: 3, ours.address: 9}, minute="2026-11-24T11:58:00Z")
    server({theirs.address: 2}, minute="2026-11-23T14:59:00Z")
    server({theirs.address: 1}, minute="2026-11-23T15:01:00Z")
    actions.count_readings(NOON)
    actions.count_readings(NOON + timedelta(days=20))
    assert not Reading.objects.exists()
    kept = {(row.guid, f"{row.on}"): row.times for row in Viewed.objects.all()}
    assert kept == {("urn:harbour:1", "2026-11-24"): 4, ("urn:harbour:1", "2026-11-23"): 2}
    assert viewed.in_month(Partner.objects.get(), "2026-11") == {("urn:harbour:1", "en"): 6}
    assert viewed.in_month(Partner.objects.get(), "2026-12") == {}

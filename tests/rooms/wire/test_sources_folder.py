"""A folder that a partner writes into: nothing half-written is read, nothing is removed, nothing is read twice."""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connections
from tests.servers import Server, says, serving

from dateline.house.models import Notice
from dateline.licences.models import Partner
from dateline.licences.rules import Source as Settings
from dateline.licences.rules import SourceKind, source_to_json
from dateline.wire import listening, queries
from dateline.wire.actions import polling, sourcing
from dateline.wire.folders.watching import FolderWatch
from dateline.wire.models import Delivery, Source, SourceFile, WireItem, WirePicture
from dateline.wire.rules.whole import BROKEN_SECONDS, UNKNOWN_SECONDS, WHOLE_SECONDS

from .conftest import NOON, draw


def named(partner: Partner, source: Settings) -> Source:
    partner.sources = [*partner.sources, source_to_json(source)]
    partner.save()
    sourcing.keep_sources(NOON)
    return Source.objects.get(location=source.location)


@pytest.fixture
def row(partner: Partner) -> Source:
    return named(partner, Settings(SourceKind.FOLDER, "inbox/northwire"))


@pytest.fixture
def inbox(row: Source, home: Path) -> Path:
    (home / row.location).mkdir(parents=True)
    return home / row.location


class Hours:
    """A clock that goes when told, and looks into the folder each time."""

    def __init__(self, row: Source) -> None:
        self.row, self.watch, self.now = row, listening.watch_of(row), 0.0

    def pass_by(self, seconds: float) -> list[str]:
        """What became of what lay ready after so many seconds more."""
        self.now += seconds
        polled = listening.take(self.row, self.watch, self.now, NOON + timedelta(seconds=self.now))
        assert polled is None or not polled.error
        return [receipt.guid for receipt in polled.receipts] if polled else []


@pytest.fixture
def hours(row: Source, inbox: Path) -> Hours:
    return Hours(row)


def message(guid: str, **more: object) -> str:
    return json.dumps(
        {"uri": guid, "type": "text", "version": "1", "headline": guid, "body_text": "Lights.", **more}
    )


def test_a_whole_file_is_read_once_it_has_lain_still_and_stays_where_it_lies(
    hours: Hours, inbox: Path
) -> None:
    path = inbox / "one.json"
    path.write_text(message("urn:n:1"))
    assert hours.pass_by(0) == []
    assert hours.pass_by(WHOLE_SECONDS / 2) == []
    assert hours.pass_by(WHOLE_SECONDS) == ["urn:n:1"]
    assert path.read_text() == message("urn:n:1")
    assert hours.pass_by(60) == []
    assert Delivery.objects.get().name == "inbox/northwire/one.json"


def test_a_half_written_file_is_not_read_until_it_is_whole(hours: Hours, inbox: Path) -> None:
    whole = message("urn:n:1")
    path = inbox / "one.json"
    for end in range(10, len(whole), 9):
        path.write_text(whole[:end])
        assert hours.pass_by(WHOLE_SECONDS + 1) == []
    path.write_text(whole)
    hours.pass_by(0.1)
    assert hours.pass_by(WHOLE_SECONDS + 1) == ["urn:n:1"]
    assert not Delivery.objects.get().unread.exists()


def test_a_file_that_stays_broken_is_read_in_the_end_and_told_of(hours: Hours, inbox: Path) -> None:
    (inbox / "broken.json").write_text(message("urn:n:1")[:40])
    (inbox / "old.anpa").write_bytes(b"\x01a0101\x1f\x02Words\x03")
    hours.pass_by(0)
    hours.pass_by(WHOLE_SECONDS)
    assert len(hours.pass_by(UNKNOWN_SECONDS)) == 1
    assert hours.pass_by(BROKEN_SECONDS - UNKNOWN_SECONDS - 1) == []
    assert hours.pass_by(2) == ["inbox/northwire/broken.json#1"]
    assert Delivery.objects.filter(unread__isnull=False).exists()


@pytest.mark.parametrize("name", [".one.json", "one.json.part", "one.json.filepart", "one.tmp", "one.json~"])
def test_what_a_program_still_writes_is_passed_over_until_it_has_its_name(
    hours: Hours, inbox: Path, name: str
) -> None:
    (inbox / name).write_text(message("urn:n:1"))
    hours.pass_by(0)
    assert hours.pass_by(300) == []
    (inbox / name).rename(inbox / "done.json")
    hours.pass_by(10)
    assert hours.pass_by(1) == ["urn:n:1"]


def test_links_lead_nowhere_and_folders_beneath_are_read(hours: Hours, inbox: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.json").write_text(message("urn:secret"))
    (inbox / "link.json").symlink_to(outside / "secret.json")
    (inbox / "folder").symlink_to(outside)
    (inbox / "2026" / "11").mkdir(parents=True)
    (inbox / "2026" / "11" / "deep.json").write_text(message("urn:deep"))
    hours.pass_by(0)
    assert hours.pass_by(10) == ["urn:deep"]


def test_after_a_restart_nothing_is_read_again_and_a_rewritten_file_is(
    hours: Hours, row: Source, inbox: Path
) -> None:
    path = inbox / "latest.json"
    path.write_text(message("urn:n:1"))
    hours.pass_by(0)
    assert hours.pass_by(1) == ["urn:n:1"]
    again = Hours(row)
    again.pass_by(0)
    assert again.pass_by(10) == []
    path.write_text(message("urn:n:2"))
    again.pass_by(10)
    assert again.pass_by(1) == ["urn:n:2"]


def test_files_that_were_taken_away_are_forgotten(hours: Hours, inbox: Path) -> None:
    path = inbox / "one.json"
    path.write_text(message("urn:n:1"))
    hours.pass_by(0)
    hours.pass_by(1)
    assert SourceFile.objects.count() == 1
    path.unlink()
    hours.pass_by(10)
    assert SourceFile.objects.count() == 0


def test_a_backlog_has_its_kills_filed_first_however_long_it_is(
    hours: Hours, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline.wire.actions.receiving.AT_ONCE", 3)
    for number in range(10):
        (inbox / f"{number:02}.json").write_text(message(f"urn:n:{number}"))
    kill = {"version": "2", "pubstatus": "canceled"}
    (inbox / "98.json").write_text(message("urn:n:0", **kill))
    (inbox / "99.json").write_text(message("urn:n:9", **kill))
    hours.pass_by(0)
    assert len(hours.pass_by(1)) == 12
    kinds = list(
        Notice.objects.filter(kind__startswith="wire.").order_by("seq").values_list("kind", flat=True)
    )
    assert kinds == ["wire.killed"] * 2 + ["wire.filed"] * 8
    assert set(WireItem.objects.filter(state="killed").values_list("guid", flat=True)) == {
        "urn:n:0",
        "urn:n:9",
    }


def test_a_picture_that_comes_after_its_message_is_attached(hours: Hours, inbox: Path) -> None:
    association = {"main": {"type": "picture", "renditions": {"main": {"href": "quay.png"}}}}
    (inbox / "one.json").write_text(message("urn:n:1", associations=association))
    hours.pass_by(0)
    assert hours.pass_by(1) == ["urn:n:1"]
    assert WirePicture.objects.get().state == "missing"
    draw(inbox / "quay.png")
    hours.pass_by(6)
    assert WirePicture.objects.get().state == "attached"
    assert Notice.objects.filter(kind="wire.pictured").count() == 1


def test_an_idle_folder_costs_a_look_at_its_time_and_no_more(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(50):
        (inbox / f"{number}.json").write_text(message(f"urn:{number}"))
    watch = FolderWatch(inbox, {})
    watch.look(0)
    watch.received({each.name: each.stamp for each in watch.look(1)})
    walked: list[float] = []
    monkeypatch.setattr(watch, "_files", lambda: walked.append(1) or iter(()))
    for step in range(20):
        assert watch.look(1 + step * 0.2) == []
    assert walked == []
    watch.look(7)
    assert walked == [1]


def test_wire_poll_prints_a_line_an_item_and_takes_nothing_half_written(row: Source, inbox: Path) -> None:
    from click.testing import CliRunner

    from dateline.wire.cli import wire

    (inbox / "one.json").write_text(message("urn:n:1"))
    (inbox / "half.json").write_text(message("urn:n:2")[:30])
    said = CliRunner().invoke(wire, ["poll", "--partner", "northwire"])
    assert (said.exit_code, said.output) == (0, "urn:n:1\tv1\tfiled\n")
    assert CliRunner().invoke(wire, ["poll"]).output == ""


def test_what_a_poll_left_that_died_is_swept_and_one_under_way_is_not(home: Path) -> None:
    for name, age in (("1-dead", sourcing.CLAIM.total_seconds() + 60), ("2-alive", 60.0)):
        folder = home / "spool" / name
        folder.mkdir(parents=True)
        os.utime(folder, (time.time() - age,) * 2)
    polling.sweep()
    assert [left.name for left in (home / "spool").iterdir()] == ["2-alive"]


@pytest.fixture
def web(settings: LazySettings) -> Iterator[Server]:
    for server in serving():
        settings.GATEWAYS = frozenset({f"127.0.0.1:{server.port}"})
        yield server


def until(is_so: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


@pytest.fixture
def listener(home: Path) -> Iterator[listening.Listener]:
    listener = listening.Listener()
    thread = threading.Thread(target=lambda: (listener.work(), connections.close_all()), daemon=True)
    listener.thread = thread  # type: ignore[attr-defined]
    yield listener
    listener.stop()
    if thread.is_alive():
        thread.join(10)
    for left in threading.enumerate():
        if left.name.startswith("source "):
            left.join(10)


@pytest.mark.django_db(transaction=True)
def test_a_slow_and_a_broken_source_hold_up_no_other(
    partner: Partner, web: Server, home: Path, listener: listening.Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = threading.Event()

    def hang(handler: object) -> None:
        let_go.wait(20)

    web.replies |= {
        "/slow": hang,
        "/broken": says(b"", status=500),
        "/feed": says(b"[" + message("urn:w:1").encode() + b"]"),
    }
    monkeypatch.setattr("dateline.wire.sources.web.SECONDS", 15.0)
    # The slow one's host is another, or its turn would be waited for: a host is asked one thing at a time.
    named(partner, Settings(SourceKind.HTTP, web.url("localhost", "/slow")))
    named(partner, Settings(SourceKind.HTTP, web.url("127.0.0.1", "/broken")))
    named(partner, Settings(SourceKind.HTTP, web.url("127.0.0.1", "/feed")))
    named(partner, Settings(SourceKind.FOLDER, "inbox/northwire"))
    settings_of = "dateline.wire.sources.asking.settings.GATEWAYS"
    monkeypatch.setattr(settings_of, frozenset({f"127.0.0.1:{web.port}", f"localhost:{web.port}"}))
    listener.thread.start()  # type: ignore[attr-defined]
    until(lambda: (home / "inbox" / "northwire").is_dir())
    until(lambda: "/slow" in [path for path, _ in web.asked])
    (home / "inbox" / "northwire" / "one.json").write_text(message("urn:n:1"))
    until(lambda: WireItem.objects.count() == 2)
    until(lambda: Source.objects.get(location__endswith="/broken").errors == 1)
    assert Source.objects.get(location__endswith="/slow").succeeded_at is None
    let_go.set()
    listener.stop()
    listener.thread.join(20)  # type: ignore[attr-defined]


def test_a_folder_that_is_no_folder_is_a_failure_that_says_so(partner: Partner, home: Path) -> None:
    row = named(partner, Settings(SourceKind.FOLDER, "inbox"))
    (home / "inbox").mkdir()
    watch = listening.watch_of(row)
    (home / "inbox").rmdir()
    with pytest.raises(OSError, match="inbox"):
        listening.take(row, watch, 0, NOON)
    assert queries.listed_sources().count() == 1
    assert polling.Polled(row).receipts == ()

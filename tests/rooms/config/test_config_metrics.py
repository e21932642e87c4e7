"""What a paper counts and measures, as Prometheus reads it; and who may read it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from tests.makers import NOON
from tests.postgresql import on_sqlite
from tests.rooms.press.making import WORDS, Pages, tell

from dateline.config import who_asks
from dateline.house import clock, metrics, notices, printing
from dateline.house.models import Notice, Unheard
from dateline.press import actions, queries

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def pages(db: None, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pages]:
    """The only printer there is."""
    own = Pages()
    monkeypatch.setattr(printing, "_printers", [own])
    with clock.frozen(NOON):
        yield own


def read(**asked: str) -> Samples:
    answer = Client().get("/-/metrics", **asked)  # type: ignore[arg-type]  # headers of WSGI
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def value(samples: Samples, name: str, **labels: str) -> float:
    """The sum of what has these labels among its own."""
    wanted = labels.items()
    return sum(
        found for (named, own), found in samples.items() if named == f"dateline_{name}" and wanted <= own
    )


def test_pages_are_counted_by_what_came_of_them(pages: Pages) -> None:
    def torn(path: str) -> None:
        if path == "/torn/":
            raise ValueError(path)

    pages.texts = {"/a/": WORDS, "/torn/": WORDS}
    pages.before = torn
    before = read()
    tell(paths=["/a/", "/torn/", "/nothing/"])
    actions.run()
    tell(withdrawn=["/a/"])
    actions.run()
    after = read()
    grown = {
        outcome: value(after, "pages_printed_total", outcome=outcome, press="local")
        - value(before, "pages_printed_total", outcome=outcome, press="local")
        for outcome in ("printed", "withdrawn", "missing", "failed")
    }
    # Of a few pages the words are tried in haste first, and what stumbled then is tried at leisure.
    assert grown == {"printed": 1, "withdrawn": 1, "missing": 1, "failed": 2}


def test_a_takedown_is_measured_from_its_notice_to_its_receipt(pages: Pages) -> None:
    pages.texts = {"/a/": WORDS}
    tell(paths=["/a/"])
    actions.run()
    before = read()
    with clock.frozen(NOON + timedelta(seconds=10)):
        tell(withdrawn=["/a/"])
    with clock.frozen(NOON + timedelta(seconds=13)):
        actions.run()
    after = read()
    assert value(after, "takedown_seconds_sum") - value(before, "takedown_seconds_sum") == 3
    assert value(after, "takedown_seconds_bucket", le="2.0") == value(
        before, "takedown_seconds_bucket", le="2.0"
    )
    assert (
        value(after, "takedown_seconds_bucket", le="5.0") - value(before, "takedown_seconds_bucket", le="5.0")
        == 1
    )
    assert value(after, "publish_seconds_count") == value(before, "publish_seconds_count")


def test_a_press_that_waits_says_for_how_long(pages: Pages) -> None:
    notices.keep_place(queries.hearer(), notices.latest())
    tell(paths=["/a/"])
    tell(paths=["/b/"])
    with clock.frozen(NOON + timedelta(seconds=90)):
        samples = read()
    assert value(samples, "press_queue_length", press="local") == 2
    assert value(samples, "press_queue_age_seconds", press="local") == 90


def test_what_nobody_could_hear_is_counted_by_its_hearer(pages: Pages) -> None:
    seq = tell(paths=["/a/"])
    Unheard.objects.create(hearer="stories", notice=Notice.objects.get(seq=seq), reason="x", tried_at=NOON)
    assert value(read(), "notices_unheard", hearer="stories") == 1


def test_requests_are_counted_by_class_and_status(pages: Pages) -> None:
    before = read()
    for path in ("/-/health", "/desk/", "/nothing/", "/-/account/login/"):
        Client().get(path)
    after = read()
    grown = {
        kind: value(after, "requests_total", kind=kind, status=status)
        - value(before, "requests_total", kind=kind, status=status)
        for kind, status in (("machine", "200"), ("desk", "302"), ("page", "404"))
    }
    assert grown == {"machine": 2, "desk": 1, "page": 1}  # the first look at the metrics is a request as well
    assert (
        value(after, "request_seconds_count", kind="desk")
        - value(before, "request_seconds_count", kind="desk")
        == 1
    )


@pytest.mark.parametrize("path", ["/desk/pages/3/", "/-/mine/x", "/ko/search/", "/economy/won/", "/-/ready"])
def test_no_address_makes_a_class_of_its_own(path: str) -> None:
    assert who_asks.kind_of(path) in {kind for _, kind in who_asks.KINDS} | {"page"}


def test_what_another_process_counted_is_added_under_its_own_part(pages: Pages, home: Path) -> None:
    folder = home / "metrics"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"server-{number}.prom").write_text(
            "# HELP dateline_pages_read_total Pages.\n# TYPE dateline_pages_read_total counter\n"
            f"dateline_pages_read_total {number}00.0\n"
        )
    assert value(read(), "pages_read_total", process="server") == 300


def test_a_process_leaves_its_counts_and_the_dead_are_forgotten_at_the_next_start(home: Path) -> None:
    """A real process: what it counted stands beside ours, also when it has gone, until its part begins anew."""
    counting = (
        "import time\nfrom dateline.house import metrics, watching\nwatching.take_part('press')\n"
        "metrics.counter('tried', 'Tried.').inc(7)\nmetrics.leave_counts()\n"
        "from pathlib import Path\nimport os\n"
        "while not metrics._own_file().exists(): time.sleep(0.01)\n"
    )
    subprocess.run(
        [sys.executable, "-c", counting], check=True, env=os.environ | {"DATELINE_HOME": str(home)}
    )
    (left,) = (home / "metrics").glob("press-*.prom")
    (alive,) = [left.with_name(f"press-{os.getpid()}.prom")]
    alive.write_text("")
    tried = next(family for family in metrics.counted() if family.name == "dateline_tried")
    assert [(sample.value, sample.labels) for sample in tried.samples] == [(7.0, {"process": "press"})]
    metrics.forget_the_dead("server")
    assert left.exists()
    metrics.forget_the_dead("press")
    assert [path.name for path in (home / "metrics").iterdir()] == [alive.name]


def test_the_newsroom_away_is_a_figure_and_not_a_failure(
    pages: Pages, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert value(read(), "newsroom_away") == 0

    def gone(at: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("dateline.press.queries.waiting", gone)
    samples = read()
    assert value(samples, "newsroom_away") == 1
    assert value(samples, "disk_free_bytes") > 0
    assert not [name for name, _ in samples if name == "dateline_press_queue_length"]


@on_sqlite
def test_a_file_that_was_moved_away_is_the_newsroom_away(pages: Pages, home: Path) -> None:
    (home / "newsroom.sqlite3").unlink()
    assert value(read(), "newsroom_away") == 1


@pytest.mark.parametrize(
    ("peer", "said", "allowed", "status"),
    [
        ("127.0.0.1", {}, "", 200),
        ("::1", {}, "", 200),
        ("203.0.113.7", {}, "", 403),
        ("203.0.113.7", {}, "203.0.113.0/24", 200),
        ("203.0.113.7", {}, "198.51.100.0/24", 403),
        # A proxy on this machine that nobody named: it may speak for anybody.
        ("127.0.0.1", {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}, "", 403),
        ("127.0.0.1", {"HTTP_FORWARDED": "for=203.0.113.7"}, "", 403),
        # A trusted one speaks for a stranger, and for this machine.
        ("192.0.2.1", {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}, "", 403),
        ("192.0.2.1", {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, "", 200),
        ("", {}, "", 403),
    ],
)  # fmt: skip
def test_only_who_may_reads_them(
    pages: Pages, settings: object, peer: str, said: dict[str, str], allowed: str, status: int
) -> None:
    settings.ENVIRONMENT = replace(  # type: ignore[attr-defined]
        settings.ENVIRONMENT,  # type: ignore[attr-defined]
        metrics_allow=(ip_network(allowed),) if allowed else (),
        trusted_proxies=(ip_network("192.0.2.1"),),
    )
    assert Client().get("/-/metrics", REMOTE_ADDR=peer, **said).status_code == status  # type: ignore[arg-type]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_they_are_only_read(pages: Pages, method: str) -> None:
    assert getattr(Client(), method)("/-/metrics").status_code == 405

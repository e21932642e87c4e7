"""What the press counts for whoever watches it, and what is measured when they ask."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count
from prometheus_client.metrics_core import Metric

from dateline.house import metrics, watching
from dateline.house.home import node
from dateline.house.models import Notice, Unheard
from dateline.press import queries

PAGES = metrics.counter("pages_printed", "Pages printed, by what came of it", ["press", "outcome"])
_PUBLISH = metrics.histogram("publish", "From a notice to the receipt of what it printed", ["press"])
_TAKEDOWN = metrics.histogram("takedown", "From a notice to the receipt of what it took down", ["press"])
FAILED = "failed"


def came_of(outcome: str, *, press: str = "") -> None:
    """One page more with this outcome."""
    PAGES.labels(press or node(), outcome).inc()


def printed(notice: Notice, at: datetime, *, press: str = "") -> None:
    """All that this notice touches is in print at `at`."""
    with watching.hearing(notice), watching.step("confirm", notice=notice.seq, press=press or node()):
        _PUBLISH.labels(press or node()).observe(max(0.0, (at - notice.posted_at).total_seconds()))


def taken_down(notice: Notice, at: datetime, *, press: str = "") -> None:
    """All that this notice withdraws is down at `at`."""
    with watching.hearing(notice), watching.step("confirm", notice=notice.seq, press=press or node()):
        _TAKEDOWN.labels(press or node()).observe(max(0.0, (at - notice.posted_at).total_seconds()))


def measure(at: datetime) -> Iterator[Metric]:
    """How far behind each press is, and what nobody could hear."""
    waiting = queries.waiting(at)
    yield metrics.gauge(
        "press_queue_length", "Notices that a press has not done yet",
        [([each.press], each.behind) for each in waiting], ["press"],
    )  # fmt: skip
    yield metrics.gauge(
        "press_queue_age_seconds", "For how long the oldest of them has waited",
        [([each.press], each.oldest_notice_s) for each in waiting], ["press"],
    )  # fmt: skip
    unheard = Unheard.objects.values_list("hearer").annotate(count=Count("pk")).order_by("hearer")
    yield metrics.gauge(
        "notices_unheard", "Notices that a hearer stumbled over and tries again",
        [([hearer], count) for hearer, count in unheard], ["hearer"],
    )  # fmt: skip

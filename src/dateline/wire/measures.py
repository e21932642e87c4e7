"""What is measured of the wire when somebody asks: how long each partner and each source has been silent."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import Max
from prometheus_client.metrics_core import Metric

from dateline.house import metrics
from dateline.wire.models import Delivery, Source

_LABELS = ("partner", "kind", "source")


def measure(at: datetime) -> Iterator[Metric]:
    """Of each partner that ever sent a delivery, and of each source that a partner's file names."""
    latest = Delivery.objects.values_list("partner__slug").annotate(latest=Max("received_at"))
    yield metrics.gauge(
        "wire_silence_seconds", "Since the last delivery of a partner",
        [([slug], max(0.0, (at - moment).total_seconds())) for slug, moment in latest.order_by("partner__slug")],
        ["partner"],
    )  # fmt: skip
    sources = list(Source.objects.filter(is_listed=True).select_related("partner"))
    yield metrics.gauge(
        "source_silence_seconds", "Since something new last came from a source",
        [(_named(row), max(0.0, (at - row.silent_since).total_seconds())) for row in sources], _LABELS,
    )  # fmt: skip
    yield metrics.gauge(
        "source_silent", "1 while nothing new has come for longer than the partner's file allows",
        [(_named(row), row.is_silent(at)) for row in sources], _LABELS,
    )  # fmt: skip
    yield metrics.gauge(
        "source_errors", "How often in a row a source could not be asked",
        [(_named(row), row.errors) for row in sources], _LABELS,
    )  # fmt: skip


def _named(row: Source) -> list[str]:
    """Its partner, its kind, its number and host: never a name or a password that stands in an address."""
    place = urlsplit(row.location).hostname or row.location.rpartition("@")[2]
    return [row.partner.slug, row.kind, f"{row.pk} {place}"]

"""What is measured of the wire when somebody asks: for how long each partner has been silent."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max
from prometheus_client.metrics_core import Metric

from dateline.house import metrics
from dateline.wire.models import Delivery


def measure(at: datetime) -> Iterator[Metric]:
    """Seconds since the last delivery of each partner that ever sent one."""
    latest = Delivery.objects.values_list("partner__slug").annotate(latest=Max("received_at"))
    yield metrics.gauge(
        "wire_silence_seconds", "Since the last delivery of a partner",
        [([slug], max(0.0, (at - moment).total_seconds())) for slug, moment in latest.order_by("partner__slug")],
        ["partner"],
    )  # fmt: skip

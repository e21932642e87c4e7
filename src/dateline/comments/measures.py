"""What is measured of comments when somebody asks: how many wait for a moderator."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.metrics_core import Metric

from dateline.comments.models import Comment, State
from dateline.house import metrics


def measure(at: datetime) -> Iterator[Metric]:
    """The length of the queue, and the age of the oldest in it."""
    held = Comment.objects.filter(state=State.HELD)
    oldest = held.order_by("submitted_at").values_list("submitted_at", flat=True).first()
    yield metrics.gauge("comments_held", "Comments that wait for a moderator", [([], held.count())])
    age = (at - oldest).total_seconds() if oldest else 0.0
    yield metrics.gauge(
        "comments_held_age_seconds", "For how long the oldest of them has waited", [([], age)]
    )

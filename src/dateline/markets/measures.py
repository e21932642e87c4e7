"""What is measured of the markets when somebody asks: how old each figure is, and whether it is stale."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.metrics_core import Metric

from dateline.house import metrics
from dateline.markets import queries
from dateline.markets.rules import State


def measure(at: datetime) -> Iterator[Metric]:
    """Of each listed instrument; one that has had no tick has no age, and is stale."""
    figures = queries.figures()
    yield metrics.gauge(
        "tick_age_seconds", "Since the moment of an instrument's last tick, by its source's clock",
        [
            ([figure.instrument.symbol], max(0.0, (at - figure.tick.at).total_seconds()))
            for figure in figures if figure.tick
        ],
        ["symbol"],
    )  # fmt: skip
    yield metrics.gauge(
        "figure_stale", "1 while a figure is older than its exchange's day and its source's promise allow",
        [([figure.instrument.symbol], figure.standing(at).state is State.STALE) for figure in figures], ["symbol"],
    )  # fmt: skip

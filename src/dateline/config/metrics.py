"""`/-/metrics`: what this installation counts and measures, as Prometheus reads it; for this machine unless allowed."""

from collections.abc import Iterator
from datetime import datetime
from ipaddress import ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from dateline import __version__
from dateline.config import proxies
from dateline.house import clock, database
from dateline.house import metrics as house
from dateline.press import queries

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1"))
REFUSAL = "Metrics are for the machines that METRICS_ALLOW names, asked without a proxy between.\n"


@csrf_exempt
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """200 also while the newsroom is away: then what only the database knows is left out, and says so itself."""
    if not _may_ask(request):
        return HttpResponse(REFUSAL, status=403, content_type="text/plain")
    registry = CollectorRegistry()
    registry.register(_AsCollector(clock.now()))
    text = generate_latest(registry)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _may_ask(request: HttpRequest) -> bool:
    """A proxy on this machine that is not trusted would make every stranger look like this machine."""
    if request.META.get(proxies.CAME_THROUGH_A_STRANGER):
        return False
    address = proxies.read(request.META.get("REMOTE_ADDR", ""))
    return address is not None and proxies.is_within(
        address, (*LOOPBACK, *settings.ENVIRONMENT.metrics_allow)
    )


class _AsCollector(Collector):
    """Counts and measures of one moment."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def collect(self) -> Iterator[Metric]:
        """The library's word for asking."""
        yield house.gauge("release", "1, by the release that answers", [([__version__], 1)], ["version"])
        yield house.gauge(
            "disk_free_bytes", "Room where the paper lives", [([], queries.disk_free_mb() * 1e6)]
        )
        yield from house.counted()
        measured: list[Metric] = []
        is_away = database.is_gone()
        if not is_away:
            try:
                measured = list(house.measured(self._at))
            except database.UNREACHABLE:
                is_away = True
        yield house.gauge("newsroom_away", "1 while the database cannot be reached", [([], is_away)])
        yield from measured

"""How press and markets are, as the press screen and the home screen say it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from dateline.house.models import Notice, Unheard
from dateline.markets import queries as markets
from dateline.markets.models import RefusedTick, Source, Tick
from dateline.press import queries as press
from dateline.press.queries import Health, Standing

# A newsroom prints within seconds; a notice this old means that no press is running.
STUCK_SECONDS = 60
DISK_LOW_MB = 1000
HOUSEKEEPING = (
    "picture.kept",
    "picture.ready",
    "picture.licensed",
    "feeds.changed",
    "archive.most-read",
    "comments.liked",
)
_REFUSED_SINCE = timedelta(days=1)


@dataclass(frozen=True)
class PressState:
    """The press in one word for the eye and one sentence for the reader: `level` is ok, warning or critical."""

    health: Health
    level: str
    sentence: str


@dataclass(frozen=True)
class PressLine:
    """One press as the desk shows it; `level` as above."""

    standing: Standing
    level: str
    sentence: str


@dataclass(frozen=True)
class SourceLine:
    """One market source: its last tick, and what was refused of it in the past day."""

    source: Source
    last_at: datetime | None
    symbols: tuple[str, ...]
    refused: int
    is_silent: bool


@dataclass(frozen=True)
class MarketState:
    """The markets: `level` as above; `problems` are sentences that say what to do."""

    sources: tuple[SourceLine, ...]
    last_at: datetime | None
    problems: tuple[str, ...]
    has_instruments: bool
    level: str


def press_state(at: datetime) -> PressState:
    """Whether pages are printed as they should be."""
    health = press.health(at)
    if health.oldest_notice_s > STUCK_SECONDS:
        return PressState(
            health, "critical", "The press is not running: start `dateline serve` or `dateline work`."
        )
    if health.disk_free_mb < DISK_LOW_MB:
        return PressState(health, "warning", f"Only {health.disk_free_mb} MB of disk are left: make room.")
    if health.behind:
        return PressState(health, "ok", f"{health.behind} notices are being printed.")
    return PressState(health, "ok", "Everything is printed.")


def press_lines(at: datetime) -> list[PressLine]:
    """Every press: whether it has confirmed what it should have."""
    return [_press_line(standing, at) for standing in press.presses(at)]


def _press_line(standing: Standing, at: datetime) -> PressLine:
    if standing.failing_since is not None:
        level = "critical" if standing.is_late else "warning"
        return PressLine(standing, level, f"Cannot be reached: {standing.reason}")
    if standing.is_late:
        return PressLine(standing, "critical", "Has not confirmed what was posted over a minute ago.")
    if standing.behind:
        return PressLine(standing, "ok", "Is coming to it.")
    return PressLine(standing, "ok", "Has confirmed everything.")


def late_presses(at: datetime) -> list[PressLine]:
    """Those that somebody must look after: late, or not to be reached."""
    return [line for line in press_lines(at) if line.level != "ok"]


def market_state(at: datetime) -> MarketState:
    """Whether figures come in."""
    figures = markets.figures()
    problems = tuple(markets.problems(at))
    sources = tuple(_source_line(source, at) for source in markets.listed_sources())
    moments = [figure.tick.at for figure in figures if figure.tick]
    return MarketState(
        sources=sources,
        last_at=max(moments, default=None),
        problems=problems,
        has_instruments=bool(figures),
        level="warning" if problems else "ok",
    )


def refused_ticks(most: int = 20) -> QuerySet[RefusedTick]:
    """Ticks that were not shown, newest first."""
    return RefusedTick.objects.select_related("source")[:most]


def newest_notices(*, with_housekeeping: bool = False) -> QuerySet[Notice]:
    """What happened, newest first; what the paper does by itself all day only when asked for."""
    found = Notice.objects.order_by("-seq")
    return found if with_housekeeping else found.exclude(kind__in=HOUSEKEEPING)


def unheard() -> QuerySet[Unheard]:
    """Notices that a room stumbled over, newest first."""
    return Unheard.objects.select_related("notice").order_by("-tried_at")


def _source_line(source: Source, at: datetime) -> SourceLine:
    instruments = source.instruments.filter(is_listed=True)
    last_at = Tick.objects.filter(instrument__in=instruments).aggregate(last=Max("received_at"))["last"]
    silent_after = timedelta(minutes=source.delay_minutes, seconds=source.stale_after_seconds)
    return SourceLine(
        source=source,
        last_at=last_at,
        symbols=tuple(instruments.values_list("symbol", flat=True)),
        refused=source.refused.filter(received_at__gt=at - _REFUSED_SINCE).count(),
        is_silent=last_at is None or at - last_at > silent_after,
    )

"""What the markets room reads: figures as they stand, their ticks, trading days, and what is wrong."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Max, OuterRef, Subquery

from dateline.markets import models, rules

# Early enough for an operator on holiday.
CALENDAR_ENDS_SOON = timedelta(days=45)


@dataclass(frozen=True)
class Figure:
    """One instrument and the last tick taken of it, with what its state hangs on.

    `replayed`: the source plays a recorded day, so the figure is not today's.
    """

    instrument: rules.Instrument
    tick: rules.Tick | None
    feed: rules.Feed
    calendar: rules.Calendar
    replayed: bool

    def standing(self, at: datetime) -> rules.Standing:
        """What may be claimed of it at `at`; without a tick it is stale."""
        if self.tick is None:
            return rules.Standing(rules.State.STALE, at)
        return rules.state(self.tick, rules.hours(self.calendar, at), self.feed, at)


def figures() -> list[Figure]:
    """Every listed instrument, in the order of markets.toml, with its last tick."""
    return [
        Figure(
            instrument=_instrument(row),
            tick=tick,
            feed=rules.Feed(row.source.delay_minutes, row.source.stale_after_seconds)
            if row.source
            else rules.Feed(),
            calendar=calendar(row.exchange),
            replayed=bool(row.source and row.source.kind == "replay"),
        )
        for row, tick in _rows()
    ]


def strip() -> rules.Strip:
    """What is shown and what waits, for the next tick to be folded into."""
    return {row.symbol: rules.Quote(_instrument(row), tick, _waiting(row)) for row, tick in _rows()}


def ticks_between(
    symbols: Iterable[str], opens_at: datetime, closes_at: datetime
) -> dict[str, list[rules.Tick]]:
    """The ticks of a session by symbol, oldest first."""
    found: dict[str, list[rules.Tick]] = {symbol: [] for symbol in symbols}
    rows = models.Tick.objects.filter(instrument__symbol__in=list(found), at__gte=opens_at, at__lte=closes_at)
    for row in rows.select_related("instrument").order_by("at", "pk"):
        found[row.instrument.symbol].append(_tick(row.instrument, row))
    return found


def newest_tick() -> int:
    """A number that grows with every tick taken."""
    return models.Tick.objects.aggregate(newest=Max("pk"))["newest"] or 0


def calendar(exchange: models.Exchange) -> rules.Calendar:
    """The exchange's days; read again only after `markets load`."""
    return _calendar(exchange.pk, exchange.loaded_at)


@lru_cache(maxsize=64)
def _calendar(pk: int, loaded_at: datetime) -> rules.Calendar:
    exchange = models.Exchange.objects.get(pk=pk)
    days = tuple(
        rules.Session(row.on, row.opens_at, row.closes_at, row.break_from, row.break_until, row.why)
        for row in exchange.sessions.order_by("on")
    )
    return rules.Calendar(exchange.code, exchange.zone, exchange.known_from, exchange.known_until, days)


def listed_sources() -> list[models.Source]:
    """The sources that markets.toml names."""
    return list(models.Source.objects.filter(is_listed=True).order_by("pk"))


def problems(at: datetime) -> list[str]:
    """What is wrong with the markets, one sentence each and what to do; for `dateline check` and the desk."""
    exchanges = models.Exchange.objects.filter(
        instruments__is_listed=True, known_until__lt=(at + CALENDAR_ENDS_SOON).date()
    )
    ending = [
        f"the trading calendar of {exchange.code} ends on {exchange.known_until}; run `dateline markets "
        "load` with a newer exchange-calendars, or its figures will be called stale"
        for exchange in exchanges.distinct()
    ]
    return [*ending, *(sentence for figure in figures() if (sentence := _problem(figure, at)))]


def _problem(figure: Figure, at: datetime) -> str:
    symbol = figure.instrument.symbol
    if figure.tick is None:
        return f"{symbol} has had no tick; start its source, or hand one in by `dateline markets record`"
    if figure.standing(at).state is rules.State.STALE:
        return (
            f"{symbol} is stale: its last tick is of {figure.tick.at:%Y-%m-%d %H:%M} UTC; look at its source"
        )
    return ""


def _rows() -> list[tuple[models.Instrument, rules.Tick | None]]:
    """The listed instruments, each with the last tick taken."""
    rows = list(models.Instrument.objects.filter(is_listed=True).select_related("exchange", "source"))
    latest = models.Tick.objects.filter(instrument=OuterRef("pk")).order_by("-at", "-pk").values("pk")[:1]
    picked = models.Instrument.objects.filter(is_listed=True).values_list(Subquery(latest), flat=True)
    ticks = {tick.instrument_id: tick for tick in models.Tick.objects.filter(pk__in=list(picked))}
    return [(row, _tick(row, ticks[row.pk]) if row.pk in ticks else None) for row in rows]


def _tick(instrument: models.Instrument, row: models.Tick) -> rules.Tick:
    # Kept in UTC; SQLite gives back six decimals, of which only what was sent is shown.
    return rules.Tick(
        instrument.symbol,
        row.last,
        row.previous_close,
        row.at.astimezone(dt.UTC),
        row.received_at,
        row.halted,
    )


def _instrument(row: models.Instrument) -> rules.Instrument:
    return rules.Instrument(
        symbol=row.symbol,
        name=row.name,
        kind=row.kind,
        exchange=row.exchange.code,
        currency=row.currency,
        decimals=row.decimals,
        jump_limit_percent=row.jump_limit_percent,
        strip=row.strip,
    )


def _waiting(row: models.Instrument) -> rules.Tick | None:
    kept: dict[str, Any] | None = row.waiting
    if kept is None:
        return None
    return rules.Tick(
        row.symbol,
        Decimal(kept["last"]),
        Decimal(kept["previous_close"]),
        datetime.fromisoformat(kept["at"]),
        datetime.fromisoformat(kept["received_at"]),
        kept["halted"],
    )

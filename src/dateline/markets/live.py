"""What `live/strip.json` says."""

from collections.abc import Sequence
from datetime import UTC, datetime

from dateline.markets import rules
from dateline.markets.queries import Figure


def strip_json(figures: Sequence[Figure], at: datetime) -> dict[str, object]:
    """`live/strip.json` as promised: the strip's own first, then the other indices, currencies and so on.

    Shares stand in it only when they are on the strip: hundreds of them would weigh on every reader's phone.
    """
    wanted = [figure for figure in figures if figure.instrument.strip or figure.instrument.kind != "share"]
    ordered = sorted(wanted, key=lambda figure: not figure.instrument.strip)
    return {
        "as_of": iso(at),
        "quotes": [_quote(figure, figure.tick, at) for figure in ordered if figure.tick],
    }


def _quote(figure: Figure, tick: rules.Tick, at: datetime) -> dict[str, object]:
    instrument, standing = figure.instrument, figure.standing(at)
    points = rules.change(tick.last, tick.previous_close, decimals=instrument.decimals)
    percent = rules.percent_change(tick.last, tick.previous_close)
    return {
        "symbol": instrument.symbol,
        "name": instrument.name,
        "last": rules.level(tick.last, decimals=instrument.decimals),
        "change": rules.signed(points, decimals=instrument.decimals),
        "percent": rules.signed(percent, decimals=2),
        "move": rules.move(tick.last, tick.previous_close, decimals=instrument.decimals).value,
        "state": standing.state.value,
        "delay_minutes": figure.feed.delay_minutes,
        "at": iso(tick.at),
        "stale_at": iso(standing.stale_at),
    }


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC; fractions of a second only where there are any."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")

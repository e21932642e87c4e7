"""A session as a line: where each tick stands on a small sheet, for an SVG drawn on the server."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from dateline.markets.rules.figures import level
from dateline.markets.rules.hours import Span
from dateline.markets.rules.quotes import Tick

WIDTH, HEIGHT = 360, 176
# Room for the time below and for the levels at the right.
PLOT_WIDTH, PLOT_HEIGHT, TOP = 302, 146, 8
MOST_TIME_MARKS = 5
LEVEL_MARKS = 3
# Two labels nearer than this run into each other.
LABEL_HEIGHT = 13.0
NICE_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Mark:
    """A label at a place on an axis."""

    place: float
    text: str


@dataclass(frozen=True)
class Chart:
    """What the template draws. Lengths are in the sheet's own units; `line` is an SVG path.

    `base`: how far down the previous close lies. `end_x`, `end_y`: the last tick.
    """

    line: str
    area: str
    base: float
    end_x: float
    end_y: float
    times: tuple[Mark, ...]
    levels: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    plot_width: int = PLOT_WIDTH
    plot_bottom: int = TOP + PLOT_HEIGHT


def draw(ticks: Sequence[Tick], session: Span, *, zone: str) -> Chart:
    """Draw a session's ticks (at least one, oldest first) from opening to close around the previous close."""
    close = ticks[-1].previous_close
    lowest = min(close, *(tick.last for tick in ticks))
    highest = max(close, *(tick.last for tick in ticks))
    air = max((highest - lowest) * Decimal("0.06"), close * Decimal("0.0005"))
    low, high = lowest - air, highest + air

    def x(at: datetime) -> float:
        return round((at - session.opens_at) / (session.closes_at - session.opens_at) * PLOT_WIDTH, 1)

    def y(value: Decimal) -> float:
        return round(TOP + float((high - value) / (high - low)) * PLOT_HEIGHT, 1)

    points = {x(tick.at): y(tick.last) for tick in ticks}  # one a tenth of a unit: more cannot be seen
    thin = _thinned(list(points.items()))
    line = "M" + "L".join(f"{across:g} {down:g}" for across, down in thin)
    base = y(close)
    levels = tuple(Mark(y(value), _label(value)) for value in _nice_levels(low, high))
    return Chart(
        line=line,
        area=f"{line}L{thin[-1][0]:g} {base:g}L{thin[0][0]:g} {base:g}Z",
        base=base,
        end_x=thin[-1][0],
        end_y=thin[-1][1],
        times=tuple(Mark(x(at), text) for at, text in _whole_hours(session, zone)),
        levels=tuple(mark for mark in levels if abs(mark.place - base) >= LABEL_HEIGHT),
    )


def by_half_hours(ticks: Sequence[Tick], session: Span, *, until: datetime) -> list[tuple[datetime, Tick]]:
    """The last tick at or before each half hour of the session, and the newest; oldest first."""
    found: list[tuple[datetime, Tick]] = []
    moment, waiting = session.opens_at, list(ticks)
    latest: Tick | None = None
    while moment <= min(until, session.closes_at):
        while waiting and waiting[0].at <= moment:
            latest = waiting.pop(0)
        if latest is not None:
            found.append((moment, latest))
        moment += timedelta(minutes=30)
    return found


def _thinned(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """At most one point a unit of width, the last always kept: a printed page must stay small."""
    by_unit = {int(across): (across, down) for across, down in points}
    return list(by_unit.values())


def _whole_hours(session: Span, zone: str) -> list[tuple[datetime, str]]:
    """Whole hours for the axis: every one, or every second, third, … so that at most a few stand there."""
    opens = session.opens_at.astimezone(ZoneInfo(zone))
    first = opens.replace(minute=0, second=0, microsecond=0)
    hours = int((session.closes_at - first) / timedelta(hours=1))
    step = next(step for step in (1, 2, 3, 4, 6, 12, 24, hours + 1) if hours // step < MOST_TIME_MARKS)
    marks = [first + timedelta(hours=number) for number in range(0, hours + 1, step)]
    return [(mark, f"{mark:%H:%M}") for mark in marks if session.opens_at <= mark <= session.closes_at]


def _label(value: Decimal) -> str:
    """A round level without needless noughts behind the point."""
    decimals = max(0, -int(value.normalize().as_tuple().exponent))
    return level(value, decimals=decimals)


def _nice_levels(low: Decimal, high: Decimal) -> list[Decimal]:
    """About three round values within the range: steps of 1, 2 or 5 times a power of ten."""
    rough = (high - low) / LEVEL_MARKS
    power = Decimal(1).scaleb(rough.adjusted())
    step = next((nice * power for nice in NICE_STEPS if nice * power >= rough), 10 * power)
    first = (low / step).to_integral_value(rounding="ROUND_CEILING") * step
    return [value for number in range(10) if (value := first + number * step) <= high]

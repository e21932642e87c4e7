"""What the markets' templates receive: one frozen dataclass a template, every figure written out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dateline.house.paper import paper
from dateline.markets import rules
from dateline.markets.queries import Figure
from dateline.markets.rules import Words, words

STRIP_ADDRESS = "/live/strip.json"
# On the front beside the lead: more would be a page of its own, which exists.
FRONT_LINES = 6
FRONT_KINDS = ("index", "currency", "commodity", "crypto")


@dataclass(frozen=True)
class Line:
    """One instrument's figures as they are shown. Before its first tick `last` is a dash and `at` None."""

    symbol: str
    name: str
    last: str
    change: str = ""
    percent: str = ""
    move: str = ""
    spoken: str = ""
    previous_close: str = ""
    at: datetime | None = None
    moment: str = ""


@dataclass(frozen=True)
class StripPart:
    """`markets/_strip.html`: the strip above every page. `zone_name` stands behind a time."""

    lines: tuple[Line, ...]
    as_at: datetime | None
    as_of: str
    address: str
    source: str
    zone: str
    zone_name: str
    replayed: bool
    words: Words


@dataclass(frozen=True)
class FrontPart:
    """`markets/_front.html`: the small table beside the lead."""

    lines: tuple[Line, ...]
    as_at: datetime | None
    as_of: str
    address: str
    words: Words


@dataclass(frozen=True)
class SnapshotPage:
    """`markets/snapshot.html`: what of the market page does not change with the ticks."""

    headline: str
    standfirst: str


def strip_part(figures: Sequence[Figure], *, language: str, at: datetime) -> StripPart:
    """The strip: the instruments that markets.toml puts on it, in its order."""
    chosen = [figure for figure in figures if figure.instrument.strip]
    as_at = _latest(chosen)
    zone = paper().zone
    return StripPart(
        lines=tuple(line(figure, language) for figure in chosen),
        as_at=as_at,
        as_of=_as_of(as_at, language),
        address=address(language),
        source=STRIP_ADDRESS,
        zone=zone,
        zone_name="" if language == "ko" else rules.zone_name(as_at or at, zone),
        replayed=any(figure.replayed for figure in chosen),
        words=words(language),
    )


def front_part(figures: Sequence[Figure], *, language: str) -> FrontPart:
    """The front's table: the strip's instruments, then others that are no shares."""
    known = [figure for figure in figures if figure.tick and figure.instrument.kind in FRONT_KINDS]
    chosen = sorted(known, key=lambda figure: not figure.instrument.strip)[:FRONT_LINES]
    as_at = _latest(chosen)
    lines = tuple(line(figure, language) for figure in chosen)
    return FrontPart(lines, as_at, _as_of(as_at, language), address(language), words(language))


def address(language: str) -> str:
    """The market page of an edition."""
    return "/ko/markets/" if language == "ko" else "/markets/"


def line(figure: Figure, language: str) -> Line:
    """One instrument's figures, written for an edition."""
    instrument, tick = figure.instrument, figure.tick
    name = rules.name_in(instrument.name, language)
    if tick is None:
        return Line(instrument.symbol, name, words(language).no_quote, spoken=words(language).no_ticks)
    decimals = instrument.decimals
    points = rules.change(tick.last, tick.previous_close, decimals=decimals)
    percent = rules.percent_change(tick.last, tick.previous_close)
    move = rules.move(tick.last, tick.previous_close, decimals=decimals)
    return Line(
        symbol=instrument.symbol,
        name=name,
        last=rules.level(tick.last, decimals=decimals),
        change=rules.on_screen(rules.signed(points, decimals=decimals)),
        percent=rules.on_screen(rules.signed(percent, decimals=2)) + "%",
        move=move.value,
        spoken=_spoken(
            move, rules.level(abs(points), decimals=decimals), rules.level(abs(percent), decimals=2), language
        ),
        previous_close=rules.level(tick.previous_close, decimals=decimals),
        at=tick.at,
        moment=rules.short_moment(tick.at, paper().zone, language),
    )


def _spoken(move: rules.Move, points: str, percent: str, language: str) -> str:
    patterns = dict(zip(("up", "down", "flat"), words(language).spoken.split("|"), strict=True))
    return patterns[move.value].format(points, percent)


def _latest(figures: Sequence[Figure]) -> datetime | None:
    """The newest moment of these figures: at it, each of them was the last known."""
    return max((figure.tick.at for figure in figures if figure.tick), default=None)


def _as_of(as_at: datetime | None, language: str) -> str:
    if as_at is None:
        return ""
    return words(language).as_of.format(rules.long_moment(as_at, paper().zone, language))

"""What the market page receives: charts, tables, breadth, movers and the trading calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from dateline.markets import queries, rules
from dateline.markets.printed import Line, line
from dateline.markets.queries import Figure
from dateline.markets.rules import Calendar, Chart, Span, Tick, Words, words

TABLE_KINDS = ("index", "currency", "commodity", "rate", "crypto")
MOVERS = 5
SESSIONS_SHOWN = 5
HOLIDAYS_SHOWN = 6


@dataclass(frozen=True)
class ChartCard:
    """One index and its session. `chart` is None before the first tick; `key` is fit for an id."""

    key: str
    line: Line
    chart: Chart | None
    title: str
    description: str
    high: str
    low: str
    move: str


@dataclass(frozen=True)
class HalfHour:
    """A row of the table: when, and each index's level and percent (empty strings where unknown)."""

    at: datetime
    clock: str
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class SessionTable:
    """An exchange's session: the charts of its indices, and the same figures each half hour."""

    heading: str
    caption: str
    cards: tuple[ChartCard, ...]
    names: tuple[str, ...]
    rows: tuple[HalfHour, ...]


@dataclass(frozen=True)
class Group:
    """A table of one kind of instrument."""

    key: str
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Breadth:
    """How many shares rise, fall and stand."""

    rising: int
    falling: int
    unchanged: int


@dataclass(frozen=True)
class Day:
    """A row of the trading calendar; `hours` is empty on a holiday."""

    iso: str
    day: str
    hours: str
    why: str


@dataclass(frozen=True)
class ExchangeDays:
    """What is coming at one exchange, in its own time."""

    key: str
    sessions_caption: str
    sessions: tuple[Day, ...]
    holidays_caption: str
    holidays: tuple[Day, ...]
    known_until: str


@dataclass(frozen=True)
class SnapshotPart:
    """`markets/_snapshot.html`: all that stands on the market page."""

    sessions: tuple[SessionTable, ...]
    groups: tuple[Group, ...]
    movers: tuple[Group, ...]
    breadth: Breadth | None
    days: tuple[ExchangeDays, ...]
    replayed: bool
    words: Words


def snapshot_part(figures: Sequence[Figure], *, language: str, at: datetime) -> SnapshotPart:
    """The market page as of `at`."""
    said = words(language)
    shares = [figure for figure in figures if figure.instrument.kind == "share" and figure.tick]
    return SnapshotPart(
        sessions=_sessions(figures, language, at),
        groups=tuple(_groups(figures, language)),
        movers=_movers(shares, language),
        breadth=_breadth(shares) if shares else None,
        # An exchange without nights has no opening to announce.
        days=tuple(
            _days(calendar, language, at) for calendar in _calendars(figures) if len(calendar.spans) > 1
        ),
        replayed=any(figure.replayed for figure in figures),
        words=said,
    )


def _sessions(figures: Sequence[Figure], language: str, at: datetime) -> tuple[SessionTable, ...]:
    """One table an exchange that has indices, in the order of markets.toml."""
    indices = [figure for figure in figures if figure.instrument.kind == "index"]
    tables = []
    for calendar in _calendars(indices):
        day = calendar.session_at(at)
        if day is None or day.opens_at is None or day.closes_at is None:
            continue
        own = [figure for figure in indices if figure.calendar is calendar]
        tables.append(_session(own, calendar, Span(day.opens_at, day.closes_at), language=language, at=at))
    return tuple(tables)


def _session(
    figures: Sequence[Figure], calendar: Calendar, session: Span, *, language: str, at: datetime
) -> SessionTable:
    said, zone = words(language), calendar.zone
    symbols = [figure.instrument.symbol for figure in figures]
    ticks = queries.ticks_between(symbols, session.opens_at, session.closes_at)
    day = rules.short_day(calendar.today(session.opens_at), language)
    opens, closes = rules.clock(session.opens_at, zone), rules.clock(session.closes_at, zone)
    return SessionTable(
        heading=said.session_of.format(day, opens, f"{closes} {rules.zone_name(session.closes_at, zone)}"),
        caption=said.half_hours.format(day),
        cards=tuple(
            _card(figure, ticks[figure.instrument.symbol], session, language=language) for figure in figures
        ),
        names=tuple(rules.name_in(figure.instrument.name, language) for figure in figures),
        rows=_half_hours(figures, ticks, session, at=at),
    )


def _card(figure: Figure, ticks: Sequence[Tick], session: Span, *, language: str) -> ChartCard:
    said, shown, decimals = words(language), line(figure, language), figure.instrument.decimals
    key = f"{figure.instrument.symbol}".encode().hex()
    if not ticks:
        return ChartCard(key, shown, None, shown.name, said.no_ticks, "", "", "")
    zone = figure.calendar.zone
    first, last = ticks[0], ticks[-1]
    high, low, close, begun, ended = (
        rules.level(value, decimals=decimals)
        for value in (
            max(tick.last for tick in ticks),
            min(tick.last for tick in ticks),
            last.previous_close,
            first.last,
            last.last,
        )
    )
    day = rules.long_day(figure.calendar.today(session.opens_at), language)
    return ChartCard(
        key=key,
        line=shown,
        chart=rules.draw(ticks, session, zone=zone),
        title=said.chart_title.format(shown.name, day),
        description=said.chart_description.format(
            begun, rules.clock(first.at, zone), ended, rules.clock(last.at, zone), high, low, close
        ),
        high=high,
        low=low,
        move=rules.move(last.last, last.previous_close, decimals=decimals).value,
    )


def _half_hours(
    figures: Sequence[Figure], ticks: dict[str, list[Tick]], session: Span, *, at: datetime
) -> tuple[HalfHour, ...]:
    """One row a half hour of which any index has a figure, oldest first."""
    columns = [
        (figure, dict(rules.by_half_hours(ticks[figure.instrument.symbol], session, until=at)))
        for figure in figures
    ]
    moments = sorted({moment for _, column in columns for moment in column})
    zone = figures[0].calendar.zone
    return tuple(
        HalfHour(
            moment,
            rules.clock(moment, zone),
            tuple(_cell(figure, column.get(moment)) for figure, column in columns),
        )
        for moment in moments
    )


def _cell(figure: Figure, tick: Tick | None) -> tuple[str, str, str]:
    """Level, percent and move."""
    if tick is None:
        return "", "", ""
    decimals = figure.instrument.decimals
    percent = rules.signed(rules.percent_change(tick.last, tick.previous_close), decimals=2)
    move = rules.move(tick.last, tick.previous_close, decimals=decimals)
    return rules.level(tick.last, decimals=decimals), f"{rules.on_screen(percent)}%", move.value


def _groups(figures: Sequence[Figure], language: str) -> list[Group]:
    """A table for each kind that is present, indices first."""
    said = words(language)
    groups = []
    for kind in TABLE_KINDS:
        lines = tuple(
            line(figure, language) for figure in figures if figure.instrument.kind == kind and figure.tick
        )
        if lines:
            groups.append(Group(kind, getattr(said, kind), lines))
    return groups


def _percent(figure: Figure) -> Decimal:
    return rules.percent_change(figure.tick.last, figure.tick.previous_close) if figure.tick else Decimal(0)


def _movers(shares: Sequence[Figure], language: str) -> tuple[Group, ...]:
    said = words(language)
    ranked = sorted(shares, key=_percent)
    rises = [line(figure, language) for figure in reversed(ranked) if _percent(figure) > 0][:MOVERS]
    falls = [line(figure, language) for figure in ranked if _percent(figure) < 0][:MOVERS]
    groups = (Group("risers", said.risers, tuple(rises)), Group("fallers", said.fallers, tuple(falls)))
    return tuple(group for group in groups if group.lines)


def _breadth(shares: Sequence[Figure]) -> Breadth:
    moves = [_percent(figure).compare(Decimal(0)) for figure in shares]
    return Breadth(moves.count(Decimal(1)), moves.count(Decimal(-1)), moves.count(Decimal(0)))


def _calendars(figures: Sequence[Figure]) -> list[Calendar]:
    """Each exchange's calendar once, in the order of markets.toml."""
    return list({figure.calendar.exchange: figure.calendar for figure in figures}.values())


def _days(calendar: Calendar, language: str, at: datetime) -> ExchangeDays:
    said, today = words(language), calendar.today(at)
    coming = [day for day in calendar.sessions() if day.closes_at and day.closes_at > at]
    name, zone = rules.exchange_in(calendar.exchange, language), rules.zone_name(at, calendar.zone)
    return ExchangeDays(
        key=calendar.exchange.encode().hex(),
        sessions_caption=said.sessions.format(f"{name} ({zone})"),
        sessions=tuple(_day(day, calendar, language) for day in coming[:SESSIONS_SHOWN]),
        holidays_caption=said.holidays.format(name),
        holidays=tuple(
            _day(day, calendar, language)
            for day in rules.next_days(calendar.holidays(), since=today, limit=HOLIDAYS_SHOWN)
        ),
        known_until=said.known_until.format(rules.long_day(calendar.known_until, language)),
    )


def _day(day: rules.Session, calendar: Calendar, language: str) -> Day:
    hours = ""
    if day.opens_at and day.closes_at:
        # An exchange without nights closes at 24:00, not at 00:00 of a day that is not named.
        closes = (
            "24:00"
            if day.closes_at - day.opens_at >= timedelta(days=1)
            else rules.clock(day.closes_at, calendar.zone)
        )
        hours = f"{rules.clock(day.opens_at, calendar.zone)}–{closes}"
    return Day(
        day.on.isoformat(), rules.short_day(day.on, language), hours, rules.reason_in(day.why, language)
    )

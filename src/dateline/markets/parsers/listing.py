"""`markets.toml`: what is quoted, from where, and the newsroom's corrections to the trading calendar."""

import re
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from pathlib import PurePosixPath

from dateline.house.toml_file import Table, TomlFile
from dateline.markets.rules import DEFAULT_JUMP_LIMIT_PERCENT, Instrument

KINDS = ("index", "share", "currency", "commodity", "rate", "crypto")
SOURCE_KINDS = ("replay", "kis", "krx-daily", "http-json", "command")
BUILT_SOURCE_KINDS = ("replay",)
INSTRUMENT_KEYS = (
    "symbol", "name", "kind", "exchange", "currency", "decimals", "jump_limit_percent", "strip",
)  # fmt: skip
SOURCE_KEYS = (
    "name", "kind", "location", "symbols", "speed", "delay_minutes", "stale_after_seconds", "key_env",
)  # fmt: skip
SESSION_KEYS = ("exchange", "on", "opens", "closes", "closed", "why")
# What a path segment and a line of the strip can hold.
LONGEST_SYMBOL = 32
ENVIRONMENT_NAME = re.compile("[A-Z_][A-Z0-9_]*")
MOST_DECIMALS = 6


@dataclass(frozen=True)
class ListedSource:
    """Where ticks come from. `speed`: how fast a recording is played; `table` is where the file says so."""

    name: str
    kind: str
    location: str
    symbols: tuple[str, ...]
    speed: Decimal
    delay_minutes: int
    stale_after_seconds: int
    table: Table


@dataclass(frozen=True)
class ListedSession:
    """A day on which the newsroom knows better than the library; times are the exchange's own."""

    exchange: str
    on: date
    opens: time | None
    closes: time | None
    why: str
    table: Table


@dataclass(frozen=True)
class Listing:
    """All that `markets.toml` says. `exchange_tables`: where each exchange is first named."""

    instruments: tuple[Instrument, ...]
    sources: tuple[ListedSource, ...]
    sessions: tuple[ListedSession, ...]
    exchange_tables: dict[str, Table]


def parse_listing(file: TomlFile) -> Listing:
    """Read the whole file. Raises TomlError at the first thing that is not understood or cannot be kept."""
    file.expect_keys((), ("instrument", "source", "session"), required=("instrument",))
    instruments: dict[str, Instrument] = {}
    exchange_tables: dict[str, Table] = {}
    for table in file.each("instrument"):
        instrument = _instrument(table)
        if instrument.symbol in instruments:
            table.refuse("symbol", f"'{instrument.symbol}' is listed twice; remove one")
        instruments[instrument.symbol] = instrument
        exchange_tables.setdefault(instrument.exchange, table)
    if not instruments:
        file.refuse(("instrument",), "there is no [[instrument]]; list at least one")
    sources = _sources(file, instruments)
    sessions = tuple(_session(table, exchange_tables) for table in file.each("session"))
    _refuse_twice(sessions)
    return Listing(tuple(instruments.values()), sources, sessions, exchange_tables)


def _instrument(table: Table) -> Instrument:
    table.expect_keys(INSTRUMENT_KEYS, required=("symbol", "kind", "exchange"))
    symbol = table.text("symbol", longest=LONGEST_SYMBOL)
    return Instrument(
        symbol=symbol,
        name=table.text("name", symbol, longest=60),
        kind=table.choice("kind", KINDS),
        exchange=table.text("exchange", longest=12),
        currency=table.text("currency", "KRW", longest=8),
        decimals=table.whole("decimals", 2, least=0, most=MOST_DECIMALS) or 0,
        jump_limit_percent=_jump_limit(table),
        strip=table.flag("strip", default=False),
    )


def _jump_limit(table: Table) -> Decimal:
    limit = table.number("jump_limit_percent", DEFAULT_JUMP_LIMIT_PERCENT, least=0, most=900)
    if not limit:
        table.refuse("jump_limit_percent", "'jump_limit_percent' is 0, so nothing could move; write 20")
    return limit


def _sources(file: TomlFile, instruments: dict[str, Instrument]) -> tuple[ListedSource, ...]:
    sources: list[ListedSource] = []
    taken: dict[str, str] = {}
    for table in file.each("source"):
        source = _source(table, instruments)
        if source.name in {other.name for other in sources}:
            table.refuse("name", f"there are two sources named '{source.name}'; rename one")
        for symbol in source.symbols:
            if symbol in taken:
                table.refuse(
                    "symbols", f"'{symbol}' belongs to '{taken[symbol]}' already; name it in one source"
                )
            taken[symbol] = source.name
        sources.append(source)
    return tuple(sources)


def _source(table: Table, instruments: dict[str, Instrument]) -> ListedSource:
    table.expect_keys(SOURCE_KEYS, required=("name", "kind", "location", "symbols"))
    kind = table.choice("kind", SOURCE_KINDS)
    if kind not in BUILT_SOURCE_KINDS:
        table.refuse(
            "kind",
            f"this version cannot follow a '{kind}' source; use 'replay', or `dateline markets record`",
        )
    # A replay needs no key, so there is nothing to keep; what is no name is refused all the same.
    if "key_env" in table and not ENVIRONMENT_NAME.fullmatch(table.text("key_env")):
        table.refuse("key_env", "'key_env' names an environment variable; write it as KIS_APP_KEY")
    speed = table.number("speed", Decimal(1), least=0, most=3600)
    if not speed:
        table.refuse("speed", "'speed' is 0, so nothing would tick; write 1.0")
    symbols = table.words("symbols", instruments.keys())
    if not symbols:
        table.refuse("symbols", "'symbols' is empty; name at least one instrument")
    return ListedSource(
        name=table.text("name", longest=60),
        kind=kind,
        location=_location(table),
        symbols=symbols,
        speed=speed,
        delay_minutes=table.whole("delay_minutes", 0, least=0, most=1440) or 0,
        stale_after_seconds=table.whole("stale_after_seconds", 60, least=1, most=86_400) or 60,
        table=table,
    )


def _location(table: Table) -> str:
    location = table.text("location", longest=200)
    path = PurePosixPath(location)
    if path.is_absolute() or ".." in path.parts:
        table.refuse(
            "location", f"'{location}' leads outside; name a file beside this one, or from DATELINE_HOME"
        )
    return location


def _session(table: Table, exchanges: dict[str, Table]) -> ListedSession:
    table.expect_keys(SESSION_KEYS, required=("exchange", "on", "why"))
    on, opens, closes = table.day("on"), table.time_of_day("opens"), table.time_of_day("closes")
    closed = table.flag("closed", default=False)
    if on is None:
        table.refuse("on", "'on' must be a date; write it as on = 2026-11-19")
    if closed and (opens or closes):
        table.refuse("closed", "a day cannot be closed and have hours; remove one of them")
    if not closed and (opens is None or closes is None):
        table.refuse("on", "a session has 'opens' and 'closes', or closed = true; add them")
    if opens and closes and opens >= closes:
        table.refuse("closes", f"it closes at {closes}, not after it opens at {opens}; mend one of them")
    return ListedSession(
        table.choice("exchange", exchanges.keys()), on, opens, closes, table.text("why", longest=120), table
    )


def _refuse_twice(sessions: tuple[ListedSession, ...]) -> None:
    seen: set[tuple[str, date]] = set()
    for session in sessions:
        if (session.exchange, session.on) in seen:
            session.table.refuse("on", f"{session.exchange} has {session.on} twice; remove one")
        seen.add((session.exchange, session.on))

"""Reads recorded days, and knows how far each has been played onto the present."""

import datetime as dt
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from dateline.house.home import home
from dateline.markets import models, queries, rules
from dateline.markets.errors import UnreadableRecording, UnreadableTick
from dateline.markets.parsers.ticks import numbered, parse_tick

NEVER = datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class ReplayPlace:
    """How far a recording has been played: the session it is moved onto, the last tick taken."""

    recording: rules.Recording
    session: rules.Session
    after: datetime | None


def replay_places(source: models.Source, at: datetime) -> list[ReplayPlace]:
    """Where each instrument of a replay stands; those whose exchange has had no session are left out.

    Raises UnreadableRecording when the recording is gone.
    """
    path, version = _standing(source)
    shown = queries.strip()
    found: list[ReplayPlace] = []
    for row in source.instruments.filter(is_listed=True).select_related("exchange"):
        if session := queries.calendar(row.exchange).session_at(at):
            last = shown[row.symbol].shown
            recording = _recorded(path, version, row.symbol, row.exchange.pk, row.exchange.loaded_at)
            found.append(ReplayPlace(recording, session, last.at if last else None))
    return found


def lost() -> list[str]:
    """A sentence, with what to do, for each listed source whose recording is gone."""
    return [
        _is_gone(source, "no such file")
        for source in queries.listed_sources()
        if source.kind == "replay" and not path_of(source).is_file()
    ]


def path_of(source: models.Source) -> Path:
    """Where the copy of the recording lies that `markets load` took."""
    return home() / "markets" / f"{source.pk}.jsonl"


def read(path: Path) -> dict[str, tuple[rules.Tick, ...]]:
    """The ticks of a file by symbol, oldest first. Raises UnreadableRecording with the line that is none."""
    found: dict[str, list[rules.Tick]] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as cause:
        raise UnreadableRecording(f"{path.name} is no text in UTF-8 that can be read ({cause})") from cause
    for number, line in numbered(lines):
        try:
            tick = parse_tick(line, received_at=NEVER)
        except UnreadableTick as cause:
            raise UnreadableRecording(
                f"{path.name} line {number}: {cause}; mend or remove the line"
            ) from cause
        found.setdefault(tick.symbol, []).append(tick)
    return {symbol: tuple(sorted(ticks, key=lambda tick: tick.at)) for symbol, ticks in found.items()}


def recorded_day(ticks: tuple[rules.Tick, ...], days: rules.Calendar) -> rules.Recording:
    """The first day of these ticks, measured from its opening, or from its first tick."""
    if not ticks:
        return rules.Recording((), NEVER)
    first = ticks[0].at
    session = days.session_at(first)
    if session is None or session.closes_at is None or session.opens_at is None or first > session.closes_at:
        return rules.Recording(ticks, first)
    return rules.Recording(tuple(tick for tick in ticks if tick.at <= session.closes_at), session.opens_at)


def _standing(source: models.Source) -> tuple[Path, int]:
    """The recording's path and version."""
    path = path_of(source)
    try:
        return path, path.stat().st_mtime_ns
    except OSError as cause:
        raise UnreadableRecording(_is_gone(source, str(cause.strerror))) from cause


def _is_gone(source: models.Source, why: str) -> str:
    return f"the recording of '{source.name}' is gone ({why}); run `dateline markets load` again"


@lru_cache(maxsize=64)
def _recorded(
    path: Path, version: int, symbol: str, exchange_pk: int, loaded_at: datetime
) -> rules.Recording:
    """One instrument's recorded day; read again when the recording or the trading days have changed."""
    days = queries.calendar(models.Exchange.objects.get(pk=exchange_pk))
    return recorded_day(_read_once(path, version).get(symbol, ()), days)


@lru_cache(maxsize=4)
def _read_once(path: Path, version: int) -> dict[str, tuple[rules.Tick, ...]]:
    return read(path)

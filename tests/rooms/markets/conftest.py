"""A small market: two indices and a share of Seoul, and a currency that never sleeps."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dateline.markets import actions, calendars
from dateline.markets.calendars import LibraryCalendar
from dateline.markets.rules import Session

# A Tuesday, an hour after the opening in Seoul.
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)

LISTING = """\
[[instrument]]
symbol = "KOSPI"
kind = "index"
exchange = "XKRX"
jump_limit_percent = 20
strip = true

[[instrument]]
symbol = "KOSDAQ"
kind = "index"
exchange = "XKRX"
strip = true

[[instrument]]
symbol = "HGS"
name = "Hangang Shipyards"
kind = "share"
exchange = "XKRX"
decimals = 0

[[instrument]]
symbol = "USD/KRW"
kind = "currency"
exchange = "24/7"

[[session]]
exchange = "XKRX"
on = 2026-11-19
opens = 10:00:00
closes = 16:30:00
why = "college entrance examination"
"""

REPLAY = """
[[source]]
name = "recorded day"
kind = "replay"
location = "ticks.jsonl"
symbols = ["KOSPI", "USD/KRW"]
stale_after_seconds = 60
"""


def line(
    last: str = "2843.31", *, symbol: str = "KOSPI", at: datetime = NOW, previous_close: str = "2866.09"
) -> str:
    """One tick as `markets record` reads it."""
    figures = f'"last": "{last}", "previous_close": "{previous_close}"'
    return f'{{"symbol": "{symbol}", {figures}, "at": "{at.isoformat()}"}}'


def seoul(on: date) -> Session:
    """An ordinary day of the Seoul exchange."""
    opens_at = datetime(on.year, on.month, on.day, tzinfo=UTC)
    return Session(on, opens_at, opens_at + timedelta(hours=6, minutes=30))


def always(on: date) -> Session:
    """A day that has no night."""
    opens_at = datetime(on.year, on.month, on.day, tzinfo=UTC)
    return Session(on, opens_at, opens_at + timedelta(days=1))


def library(exchanges: object, today: date) -> dict[str, LibraryCalendar | None]:
    """A calendar library of two months; the real one is asked in test_calendars."""
    first, last = date(2026, 11, 1), date(2026, 12, 31)
    every = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    christmas = Session(date(2026, 12, 25), None, None, why="Christmas")
    weekdays = [christmas if on == christmas.on else seoul(on) for on in every if on.weekday() < 5]
    known: dict[str, LibraryCalendar | None] = {
        "XKRX": LibraryCalendar("XKRX", "Asia/Seoul", first, last, tuple(weekdays)),
        "24/7": LibraryCalendar("24/7", "UTC", first, last, tuple(always(on) for on in every)),
    }
    return {code: known.get(code) for code in exchanges}  # type: ignore[attr-defined]  # codes, as asked


@pytest.fixture(autouse=True)
def _small_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "read", library)


@pytest.fixture
def market(home: Path) -> Callable[..., Path]:
    """Loads a markets.toml, with a recording beside it when one is given; the file's path."""

    def load(listing: str = LISTING, *, recorded: list[str] | None = None, at: datetime = NOW) -> Path:
        path = home / "markets.toml"
        path.write_text(listing)
        if recorded is not None:
            (home / "ticks.jsonl").write_text("\n".join(recorded))
        actions.load(path, at)
        return path

    return load

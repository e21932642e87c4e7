"""The exchange calendars' library, asked in a process of its own.

It costs seconds and some 60 MB to import, so no process that lives long may: `read` starts this module
as a program, which prints what it found and ends.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dateline.markets.errors import NoCalendar
from dateline.markets.rules import Session

DAYS_BACK = 366
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class LibraryCalendar:
    """What the library says of one exchange, within the days it knows."""

    exchange: str
    zone: str
    known_from: date
    known_until: date
    days: tuple[Session, ...]


def read(exchanges: Iterable[str], today: date) -> dict[str, LibraryCalendar | None]:
    """A calendar for each exchange, from a year back to the library's horizon; None for one it does not know.

    Raises NoCalendar when the library does not answer at all.
    """
    command = [sys.executable, "-m", "dateline.markets.calendars", today.isoformat(), *exchanges]
    try:
        answer = subprocess.run(  # noqa: S603 - our own module; the codes are arguments, never a shell's
            command, capture_output=True, check=True, timeout=PATIENCE_SECONDS, text=True
        )
        calendars = json.loads(answer.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as cause:
        raise NoCalendar(
            f"the exchange calendars cannot be read ({cause}); run `make setup` again"
        ) from cause
    return {code: _calendar(code, found) if found else None for code, found in calendars.items()}


def _calendar(code: str, found: dict[str, Any]) -> LibraryCalendar:
    return LibraryCalendar(
        exchange=code,
        zone=found["zone"],
        known_from=date.fromisoformat(found["known_from"]),
        known_until=date.fromisoformat(found["known_until"]),
        days=tuple(
            Session(
                date.fromisoformat(on), _moment(opens), _moment(closes), _moment(stops), _moment(resumes), why
            )
            for on, opens, closes, stops, resumes, why in found["days"]
        ),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def main(today: str, *exchanges: str) -> None:
    """Print, as JSON, what the library knows of these exchanges."""
    import exchange_calendars

    since = date.fromisoformat(today) - timedelta(days=DAYS_BACK)
    names = set(exchange_calendars.get_calendar_names())
    found = {code: _ask(exchange_calendars.get_calendar(code), since) for code in exchanges if code in names}
    sys.stdout.write(json.dumps(dict.fromkeys(exchanges) | found))


def _ask(calendar: Any, since: date) -> dict[str, object]:
    first = max(since, calendar.first_session.date())
    last = calendar.last_session.date()
    rows = calendar.schedule.loc[first.isoformat() : last.isoformat()]
    sessions = {row.Index.date(): _session_row(row) for row in rows.itertuples()}
    holidays = _holidays(calendar, first, last)
    days: list[list[str | None]] = []
    for number in range((last - first).days + 1):
        on = first + timedelta(days=number)
        if on in sessions:
            days.append([on.isoformat(), *sessions[on], ""])
        elif calendar.weekmask[on.weekday()] == "1":
            days.append([on.isoformat(), None, None, None, None, holidays.get(on, "exchange holiday")])
    return {
        "zone": str(calendar.tz),
        "known_from": first.isoformat(),
        "known_until": last.isoformat(),
        "days": days,
    }


def _session_row(row: Any) -> list[str | None]:
    moments = (row.open, row.close, row.break_start, row.break_end)
    return [moment.isoformat() if moment == moment else None for moment in moments]  # NaT is not itself


def _holidays(calendar: Any, first: date, last: date) -> dict[date, str]:
    """Each holiday's name, without what the library adds for itself in brackets."""
    regular = calendar.regular_holidays
    if regular is None:
        return {}
    named = regular.holidays(first.isoformat(), last.isoformat(), return_name=True)
    return {moment.date(): re.sub(r"\s*\(.*", "", name) for moment, name in named.items()}


if __name__ == "__main__":
    main(*sys.argv[1:])

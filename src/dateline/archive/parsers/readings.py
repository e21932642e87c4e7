"""What the server counts, a line a minute: `{"minute": "2026-11-24T03:17:00Z", "counts": {"/a/": 1}}`."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from dateline.archive.errors import UnreadableCounts

LONGEST_ADDRESS = 500
MOST_A_MINUTE = 10_000_000  # of one page by one worker: more is a broken file, not a busy day


@dataclass(frozen=True)
class MinuteCounts:
    """How often each address was asked for within the minute that begins at `minute` (UTC)."""

    minute: datetime
    counts: dict[str, int]


def parse_counts(line: bytes) -> MinuteCounts:
    """Read one line. Addresses that are none of ours in shape are left out.

    Raises UnreadableCounts for anything that is no such object, a moment without a zone included.
    """
    try:
        found = json.loads(line)
        minute = datetime.fromisoformat(found["minute"])
        counts = {path: times for path, times in found["counts"].items() if _is_count(path, times)}
        if minute.tzinfo is None:
            raise ValueError(f"{found['minute']} names no zone")
        return MinuteCounts(minute.astimezone(UTC), counts)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as cause:
        raise UnreadableCounts(f"no count of pages: {line[:80]!r}") from cause


def by_hour(minutes: Iterable[MinuteCounts]) -> dict[datetime, Counter[str]]:
    """The same counts, added up by the hour."""
    hours: dict[datetime, Counter[str]] = {}
    for minute in minutes:
        hour = minute.minute.replace(minute=0, second=0, microsecond=0)
        hours.setdefault(hour, Counter()).update(minute.counts)
    return hours


def _is_count(path: object, times: object) -> bool:
    return (
        isinstance(path, str)
        and path.startswith("/")
        and len(path) <= LONGEST_ADDRESS
        and isinstance(times, int)
        and not isinstance(times, bool)
        and 0 < times <= MOST_A_MINUTE
    )

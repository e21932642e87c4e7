"""When a source is asked again: politely, and more seldom the longer it fails."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WAIT = timedelta(hours=1)
# A server may ask for more than we would leave it alone by ourselves, but not for ever.
LONGEST_ASKED = timedelta(days=1)


def next_try(at: datetime, *, every: float, errors: int, asked: float = 0.0, chance: float = 0.5) -> datetime:
    """The moment of the next try after `errors` failures in a row, 0 after a success.

    `every`: seconds between tries. `asked`: seconds that the server wants to be left alone.
    `chance`: from 0 to 1, so that a hundred papers do not come back in the same second.
    """
    if errors == 0:
        return at + timedelta(seconds=every * (1 + 0.1 * chance))
    wait = min(timedelta(seconds=every * 2.0 ** min(errors - 1, 20)), LONGEST_WAIT)
    wait *= 0.75 + 0.5 * chance
    return at + max(wait, min(timedelta(seconds=asked), LONGEST_ASKED))


def retry_after(value: str, at: datetime) -> float:
    """Seconds that a Retry-After header asks for, as a number or a date; 0 when it says neither."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(min(int(value[:12]), int(LONGEST_ASKED.total_seconds())))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return 0.0
    if moment.tzinfo is None:
        return 0.0
    return max(0.0, (moment - at).total_seconds())

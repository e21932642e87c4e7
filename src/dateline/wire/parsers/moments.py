"""Times as partners write them, turned into moments in UTC."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateline.wire.parsers.profile import Profile

_SHAPE = re.compile(
    r"\d{4}(-?\d{2}){0,2}([T ]\d{2}(:?\d{2}(:?\d{2}([.,]\d{1,9})?)?)?(\s?(Z|[+-]\d{2}(:?\d{2})?))?)?\Z",
    re.ASCII,
)


def moment(text: str, profile: Profile) -> datetime | None:
    """The moment that `text` says, in UTC; None when it says none.

    Reads ISO 8601, whole or cut short (`2019-12`, `20210526T134018+0200`). A time without a
    zone is in the partner's, or in UTC when that is unknown.
    """
    found = _read(text)
    if found is None:
        return None
    return _in_utc(found, profile.time_zone)


def says_zone(text: str) -> bool:
    """Whether a time carries its own zone."""
    found = _read(text)
    return found is not None and found.tzinfo is not None


def _read(text: str) -> datetime | None:
    text = text.strip().replace("z", "Z").replace("t", "T")
    if not _SHAPE.match(text):
        return None
    if re.fullmatch(r"\d{4}", text):
        text += "-01-01"
    elif re.fullmatch(r"\d{4}-\d{2}", text):
        text += "-01"
    try:
        return datetime.fromisoformat(re.sub(r"\s(?=Z|[+-])", "", text))
    except ValueError:
        return None


def _in_utc(found: datetime, zone: str) -> datetime | None:
    try:
        if found.tzinfo is not None:
            return found.astimezone(UTC)
        local = found.replace(tzinfo=ZoneInfo(zone) if zone else UTC)
        # In the hour that a clock goes through twice, the later one: never early with an embargo.
        return max(local.astimezone(UTC), local.replace(fold=1).astimezone(UTC))
    except (OverflowError, ValueError, ZoneInfoNotFoundError):
        return None

"""Times as partners write them, turned into moments in UTC."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateline.wire.parsers.profile import Profile

_SHAPE = re.compile(
    r"\d{4}(-?\d{2}){0,2}([T ]\d{2}(:?\d{2}(:?\d{2}([.,]\d{1,9})?)?)?(\s?(Z|[+-]\d{2}(:?\d{2})?))?)?\Z",
    re.ASCII,
)

# Hours from UTC of zones that letters and feeds name in capitals; those of RFC 5322 are known already.
_ZONES = {
    "KST": 9, "JST": 9, "HKT": 8, "SGT": 8, "AWST": 8, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MET": 1, "CEST": 2, "MEST": 2, "EET": 2, "SAST": 2, "EEST": 3,
    "MSK": 3, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip
_KOREAN = re.compile(
    r"(\d{4})(?:년|[-./])\s?(\d{1,2})(?:월|[-./])\s?(\d{1,2})(?:일|\.)?\s?(?:\([일월화수목금토]\))?\s?"
    r"(?:(오전|오후)\s?)?(?:(\d{1,2})(?:시|:)\s?(\d{2})분?(?::?\s?(\d{2})초?)?)?\Z"
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


def mail_moment(text: str, profile: Profile) -> datetime | None:
    """The moment that a feed's or a letter's date says: ISO 8601, RFC 5322 with its old zones, or Korean."""
    text = " ".join(text.split())[:120]
    if (found := moment(text, profile)) is not None:
        return found
    if (found := _mail_date(text) or _korean_date(text)) is None:
        return None
    return _in_utc(found, profile.time_zone)


def _mail_date(text: str) -> datetime | None:
    name = text.rpartition(" ")[2].upper()
    zone = _ZONES.get(name)
    try:
        parsed = parsedate_tz(text.rpartition(" ")[0] if zone is not None else text)
        if parsed is None:
            return None
        found = datetime(*parsed[:6])  # noqa: DTZ001 - its zone follows
        # A date that ends in its time or year names no zone; the library would say UTC.
        is_bare = zone is None and re.search(r"(:\d{2}|\b\d{4}|-0000)\Z", text) is not None
        offset = zone * 3600 if zone is not None else None if is_bare else parsed[9]
        return found if offset is None else found.replace(tzinfo=timezone(timedelta(seconds=offset)))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _korean_date(text: str) -> datetime | None:
    found = _KOREAN.match(text)
    if found is None:
        return None
    year, month, day, half, hour, minute, second = found.groups()
    at = int(hour or 0) % 12 + 12 * (half == "오후") if half else int(hour or 0)
    try:
        return datetime(int(year), int(month), int(day), at, int(minute or 0), int(second or 0))  # noqa: DTZ001
    except ValueError:
        return None


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

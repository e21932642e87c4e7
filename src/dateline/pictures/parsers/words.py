"""Words from inside a picture, made fit to keep and print."""

import re
from datetime import UTC, datetime, timedelta, timezone

LONGEST = 4000
LONGEST_LINE = 255

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


def clean(text: str, *, longest: int = LONGEST) -> str:
    """The text without controls and doubled space, at most `longest` characters."""
    return " ".join(_CONTROLS.sub(" ", text).split())[:longest].rstrip()


def moment(text: str) -> datetime | None:
    """A moment in UTC from "2026-11-20T08:15:00+09:00"; None without a zone: a guess is not a fact."""
    try:
        read = datetime.fromisoformat(text.strip())
        return read.astimezone(UTC) if read.tzinfo else None
    except (ValueError, OverflowError):
        return None


def iim_moment(date: str, time: str) -> datetime | None:
    """A moment in UTC from IIM's "20261120" and "081500+0900"."""
    match = re.fullmatch(r"(\d{6})([+-])(\d{2})(\d{2})", time.strip())
    if match is None:
        return None
    offset = timedelta(hours=int(match[3]), minutes=int(match[4]))
    try:
        zone = timezone(-offset if match[2] == "-" else offset)
        return datetime.strptime(f"{date}{match[1]}", "%Y%m%d%H%M%S").replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None

"""One trading day that never was, tick by tick: the same seed, the same day."""

import json
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from dateline.demo.rules import utc

SEOUL = ZoneInfo("Asia/Seoul")
SEED = "hangang"


@dataclass(frozen=True)
class Course:
    """How one instrument's day went. `swing` is its usual wandering, in percent of the close before."""

    symbol: str
    previous_close: Decimal
    close: Decimal
    step: Decimal
    swing: float
    every_seconds: int
    all_day: bool = False


def _share(symbol: str, previous_close: str, percent: str, swing: float) -> Course:
    before = Decimal(previous_close)
    close = (before * (1 + Decimal(percent) / 100) / 50).quantize(Decimal(1)) * 50
    return Course(symbol, before, close, Decimal(50), swing, 60)


COURSES = (
    Course("KOSPI", Decimal("2866.09"), Decimal("2843.31"), Decimal("0.01"), 0.42, 10),
    Course("KOSDAQ", Decimal("839.61"), Decimal("829.52"), Decimal("0.01"), 0.55, 10),
    Course("KOSPI200", Decimal("395.31"), Decimal("391.53"), Decimal("0.01"), 0.44, 10),
    Course("USDKRW", Decimal("1379.50"), Decimal("1381.20"), Decimal("0.10"), 0.16, 60, all_day=True),
    Course("EURKRW", Decimal("1495.80"), Decimal("1498.75"), Decimal("0.05"), 0.18, 60, all_day=True),
    Course("GOLD", Decimal("2688.4"), Decimal("2701.9"), Decimal("0.1"), 0.35, 60, all_day=True),
    Course("BRENT", Decimal("74.18"), Decimal("73.42"), Decimal("0.01"), 0.70, 60, all_day=True),
    _share("NAMHAE", "41350", "2.1", 1.3),
    _share("BYEOLNAE", "18900", "0.8", 1.1),
    _share("HANBYEOL", "9870", "-1.5", 0.9),
    _share("SINYANG", "27650", "0.4", 0.7),
    _share("GOYO", "63200", "3.4", 1.6),
    _share("SAEBYEOK", "22150", "-0.7", 0.5),
    _share("DONGHAE", "3415", "0", 0.4),
    _share("MAEHWA", "118500", "-0.3", 0.4),
    _share("ONNURI", "87400", "-4.2", 1.9),
    _share("SORAE", "151000", "-2.6", 1.8),
    _share("TAESAN", "34900", "1.9", 0.8),
    _share("GYEOUL", "46050", "-1.1", 1.2),
)


def ticks(day: date, *, courses: tuple[Course, ...] = COURSES) -> Iterator[str]:
    """The day's ticks as JSON lines, course by course, oldest first."""
    for course in courses:
        opens_at, closes_at = _hours(day, course)
        for at, last in _walk(course, opens_at, closes_at):
            yield json.dumps(
                {
                    "symbol": course.symbol,
                    "last": str(last),
                    "previous_close": str(course.previous_close),
                    "at": at.isoformat(),
                }
            )


def day_before(at: datetime) -> date:
    """The last weekday before the moment `at`, in Seoul."""
    day = at.astimezone(SEOUL).date() - timedelta(days=1)
    while day.weekday() >= 5:
        day -= timedelta(days=1)
    return day


def _hours(day: date, course: Course) -> tuple[datetime, datetime]:
    """The exchange in Seoul from nine to half past three; currencies and commodities round the clock (UTC)."""
    if course.all_day:
        opens_at = utc(datetime.combine(day, time()))
        return opens_at, opens_at + timedelta(hours=23, minutes=59)
    return datetime.combine(day, time(9), SEOUL), datetime.combine(day, time(15, 30), SEOUL)


def _walk(course: Course, opens_at: datetime, closes_at: datetime) -> Iterator[tuple[datetime, Decimal]]:
    """A bridge from near the close before to the close: it wanders in between, busiest at the ends."""
    rand = random.Random(f"{SEED} {course.symbol}")  # noqa: S311 - a plausible day, no secret
    count = int((closes_at - opens_at).total_seconds()) // course.every_seconds
    base = float(course.previous_close)
    opening = base * (1 + rand.gauss(0, course.swing / 2) / 100)
    steps = [rand.gauss(0, 1) * (0.7 + 0.8 * abs(2 * number / count - 1) ** 2) for number in range(count)]
    scale = base * course.swing / 100 / math.sqrt(count)
    wandered = 0.0
    total = sum(steps)
    for number in range(count + 1):
        part = number / count
        drift = opening + (float(course.close) - opening) * part
        value = Decimal(str(drift + (wandered - total * part) * scale))
        last = course.close if number == count else (value / course.step).quantize(Decimal(1)) * course.step
        yield opens_at + timedelta(seconds=number * course.every_seconds), last
        if number < count:
            wandered += steps[number]

"""A clock that is wrong: what a process of the drill's asks for the time is told by so many seconds more or less.

The wall clock alone, in each way that Python's code here asks for it: `time.time`, `house.clock` and Django's
`timezone.now`. What is measured in between (`time.monotonic`) and the moments that the disk gives its files stay true.
"""

import contextlib
import time
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from dateline.house import clock

LOOK_EVERY_SECONDS = 0.02


class WrongBy:
    """How far the clock is off, as a file says: looked at again a moment later."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seconds = 0.0
        self._look_at = 0.0

    def seconds(self) -> float:
        """More than the true time, or less."""
        if time.monotonic() >= self._look_at:
            with contextlib.suppress(OSError, ValueError):
                self._seconds = float(self._file.read_text())
            self._look_at = time.monotonic() + LOOK_EVERY_SECONDS
        return self._seconds


def listen(file: Path) -> None:
    """Have this process be told so from now on."""
    from django.utils import timezone

    wrong, true_time = WrongBy(file), time.time

    class Wrong(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            true = datetime.now(tz)  # noqa: TID251 - this is what the house's clock asks
            return true + timedelta(seconds=wrong.seconds())

    time.time = lambda: true_time() + wrong.seconds()
    clock.datetime = Wrong  # type: ignore[misc]
    timezone.now = lambda: Wrong.now(UTC)  # noqa: TID251 - what Wagtail and Django ask


def set_to(file: Path, seconds: float) -> None:
    """Have all of them be wrong by so much from now on, at once."""
    beside = file.with_name(f"{file.name} beside")
    beside.write_text(str(seconds))
    beside.rename(file)


def of(file: Path) -> datetime:
    """What such a clock shows now."""
    return clock.now() + timedelta(seconds=float(file.read_text()))

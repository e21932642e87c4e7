"""The machine's clock is set an hour ahead and back, and an hour behind and right again, while all go on.

What ends, ends at the moment that the clock shows, and stays so when the clock is set back; what is under embargo is
out at its moment, and not before; a figure is never live that is not; whatever is posted is heard.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.paths.making import ninjs, receive

from dateline.house import clock
from drill import clocks
from drill.ground import Findings, Ground, ground

HOUR = 3600.0
JUMPS = (HOUR, 0.0, -HOUR, 0.0)
# From the jump until no reader has it any more, whoever else is asleep; until a figure is called live no more; until
# what fell due is out, and a story that was just published.
ENDS_WITHIN, STALE_WITHIN, OUT_WITHIN = 1.0, 15.0, 30.0
SURFACES = ("/", "/economy/", "/feeds/all.rss")
MARKET = """
[[instrument]]
symbol = "USD/KRW"
name = "Dollar"
kind = "currency"
exchange = "24/7"
currency = "KRW"
decimals = 2
strip = true
"""


@dataclass
class Jumped:
    """What was found, and how long it took at most, in seconds, until each was so after a jump."""

    found: Findings
    slowest: dict[str, float] = field(default_factory=dict)


def drill(folder: Path, *, guards_off: tuple[str, ...] = (), seed: int = 1) -> Jumped:
    """Jump, and look each time at what must hold."""
    folder.mkdir(parents=True)
    file = folder / "clock"
    clocks.set_to(file, 0)
    settings = {"DRILL_CLOCK": str(file)}
    with ground(folder / "ground", settings=settings, guards_off=guards_off, seed=seed) as place:
        hour = _Hour(place, file)
        place.write(turns=10)
        hour.prepare()
        place.let_read()
        place.let_write()
        for take, jump in enumerate(JUMPS, start=2):
            hour.jump(jump, take)
        place.come_to_rest()
        found = place.findings()
        found.faults += hour.faults
        return Jumped(found, hour.slowest)


class _Hour:
    """The hour that the clock jumps over and back, and what falls into it."""

    def __init__(self, place: Ground, file: Path) -> None:
        self._place = place
        self._clock = file
        self.faults: list[str] = []
        self.slowest: dict[str, float] = {}
        self._began_at = clock.now()

    def prepare(self) -> None:
        """A story to be changed, one that ends and one that is free in half an hour, and a market."""
        self._own = self._place.publish("own-0-1", 1)
        within = timedelta(minutes=30)
        self._end = self._began_at + within
        self._ends = self._item("ends", expires=self._end.isoformat())
        self._waits = self._item("waits", embargoed=(self._began_at + within).isoformat())
        self._early = self._item("early", embargoed=(self._began_at - within).isoformat())
        listed = self._place.folder / "markets.toml"
        listed.write_text(MARKET)
        self._place.room.done("markets", "load", str(listed))
        self._until("live at first", OUT_WITHIN, self._is_live_after_a_tick)
        self._until("in print at first", OUT_WITHIN, lambda: self._status(self._ends) == 200)
        self._until("the second at first", OUT_WITHIN, lambda: self._status(self._early) == 200)

    def jump(self, seconds: float, take: int) -> None:
        """Set the clock, and look."""
        before = self._place.acknowledged()
        clocks.set_to(self._clock, seconds)
        name = f"at {seconds / HOUR:+.0f} h"
        is_over = take > 2 or seconds > 0
        if is_over:
            self._until(f"{name}: what has ended is gone", ENDS_WITHIN, lambda: not self._stands(self._ends))
        if seconds > 0:
            self._until(
                f"{name}: what was under embargo is out", OUT_WITHIN, lambda: self._status(self._waits) == 200
            )
        if seconds:
            self._until(f"{name}: no figure is live", STALE_WITHIN, lambda: not self._is_live())
        else:
            self._until(f"{name}: a new figure is live", OUT_WITHIN, self._is_live_after_a_tick)
        self._publish(name, take)
        self._until(f"{name}: letters are taken", OUT_WITHIN, lambda: self._place.acknowledged() > before + 3)
        if is_over and self._stands(self._ends):
            self.faults.append(f"{name}: what had ended is in print again")

    def _publish(self, name: str, take: int) -> None:
        standing = self._file(self._own).stat().st_mtime
        self._place.publish("own-0-1", take)
        self._until(
            f"{name}: take {take} is out", OUT_WITHIN, lambda: f"Take {take} of" in self._text(self._own)
        )
        if self._file(self._own).stat().st_mtime <= standing:
            self.faults.append(f"{name}: the time of {self._own}'s file did not go on")

    def _item(self, name: str, **more: object) -> str:
        receive(self._place.room, ninjs(f"urn:clock:{name}", f"A tide that {name}", **more))
        return f"/economy/harbour/a-tide-that-{name}/"

    def _status(self, address: str) -> int:
        return self._place.room.get(address).status

    def _text(self, address: str) -> str:
        return self._place.room.get(address).text

    def _stands(self, address: str) -> bool:
        """Whether any reader has its words, on its own page or where it was listed."""
        words = f"A tide that {address.rstrip('/').rpartition('-')[2]}"
        return self._status(address) == 200 or any(words in self._text(each) for each in SURFACES)

    def _is_live(self) -> bool:
        quotes = json.loads(self._place.room.get("/live/strip.json").body)["quotes"]
        return any(quote["state"] == "live" and _moment(quote) > clocks.of(self._clock) for quote in quotes)

    def _is_live_after_a_tick(self) -> bool:
        """The source's own clock is right, whatever ours shows."""
        at = clock.now().isoformat()
        tick = {"symbol": "USD/KRW", "last": "1386.40", "previous_close": "1380.00", "at": at}
        self._place.room.run("markets", "record", "-", stdin=json.dumps(tick))
        return self._is_live()

    def _file(self, address: str) -> Path:
        return self._place.room.home / "press" / "open" / address[1:] / "index.html"

    def _until(self, what: str, seconds: float, is_so: Callable[[], object]) -> None:
        begun = time.monotonic()
        while not is_so():
            if time.monotonic() - begun > seconds:
                self.faults.append(f"{what}: not within {seconds:g} s")
                return
            time.sleep(0.05)
        self.slowest[what] = time.monotonic() - begun


def _moment(quote: dict[str, str]) -> datetime:
    """Until when the figure may be called so: readers' browsers look at it."""
    return datetime.fromisoformat(quote["stale_at"])

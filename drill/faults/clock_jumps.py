"""The machine's clock jumps a day ahead and two back: pages stay whole and new, and nothing comes back.

By libfaketime (Debian's `faketime`), in every process of the newsroom; the monotonic clock and the disk's stay true.
"""

import time
from pathlib import Path

from drill.ground import Findings, ground

LIBRARIES = tuple(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
JUMPS = ("+1d", "-1d", "-400d", "+0")


def is_possible() -> bool:
    """Whether the machine has the library."""
    return bool(LIBRARIES)


def drill(folder: Path, *, guards_off: tuple[str, ...] = (), seed: int = 1) -> Findings:
    """Write and read before, between and after the jumps."""
    folder.mkdir(parents=True)
    clock = folder / "clock"
    clock.write_text("+0")
    settings = {
        "LD_PRELOAD": str(LIBRARIES[0]), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1",
    }  # fmt: skip
    with ground(folder / "ground", settings=settings, guards_off=guards_off, seed=seed) as place:
        place.write(turns=10)
        place.let_read()
        address = place.publish("own-0-1", 1)
        place.room.rest()
        went_back = []
        for take, jump in enumerate(JUMPS, start=2):
            before = _changed_at(place.room.home, address)
            clock.write_text(jump)
            place.publish("own-0-1", take)
            place.write(turns=4)
            place.room.until(
                lambda take=take: f"Take {take} of" in place.room.get(address).text, f"take {take}"
            )
            if _changed_at(place.room.home, address) <= before:
                went_back.append(f"{address}: its file's time went back when the clock jumped to {jump}")
            time.sleep(0.5)
        place.come_to_rest()
        found = place.findings()
        found.faults += went_back
        return found


def _changed_at(home: Path, address: str) -> float:
    return (home / "press" / "open" / address[1:] / "index.html").stat().st_mtime

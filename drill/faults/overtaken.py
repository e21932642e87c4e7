"""A print that is held up while a newer one is placed: what readers have had never gets older.

A command prints a page and waits before it places it; the story is published anew meanwhile, and the press prints
that. Nothing needs to be served for it: the file is what readers have.
"""

import subprocess
import sys
from pathlib import Path

from tests.paths.newsroom import PROJECT

from drill.ground import Ground

SLOW = "press.entered"  # the sheet is made, and the file is not placed


def drill(folder: Path, *, guards_off: tuple[str, ...] = (), seed: int = 1) -> list[str]:
    """What went wrong: empty when the newer print stands after the older one was let go."""
    place = Ground(folder, guards_off=guards_off, seed=seed)
    address = place.publish("own-0-1", 1)
    place.room.done("press", "run")
    place.orders.hold(SLOW)
    with subprocess.Popen(
        [sys.executable, "-m", "dateline.cli.main", "press", "page", address],
        env=place.room.environment, cwd=PROJECT, stdout=subprocess.DEVNULL,
    ) as slow:  # fmt: skip
        place.room.until(lambda: place.orders.is_held(SLOW), "the slow print to be held")
        place.publish("own-0-1", 2)
        place.room.done("press", "run")
        before = shown(place, address)
        place.orders.let_go(SLOW)
        slow.wait(60)
    after = shown(place, address)
    return [] if before == after == "Take 2 of own-0-1" else [f"{address}: shows “{after}” after “{before}”"]


def shown(place: Ground, address: str) -> str:
    """Which take lies there."""
    page = (place.room.home / "press" / "open" / address[1:] / "index.html").read_text()
    return next(f"Take {take} of own-0-1" for take in (2, 1) if f"Take {take} of own-0-1" in page)

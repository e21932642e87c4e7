"""A disk without room for one byte: a takedown works, readers notice nothing, and nothing else is promised.

The newsroom lies on a small disk of memory, which only root may lay: elsewhere there is nothing to drill.
"""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.paths.newsroom import Said

from drill import ledger
from drill.ground import Findings, Ground, ground

MEGABYTES = 320
HEARD = "press.heard"


@dataclass
class Taken:
    """How it went: the findings, and how long each takedown took from the command to 410, in seconds."""

    found: Findings
    seconds: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def is_possible(folder: Path) -> bool:
    """Whether a small disk may be laid here."""
    if os.geteuid() != 0:
        return False
    with contextlib.suppress(subprocess.CalledProcessError), small_disk(folder / "try"):
        return True
    return False


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of its own in memory, and its folder."""
    folder.mkdir(parents=True)
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "dateline-drill", folder], check=True,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield folder
    finally:
        # Who still writes there is waited for; what is left then goes with its last file.
        for options in ((),) * 10 + (("-l",),):
            if (
                subprocess.run(
                    ["umount", *options, folder], check=False, stderr=subprocess.DEVNULL
                ).returncode
                == 0
            ):
                break
            time.sleep(0.5)


def drill(folder: Path, *, takedowns: int = 3, guards_off: tuple[str, ...] = (), seed: int = 1) -> Taken:
    """Fill the disk, take stories down, and look whether readers have 410."""
    with (
        small_disk(folder / "disk") as disk,
        ground(folder / "ground", home=disk / "var", guards_off=guards_off, seed=seed) as place,
    ):
        addresses = [place.publish(f"own-0-{number}", 1) for number in range(takedowns + 1)]
        place.room.rest()
        place.room.until(lambda: (place.room.home / "ballast").exists(), "the ballast to lie")
        place.let_read(2)
        fill(disk)
        taken = Taken(Findings())
        for address in addresses[:-1]:
            _take_down(place, address, taken)
        _take_down_without_any_room(place, addresses[-1], taken)
        for filler in disk.glob("filler*"):
            filler.unlink()
        place.come_to_rest()
        taken.found = place.findings()
        return taken


def _take_down(place: Ground, address: str, taken: Taken) -> None:
    begun = time.monotonic()
    said = _withdraw(place, address)
    if said.code:
        taken.refused.append(f"{address}: {said.err.strip()}")
        return
    place.room.until(lambda: place.room.get(address).status == 410, f"{address} to be taken down")
    taken.seconds.append(time.monotonic() - begun)


def _take_down_without_any_room(place: Ground, address: str, taken: Taken) -> None:
    """The newsroom has said it, and the disk is full again when the press hears of it: a rename needs no room."""
    place.orders.hold(HEARD)
    said = _withdraw(place, address)
    if said.code:
        place.orders.take_back_hold(HEARD)
        if place.orders.is_held(HEARD):  # the press came to it before the hold was taken back
            place.orders.let_go(HEARD)
        taken.refused.append(f"{address}: {said.err.strip()}")
        return
    place.room.until(lambda: place.orders.is_held(HEARD), "the press to hear of it")
    fill(place.room.home.parent, "filler-again")
    place.orders.let_go(HEARD)
    try:
        place.room.until(
            lambda: place.room.get(address).status == 410, f"{address} to be taken down", seconds=20
        )
    except AssertionError:
        taken.refused.append(f"{address}: stands in print, the disk being full")


def _withdraw(place: Ground, address: str) -> Said:
    """By the command, entered in the ledger."""
    book, name = ledger.Ledger(place.folder / "ledger.jsonl"), address.strip("/").rpartition("/")[2]
    book.tried("withdraw", name, story=name, address=address)
    said = place.room.run("stories", "withdraw", address, "--reason", "a drill")
    if said.code == 0:
        book.said("withdraw", name, story=name, address=address)
    return said


def fill(disk: Path, name: str = "filler") -> None:
    """Leave no room for one byte."""
    for size in (1 << 20, 4096, 1):
        with contextlib.suppress(OSError), (disk / f"{name}-{size}").open("wb", buffering=0) as file:
            while True:
                file.write(bytes(size))

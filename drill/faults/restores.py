"""A backup made under load, the installation lost, and restored elsewhere: nothing that was down is in print again."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from tests.paths.newsroom import Newsroom

from drill import ledger
from drill.ground import ground


@dataclass
class Restored:
    """How long it took, and what was found: `lost` of what was acknowledged before the backup, `back` in print."""

    seconds: float
    kept: int
    lost: list[str]
    back: list[str]


def drill(folder: Path, *, turns: int = 30, guards_off: tuple[str, ...] = (), seed: int = 1) -> Restored:
    """Back up while the desk writes, go on writing and withdrawing, lose all but the list, restore."""
    with ground(folder / "ground", guards_off=guards_off, seed=seed) as place:
        place.write(turns=turns)
        place.let_write(letters=0)
        before = ledger.read(place.folder / "ledger.jsonl")
        place.room.done("backup", str(folder / "b.tar.gz"))
        place.come_to_rest()
        after = ledger.read(place.folder / "ledger.jsonl")
        standing = next(
            a for name, a in before.addresses.items() if name.startswith("own") and a not in after.withdrawn
        )
        place.room.done("stories", "withdraw", standing, "--reason", "a drill")
        place.room.until(lambda: place.room.get(standing).status == 410, "the last takedown")
        after.withdrawn[standing] = time.monotonic()
        shutil.copy(place.room.home / "press" / "withdrawn.jsonl", folder)
        settings = place.room.settings
    room = Newsroom(folder / "var", settings=settings)
    begun = time.monotonic()
    room.done("restore", str(folder / "b.tar.gz"), "--withdrawn", str(folder / "withdrawn.jsonl"))
    room.done("press", "run", "--until-empty")
    seconds = time.monotonic() - begun
    down = {address for address in after.withdrawn if _lies(room, address)}
    names = [
        name
        for name in before.take
        if name.startswith("own") and before.addresses[name] not in after.withdrawn
    ]
    lost = [name for name in names if not _lies(room, before.addresses[name])]
    return Restored(seconds, len(names) - len(lost), lost, sorted(down))


def _lies(room: Newsroom, address: str) -> bool:
    return any(
        (room.home / "press" / each / address[1:] / "index.html.meta").exists()
        for each in ("open", "licensed")
    )

"""The database goes away for minutes: readers notice nothing, writers are told, nothing that was said is lost."""

import time
from pathlib import Path

from drill.ground import Findings, ground


def drill(folder: Path, *, seconds: float, guards_off: tuple[str, ...] = (), seed: int = 1) -> Findings:
    """Readers and writers go on while the database is aside for so long."""
    with ground(folder, guards_off=guards_off, seed=seed) as place:
        place.write(turns=8)
        place.let_read()
        place.let_write(desk=False)
        time.sleep(min(seconds, 30.0))
        database, aside = place.room.home / "newsroom.sqlite3", folder / "aside.sqlite3"
        begun = time.monotonic()
        database.rename(aside)
        time.sleep(seconds)
        aside.rename(database)
        ended = time.monotonic()
        place.write(turns=4)
        place.come_to_rest()
        found = place.findings()
        found.set_beside(begun, ended)
        return found

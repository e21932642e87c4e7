"""The database goes away for minutes: readers notice nothing, writers are told, nothing that was said is lost."""

import time
from collections.abc import Callable
from pathlib import Path

from tests import postgresql

from drill.ground import Findings, Ground, ground


def drill(folder: Path, *, seconds: float, guards_off: tuple[str, ...] = (), seed: int = 1) -> Findings:
    """Readers and writers go on while the database is aside for so long."""
    with ground(folder, guards_off=guards_off, seed=seed) as place:
        place.write(turns=8)
        place.let_read()
        place.let_write(desk=False)
        time.sleep(min(seconds, 30.0))
        begun = time.monotonic()
        bring_back = _take_away(place)
        time.sleep(seconds)
        ended = time.monotonic()
        bring_back()
        place.write(turns=4)
        place.come_to_rest()
        found = place.findings()
        found.set_beside(begun, ended)
        unanswered = [moment for moment in found.no_answer if begun <= moment < ended]
        found.faults += ["nobody answered a reader"] * len(unanswered)
        return found


def _take_away(place: Ground) -> Callable[[], object]:
    """The file aside, or the server stopped; yields what brings it back."""
    if postgresql.IS_ASKED_FOR:
        postgresql.server().stop()
        return postgresql.server().start
    database, aside = place.room.home / "newsroom.sqlite3", place.folder / "aside.sqlite3"
    database.rename(aside)
    return lambda: aside.rename(database)

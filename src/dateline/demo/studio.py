"""Draws the demo's pictures beside what else is done: they need nothing of the newsroom, not even Django."""

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from dateline.demo.content_files import drawings
from dateline.demo.drawing import draw
from dateline.house.home import home

Say = Callable[[str], None]
Drawn = Mapping[str, bytes]


def is_made() -> bool:
    """Whether the demo newsroom is here, whole; then there is nothing to draw."""
    return (home() / "demo" / "made").exists()


class Studio:
    """Works on all the processors there are. Leaving it drops what is not begun."""

    def __init__(self) -> None:
        self._wanted = dict(drawings())
        # Fresh processes: a copy of this one would share its database connection.
        self._pool = ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn"))
        self._drawn: Iterator[bytes] | None = None

    def __enter__(self) -> "Studio":
        return self

    def __exit__(self, *fault: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def begin(self) -> None:
        """Have every picture drawn."""
        self._drawn = self._pool.map(draw, self._wanted.values(), chunksize=2)

    def drawn(self, say: Say) -> Drawn:
        """Every picture as a JPEG, under its name, once all are ready."""
        if self._drawn is None:
            self.begin()
        drawn = dict(zip(self._wanted, self._drawn or (), strict=True))
        say(f"  {len(drawn)} drawn")
        return drawn

"""Draws the demo's pictures and renders them for readers, beside what the newsroom does meanwhile."""

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context

from django.db import connection

from dateline.demo.content_files import drawings
from dateline.demo.drawing import draw
from dateline.pictures import actions, renditions
from dateline.pictures.models import Picture

Say = Callable[[str], None]
Drawn = Mapping[str, bytes]


class Studio:
    """Works on all the processors there are. Leaving it drops what is not begun."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._drawings: dict[str, object] = {}
        self._drawn: Iterator[bytes] | None = None
        self._pictures: list[Picture] = []
        self._rendered: Iterator[None] = iter(())

    def __enter__(self) -> "Studio":
        return self

    def __exit__(self, *fault: object) -> None:
        self._stack.close()

    def begin_drawing(self) -> None:
        """Have every picture drawn; they need nothing of the newsroom."""
        wanted = dict(drawings())
        # Fresh processes: a copy of this one would share its database connection.
        pool = ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn"))
        self._leave_with(pool)
        self._drawings = dict(wanted)
        self._drawn = pool.map(draw, wanted.values(), chunksize=2)

    def drawn(self, say: Say) -> Drawn:
        """Every picture as a JPEG, under its name."""
        if self._drawn is None:
            self.begin_drawing()
        drawn = dict(zip(self._drawings, self._drawn or (), strict=True))
        say(f"  {len(drawn)} drawn")
        return drawn

    def begin_rendering(self) -> None:
        """Have every picture that there is now rendered in all widths and formats."""
        self._pictures = list(
            Picture.objects.filter(is_withdrawn=False).select_related("partner").order_by("pk")
        )
        threads = ThreadPoolExecutor(os.cpu_count() or 1)
        self._leave_with(threads)
        self._rendered = threads.map(_render, self._pictures)

    def finish_rendering(self, say: Say) -> None:
        """Wait until all of them lie ready, and say that they are in print."""
        for number, _ in enumerate(self._rendered, start=1):
            if number % 10 == 0:
                say(f"  {number} of {len(self._pictures)} rendered")
        for picture in self._pictures:
            actions.use(picture)

    def _leave_with(self, pool: Executor) -> None:
        self._stack.callback(pool.shutdown, cancel_futures=True)


def _render(picture: Picture) -> None:
    renditions.make(picture, picture.names)
    connection.close()

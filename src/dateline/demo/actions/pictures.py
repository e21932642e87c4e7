"""Renders the demo's pictures for readers, beside what the newsroom does meanwhile."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from dateline.pictures import actions, renditions
from dateline.pictures.models import Picture

Say = Callable[[str], None]


class Rendering:
    """Every picture that there is when it begins, in all widths and formats. Leaving it drops what is not begun."""

    def __init__(self) -> None:
        self._pictures = list(
            Picture.objects.filter(is_withdrawn=False).select_related("partner").order_by("pk")
        )
        self._threads = ThreadPoolExecutor(os.cpu_count() or 1)
        self._rendered = self._threads.map(_render, self._pictures)

    def __enter__(self) -> "Rendering":
        return self

    def __exit__(self, *fault: object) -> None:
        self._threads.shutdown(cancel_futures=True)

    def finish(self, say: Say) -> None:
        """Wait until all of them lie ready, and say that they are in print."""
        for number, _ in enumerate(self._rendered, start=1):
            if number % 10 == 0:
                say(f"  {number} of {len(self._pictures)} rendered")
        for picture in self._pictures:
            actions.use(picture)


def _render(picture: Picture) -> None:
    renditions.make(picture, picture.names)
    connection.close()

"""Draws the demo's pictures and renders them for readers, on all the processors there are."""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

from django.db import connection

from dateline.demo.content_files import drawings
from dateline.demo.drawing import draw
from dateline.pictures import actions, renditions
from dateline.pictures.models import Picture

Say = Callable[[str], None]
Drawn = Mapping[str, bytes]


def draw_all(say: Say) -> Drawn:
    """Every picture as a JPEG, under its name."""
    wanted = dict(drawings())
    # Fresh processes: a copy of this one would share its database connection.
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn")) as pool:
        drawn = dict(zip(wanted, pool.map(draw, wanted.values(), chunksize=2), strict=True))
    say(f"  {len(drawn)} drawn")
    return drawn


def render_all(say: Say) -> None:
    """Have every picture in print ready in all widths and formats."""
    pictures = list(Picture.objects.filter(is_withdrawn=False).select_related("partner").order_by("pk"))
    say(f"rendering {len(pictures)} pictures …")
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for number, _ in enumerate(pool.map(_render, pictures), start=1):
            if number % 10 == 0:
                say(f"  {number} rendered")
    for picture in pictures:
        actions.use(picture)


def _render(picture: Picture) -> None:
    renditions.make(picture, picture.names)
    connection.close()

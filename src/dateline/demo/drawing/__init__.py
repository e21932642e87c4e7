"""Pictures drawn by code: each scene in the light of one mood, each name its own picture."""

import io
from collections.abc import Mapping
from dataclasses import dataclass

from dateline.demo.drawing import city, land, things, works
from dateline.demo.drawing.brush import Canvas
from dateline.demo.drawing.moods import MOODS
from dateline.pictures.parsers.iim import write_iim
from dateline.pictures.parsers.xmp import write_xmp
from dateline.pictures.rules import PhotoFacts

SCENES: Mapping[str, object] = {
    scene.__name__: scene
    for scene in (
        land.hills, land.fence, land.river, land.fields, land.from_above, land.sea,
        city.skyline, city.bridge, city.blocks, city.market, city.tram, city.hall,
        works.shipyard, works.port, works.fab, works.wafer, works.turbines, works.pylons, works.racks, works.rails,
        works.airport, things.bowl, things.desk, things.shelves, things.leaves, things.board,
    )
}  # fmt: skip


@dataclass(frozen=True)
class Drawing:
    """What to draw: the name is the seed; scene and mood are words of SCENES and MOODS."""

    name: str
    scene: str
    mood: str
    facts: PhotoFacts


def draw(drawing: Drawing) -> bytes:
    """The picture as a JPEG, 1920 x 1080, its facts written into it as XMP and IIM."""
    canvas = Canvas(drawing.name)
    scene = SCENES[drawing.scene]
    scene(canvas, MOODS[drawing.mood])  # type: ignore[operator]  # every scene takes a canvas and a mood
    written = io.BytesIO()
    canvas.finished().save(
        written, "JPEG", quality=90, subsampling="4:4:4", optimize=True,
        xmp=write_xmp(drawing.facts), extra=write_iim(drawing.facts),
    )  # fmt: skip
    return written.getvalue()

"""A canvas and the few strokes that every picture of the demo newsroom is made of.

Skies, mists and waters are gradients mixed in Oklab, so that no mixture turns grey; shapes are drawn twice
as large and reduced, so that no edge is jagged. Everything comes from the seed: the same name, the same picture.
"""

import itertools
import math
import random
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1920, 1080
Colour = str
Point = tuple[float, float]
Box = tuple[float, float, float, float]
Stops = Sequence[tuple[float, Colour]]


class Canvas:
    """What is being painted. Places are in parts of the picture: (0, 0) top left, (1, 1) bottom right."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)  # noqa: S311 - brush strokes, not secrets
        self.image = Image.new("RGB", (WIDTH, HEIGHT))

    def wash(self, stops: Stops) -> None:
        """Cover everything with a vertical gradient."""
        self.image.paste(gradient(stops))

    def fill(
        self,
        draw: Callable[[Any, Point], None],
        stops: Stops,
        extent: Sequence[Point],
        *,
        soft: float = 0,
        strength: float = 1,
    ) -> None:
        """Paint the shape that `draw` draws with a vertical gradient.

        `draw` gets a pen twice as large as life, and the corner that its paper begins at: no more of the
        canvas is touched than `extent` covers.
        """
        margin = soft * 3 + 0.003
        left = max(0, int((min(x for x, _ in extent) - margin) * WIDTH))
        right = min(WIDTH, int((max(x for x, _ in extent) + margin) * WIDTH) + 1)
        top = max(0, int((min(y for _, y in extent) - margin * 16 / 9) * HEIGHT))
        bottom = min(HEIGHT, int((max(y for _, y in extent) + margin * 16 / 9) * HEIGHT) + 1)
        if left >= right or top >= bottom:
            return
        large = Image.new("L", ((right - left) * 2, (bottom - top) * 2))
        draw(ImageDraw.Draw(large), (left * 2, top * 2))
        mask = large.reduce(2)
        if soft:
            mask = mask.filter(ImageFilter.GaussianBlur(soft * WIDTH))
        if strength < 1:
            mask = mask.point(lambda value: int(value * strength))
        self.image.paste(gradient(stops, (left, top, right, bottom)), (left, top), mask=mask)

    def shape(self, points: Sequence[Point], stops: Stops | Colour, **options: float) -> None:
        """A polygon."""
        self.shapes([points], stops, **options)

    def shapes(self, polygons: Sequence[Sequence[Point]], stops: Stops | Colour, **options: float) -> None:
        """Many polygons, all in one colour."""
        if not polygons:
            return

        def draw(pen: Any, corner: Point) -> None:
            for points in polygons:
                pen.polygon(large_points(points, corner), fill=255)

        self.fill(draw, as_stops(stops), [point for points in polygons for point in points], **options)

    def boxes(self, boxes: Sequence[Box], colour: Stops | Colour, **options: float) -> None:
        """Rectangles (left, top, right, bottom), all in one colour."""
        whole = [box for box in boxes if box[2] > box[0] and box[3] > box[1]]
        if not whole:
            return

        def draw(pen: Any, corner: Point) -> None:
            for left, top, right, bottom in whole:
                pen.rectangle(large_points([(left, top), (right, bottom)], corner), fill=255)

        extent = [point for left, top, right, bottom in whole for point in ((left, top), (right, bottom))]
        self.fill(draw, as_stops(colour), extent, **options)

    def lines(
        self, lines: Sequence[Sequence[Point]], colour: Stops | Colour, width: float, **options: float
    ) -> None:
        """Strokes of one width, in parts of the picture's width."""
        if not lines:
            return

        def draw(pen: Any, corner: Point) -> None:
            for line in lines:
                pen.line(
                    large_points(line, corner),
                    fill=255,
                    width=max(1, round(width * WIDTH * 2)),
                    joint="curve",
                )

        extent = [
            (x + side * width, y + side * width * 2) for line in lines for x, y in line for side in (-1, 1)
        ]
        self.fill(draw, as_stops(colour), extent, **options)

    def dots(
        self, dots: Sequence[tuple[float, float, float]], colour: Stops | Colour, **options: float
    ) -> None:
        """Discs (x, y, radius); the radius in parts of the width."""
        if not dots:
            return

        def draw(pen: Any, corner: Point) -> None:
            for x, y, radius in dots:
                r = radius * WIDTH * 2
                ((cx, cy),) = large_points([(x, y)], corner)
                pen.ellipse((cx - r, cy - r, cx + r, cy + r), fill=255)

        extent = [(x + side * r, y + side * r * 16 / 9) for x, y, r in dots for side in (-1, 1)]
        self.fill(draw, as_stops(colour), extent, **options)

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float = 1) -> None:
        """Light around a place, added to what is there, fading to nothing at `radius` (parts of the width)."""
        r = round(radius * WIDTH)
        light = _halo().resize((2 * r, 2 * r), Image.Resampling.BILINEAR)
        light = light.point(lambda value: int((value / 255) ** 2 * 255 * strength))
        corner = (round(x * WIDTH) - r, round(y * HEIGHT) - r)
        layer = Image.new("L", (WIDTH, HEIGHT))
        layer.paste(light, corner)
        tinted = Image.merge("RGB", [layer.point(lambda v, c=c: v * c // 255) for c in _rgb(colour)])
        self.image = ImageChops.screen(self.image, tinted)

    def lights(
        self, dots: Sequence[tuple[float, float, float]], colour: Colour, bloom: float = 0.004
    ) -> None:
        """Small lamps with a bloom around them."""
        layer = Image.new("L", (WIDTH, HEIGHT))
        pen = ImageDraw.Draw(layer)
        for x, y, radius in dots:
            r = max(0.8, radius * WIDTH)
            pen.ellipse((x * WIDTH - r, y * HEIGHT - r, x * WIDTH + r, y * HEIGHT + r), fill=255)
        small = layer.resize((WIDTH // 4, HEIGHT // 4), Image.Resampling.BOX)
        bloomed = small.filter(ImageFilter.GaussianBlur(bloom * WIDTH / 4)).resize((WIDTH, HEIGHT))
        light = ImageChops.screen(
            layer.filter(ImageFilter.GaussianBlur(0.7)), bloomed.point(lambda v: min(255, v * 2))
        )
        tinted = Image.merge("RGB", [light.point(lambda v, c=c: v * c // 255) for c in _rgb(colour)])
        self.image = ImageChops.screen(self.image, tinted)

    def clouds(
        self, colour: Colour, *, top: float, bottom: float, cover: float = 0.5, stretch: float = 3
    ) -> None:
        """Soft clouds between two heights; `cover` from few (0) to overcast (1)."""
        mask = self.noise(3, round(5 * stretch), octaves=4)
        floor = 255 * (0.72 - 0.42 * cover)
        mask = mask.point(lambda value: int(max(0.0, min(1.0, (value - floor) / 95)) * 215))
        band = Image.new("L", (1, 64))
        for y in range(64):
            at = (y + 0.5) / 64
            inside = min(1.0, max(0.0, min(at - top, bottom - at) / max(0.02, (bottom - top) * 0.35)))
            band.putpixel((0, y), int(255 * inside))
        mask = ImageChops.multiply(mask, band.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))
        self.image.paste(colour, mask=mask)

    def noise(self, across: int, down: int, *, octaves: int = 3) -> Any:
        """A cloudy grey picture: octaves of smooth noise, about 60 to 200 bright."""
        total = Image.new("L", (WIDTH, HEIGHT), 128)
        for octave in range(octaves):
            size = (max(2, across * 2**octave), max(2, down * 2**octave))
            grain = Image.frombytes("L", size, self.random.randbytes(size[0] * size[1]))
            total = Image.blend(
                total, grain.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC), 0.62 / (1 + octave)
            )
        return total

    def reflect(self, horizon: float, *, tint: Colour, strength: float = 0.5, ripple: float = 0.006) -> None:
        """Below the horizon, what stands above it, upside down, broken by ripples and tinted."""
        line = round(horizon * HEIGHT)
        depth = HEIGHT - line
        above = self.image.crop((0, max(0, line - depth), WIDTH, line)).transpose(
            Image.Transpose.FLIP_TOP_BOTTOM
        )
        above = above.resize((WIDTH, depth)).filter(ImageFilter.GaussianBlur(2.2))
        water = Image.new("RGB", (WIDTH, depth))
        y = 0
        while y < depth:  # Strips, wider and pushed further the nearer they are.
            near = y / depth
            height = max(2, round(2 + near * 9 + self.random.random() * 4))
            push = round(self.random.gauss(0, ripple * WIDTH * (0.25 + near)))
            strip = above.crop((0, y, WIDTH, min(depth, y + height)))
            water.paste(ImageChops.offset(strip, push, 0), (0, y))
            y += height
        water = Image.blend(water, Image.new("RGB", water.size, tint), 1 - strength)
        self.image.paste(water, (0, line))

    def shimmer(
        self, horizon: float, colour: Colour, *, x: float = 0.5, spread: float = 0.5, count: int = 260
    ) -> None:
        """Light on water: short level strokes, dense under the light at `x`."""
        strokes = []
        for _ in range(count):
            depth = self.random.random() ** 1.6
            y = horizon + 0.006 + depth * (1 - horizon)
            centre = x + self.random.gauss(0, spread * (0.12 + 0.5 * depth))
            half = (0.003 + 0.018 * depth) * self.random.random()
            strokes.append([(centre - half, y), (centre + half, y)])
        self.lines(strokes, colour, 0.0011, strength=0.55)

    def mist(self, y: float, height: float, colour: Colour, strength: float = 0.7) -> None:
        """A band of haze."""
        self.boxes([(0, y - height / 2, 1, y + height / 2)], colour, soft=height * 0.28, strength=strength)

    def finished(self) -> Any:
        """The picture, with the grain of paper and a little darker towards its corners."""
        grain = Image.effect_noise((WIDTH // 2, HEIGHT // 2), 26).resize(
            (WIDTH, HEIGHT), Image.Resampling.BILINEAR
        )
        textured = ImageChops.overlay(self.image, Image.merge("RGB", (grain, grain, grain)))
        image = Image.blend(self.image, textured, 0.22)
        vignette = (
            _halo().resize((int(WIDTH * 1.75), int(HEIGHT * 1.75))).point(lambda v: min(255, 196 + v // 2))
        )
        left, top = (vignette.width - WIDTH) // 2, (vignette.height - HEIGHT) // 2
        shade = vignette.crop((left, top, left + WIDTH, top + HEIGHT))
        return ImageChops.multiply(image, Image.merge("RGB", (shade, shade, shade)))


def gradient(stops: Stops, box: tuple[int, int, int, int] = (0, 0, WIDTH, HEIGHT)) -> Any:
    """The part of a vertical gradient over the whole canvas that lies in `box` (pixels)."""
    left, top, right, bottom = box
    size = (right - left, bottom - top)
    if len(stops) == 1:
        return Image.new("RGB", size, stops[0][1])
    samples = max(1, min(size[1], round(size[1] / 4)))
    column = Image.new("RGB", (1, samples))
    places = ((top + size[1] * (sample + 0.5) / samples) / HEIGHT for sample in range(samples))
    column.putdata([_at(stops, place) for place in places])
    return column.resize(size, Image.Resampling.BILINEAR)


def mixed(first: Colour, second: Colour, part: float) -> Colour:
    """The colour `part` of the way from the first to the second, in Oklab."""
    a, b = _oklab(first), _oklab(second)
    red, green, blue = _from_oklab(tuple(x + (y - x) * part for x, y in zip(a, b, strict=True)))
    return f"#{red:02x}{green:02x}{blue:02x}"


def as_stops(colour: Stops | Colour) -> Stops:
    """One colour as a gradient of itself."""
    return [(0.0, colour)] if isinstance(colour, str) else colour


def large_points(points: Sequence[Point], corner: Point = (0, 0)) -> list[Point]:
    """Parts of the picture as pixels of the drawing twice as large, whose paper begins at `corner`."""
    return [(x * WIDTH * 2 - corner[0], y * HEIGHT * 2 - corner[1]) for x, y in points]


def ridge(rand: random.Random, base: float, height: float, rough: float, steps: int = 260) -> list[Point]:
    """A line of hills from left to right: broad swells, smaller ones upon them, and `rough` for trees."""
    waves = [(rand.uniform(0.6, 1.6) * 2**k, rand.uniform(0, math.tau), 0.56**k) for k in range(5)]
    points = []
    for step in range(steps + 1):
        x = step / steps
        y = sum(size * math.sin(math.tau * often * x + phase) for often, phase, size in waves)
        points.append((x, base - height * (0.5 + 0.32 * y) - rough * rand.random()))
    return points


def down_to_the_edge(line: Sequence[Point], bottom: float = 1.0) -> list[Point]:
    """A line closed along the bottom, to be filled."""
    return [*line, (line[-1][0], bottom), (line[0][0], bottom)]


@lru_cache(maxsize=1)
def _halo() -> Any:
    """255 in the middle, 0 from the inscribed circle on (Pillow's own gradient is 181 there)."""
    return Image.radial_gradient("L").point(lambda value: max(0, 255 - value * 255 // 180))


def _at(stops: Stops, place: float) -> tuple[int, int, int]:
    for (low, first), (high, second) in itertools.pairwise(stops):
        if place <= high:
            part = 0.0 if high == low else max(0.0, (place - low) / (high - low))
            return _rgb(mixed(first, second, part))
    return _rgb(stops[-1][1])


@lru_cache(maxsize=512)
def _rgb(colour: Colour) -> tuple[int, int, int]:
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


@lru_cache(maxsize=512)
def _oklab(colour: Colour) -> tuple[float, ...]:
    r, g, b = ((c / 255) ** 2.2 for c in _rgb(colour))
    l = (0.4122 * r + 0.5363 * g + 0.0514 * b) ** (1 / 3)  # noqa: E741 - the names of Ottosson's paper
    m = (0.2119 * r + 0.6807 * g + 0.1074 * b) ** (1 / 3)
    s = (0.0883 * r + 0.2817 * g + 0.6300 * b) ** (1 / 3)
    return (
        0.2105 * l + 0.7936 * m - 0.0041 * s,
        1.9780 * l - 2.4286 * m + 0.4506 * s,
        0.0259 * l + 0.7828 * m - 0.8087 * s,
    )


def _from_oklab(lab: tuple[float, ...]) -> tuple[int, ...]:
    light, a, b = lab
    l = (light + 0.3963 * a + 0.2158 * b) ** 3  # noqa: E741
    m = (light - 0.1056 * a - 0.0639 * b) ** 3
    s = (light - 0.0895 * a - 1.2915 * b) ** 3
    linear = (
        4.0767 * l - 3.3077 * m + 0.2310 * s,
        -1.2684 * l + 2.6098 * m - 0.3413 * s,
        -0.0042 * l - 0.7034 * m + 1.7076 * s,
    )
    return tuple(round(255 * min(1.0, max(0.0, c)) ** (1 / 2.2)) for c in linear)

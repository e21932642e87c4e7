"""Hills, fields, rivers and the sea."""

import itertools
import math

from dateline.demo.drawing.brush import Canvas, down_to_the_edge, mixed, ridge
from dateline.demo.drawing.moods import Mood


def sky(canvas: Canvas, mood: Mood, *, horizon: float = 0.6, sun: tuple[float, float] | None = None) -> None:
    """The sky above everything else, with a sun or moon where one is wanted."""
    steps = len(mood.sky) - 1
    canvas.wash([*((horizon * k / steps, colour) for k, colour in enumerate(mood.sky)), (1.0, mood.sky[-1])])
    if sun:
        canvas.glow(*sun, 0.42, mood.sun, 0.5)
        canvas.glow(*sun, 0.13, mood.sun, 0.7)


def hills(canvas: Canvas, mood: Mood) -> None:
    """Ranges behind each other, the nearest wooded."""
    rand = canvas.random
    light = (rand.uniform(0.2, 0.8), rand.uniform(0.24, 0.38))
    sky(canvas, mood, horizon=0.62, sun=light)
    canvas.clouds(mood.cloud, top=0.02, bottom=0.42, cover=rand.uniform(0.2, 0.5), stretch=3)
    if rand.random() < 0.6:
        canvas.dots([(*light, 0.022)], mood.sun, strength=0.9)
    ranges(canvas, mood, top=0.43, count=6)


def ranges(canvas: Canvas, mood: Mood, *, top: float, count: int, bottom: float = 0.98) -> None:
    """`count` lines of hills from far and pale to near and dark."""
    for number in range(count):
        part = number / (count - 1)
        base = top + (bottom - top) * part**1.15
        line = ridge(
            canvas.random, base, 0.16 - 0.02 * part, 0.004 + 0.034 * part**2.4, steps=180 + int(420 * part)
        )
        colour = mixed(mood.far, mood.near, part**0.85)
        pale = mixed(colour, mood.haze, 0.62 * (1 - part) + 0.12)
        canvas.shape(
            down_to_the_edge(line),
            [(0, colour), (base - 0.10, colour), (min(1, base + 0.16), pale), (1, pale)],
        )
    canvas.mist(1.0, 0.2, mood.near, 0.35)


def fence(canvas: Canvas, mood: Mood) -> None:
    """Hills behind a wire fence that runs out of sight."""
    sky(canvas, mood, horizon=0.6, sun=(0.74, 0.36))
    canvas.clouds(mood.cloud, top=0.0, bottom=0.4, cover=0.45, stretch=2)
    ranges(canvas, mood, top=0.46, count=4, bottom=0.8)
    ground = [(0, 0.83), (0.35, 0.79), (0.7, 0.765), (1, 0.75)]
    canvas.shape(down_to_the_edge(ground), [(0.7, mixed(mood.far, mood.near, 0.75)), (1, mood.near)])
    posts: list[tuple[list[tuple[float, float]], float]] = []
    wires: list[list[tuple[float, float]]] = [[] for _ in range(7)]
    for number in range(15):
        near = 0.80**number
        x, foot = 0.93 - 0.9 * (1 - near), 0.775 + 0.19 * near
        height = 0.44 * near + 0.015
        posts.append(([(x, foot), (x, foot - height), (x - 0.028 * near, foot - height - 0.03 * near)], near))
        for level, wire in enumerate(wires):
            wire.append((x, foot - height * (0.12 + 0.86 * level / 6)))
    for line, near in posts:
        canvas.lines([line], mixed(mood.near, "#000000", 0.25), 0.0008 + 0.0042 * near)
    canvas.lines(wires, mood.near, 0.0009, strength=0.8)
    barbs = []
    for wire in wires[::2]:
        for (x0, y0), (x1, y1) in itertools.pairwise(wire):
            for step in range(1, 5):
                x, y = x0 + (x1 - x0) * step / 5, y0 + (y1 - y0) * step / 5
                size = abs(x1 - x0) * 0.06
                barbs.append([(x - size, y - size), (x + size, y + size)])
    canvas.lines(barbs, mood.near, 0.0008, strength=0.8)


def river(canvas: Canvas, mood: Mood) -> None:
    """A wide river between two countries: hills over there, reeds over here."""
    horizon = 0.56
    sky(canvas, mood, horizon=horizon, sun=(0.33, 0.40))
    canvas.clouds(mood.cloud, top=0.0, bottom=0.45, cover=0.5, stretch=3)
    for number in range(3):
        base = horizon - 0.005 + 0.005 * number
        line = ridge(canvas.random, base, 0.17 - 0.045 * number, 0.006 + 0.004 * number, steps=300)
        colour = mixed(mood.far, mood.near, 0.12 + 0.24 * number)
        canvas.shape(
            down_to_the_edge(line, horizon + 0.002),
            [(0.3, colour), (horizon, mixed(colour, mood.haze, 0.45))],
        )
    canvas.reflect(horizon, tint=mood.haze, strength=0.62)
    canvas.shimmer(horizon, mood.sun, x=0.33)
    reeds(canvas, mood)


def reeds(canvas: Canvas, mood: Mood) -> None:
    """Tall grass in the foreground."""
    rand = canvas.random
    blades, heads = [], []
    for _ in range(340):
        x = rand.choice((rand.betavariate(1, 3.2), 1 - rand.betavariate(1, 4)))
        height = rand.uniform(0.08, 0.30) * (0.5 + abs(x - 0.5))
        lean = rand.gauss(0.012, 0.012)
        tip = (x + lean, 1.01 - height)
        blades.append([(x, 1.02), (x + lean * 0.35, 1.01 - height * 0.6), tip])
        if rand.random() < 0.3:
            heads.append([tip, (tip[0] + lean * 0.3, tip[1] - 0.024)])
    canvas.lines(blades, mixed(mood.near, mood.far, 0.12), 0.0011)
    canvas.lines(heads, mixed(mood.near, mood.sun, 0.34), 0.0032)


def fields(canvas: Canvas, mood: Mood) -> None:
    """Paddies that mirror the sky, their banks running to a village under the hills."""
    rand = canvas.random
    horizon = 0.44
    sky(canvas, mood, horizon=horizon, sun=(rand.uniform(0.3, 0.7), 0.3))
    canvas.clouds(mood.cloud, top=0.0, bottom=0.34, cover=0.4, stretch=3)
    ranges(canvas, mood, top=0.34, count=3, bottom=horizon + 0.02)
    canvas.boxes(
        [(0, horizon, 1, 1)],
        [(horizon, mixed(mood.far, mood.haze, 0.4)), (1, mixed(mood.near, mood.far, 0.3))],
    )
    rows = [horizon + (1.04 - horizon) * (k / 10) ** 1.9 for k in range(11)]
    centre = rand.uniform(0.35, 0.65)
    water: list[list[tuple[float, float]]] = []
    greens: dict[int, list[list[tuple[float, float]]]] = {0: [], 1: [], 2: []}
    for top, bottom in itertools.pairwise(rows):
        edges = sorted(k + rand.uniform(-0.3, 0.3) for k in range(-14, 15))
        for left, right in itertools.pairwise(edges):
            high, low = (top - horizon) * 0.62 + 0.012, (bottom - horizon) * 0.62 + 0.012
            bank = 0.035
            points = [
                (centre + (left + bank) * high, top + 0.02 * (top - horizon)),
                (centre + (right - bank) * high, top + 0.02 * (top - horizon)),
                (centre + (right - bank) * low, bottom),
                (centre + (left + bank) * low, bottom),
            ]
            (water if rand.random() < 0.5 else greens[rand.randrange(3)]).append(points)
    bright, deep = mixed(mood.sky[-1], mood.sun, 0.5), mixed(mood.sky[0], mood.far, 0.25)
    canvas.shapes(water, [(horizon, bright), (0.75, mixed(bright, deep, 0.55)), (1, deep)])
    for number, polygons in greens.items():
        tone = mixed(mixed("#7f9a4e", mood.far, 0.35), mood.near, 0.08 + 0.14 * number)
        canvas.shapes(polygons, [(horizon, mixed(tone, mood.haze, 0.5)), (1, mixed(tone, mood.near, 0.2))])
    roofs = [(x := rand.uniform(0.05, 0.95), horizon - 0.004, x + 0.012, horizon + 0.012) for _ in range(22)]
    canvas.boxes(roofs, mixed(mood.near, mood.far, 0.4))
    canvas.mist(horizon + 0.01, 0.05, mood.haze, 0.55)


def from_above(canvas: Canvas, mood: Mood) -> None:
    """What a satellite sees: fields cut by a river, a road and a straight double line."""
    rand = canvas.random
    canvas.wash([(0, mixed(mood.far, mood.haze, 0.3)), (1, mood.far)])
    tones = [
        mixed(mood.far, mood.near, 0.25),
        mixed(mood.haze, mood.far, 0.4),
        mixed("#7d8f55", mood.far, 0.4),
        mixed("#a48b5a", mood.haze, 0.35),
        mixed("#56704f", mood.near, 0.25),
    ]
    step = 0.075
    tilt = rand.uniform(-0.25, 0.25)
    for row in range(-4, 20):
        for column in range(-3, 17):
            x, y = column * step + tilt * row * step * 0.5, row * step * 1.1 - tilt * column * step
            wide, deep = step * rand.choice((0.46, 0.96, 0.96)), step * 1.1 * rand.choice((0.47, 0.96))
            corners = [
                (x, y),
                (x + wide, y - tilt * wide),
                (x + wide + tilt * deep * 0.5, y - tilt * wide + deep),
                (x + tilt * deep * 0.5, y + deep),
            ]
            if -0.1 < x < 1.05 and -0.2 < y < 1.1:
                canvas_patch(canvas, corners, rand.choice(tones))
    canvas.image.paste(
        mixed(mood.near, "#2f3b2a", 0.5), mask=canvas.noise(10, 6).point(lambda v: max(0, v - 118) * 3)
    )
    bends = [
        (x / 40, 0.62 + 0.12 * math.sin(x / 5.2 + rand.random() * 0.1) + 0.05 * math.sin(x / 2.1))
        for x in range(-2, 44)
    ]
    canvas.lines([bends], mixed(mood.near, "#39586a", 0.65), 0.036)
    canvas.lines([bends], mixed(mood.haze, "#6f93a3", 0.7), 0.027)
    line = [(-0.05, 0.36), (0.33, 0.33), (0.58, 0.22), (1.05, 0.16)]
    canvas.lines([line], mixed(mood.haze, "#ffffff", 0.25), 0.012)
    for shift in (0.0, 0.034):
        canvas.lines([[(x, y + shift) for x, y in line]], mixed(mood.near, "#000000", 0.3), 0.0022)
    posts = [
        (x / 24, 0.362 - 0.03 * (x / 24) - 0.15 * max(0, x / 24 - 0.33), 0.0042) for x in range(1, 24, 3)
    ]
    canvas.dots(posts, "#f6f1e2")
    canvas.clouds("#ffffff", top=-0.2, bottom=1.2, cover=0.1, stretch=2)


def canvas_patch(canvas: Canvas, corners: list[tuple[float, float]], colour: str) -> None:
    """One field seen from above: drawn at once, hard-edged, for there are hundreds."""
    from PIL import ImageDraw

    from dateline.demo.drawing.brush import HEIGHT, WIDTH

    ImageDraw.Draw(canvas.image).polygon([(x * WIDTH, y * HEIGHT) for x, y in corners], fill=colour)


def sea(canvas: Canvas, mood: Mood) -> None:
    """Open water, islands, and one ferry."""
    rand = canvas.random
    horizon = 0.52
    sun = (rand.uniform(0.55, 0.8), horizon - 0.12)
    sky(canvas, mood, horizon=horizon, sun=sun)
    canvas.clouds(mood.cloud, top=0.0, bottom=0.46, cover=0.55, stretch=3)
    for left, width, height in ((0.0, 0.34, 0.09), (0.24, 0.2, 0.045), (0.82, 0.3, 0.065)):
        line = [
            (
                left + width * k / 60,
                horizon - height * math.sin(math.pi * k / 60) ** 0.8 * (0.86 + 0.14 * rand.random()),
            )
            for k in range(61)
        ]
        canvas.shape(down_to_the_edge(line, horizon + 0.001), mixed(mood.far, mood.haze, 0.25))
    canvas.reflect(horizon, tint=mixed(mood.far, mood.haze, 0.5), strength=0.5)
    canvas.shimmer(horizon, mood.sun, x=sun[0], spread=0.4, count=420)
    ferry(canvas, mood, 0.44, horizon + 0.055, 0.24)
    canvas.mist(horizon, 0.03, mood.haze, 0.5)


def ferry(canvas: Canvas, mood: Mood, x: float, y: float, length: float) -> None:
    """A ship side on: hull, white decks, a funnel, a wake."""
    h = length * 0.20
    light = mixed("#f4efe2", mood.haze, 0.35)
    dark = mixed(mood.near, mood.far, 0.22)
    canvas.lines(
        [[(x - length * 1.3, y + 0.012), (x + length * 0.4, y + 0.006)]],
        light,
        0.004,
        soft=0.004,
        strength=0.5,
    )
    canvas.shape(
        [
            (x, y - h * 0.62),
            (x + length * 1.03, y - h * 0.72),
            (x + length * 0.95, y),
            (x + length * 0.05, y),
        ],
        dark,
    )
    canvas.shape(
        [
            (x + length * 0.06, y - h * 1.12),
            (x + length * 0.80, y - h * 1.12),
            (x + length * 0.86, y - h * 0.64),
            (x + length * 0.03, y - h * 0.6),
        ],
        light,
    )
    canvas.shape(
        [
            (x + length * 0.14, y - h * 1.52),
            (x + length * 0.68, y - h * 1.52),
            (x + length * 0.74, y - h * 1.1),
            (x + length * 0.12, y - h * 1.1),
        ],
        mixed(light, mood.sun, 0.25),
    )
    canvas.shape(
        [
            (x + length * 0.27, y - h * 2.05),
            (x + length * 0.37, y - h * 2.05),
            (x + length * 0.39, y - h * 1.5),
            (x + length * 0.26, y - h * 1.5),
        ],
        mixed("#a8433a", mood.near, 0.2),
    )
    windows = [
        (x + length * (0.10 + 0.055 * k), y - h * 0.98, x + length * (0.13 + 0.055 * k), y - h * 0.84)
        for k in range(12)
    ]
    canvas.boxes(windows, mixed(mood.near, mood.far, 0.4))
    canvas.lines([[(x + length * 0.62, y - h * 1.5), (x + length * 0.62, y - h * 2.3)]], dark, 0.0012)

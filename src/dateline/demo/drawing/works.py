"""Docks, ports, plants and lines: what the business pages are about."""

import itertools
import math

from dateline.demo.drawing.brush import Canvas, down_to_the_edge, mixed, ridge
from dateline.demo.drawing.land import ranges, sky
from dateline.demo.drawing.moods import Mood

PAINT = ("#b8503f", "#c98a3d", "#3f6d80", "#5f7d5a", "#7c4a5c", "#d3c3a0", "#46566b")


def shipyard(canvas: Canvas, mood: Mood) -> None:
    """A carrier in dry dock under goliath cranes."""
    rand = canvas.random
    floor = 0.80
    sky(canvas, mood, horizon=floor, sun=(rand.uniform(0.2, 0.8), 0.45))
    canvas.clouds(mood.cloud, top=0.0, bottom=0.55, cover=0.5)
    canvas.shape(
        down_to_the_edge(ridge(rand, 0.76, 0.2, 0.004), floor),
        [(0.5, mixed(mood.far, mood.haze, 0.4)), (floor, mood.haze)],
    )
    for x, wide, tall, part in ((0.02, 0.30, 0.40, 0.25), (0.55, 0.42, 0.56, 0.62)):
        goliath(canvas, mixed(mood.far, mood.near, part), x, floor, wide, tall)
    hull(canvas, mood, floor)
    canvas.boxes([(0, floor, 1, 1)], [(floor, mixed(mood.far, mood.near, 0.55)), (1, mood.near)])
    canvas.lines(
        [[(0.5 + k * 0.06, floor), (0.5 + k * 0.34, 1)] for k in range(-9, 10)],
        mixed(mood.near, mood.haze, 0.25),
        0.0009,
        strength=0.6,
    )
    sheds = [(x / 12, floor - rand.uniform(0.03, 0.07), x / 12 + 0.07, floor) for x in range(13)]
    canvas.boxes(sheds[:3] + sheds[10:], mixed(mood.near, mood.far, 0.3))
    canvas.lights(
        [(rand.uniform(0, 1), rand.uniform(floor - 0.02, floor + 0.07), 0.0011) for _ in range(34)], mood.lamp
    )
    canvas.lights(
        [(0.30 + rand.random() * 0.12, floor - 0.12 - 0.1 * rand.random(), 0.0022) for _ in range(3)],
        "#dff3ff",
        0.014,
    )


def goliath(canvas: Canvas, colour: str, x: float, floor: float, wide: float, tall: float) -> None:
    """A portal crane astride a dock."""
    beam = floor - tall
    canvas.boxes([(x - 0.03, beam, x + wide + 0.03, beam + 0.034)], colour)
    canvas.lines(
        [[(x - 0.03 + k * (wide + 0.06) / 16, beam + 0.033 * (k % 2)) for k in range(17)]],
        mixed(colour, "#ffffff", 0.25),
        0.0008,
    )
    canvas.shape([(x, beam), (x + 0.024, beam), (x + 0.016, floor), (x + 0.004, floor)], colour)
    canvas.shape(
        [(x + wide - 0.012, beam), (x + wide, beam), (x + wide + 0.022, floor), (x + wide + 0.014, floor)],
        colour,
    )
    canvas.shape(
        [(x + wide - 0.012, beam), (x + wide, beam), (x + wide - 0.026, floor), (x + wide - 0.034, floor)],
        colour,
    )
    trolley = x + wide * 0.42
    canvas.boxes(
        [
            (trolley, beam - 0.018, trolley + 0.036, beam),
            (trolley + 0.006, beam + 0.034, trolley + 0.018, beam + 0.05),
        ],
        colour,
    )
    canvas.lines([[(trolley + 0.012, beam + 0.03), (trolley + 0.012, beam + tall * 0.42)]], colour, 0.0009)
    canvas.boxes([(trolley - 0.012, beam + tall * 0.42, trolley + 0.036, beam + tall * 0.42 + 0.03)], colour)


def hull(canvas: Canvas, mood: Mood, floor: float) -> None:
    """A gas carrier bow to the left: red below, dark above, four domes."""
    paint, dark = mixed("#a8463c", mood.far, 0.12), mixed(mood.near, mood.far, 0.28)
    top = floor - 0.235
    domes = [
        (0.36 + 0.115 * k + 0.048 * math.cos(a), top - 0.085 * math.sin(a)) for k in range(4) for a in (0.0,)
    ]
    for x, _ in domes:
        arc = [
            (x - 0.048 + 0.050 * math.cos(math.pi * s / 24), top + 0.004 - 0.088 * math.sin(math.pi * s / 24))
            for s in range(25)
        ]
        canvas.shape(
            arc, [(top - 0.09, mixed("#efe6d2", mood.sun, 0.4)), (top, mixed("#b7ac99", mood.near, 0.3))]
        )
    canvas.shape(
        [(0.145, top - 0.02), (0.90, top + 0.002), (0.905, floor), (0.235, floor), (0.20, floor - 0.07)],
        [(top, dark), (floor, mixed(dark, mood.near, 0.3))],
    )
    canvas.shape(
        [(0.2, floor - 0.088), (0.905, floor - 0.088), (0.905, floor), (0.235, floor), (0.212, floor - 0.05)],
        [(floor - 0.09, paint), (floor, mixed(paint, mood.near, 0.45))],
    )
    canvas.boxes(
        [(0.795, top - 0.15, 0.872, top + 0.004), (0.782, top - 0.168, 0.885, top - 0.145)],
        [(top - 0.17, mixed("#efe6d2", mood.sun, 0.3)), (top, mixed("#c9bda7", mood.far, 0.3))],
    )
    canvas.boxes(
        [
            (0.802 + 0.0115 * k, top - 0.13 + 0.031 * row, 0.809 + 0.0115 * k, top - 0.116 + 0.031 * row)
            for k in range(6)
            for row in range(4)
        ],
        dark,
    )
    canvas.boxes([(0.878, top - 0.10, 0.898, top)], paint)
    scaffold = [[(0.22 + 0.03 * k, floor - 0.22), (0.22 + 0.03 * k, floor)] for k in range(6)] + [
        [(0.2, floor - 0.045 * k), (0.38, floor - 0.045 * k)] for k in range(1, 5)
    ]
    canvas.lines(scaffold, mixed(mood.haze, mood.sun, 0.3), 0.0007, strength=0.6)


def port(canvas: Canvas, mood: Mood) -> None:
    """A container port: quay cranes over a loaded ship, the stacks in front."""
    rand = canvas.random
    horizon = 0.66
    sky(canvas, mood, horizon=horizon, sun=(rand.uniform(0.3, 0.7), 0.5))
    canvas.clouds(mood.cloud, top=0.0, bottom=0.5, cover=0.45)
    canvas.shape(down_to_the_edge(ridge(rand, 0.655, 0.14, 0.003), horizon), mixed(mood.far, mood.haze, 0.45))
    steel = mixed(mood.far, mood.near, 0.5)
    for x in (0.10, 0.31, 0.53, 0.76):
        quay_crane(canvas, steel, x, horizon)
    cargo(canvas, mood, (0.12, 0.80), horizon - 0.022, rows=5, size=0.0165, pale=0.32)
    hull_colour = mixed(mood.near, "#27455c", 0.4)
    canvas.shape(
        [
            (0.06, horizon - 0.022),
            (0.90, horizon - 0.022),
            (0.915, horizon - 0.035),
            (0.885, horizon + 0.035),
            (0.09, horizon + 0.035),
        ],
        [(horizon - 0.03, hull_colour), (horizon + 0.035, mixed(hull_colour, mood.near, 0.4))],
    )
    canvas.boxes([(0.815, horizon - 0.16, 0.865, horizon - 0.02)], mixed("#efe8d8", mood.haze, 0.35))
    canvas.reflect(horizon + 0.034, tint=mixed(mood.far, mood.haze, 0.4), strength=0.6)
    canvas.shimmer(horizon + 0.04, mood.sun, count=180)
    quay = 0.86
    canvas.boxes([(0, quay, 1, 1)], [(quay, mixed(mood.far, mood.near, 0.55)), (1, mood.near)])
    cargo(canvas, mood, (-0.03, 0.34), 0.985, rows=4, size=0.036, pale=0.0)
    cargo(canvas, mood, (0.66, 1.03), 0.985, rows=5, size=0.036, pale=0.0)


def quay_crane(canvas: Canvas, colour: str, x: float, horizon: float) -> None:
    """A ship-to-shore crane, its boom over the water."""
    canvas.lines(
        [
            [(x, horizon), (x + 0.012, horizon - 0.34)],
            [(x + 0.062, horizon), (x + 0.05, horizon - 0.34)],
            [(x - 0.095, horizon - 0.235), (x + 0.135, horizon - 0.235)],
            [(x + 0.004, horizon - 0.12), (x + 0.058, horizon - 0.12)],
        ],
        colour,
        0.0038,
    )
    canvas.lines(
        [
            [(x + 0.031, horizon - 0.385), (x - 0.092, horizon - 0.238)],
            [(x + 0.031, horizon - 0.385), (x + 0.13, horizon - 0.238)],
            [(x + 0.012, horizon - 0.34), (x + 0.031, horizon - 0.385)],
            [(x + 0.05, horizon - 0.34), (x + 0.031, horizon - 0.385)],
            [(x + 0.004, horizon - 0.12), (x + 0.055, horizon - 0.232)],
            [(x - 0.045, horizon - 0.235), (x - 0.045, horizon - 0.12)],
        ],
        colour,
        0.0013,
    )
    canvas.boxes([(x - 0.058, horizon - 0.122, x - 0.030, horizon - 0.10)], colour)


def cargo(
    canvas: Canvas, mood: Mood, span: tuple[float, float], foot: float, *, rows: int, size: float, pale: float
) -> None:
    """Stacked containers, each colour painted at once."""
    rand = canvas.random
    painted: dict[str, list[tuple[float, float, float, float]]] = {paint: [] for paint in PAINT}
    ribs = []
    x = span[0]
    wide = size * 1.45
    while x + wide < span[1]:
        for row in range(max(1, rows - rand.choice((0, 0, 1, 2)))):
            top = foot - (row + 1) * size
            painted[rand.choice(PAINT)].append((x, top + 0.001, x + wide - 0.0012, top + size))
            ribs += [
                [(x + wide * k / 7, top + size * 0.16), (x + wide * k / 7, top + size * 0.88)]
                for k in range(1, 7)
            ]
        x += wide
    for paint, boxes in painted.items():
        tone = mixed(mixed(paint, mood.haze, pale), mood.near, 0.18)
        canvas.boxes(
            boxes, [(foot - rows * size, mixed(tone, mood.sun, 0.12)), (foot, mixed(tone, mood.near, 0.25))]
        )
    canvas.lines(ribs, mood.near, 0.0006, strength=0.28)


def fab(canvas: Canvas, mood: Mood) -> None:
    """A chip plant at the edge of the fields: long pale halls, pipes, steam, lit glass."""
    rand = canvas.random
    floor = 0.74
    sky(canvas, mood, horizon=floor, sun=(rand.choice((0.15, 0.85)), 0.5))
    canvas.clouds(mood.cloud, top=0.0, bottom=0.55, cover=0.4)
    ranges(canvas, mood, top=0.55, count=2, bottom=floor)
    for left, right, top, part in ((0.04, 0.50, 0.47, 0.25), (0.34, 0.97, 0.40, 0.08)):
        wall = mixed(mixed("#eef0ec", mood.haze, 0.45), mood.near, part)
        canvas.boxes(
            [(left, top, right, floor)],
            [(top, mixed(wall, mood.sun, 0.2)), (floor, mixed(wall, mood.near, 0.25))],
        )
        canvas.boxes(
            [
                (left, top + 0.045 * k, right, top + 0.045 * k + 0.004)
                for k in range(1, 8)
                if top + 0.045 * k < floor
            ],
            mixed(wall, mood.near, 0.22),
        )
        canvas.boxes(
            [(left, top + 0.085, right, top + 0.118)],
            [(top, mood.lamp), (floor, mixed(mood.lamp, mood.haze, 0.3))],
            strength=0.85,
        )
        canvas.boxes(
            [
                (left + 0.012 * k, top + 0.085, left + 0.012 * k + 0.0016, top + 0.118)
                for k in range(1, int((right - left) / 0.012))
            ],
            mixed(wall, mood.near, 0.5),
        )
        units = [
            (left + 0.02 + 0.045 * k, top - 0.026, left + 0.048 + 0.045 * k, top)
            for k in range(int((right - left - 0.05) / 0.045))
        ]
        canvas.boxes(units, mixed(wall, mood.near, 0.3))
        for unit in units[1::3]:
            steam(canvas, mood, unit[0] + 0.012, unit[1])
    pipes = [
        [(0.30 + 0.006 * k, floor), (0.30 + 0.006 * k, 0.60 - 0.012 * k), (0.60, 0.60 - 0.012 * k)]
        for k in range(5)
    ]
    canvas.lines(pipes, mixed("#cfd4cf", mood.near, 0.35), 0.0026)
    canvas.boxes(
        [(0.335 + 0.05 * k, 0.55, 0.338 + 0.05 * k, floor) for k in range(6)], mixed(mood.near, mood.far, 0.4)
    )
    canvas.boxes(
        [(0, floor, 1, 1)],
        [
            (floor, mixed(mood.far, mood.near, 0.35)),
            (0.84, mixed("#6f7f52", mood.near, 0.45)),
            (1, mood.near),
        ],
    )
    canvas.lights([(k / 22, floor + 0.012, 0.0013) for k in range(23)], mood.lamp, 0.006)
    trees = [
        (rand.random(), floor + 0.012 + 0.014 * rand.random(), rand.uniform(0.006, 0.012)) for _ in range(60)
    ]
    canvas.dots(trees, mixed(mood.near, "#2f4a3a", 0.4))
    furrows = [[(0.5 + k * 0.09, floor + 0.05), (0.5 + k * 0.5, 1.02)] for k in range(-14, 15)]
    canvas.lines(furrows, mixed(mood.near, "#8d9a66", 0.35), 0.0016, strength=0.6)


def steam(canvas: Canvas, mood: Mood, x: float, y: float) -> None:
    """A plume leaning with the wind."""
    rand = canvas.random
    puffs = [(x + 0.010 * k + rand.gauss(0, 0.003), y - 0.024 * k, 0.0055 + 0.0026 * k) for k in range(1, 9)]
    canvas.dots(puffs, mixed(mood.cloud, "#ffffff", 0.4), soft=0.005, strength=0.5)


def wafer(canvas: Canvas, mood: Mood) -> None:
    """A wafer close up, its dies in the colours of thin film."""
    rand = canvas.random
    canvas.wash([(0, mixed(mood.near, mood.far, 0.3)), (1, mood.near)])
    canvas.glow(0.3, 0.2, 0.6, mood.sky[1], 0.5)
    cx, cy, radius = 0.56, 0.62, 0.43
    canvas.dots([(cx + 0.006, cy + 0.02, radius + 0.004)], "#000000", soft=0.012, strength=0.6)
    canvas.dots(
        [(cx, cy, radius)], [(0, mixed(mood.sky[0], "#ffffff", 0.3)), (1, mixed(mood.near, mood.far, 0.5))]
    )
    canvas.dots([(cx, cy, radius - 0.006)], [(0, mood.sky[1]), (1, mood.near)])
    film = ("#7fb3c9", "#8fd0b6", "#d9c46c", "#d98d78", "#b47fb8", "#7f8fd0")
    size, tall = 0.036, 0.036 * 16 / 9 * 0.82
    buckets: dict[int, list[tuple[float, float, float, float]]] = {}
    circuits = []
    for row in range(-14, 15):
        for column in range(-13, 14):
            x, y = cx + column * size, cy + row * tall
            if math.hypot(x + size / 2 - cx, (y + tall / 2 - cy) * 9 / 16) > radius - 0.032:
                continue
            band = (column * 0.8 + row * 1.1 + 2.4 * math.sin(column * 0.42) + rand.uniform(-0.4, 0.4)) * 0.34
            buckets.setdefault(int(band * 4) % 24, []).append(
                (x + 0.0016, y + 0.0028, x + size - 0.0016, y + tall - 0.0028)
            )
            circuits += [
                [(x + size * a, y + tall * 0.2), (x + size * a, y + tall * 0.8)]
                for a in (0.25, 0.5, 0.62, 0.8)
            ]
            circuits.append([(x + size * 0.15, y + tall * 0.5), (x + size * 0.88, y + tall * 0.5)])
    for number, boxes in buckets.items():
        place = number / 4
        colour = mixed(film[int(place) % 6], film[(int(place) + 1) % 6], place % 1)
        canvas.boxes(
            boxes,
            [
                (0, mixed(colour, mood.sun, 0.35)),
                (0.55, mixed(colour, mood.far, 0.35)),
                (1, mixed(colour, mood.near, 0.7)),
            ],
        )
    canvas.lines(circuits, mood.near, 0.0006, strength=0.42)
    canvas.shape([(0.18, -0.1), (0.40, -0.1), (0.98, 1.1), (0.66, 1.1)], mood.sun, soft=0.03, strength=0.16)
    canvas.glow(0.42, 0.12, 0.32, mood.sun, 0.45)


def turbines(canvas: Canvas, mood: Mood) -> None:
    """Wind turbines at sea, row behind row."""
    rand = canvas.random
    horizon = 0.66
    sky(canvas, mood, horizon=horizon, sun=(0.3, horizon - 0.13))
    canvas.clouds(mood.cloud, top=0.0, bottom=0.6, cover=0.6)
    for depth in range(4):
        size = 0.10 + 0.115 * depth
        colour = mixed(mixed("#f3efe4", mood.haze, 0.65 - 0.16 * depth), mood.far, 0.18)
        for k in range(7 - depth * 2 + 1):
            x = (k + 0.5) / (8 - depth * 2) + rand.uniform(-0.035, 0.035)
            foot = horizon + 0.004 + 0.018 * depth**1.6
            hub = foot - size * 1.25
            canvas.shape(
                [
                    (x - size * 0.012, foot),
                    (x - size * 0.006, hub),
                    (x + size * 0.006, hub),
                    (x + size * 0.012, foot),
                ],
                colour,
            )
            turn = rand.uniform(0, 2.1)
            blades = []
            for blade in range(3):
                a = turn + blade * math.tau / 3
                dx, dy = math.cos(a) * size * 0.42, math.sin(a) * size * 0.42 * 16 / 9
                nx, ny = -math.sin(a) * size * 0.014, math.cos(a) * size * 0.014 * 16 / 9
                blades.append(
                    [
                        (x - nx, hub - ny),
                        (x + dx * 0.3 + nx * 1.5, hub + dy * 0.3 + ny * 1.5),
                        (x + dx, hub + dy),
                        (x + nx * 0.2, hub + ny * 0.2),
                    ]
                )
            canvas.shapes(blades, colour)
            canvas.dots([(x, hub, size * 0.016)], colour)
    water = [(horizon, mixed(mood.haze, mood.far, 0.25)), (1, mixed(mood.far, mood.near, 0.55))]
    canvas.shape([(0, horizon + 0.0), (1, horizon + 0.0), (1, 1), (0, 1)], water, strength=0.72)
    canvas.shimmer(horizon, mood.sun, x=0.3, spread=0.5, count=520)


def pylons(canvas: Canvas, mood: Mood) -> None:
    """Power lines over the hills, birds on the wire."""
    rand = canvas.random
    sky(canvas, mood, horizon=0.7, sun=(0.62, 0.45))
    canvas.clouds(mood.cloud, top=0.0, bottom=0.5, cover=0.5)
    ranges(canvas, mood, top=0.58, count=4)
    places = [
        (0.87, 0.98, 0.80),
        (0.56, 0.84, 0.46),
        (0.38, 0.755, 0.27),
        (0.275, 0.70, 0.165),
        (0.215, 0.67, 0.10),
    ]
    colour = mixed(mood.near, mood.far, 0.1)
    arms: list[list[tuple[float, float]]] = [[] for _ in range(6)]
    for x, foot, tall in places:
        top, half = foot - tall, tall * 0.075
        struts = [
            [(x - half, foot), (x - half * 0.25, top + tall * 0.25), (x, top)],
            [(x + half, foot), (x + half * 0.25, top + tall * 0.25), (x, top)],
        ]
        for k in range(7):
            a, b = k / 8, (k + 1) / 8
            wa, wb = half * (1 - a * 0.92), half * (1 - b * 0.92)
            struts += [
                [(x - wa, foot - tall * a), (x + wb, foot - tall * b)],
                [(x + wa, foot - tall * a), (x - wb, foot - tall * b)],
            ]
        for level, reach in ((0.06, 0.13), (0.18, 0.17), (0.30, 0.14)):
            y = top + tall * level
            struts += [
                [(x - tall * reach, y), (x + tall * reach, y)],
                [(x - tall * reach, y), (x, y - tall * 0.05), (x + tall * reach, y)],
            ]
            for side in (0, 1):
                arms[int(level * 8.4) * 2 + side].append(
                    (x + (1 if side else -1) * tall * reach, y + tall * 0.03)
                )
        canvas.lines(struts, colour, 0.0008 + 0.0022 * tall)
    wires = []
    for arm in arms:
        points = [(arm[0][0] + 0.5, arm[0][1] - 0.35), *arm]
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            sag = abs(x0 - x1) * 0.12
            wires.append(
                [
                    (x0 + (x1 - x0) * k / 16, y0 + (y1 - y0) * k / 16 + sag * math.sin(math.pi * k / 16))
                    for k in range(17)
                ]
            )
    canvas.lines(wires, colour, 0.0008, strength=0.85)
    flock = []
    for _ in range(16):
        x, y, s = rand.uniform(0.1, 0.5), rand.uniform(0.14, 0.36), rand.uniform(0.004, 0.008)
        flock.append(
            [
                (x - s, y - s * 0.8),
                (x - s * 0.3, y - s * 0.2),
                (x, y + s * 0.3),
                (x + s * 0.3, y - s * 0.2),
                (x + s, y - s * 0.8),
            ]
        )
    canvas.lines(flock, colour, 0.0008)


def racks(canvas: Canvas, mood: Mood) -> None:
    """An aisle between server racks, its lamps running to one point."""
    rand = canvas.random
    vanish = (0.5, 0.47)
    canvas.wash([(0, mood.near), (0.47, mixed(mood.sky[2], mood.sun, 0.2)), (1, mood.near)])
    canvas.glow(*vanish, 0.30, mood.sky[-1], 0.8)

    def at(x: float, y: float, depth: float) -> tuple[float, float]:
        return (vanish[0] + (x - vanish[0]) * depth, vanish[1] + (y - vanish[1]) * depth)

    lamps: dict[str, list[tuple[float, float, float]]] = {"#8fe6c0": [], "#8fc7ff": [], "#ffcf8a": []}
    for step in range(12, 0, -1):
        near, far = 1.7 * 0.78 ** (step - 1), 1.7 * 0.78**step
        for edge in (0.16, 0.84):
            face = mixed(mixed(mood.near, mood.far, 0.25), mood.sky[2], 0.05 + 0.045 * step)
            canvas.shape(
                [at(edge, -0.1, near), at(edge, -0.1, far), at(edge, 1.08, far), at(edge, 1.08, near)],
                [(0, mixed(face, mood.near, 0.5)), (0.5, face), (1, mixed(face, mood.near, 0.6))],
            )
            canvas.lines([[at(edge, -0.1, far), at(edge, 1.08, far)]], mood.near, 0.0014 * near)
            slots = [
                [at(edge, -0.06 + 0.055 * k, near * 0.985), at(edge, -0.06 + 0.055 * k, far * 1.03)]
                for k in range(21)
            ]
            canvas.lines(slots, mood.near, 0.0011 * near, strength=0.8)
            for k in range(20):
                for _ in range(5):
                    x, y = at(edge, -0.035 + 0.055 * k, far + (near - far) * rand.uniform(0.08, 0.92))
                    lamps[rand.choice(list(lamps))].append((x, y, 0.0009 * near))
        canvas.shape(
            [
                at(0.34, -0.12, near * 0.96),
                at(0.66, -0.12, near * 0.96),
                at(0.66, -0.12, far * 1.08),
                at(0.34, -0.12, far * 1.08),
            ],
            mixed(mood.sun, mood.sky[-1], 0.4),
            strength=0.85,
        )
        canvas.shape(
            [
                at(0.34, 1.14, near * 0.96),
                at(0.66, 1.14, near * 0.96),
                at(0.66, 1.14, far * 1.08),
                at(0.34, 1.14, far * 1.08),
            ],
            mood.sky[2],
            soft=0.004,
            strength=0.35,
        )
    for colour, dots in lamps.items():
        canvas.lights(dots, colour, 0.004)


def rails(canvas: Canvas, mood: Mood) -> None:
    """A railway running straight to the hills, signals, one train far off."""
    rand = canvas.random
    horizon, x = 0.54, 0.52
    sky(canvas, mood, horizon=horizon, sun=(0.5, 0.42))
    canvas.clouds(mood.cloud, top=0.0, bottom=0.45, cover=0.5)
    ranges(canvas, mood, top=0.44, count=3, bottom=horizon + 0.01)
    ground = [(horizon, mixed(mood.far, mood.haze, 0.35)), (1, mixed(mood.near, mood.far, 0.25))]
    canvas.boxes([(0, horizon, 1, 1)], ground)
    canvas.shape(
        [(x - 0.004, horizon), (x + 0.004, horizon), (x + 0.44, 1), (x - 0.44, 1)],
        [(horizon, mixed(mood.haze, mood.far, 0.4)), (1, mixed(mood.near, mood.haze, 0.2))],
    )
    sleepers = []
    for k in range(1, 40):
        near = (k / 40) ** 2.6
        y = horizon + (1.02 - horizon) * near
        sleepers.append((x - 0.27 * near, y, x + 0.27 * near, y + 0.018 * near))
    canvas.boxes(sleepers, mixed(mood.near, "#4a3a30", 0.4), strength=0.9)
    for side in (-1, 1):
        canvas.shape(
            [(x, horizon), (x + side * 0.185, 1.0), (x + side * 0.205, 1.0)],
            [(horizon, mood.sun), (1, mixed(mood.sun, mood.far, 0.45))],
        )
    for k in range(7):
        near = 0.62**k
        for side in (-1, 1):
            post = x + side * 0.42 * near
            foot, top = horizon + 0.40 * near, horizon - 0.50 * near
            canvas.lines(
                [[(post, foot), (post, top), (post - side * 0.25 * near, top)]],
                mixed(mood.near, mood.haze, 0.55 * (1 - near)),
                0.0008 + 0.003 * near,
            )
    canvas.lines([[(x + side * 0.17, horizon - 0.5), (x, horizon)] for side in (-1, 1)], mood.near, 0.0009)
    canvas.boxes([(x - 0.011, horizon - 0.026, x + 0.011, horizon + 0.004)], mixed(mood.near, mood.far, 0.3))
    canvas.lights(
        [(x - 0.006, horizon - 0.004, 0.0016), (x + 0.006, horizon - 0.004, 0.0016)], "#fff1cf", 0.01
    )
    grass = [
        [
            (gx := rand.choice((rand.uniform(-0.02, 0.30), rand.uniform(0.74, 1.02))), 1.01),
            (gx + rand.gauss(0, 0.01), 1 - rand.uniform(0.02, 0.10)),
        ]
        for _ in range(220)
    ]
    canvas.lines(grass, mixed(mood.near, mood.sun, 0.15), 0.001)


def airport(canvas: Canvas, mood: Mood) -> None:
    """An airliner at the stand before dawn, tail to the light."""
    rand = canvas.random
    floor = 0.74
    sky(canvas, mood, horizon=floor, sun=(0.72, floor - 0.06))
    canvas.clouds(mood.cloud, top=0.05, bottom=0.6, cover=0.55)
    canvas.shape(down_to_the_edge(ridge(rand, floor, 0.07, 0.002), floor), mixed(mood.far, mood.haze, 0.3))
    canvas.boxes(
        [(0, floor, 1, 1)], [(floor, mixed(mood.far, mood.haze, 0.45)), (1, mixed(mood.near, mood.far, 0.2))]
    )
    body, shade = mixed("#eceae2", mood.far, 0.38), mixed(mood.near, mood.far, 0.3)
    y = floor - 0.085
    fuselage = [
        (
            0.13 + 0.62 * k / 40,
            y - 0.062 * min(1, (k / 7) ** 0.55) * (1 if k < 30 else 1 - ((k - 30) / 10) ** 2 * 0.55),
        )
        for k in range(41)
    ]
    belly = [(0.75, y - 0.022), (0.60, y + 0.046), (0.17, y + 0.05), (0.14, y + 0.026)]
    canvas.shape(
        [(0.655, y - 0.052), (0.735, y - 0.27), (0.792, y - 0.27), (0.76, y - 0.03)],
        [(y - 0.27, mixed("#2f6276", mood.near, 0.2)), (y, mixed("#2f6276", mood.near, 0.5))],
    )
    canvas.shape(
        [*fuselage, *belly],
        [(y - 0.06, mixed(body, mood.sun, 0.35)), (y + 0.05, mixed(body, mood.near, 0.4))],
    )
    canvas.shape([(0.70, y - 0.03), (0.80, y - 0.075), (0.825, y - 0.072), (0.755, y - 0.012)], shade)
    canvas.shape(
        [(0.36, y + 0.02), (0.49, y + 0.02), (0.66, y + 0.115), (0.62, y + 0.118)],
        mixed(body, mood.near, 0.5),
    )
    canvas.dots([(0.455, y + 0.075, 0.0185)], shade)
    canvas.dots([(0.443, y + 0.075, 0.0165)], mixed(shade, mood.sun, 0.3))
    canvas.boxes(
        [(0.19 + 0.0125 * k, y - 0.026, 0.1965 + 0.0125 * k, y - 0.008) for k in range(40)],
        mixed(mood.lamp, shade, 0.25),
    )
    canvas.shape([(0.139, y - 0.022), (0.163, y - 0.04), (0.175, y - 0.018), (0.145, y - 0.01)], shade)
    for x in (0.21, 0.43, 0.455):
        canvas.lines([[(x, y + 0.04), (x, floor + 0.008)]], shade, 0.003)
        canvas.dots([(x, floor + 0.012, 0.0085)], mood.near)
    canvas.boxes(
        [(0.0, floor - 0.20, 0.115, floor)], [(floor - 0.2, mixed(shade, mood.haze, 0.2)), (floor, shade)]
    )
    canvas.boxes(
        [(0.006 + 0.018 * k, floor - 0.18, 0.020 + 0.018 * k, floor - 0.08) for k in range(6)],
        mood.lamp,
        strength=0.8,
    )
    canvas.shape(
        [(0.115, floor - 0.13), (0.20, floor - 0.125), (0.20, floor - 0.07), (0.115, floor - 0.065)],
        mixed(shade, mood.haze, 0.3),
    )
    canvas.reflect(floor + 0.03, tint=mixed(mood.near, mood.far, 0.35), strength=0.32, ripple=0.002)
    lamps = [
        (0.5 + side * (0.08 + 0.5 * near), floor + 0.035 + 0.24 * near, 0.0006 + 0.0026 * near)
        for side in (-1, 1)
        for near in (0.02, 0.08, 0.18, 0.34, 0.56, 0.85)
    ]
    canvas.lights(lamps, "#9fd0ff", 0.008)
    canvas.lights([(0.757, y - 0.276, 0.0018), (0.64, y + 0.116, 0.0016)], "#ff9a80", 0.008)

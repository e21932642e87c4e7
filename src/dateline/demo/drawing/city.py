"""Skylines, bridges, apartment blocks, streets at night, halls of state."""

import math

from dateline.demo.drawing.brush import Canvas, down_to_the_edge, mixed, ridge
from dateline.demo.drawing.land import sky
from dateline.demo.drawing.moods import Mood

Box = tuple[float, float, float, float]


def skyline(canvas: Canvas, mood: Mood) -> None:
    """The city from across the river, its lights in the water."""
    horizon = 0.70
    sky(canvas, mood, horizon=horizon, sun=(canvas.random.uniform(0.25, 0.75), horizon - 0.1))
    canvas.clouds(mood.cloud, top=0.0, bottom=0.5, cover=0.4)
    back = ridge(canvas.random, 0.62, 0.24, 0.004)
    canvas.shape(
        down_to_the_edge(back, horizon), [(0.4, mixed(mood.far, mood.haze, 0.35)), (horizon, mood.haze)]
    )
    tower_on_a_hill(canvas, mood, back, canvas.random.choice((0.27, 0.66)))
    towers(canvas, mood, horizon)
    canvas.reflect(horizon, tint=mixed(mood.near, mood.far, 0.55), strength=0.62, ripple=0.004)
    canvas.shimmer(horizon, mood.lamp, x=0.5, spread=0.9, count=160)


def tower_on_a_hill(canvas: Canvas, mood: Mood, hill: list[tuple[float, float]], x: float) -> None:
    """A slender tower for broadcasting."""
    foot = next(y for at, y in hill if at >= x) + 0.01
    colour = mixed(mood.far, mood.near, 0.35)
    canvas.shape(
        [(x - 0.0035, foot), (x - 0.002, foot - 0.13), (x + 0.002, foot - 0.13), (x + 0.0035, foot)], colour
    )
    canvas.boxes(
        [
            (x - 0.009, foot - 0.128, x + 0.009, foot - 0.108),
            (x - 0.006, foot - 0.142, x + 0.006, foot - 0.128),
        ],
        colour,
    )
    canvas.lines([[(x, foot - 0.14), (x, foot - 0.22)]], colour, 0.0012)
    canvas.lights([(x, foot - 0.22, 0.0012)], "#ff8a70")


def towers(canvas: Canvas, mood: Mood, horizon: float) -> None:
    """Three depths of towers, windows lit in each."""
    rand = canvas.random
    for depth in range(3):
        colour = mixed(mood.far, mood.near, 0.12 + 0.36 * depth)
        boxes: list[Box] = []
        x = -0.02 + rand.uniform(-0.02, 0.02)
        while x < 1.02:
            wide = rand.uniform(0.018, 0.052)
            swell = 0.55 + 0.45 * math.sin(math.pi * min(1, max(0, x)) * (1.2 + 0.5 * depth) + depth) ** 2
            tall = rand.uniform(0.06, 0.30 - 0.05 * depth) * swell + 0.03
            boxes.append((x, horizon - tall, x + wide, horizon))
            if rand.random() < 0.35:
                boxes.append(
                    (
                        x + wide * 0.3,
                        horizon - tall - rand.uniform(0.008, 0.03),
                        x + wide * 0.62,
                        horizon - tall,
                    )
                )
            x += wide + rand.choice((0.002, 0.004, 0.014))
        canvas.boxes(boxes, [(0.2, colour), (horizon, mixed(colour, mood.haze, 0.42 - 0.14 * depth))])
        windows(canvas, boxes, mood, share=0.16 + 0.10 * depth)


def windows(canvas: Canvas, boxes: list[Box], mood: Mood, *, share: float, size: float = 0.0022) -> None:
    """Light a share of the windows of these towers."""
    rand = canvas.random
    warm: list[Box] = []
    for left, top, right, bottom in boxes:
        if right - left < 0.012:
            continue
        rows, columns = int((bottom - top) / (size * 4.6)), int((right - left) / (size * 2.4))
        for row in range(1, rows):
            for column in range(columns):
                if rand.random() < share * (0.4 + 1.2 * rand.random()):
                    x, y = left + size + column * size * 2.4, top + row * size * 4.6
                    if x + size < right:
                        warm.append((x, y, x + size, y + size * 2.2))
    canvas.boxes(warm, mood.lamp, strength=0.85)


def bridge(canvas: Canvas, mood: Mood) -> None:
    """A bridge over the Han: steel arches or cables, lamps, and the far bank behind."""
    rand = canvas.random
    horizon = 0.60
    sky(canvas, mood, horizon=horizon, sun=(rand.uniform(0.55, 0.85), 0.42))
    canvas.clouds(mood.cloud, top=0.0, bottom=0.5, cover=0.5)
    hill = ridge(rand, 0.585, 0.13, 0.003)
    canvas.shape(down_to_the_edge(hill, horizon), mixed(mood.far, mood.haze, 0.45))
    far = [
        (x / 46, horizon - rand.uniform(0.02, 0.075), x / 46 + rand.uniform(0.012, 0.02), horizon)
        for x in range(47)
    ]
    canvas.boxes(far, mixed(mood.far, mood.haze, 0.2))
    windows(canvas, far, mood, share=0.25, size=0.0017)
    colour = mixed(mood.near, mood.far, 0.18)
    (cables if rand.random() < 0.5 else arches)(canvas, colour, horizon)
    deck = horizon - 0.035
    canvas.boxes([(0, deck - 0.006, 1, deck + 0.012)], colour)
    canvas.lines([[(x / 40, deck), (x / 40, deck - 0.032)] for x in range(41)], colour, 0.0009)
    canvas.reflect(horizon, tint=mixed(mood.far, mood.haze, 0.35), strength=0.62)
    canvas.lights([(x / 40, deck - 0.033, 0.0011) for x in range(41)], mood.lamp)
    canvas.shimmer(horizon, mood.lamp, spread=0.8, count=200)


def arches(canvas: Canvas, colour: str, horizon: float) -> None:
    """Three steel arches above the deck."""
    deck = horizon - 0.035
    for start in (-0.08, 0.30, 0.68):
        span, rise = 0.36, 0.17
        line = [(start + span * k / 40, deck - rise * math.sin(math.pi * k / 40)) for k in range(41)]
        inner = [(x, y + 0.022) for x, y in line]
        canvas.lines([line, inner], colour, 0.0034)
        canvas.lines([[line[k], (line[k][0], deck)] for k in range(3, 39, 3)], colour, 0.0011)
        canvas.lines([[line[k], inner[k + 2]] for k in range(0, 38, 2)], colour, 0.0009)
        canvas.boxes([(start - 0.014, deck, start + 0.006, horizon + 0.012)], colour)


def cables(canvas: Canvas, colour: str, horizon: float) -> None:
    """Two towers and their cables."""
    deck = horizon - 0.035
    for x in (0.28, 0.72):
        top = deck - 0.30
        canvas.shape(
            [(x - 0.013, horizon + 0.012), (x - 0.002, top), (x + 0.002, top), (x + 0.013, horizon + 0.012)],
            colour,
        )
        canvas.lines(
            [
                [(x, top + 0.012 * k), (x + side * (0.028 + 0.0145 * (15 - k)), deck)]
                for k in range(15)
                for side in (-1, 1)
            ],
            colour,
            0.0008,
        )


def blocks(canvas: Canvas, mood: Mood) -> None:
    """Apartment blocks in ranks, a hill behind them."""
    rand = canvas.random
    sky(canvas, mood, horizon=0.7, sun=(0.2, 0.28))
    canvas.clouds(mood.cloud, top=0.0, bottom=0.5, cover=0.45)
    canvas.shape(down_to_the_edge(ridge(rand, 0.52, 0.2, 0.008)), [(0.3, mood.far), (0.6, mood.haze)])
    for rank in range(4):
        foot = 0.66 + 0.13 * rank
        size = 0.55 + 0.28 * rank
        front = mixed(mixed("#e9e0cf", mood.far, 0.42), mood.near, 0.04 + 0.13 * rank)
        side = mixed(front, mood.near, 0.42)
        x = -0.06 + rand.uniform(0, 0.05)
        fronts, sides, panes = [], [], []
        while x < 1.0:
            wide, tall = 0.085 * size * rand.uniform(0.85, 1.3), 0.30 * size * rand.uniform(0.85, 1.1)
            fronts.append((x, foot - tall, x + wide, 1.0))
            sides.append(
                [
                    (x + wide, foot - tall),
                    (x + wide + 0.018 * size, foot - tall + 0.012 * size),
                    (x + wide + 0.018 * size, 1.0),
                    (x + wide, 1.0),
                ]
            )
            columns, floors = 7, int(tall / (0.0165 * size))
            for row in range(floors):
                for column in range(columns):
                    px, py = (
                        x + wide * (column + 0.18) / columns,
                        foot - tall + 0.012 * size + row * 0.0165 * size,
                    )
                    panes.append((px, py, px + wide * 0.64 / columns, py + 0.0085 * size))
            x += wide + rand.choice((0.02, 0.026, 0.05)) * size
        canvas.boxes(fronts, [(0.3, front), (1, mixed(front, mood.haze, 0.2))])
        canvas.shapes(sides, side)
        canvas.boxes(panes, mixed(side, mood.near, 0.35), strength=0.75)
        canvas.boxes([pane for pane in panes if rand.random() < 0.16], mood.lamp, strength=0.9)
        canvas.mist(foot + 0.02, 0.10, mood.haze, 0.28)


def market(canvas: Canvas, mood: Mood) -> None:
    """A lane of stalls at night, awnings on both sides, lamps running to its end."""
    rand = canvas.random
    vanish = (0.5, 0.46)
    canvas.wash([(0, mood.sky[0]), (0.42, mixed(mood.sky[2], mood.lamp, 0.25)), (1, mood.near)])

    def at(x: float, y: float, depth: float) -> tuple[float, float]:
        """A place seen `depth` away (1: here, 0: at the lane's end)."""
        return (vanish[0] + (x - vanish[0]) * depth, vanish[1] + (y - vanish[1]) * depth)

    canvas.shape(
        [at(-1.2, 1.4, 1), at(-1.2, 1.4, 0.04), at(2.2, 1.4, 0.04), at(2.2, 1.4, 1)],
        [
            (0.46, mixed(mood.lamp, "#fff3dd", 0.3)),
            (0.62, mixed(mood.lamp, mood.near, 0.45)),
            (1, mixed(mood.near, mood.lamp, 0.12)),
        ],
    )
    cloths = ["#c2523f", "#dba552", "#4a8090", "#8a9c5e", "#96566f", "#d6bf94"]
    fruit = ["#d9653b", "#e8b44c", "#9fb353", "#c8453f", "#e9dcc0"]
    lamps = []
    for step in range(9, 0, -1):
        near, far = 1.25 * 0.72 ** (step - 1), 1.25 * 0.72**step
        for edge, inner, out in ((0.02, 0.19, -0.7), (0.98, 0.81, 1.7)):
            cloth = mixed(rand.choice(cloths), mood.near, max(0.06, 0.34 - 0.04 * step))
            lit = mixed(mood.lamp, mood.near, 0.42)
            dim = mixed(mood.lamp, mood.near, 0.86)
            canvas.shape(
                [at(out, -1.1, near), at(edge, -0.1, near), at(edge, -0.1, far), at(out, -1.1, far)],
                mixed(mood.near, mood.far, 0.3),
            )
            canvas.shape(
                [at(edge, 0.02, near), at(edge, 0.02, far), at(edge, 1.05, far), at(edge, 1.05, near)],
                [(0.2, mixed(dim, mood.far, 0.2)), (0.62, lit), (1, dim)],
            )
            canvas.shapes(
                [[at(edge, 0.66, near), at(edge, 0.66, far), at(inner, 0.75, far), at(inner, 0.75, near)]],
                mixed(lit, "#fff0d2", 0.35),
            )
            canvas.shape(
                [at(inner, 0.75, near), at(inner, 0.75, far), at(inner, 1.06, far), at(inner, 1.06, near)],
                [(0.5, mixed(lit, mood.near, 0.35)), (1, mixed(dim, mood.near, 0.4))],
            )
            canvas.shape(
                [at(edge, 0.10, near), at(edge, 0.10, far), at(inner, 0.31, far), at(inner, 0.31, near)],
                [(0.1, mixed(cloth, mood.near, 0.3)), (0.45, mixed(cloth, mood.lamp, 0.2))],
            )
            for colour in rand.sample(fruit, 3):
                part = rand.uniform(0.0, 0.7)
                heap = [
                    at(
                        edge + (inner - edge) * rand.uniform(0.15, 0.95),
                        0.70 - 0.02 * rand.random(),
                        far + (near - far) * (part + 0.3 * rand.random()),
                    )
                    for _ in range(34)
                ]
                canvas.dots([(x, y, 0.0058 * near) for x, y in heap], colour)
            lamps.append((*at((edge + inner) / 2, 0.40, (near + far) / 2), 0.0052 * (near + far) / 2))
    canvas.glow(*vanish, 0.30, mood.lamp, 0.55)
    people(canvas, mood, at)
    canvas.lights(lamps, mood.lamp, 0.02)
    string = [
        (*at(0.5 + 0.30 * math.cos(k * math.pi), 0.02, 1.15 * 0.84**k), 0.0040 * 0.86**k) for k in range(16)
    ]
    canvas.lights(string, mood.lamp, 0.012)
    canvas.lines([[(x, y) for x, y, _ in string]], mixed(mood.near, mood.lamp, 0.3), 0.0006)
    for x, y, radius in lamps[-4:]:
        canvas.glow(x, y, radius * 22, mood.lamp, 0.32)


def people(canvas: Canvas, mood: Mood, at: object) -> None:
    """Walkers in the lane, from behind, far ones first."""
    rand = canvas.random
    for depth, count in ((0.12, 4), (0.17, 3), (0.24, 3), (0.36, 1), (0.52, 1)):
        places = [at(rand.uniform(0.30, 0.70), 1.36, depth) for _ in range(count)]  # type: ignore[operator]  # the lane's perspective
        tall, wide = 0.70 * depth, 0.034 * depth
        colour = mixed(
            mixed(rand.choice(("#3c4a63", "#5a3a3f", "#38423a")), mood.lamp, 0.25),
            mood.near,
            min(0.8, 0.15 + depth),
        )
        canvas.dots(
            [(x, foot - tall * 0.90, 0.030 * depth) for x, foot in places], mixed(colour, mood.near, 0.35)
        )
        canvas.shapes(
            [
                [
                    (x - wide, foot - tall * 0.79),
                    (x + wide, foot - tall * 0.79),
                    (x + wide * 1.45, foot - tall * 0.34),
                    (x - wide * 1.45, foot - tall * 0.34),
                ]
                for x, foot in places
            ],
            colour,
        )
        legs = [
            (
                x + side * wide * 0.55 - wide * 0.32,
                foot - tall * 0.36,
                x + side * wide * 0.55 + wide * 0.32,
                foot,
            )
            for x, foot in places
            for side in (-1, 1)
        ]
        canvas.boxes(legs, mixed(colour, mood.near, 0.4))


def tram(canvas: Canvas, mood: Mood) -> None:
    """A lit tram in a wet street at night."""
    rand = canvas.random
    floor = 0.74
    sky(canvas, mood, horizon=floor, sun=None)
    boxes: list[Box] = []
    x = -0.02
    while x < 1.02:
        wide = rand.uniform(0.07, 0.16)
        boxes.append((x, rand.uniform(0.08, 0.36), x + wide, floor))
        x += wide + 0.004
    canvas.boxes(boxes, [(0.05, mixed(mood.near, mood.far, 0.4)), (floor, mixed(mood.near, mood.haze, 0.4))])
    windows(canvas, boxes, mood, share=0.2, size=0.0042)
    shops = [(k / 9 + 0.008, floor - 0.085, (k + 1) / 9 - 0.012, floor - 0.012) for k in range(9)]
    canvas.boxes(shops, mixed(mood.lamp, mood.haze, 0.35), soft=0.003, strength=0.8)
    left, right, top, bottom = 0.20, 0.80, floor - 0.26, floor + 0.012
    body = mixed("#d9dfd8", mood.far, 0.22)
    canvas.shape(
        [
            (left + 0.03, top),
            (right - 0.03, top),
            (right, top + 0.10),
            (right, bottom),
            (left, bottom),
            (left, top + 0.10),
        ],
        [(top, mixed(body, mood.near, 0.15)), (bottom, body)],
    )
    panes = [
        (left + 0.032 + 0.0772 * k, top + 0.045, left + 0.098 + 0.0772 * k, top + 0.155) for k in range(7)
    ]
    canvas.boxes(panes, [(top, mixed(mood.lamp, "#ffffff", 0.35)), (bottom, mood.lamp)])
    riders = [
        (rand.choice(panes)[0] + rand.uniform(0.008, 0.056), top + rand.uniform(0.115, 0.13))
        for _ in range(17)
    ]
    canvas.dots([(x, y, 0.0062) for x, y in riders], mixed(mood.near, mood.far, 0.3))
    canvas.boxes(
        [(x - 0.010, y + 0.012, x + 0.010, top + 0.155) for x, y in riders], mixed(mood.near, mood.far, 0.3)
    )
    canvas.boxes([(left, bottom - 0.085, right, bottom - 0.06)], mixed("#b4473f", mood.near, 0.1))
    canvas.boxes([(left + 0.02, bottom, right - 0.02, bottom + 0.016)], mood.near)
    canvas.lines(
        [[(-0.02, 0.17), (0.5, 0.2), (1.02, 0.16)], [(0.47, top), (0.5, 0.2), (0.53, top)]], mood.near, 0.0013
    )
    canvas.reflect(floor + 0.02, tint=mood.near, strength=0.55, ripple=0.003)
    canvas.lines(
        [[(-0.02, 0.80), (1.02, 0.80)], [(-0.02, 0.86), (1.02, 0.86)]],
        mixed(mood.haze, mood.lamp, 0.3),
        0.0013,
        strength=0.7,
    )
    canvas.lights(
        [(left + 0.006, bottom - 0.04, 0.004), (right - 0.006, bottom - 0.04, 0.004)], "#fff3d8", 0.012
    )
    canvas.lights([(k / 8 + 0.02, 0.44, 0.003) for k in range(9)], mood.lamp, 0.012)


def hall(canvas: Canvas, mood: Mood) -> None:
    """A hall of state: columns, a low dome, steps, a wide empty square."""
    rand = canvas.random
    floor = 0.76
    sky(canvas, mood, horizon=floor, sun=(rand.choice((0.16, 0.84)), 0.3))
    canvas.clouds(mood.cloud, top=0.0, bottom=0.55, cover=0.55)
    canvas.shape(down_to_the_edge(ridge(rand, 0.70, 0.2, 0.006), floor), mixed(mood.far, mood.haze, 0.5))
    stone, shade = mixed("#e8e0cf", mood.far, 0.3), mixed("#6f6a66", mood.near, 0.45)
    dome = [
        (0.5 + 0.145 * math.cos(a), 0.415 - 0.15 * math.sin(a)) for a in (math.pi * k / 40 for k in range(41))
    ]
    canvas.shape(dome, [(0.26, mixed("#5f8c84", mood.sun, 0.25)), (0.42, mixed("#4a716c", mood.near, 0.3))])
    canvas.boxes([(0.335, 0.41, 0.665, 0.45)], mixed(stone, mood.near, 0.18))
    canvas.boxes([(0.17, 0.445, 0.83, 0.70)], shade)
    columns = [0.182 + 0.0388 * k for k in range(17)]
    canvas.boxes([(x, 0.475, x + 0.0155, 0.70) for x in columns], stone)
    canvas.boxes([(x + 0.0105, 0.475, x + 0.0155, 0.70) for x in columns], mixed(stone, mood.near, 0.25))
    canvas.boxes(
        [(0.155, 0.44, 0.845, 0.482)],
        [(0.44, mixed(stone, mood.sun, 0.4)), (0.485, mixed(stone, mood.near, 0.12))],
    )
    for k in range(6):
        canvas.boxes(
            [(0.14 - 0.018 * k, 0.70 + 0.011 * k, 0.86 + 0.018 * k, 0.712 + 0.011 * k)],
            mixed(stone, mood.near, 0.08 + 0.06 * (k % 2)),
        )
    canvas.boxes(
        [(0, floor, 1, 1)], [(floor, mixed(stone, mood.haze, 0.5)), (1, mixed(stone, mood.near, 0.55))]
    )
    canvas.lines(
        [[(0.5 + k * 0.035, floor), (0.5 + k * 0.26, 1.0)] for k in range(-18, 19)],
        mixed(stone, mood.near, 0.5),
        0.0008,
        strength=0.5,
    )
    trees = [
        (x, floor - 0.028, 0.014 + 0.008 * rand.random()) for x in (0.02, 0.05, 0.075, 0.93, 0.955, 0.985)
    ]
    canvas.dots(trees, mixed(mood.near, "#35523f", 0.4))
    walkers = [(rand.uniform(0.2, 0.8), rand.uniform(floor + 0.03, 0.93)) for _ in range(9)]
    sizes = [(x, y, 0.02 + 0.09 * (y - floor)) for x, y in walkers]
    shadows = [
        [(x, y), (x + h * 0.1, y), (x - h * 1.3, y + h * 0.42), (x - h * 1.5, y + h * 0.42)]
        for x, y, h in sizes
    ]
    canvas.shapes(shadows, mood.near, strength=0.25, soft=0.001)
    canvas.boxes([(x - h * 0.13, y - h, x + h * 0.13, y) for x, y, h in sizes], mood.near)
    canvas.dots([(x, y - h * 1.2, h * 0.09) for x, y, h in sizes], mood.near)

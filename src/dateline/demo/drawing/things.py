"""Still lifes and details: a bowl, a desk, shelves, leaves, a board of prices."""

import math

from dateline.demo.drawing.brush import Canvas, mixed
from dateline.demo.drawing.moods import Mood

Point = tuple[float, float]


def ring(cx: float, cy: float, radius: float, squash: float = 1.0, steps: int = 96) -> list[Point]:
    """An ellipse as a polygon; `radius` in parts of the width."""
    turns = [math.tau * k / steps for k in range(steps)]
    return [(cx + radius * math.cos(a), cy + radius * math.sin(a) * squash * 16 / 9) for a in turns]


def bowl(canvas: Canvas, mood: Mood) -> None:
    """Cold noodles from above: broth, a nest of buckwheat, half an egg, pear, cucumber, ice."""
    rand = canvas.random
    canvas.wash([(0, mixed("#8a6a4c", mood.far, 0.2)), (1, mixed("#5d4330", mood.near, 0.25))])
    grain = [
        [
            (-0.02, y := rand.random() * 1.04),
            (0.35, y + rand.gauss(0, 0.006)),
            (0.7, y + rand.gauss(0, 0.006)),
            (1.02, y),
        ]
        for _ in range(130)
    ]
    canvas.lines(grain, mixed("#3d2a1e", mood.near, 0.3), 0.0009, strength=0.4)
    canvas.glow(0.2, 0.0, 0.75, mood.sun, 0.45)
    cx, cy = 0.55, 0.52
    canvas.shape(ring(cx + 0.02, cy + 0.045, 0.268), "#000000", soft=0.014, strength=0.55)
    canvas.shape(ring(cx, cy, 0.262), [(0.05, "#d9d6cb"), (1, "#8f8d84")])
    canvas.shape(ring(cx, cy, 0.250), [(0.05, "#8c8a82"), (1, "#e4e1d6")])
    canvas.shape(ring(cx, cy, 0.240), [(0.1, "#c9a777"), (0.6, "#dcc195"), (1, "#b08c5c")])
    strands = []
    for _ in range(150):
        a, r = rand.uniform(0, math.tau), rand.uniform(0.02, 0.118)
        bend, long = rand.uniform(0.6, 1.9), rand.choice((-1, 1))
        strands.append(
            [
                (
                    cx - 0.01 + (r + 0.008 * math.sin(3 * t)) * math.cos(a + long * bend * t),
                    cy + 0.01 + (r + 0.008 * math.sin(3 * t)) * math.sin(a + long * bend * t) * 16 / 9,
                )
                for t in (k / 12 for k in range(13))
            ]
        )
    for part, tone in ((0, "#57443a"), (1, "#77604f"), (2, "#98806a")):
        canvas.lines(strands[part::3], tone, 0.0034 - 0.0005 * part)
    cucumber = [
        [(cx - 0.09 + 0.012 * k, cy + 0.16), (cx - 0.03 + 0.012 * k, cy + 0.03 + 0.008 * k)] for k in range(9)
    ]
    canvas.lines(cucumber, "#dfe8c0", 0.0062)
    canvas.lines([[(x + 0.003, y) for x, y in line] for line in cucumber], "#5f8a4e", 0.0016)
    for k in range(4):
        px, py = cx + 0.055 + 0.022 * k, cy + 0.05 + 0.022 * k
        canvas.shape(
            [(px, py - 0.075), (px + 0.052, py - 0.045), (px + 0.046, py + 0.07), (px - 0.01, py + 0.05)],
            [(0.4, "#f7f1dc"), (0.8, "#e3d7b4")],
        )
    canvas.shape(ring(cx + 0.012, cy - 0.068, 0.052, 0.92), "#000000", soft=0.004, strength=0.35)
    canvas.shape(ring(cx + 0.008, cy - 0.078, 0.052, 0.92), [(0.3, "#ffffff"), (0.56, "#ece6d8")])
    canvas.shape(ring(cx + 0.008, cy - 0.072, 0.029, 0.95), [(0.36, "#f6c04e"), (0.52, "#dd8f2b")])
    for _ in range(9):
        a, r = rand.uniform(0, math.tau), rand.uniform(0.165, 0.215)
        x, y, s = cx + r * math.cos(a), cy + r * math.sin(a) * 16 / 9, rand.uniform(0.012, 0.022)
        canvas.shape(
            [(x - s, y - s), (x + s * 0.8, y - s * 1.3), (x + s, y + s), (x - s * 0.7, y + s * 1.4)],
            "#f4f8f6",
            strength=0.5,
            soft=0.0008,
        )
    canvas.dots([(cx + rand.gauss(0, 0.075), cy + rand.gauss(0, 0.12), 0.0017) for _ in range(60)], "#efe2c2")
    canvas.lines(
        [[(0.095, 0.16), (0.185, 0.98)], [(0.122, 0.14), (0.222, 0.96)]],
        "#000000",
        0.009,
        soft=0.006,
        strength=0.4,
    )
    canvas.lines(
        [[(0.09, 0.14), (0.18, 0.96)], [(0.117, 0.12), (0.217, 0.94)]],
        [(0, "#f0eee6"), (1, "#a9a79e")],
        0.0066,
    )


def desk(canvas: Canvas, mood: Mood) -> None:
    """A reading lamp over papers at a window, the city blurred behind the glass."""
    rand = canvas.random
    canvas.wash([(0, mood.sky[0]), (0.45, mood.sky[2]), (0.72, mood.sky[-1]), (1, mood.far)])
    for depth in range(2):
        boxes, x = [], -0.02
        while x < 1.02:
            wide = rand.uniform(0.04, 0.09)
            boxes.append((x, 0.62 - rand.uniform(0.05, 0.3 - 0.1 * depth), x + wide, 0.8))
            x += wide + 0.01
        canvas.boxes(boxes, mixed(mood.far, mood.near, 0.2 + 0.4 * depth), soft=0.004)
    canvas.lights(
        [(rand.random(), rand.uniform(0.42, 0.74), rand.uniform(0.002, 0.009)) for _ in range(46)],
        mood.lamp,
        0.01,
    )
    frame = mixed(mood.near, "#2a1c14", 0.5)
    canvas.boxes(
        [(0.315, 0, 0.327, 0.8), (0.735, 0, 0.747, 0.8), (0, 0.27, 1, 0.282), (0, 0.755, 1, 0.80)], frame
    )
    canvas.boxes(
        [(0, 0.79, 1, 1)], [(0.79, mixed("#7a5438", mood.near, 0.25)), (1, mixed("#3f2a1d", mood.near, 0.4))]
    )
    canvas.glow(0.30, 0.88, 0.34, mood.lamp, 0.62)
    for k in range(7):
        x, y, lean = 0.40 + 0.012 * k, 0.945 - 0.013 * k, rand.gauss(0, 0.012)
        canvas.shape(
            [(x + lean, y - 0.05), (x + 0.26 + lean, y - 0.062), (x + 0.31, y), (x + 0.005, y + 0.016)],
            mixed(mixed("#fbf6e8", mood.lamp, 0.25), mood.near, 0.05 * (k % 3) + 0.06),
        )
    lines = [
        [
            (0.50 + 0.004 * k, 0.822 + 0.0066 * k),
            (0.50 + 0.004 * k + rand.uniform(0.10, 0.19), 0.8185 + 0.0066 * k),
        ]
        for k in range(6)
    ]
    canvas.lines(lines, mixed(mood.near, "#6b5b4a", 0.4), 0.0009, strength=0.7)
    canvas.shape(ring(0.215, 0.905, 0.062, 0.24), mood.near)
    canvas.lines([[(0.215, 0.90), (0.165, 0.62), (0.265, 0.43)]], mood.near, 0.0058)
    canvas.dots([(0.165, 0.62, 0.008), (0.265, 0.43, 0.008)], mood.near)
    canvas.shape(
        [(0.245, 0.395), (0.285, 0.445), (0.352, 0.545), (0.232, 0.592), (0.232, 0.45)],
        [(0.4, mixed("#2f6a6b", mood.near, 0.15)), (0.6, mixed("#2f6a6b", mood.near, 0.55))],
    )
    canvas.shape(
        [(0.232, 0.592), (0.352, 0.545), (0.60, 0.94), (0.10, 0.98)], mood.lamp, soft=0.02, strength=0.26
    )
    canvas.glow(0.292, 0.572, 0.10, mood.lamp, 0.95)
    canvas.shape(
        [(0.800, 0.80), (0.872, 0.80), (0.864, 0.915), (0.808, 0.915)],
        [(0.8, mixed("#e6ddcc", mood.lamp, 0.2)), (0.92, mixed("#8a8174", mood.near, 0.2))],
    )
    canvas.shape(ring(0.836, 0.80, 0.036, 0.2), mixed("#3a2418", mood.near, 0.2))
    canvas.lines(
        [[(0.874, 0.825), (0.898, 0.838), (0.894, 0.875), (0.868, 0.885)]],
        mixed("#b8ae9c", mood.near, 0.2),
        0.0052,
    )
    steam = [
        [(0.825 + 0.012 * s + 0.009 * math.sin(k * 0.9 + s), 0.785 - 0.022 * k) for k in range(9)]
        for s in range(3)
    ]
    canvas.lines(steam, "#ffffff", 0.0028, soft=0.0035, strength=0.4)


def shelves(canvas: Canvas, mood: Mood) -> None:
    """Books from floor to ceiling, a ladder leaning among them."""
    rand = canvas.random
    canvas.wash([(0, mixed("#2c1f18", mood.near, 0.35)), (1, mixed("#1a120e", mood.near, 0.4))])
    cloth = (
        "#7b2f2c",
        "#94602f",
        "#2f5560",
        "#4d5b3c",
        "#5b3550",
        "#c9b58b",
        "#33405c",
        "#8a7a55",
        "#b9532f",
        "#dfd2b4",
    )
    painted: dict[str, list[list[Point]]] = {colour: [] for colour in cloth}
    bands: list[tuple[float, float, float, float]] = []
    for shelf in range(5):
        foot = 0.19 + 0.2 * shelf
        x = 0.02
        while x < 0.985:
            wide, tall = rand.uniform(0.008, 0.024), rand.uniform(0.105, 0.162)
            if rand.random() < 0.06:
                x += rand.uniform(0.02, 0.05)
                continue
            lean = rand.choice((0, 0, 0, 0, 0, 0, 0.012))
            painted[rand.choice(cloth)].append(
                [(x + lean, foot - tall), (x + wide + lean, foot - tall), (x + wide, foot), (x, foot)]
            )
            if not lean and rand.random() < 0.75:
                heights = [
                    foot - tall + tall * part for part in rand.sample((0.14, 0.2, 0.62, 0.74, 0.86), 2)
                ]
                bands += [(x + 0.0012, y, x + wide - 0.0012, y + 0.005) for y in heights]
            x += wide + 0.0012
    for colour, polygons in painted.items():
        tone = mixed(colour, mood.near, 0.14)
        canvas.shapes(
            polygons, [(0, mixed(tone, mood.lamp, 0.2)), (0.55, tone), (1, mixed(tone, mood.near, 0.45))]
        )
    canvas.boxes(bands, mixed("#dcb765", mood.lamp, 0.3), strength=0.75)
    wood = mixed("#6d4a30", mood.near, 0.15)
    canvas.boxes(
        [(0, 0.19 + 0.2 * k, 1, 0.208 + 0.2 * k) for k in range(5)]
        + [(0, 0, 0.014, 1), (0.488, 0, 0.50, 1), (0.986, 0, 1, 1)],
        [(0, mixed(wood, mood.lamp, 0.25)), (1, mixed(wood, mood.near, 0.4))],
    )
    canvas.boxes(
        [(0, 0.208 + 0.2 * k, 1, 0.232 + 0.2 * k) for k in range(5)], "#000000", soft=0.004, strength=0.4
    )
    canvas.lines(
        [[(0.635, -0.02), (0.545, 1.02)], [(0.715, -0.02), (0.655, 1.02)]],
        mixed("#a57a4a", mood.near, 0.08),
        0.0072,
    )
    rungs = [
        [(0.632 - 0.0112 * k, 0.02 + 0.128 * k), (0.713 - 0.0075 * k, 0.02 + 0.128 * k)] for k in range(8)
    ]
    canvas.lines(rungs, mixed("#8d6239", mood.near, 0.12), 0.0056)
    canvas.glow(0.24, 0.1, 0.5, mood.lamp, 0.42)
    canvas.glow(0.86, 0.2, 0.36, mood.lamp, 0.22)


def leaves(canvas: Canvas, mood: Mood) -> None:
    """Ginkgo leaves on a palace street's stones in November."""
    rand = canvas.random
    canvas.wash([(0, mixed("#77797c", mood.far, 0.4)), (1, mixed("#4a4b50", mood.near, 0.3))])
    stones: dict[int, list[tuple[float, float, float, float]]] = {k: [] for k in range(4)}
    for row in range(9):
        x = -0.1 + 0.04 * (row % 2)
        while x < 1.02:
            wide = rand.uniform(0.08, 0.16)
            stones[rand.randrange(4)].append(
                (x, row * 0.125 + 0.003, x + wide - 0.0025, (row + 1) * 0.125 - 0.003)
            )
            x += wide
    for number, boxes in stones.items():
        tone = mixed(mixed("#8c8d8d", mood.far, 0.35), mood.near, 0.06 + 0.07 * number)
        canvas.boxes(boxes, [(0, mixed(tone, mood.sun, 0.22)), (1, mixed(tone, mood.near, 0.22))])
    canvas.image.paste(mood.near, mask=canvas.noise(40, 24, octaves=3).point(lambda v: max(0, v - 128)))
    for layer in range(3):
        fans: dict[str, list[list[Point]]] = {}
        stems, shades = [], []
        for _ in range((150, 90, 34)[layer]):
            x, y, size, turn = (
                rand.random(),
                rand.random() ** 0.8 * 1.1,
                rand.uniform(0.015, 0.027) * (1 + 0.35 * layer),
                rand.uniform(0, math.tau),
            )
            fan = []
            for k in range(25):
                a = -0.95 + 1.9 * k / 24
                r = size * (1 - 0.22 * math.exp(-((a / 0.07) ** 2)) + 0.022 * math.sin(a * 17))
                fan.append((x + r * math.cos(a + turn), y + r * math.sin(a + turn) * 16 / 9))
            fan.append((x, y))
            shades.append([(px + 0.004, py + 0.011) for px, py in fan])
            fans.setdefault(rand.choice(("#e9b93a", "#dca52a", "#f2cf62", "#c98f2b", "#d7b850")), []).append(
                fan
            )
            stems.append(
                [
                    (x, y),
                    (x - size * 0.75 * math.cos(turn + 0.2), y - size * 0.75 * math.sin(turn + 0.2) * 16 / 9),
                ]
            )
        canvas.shapes(shades, "#1a1612", soft=0.0025, strength=0.42)
        canvas.lines(stems, "#a98a3e", 0.0013)
        for colour, polygons in fans.items():
            canvas.shapes(
                polygons,
                [(0, mixed(colour, mood.sun, 0.2)), (1, mixed(colour, mood.near, 0.08 * (3 - layer)))],
            )
    canvas.glow(0.8, -0.1, 0.7, mood.sun, 0.4)


def board(canvas: Canvas, mood: Mood) -> None:
    """A dealing room's wall of prices, two dealers before it."""
    rand = canvas.random
    canvas.wash([(0, mood.near), (0.6, mixed(mood.near, mood.sky[1], 0.35)), (1, mood.near)])
    canvas.boxes(
        [(0.05, 0.07, 0.95, 0.70)],
        [(0.05, mixed("#071018", mood.near, 0.4)), (0.7, mixed("#0d1b27", mood.near, 0.3))],
    )
    value, line = 0.42, []
    for k in range(150):
        value = min(0.60, max(0.16, value + rand.gauss(0.0004, 0.0098)))
        line.append((0.075 + 0.50 * k / 149, value))
    canvas.lines(
        [[(0.075, 0.14 + 0.1 * k), (0.575, 0.14 + 0.1 * k)] for k in range(6)],
        mood.haze,
        0.0006,
        strength=0.25,
    )
    canvas.shape(
        [*line, (0.575, 0.66), (0.075, 0.66)], [(0.15, mood.sky[-1]), (0.62, mood.near)], strength=0.32
    )
    canvas.lines([line], mixed(mood.sun, mood.sky[-1], 0.3), 0.0026)
    canvas.glow(*line[-1], 0.05, mood.sun, 0.9)
    cells: dict[str, list[tuple[float, float, float, float]]] = {"#e0665a": [], "#5f9fe0": [], "#c9d2cf": []}
    for row in range(17):
        y = 0.105 + 0.034 * row
        move = rand.choice(("#e0665a", "#5f9fe0", "#e0665a"))
        x = 0.61
        for chars, colour in ((rand.randint(4, 8), "#c9d2cf"), (6, move), (5, move)):
            for k in range(chars):
                if rand.random() < 0.94:
                    cells[colour].append((x + 0.0092 * k, y, x + 0.0092 * k + 0.0064, y + 0.017))
            x += 0.112
    for colour, boxes in cells.items():
        canvas.boxes(boxes, colour, strength=0.88)
    canvas.glow(0.34, 0.36, 0.40, mood.sky[1], 0.25)
    canvas.boxes([(0, 0.84, 1, 1)], [(0.84, mixed(mood.near, mood.sky[1], 0.3)), (1, mood.near)])
    canvas.boxes(
        [(0.08 + 0.15 * k, 0.755, 0.20 + 0.15 * k, 0.85) for k in range(6)], mixed(mood.near, "#000000", 0.35)
    )
    canvas.boxes(
        [(0.086 + 0.15 * k, 0.763, 0.194 + 0.15 * k, 0.842) for k in range(6)],
        [(0.76, mixed(mood.sky[1], mood.near, 0.45)), (0.85, mixed(mood.near, mood.sky[1], 0.25))],
    )
    dark = mixed(mood.near, "#000000", 0.45)
    for x, tall in ((0.30, 0.30), (0.72, 0.27)):
        foot = 1.02
        canvas.shape(
            [
                (x - 0.062, foot),
                (x - 0.056, foot - tall * 0.52),
                (x - 0.022, foot - tall * 0.66),
                (x + 0.022, foot - tall * 0.66),
                (x + 0.056, foot - tall * 0.52),
                (x + 0.062, foot),
            ],
            dark,
        )
        canvas.shape(ring(x, foot - tall * 0.83, 0.0225, 1.18), dark)
        canvas.boxes([(x - 0.009, foot - tall * 0.72, x + 0.009, foot - tall * 0.6)], dark)

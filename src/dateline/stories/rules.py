"""How stories are named, measured and drawn. Values in, values out."""

import math
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

# The first words that addresses are promised to (DOOR): never a section's slug.
RESERVED = frozenset(
    "- about by desk favicon.ico feeds ko live markets news-sitemap.xml partners pictures robots.txt search "
    "sitemap.xml static topics .well-known".split()
)
# Within a story's address, what rooms above print beneath it.
RESERVED_IN_SECTION = frozenset({"comments", "page"})
SLUG = re.compile(r"[\w-]{1,120}", re.UNICODE)

# Brysbaert 2019: silent reading of English non-fiction, words a minute.
WORDS_A_MINUTE = 238
# Korean is counted by characters, spaces left out.
KOREAN_CHARACTERS_A_MINUTE = 500
_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")


def reading_minutes(text: str) -> int:
    """Whole minutes that this text takes to read, rounded up, at least one.

    Words over 238 a minute; where Hangul is the larger part, characters over 500 a minute.
    """
    words = text.split()
    if not text.isascii():
        characters = sum(map(len, words))
        if len(_HANGUL.findall(text)) * 2 > characters:
            return max(1, -(-characters // KOREAN_CHARACTERS_A_MINUTE))
    return max(1, -(-len(words) // WORDS_A_MINUTE))


def slug_of(headline: str, fallback: str) -> str:
    """An address word for a headline: letters and figures of any script, joined by hyphens, at most 80."""
    words = re.findall(r"[^\W_]+", re.sub(r"[’']", "", headline.lower()))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > 80:
            break
        slug = longer
    return slug or fallback


def address_of(url_path: str, language: str, default: str = "en") -> str:
    """The address of a page of the tree: its path without the root's own word, `/ko` before it in Korean."""
    below = url_path.strip("/").split("/", 1)
    rest = f"/{below[1]}/" if len(below) > 1 else "/"
    return rest if language == default else f"/{language}{rest}"


def address_refused(slug: str, *, is_section: bool) -> str:
    """Why a page may not have this slug; empty when it may."""
    words = RESERVED if is_section else RESERVED_IN_SECTION
    if slug in words:
        return f"“{slug}” is an address that the paper itself uses; choose another word"
    if not SLUG.fullmatch(slug):
        return f"“{slug}” is not an address; use letters, figures and hyphens"
    return ""


@dataclass(frozen=True)
class Point:
    """One figure of a chart."""

    label: str
    value: Decimal


def chart_points(figures: str) -> tuple[Point, ...]:
    """The points of a chart's figures, one line each as `label, value`.

    Raises ValueError, naming the line, for fewer than two points or a value that is no number.
    """
    points = []
    for number, line in enumerate(filter(None, map(str.strip, figures.splitlines())), start=1):
        label, comma, value = line.rpartition(",")
        try:
            decimal = Decimal(value.strip().replace("−", "-"))
        except InvalidOperation as cause:
            raise ValueError(f"line {number}: “{line}” is not “label, value”") from cause
        if not comma or not decimal.is_finite():
            raise ValueError(f"line {number}: “{line}” is not “label, value”")
        points.append(Point(label.strip(), decimal))
    if len(points) < 2:
        raise ValueError("a chart needs at least two lines of “label, value”")
    return tuple(points)


@dataclass(frozen=True)
class Bar:
    """One bar, in units of the chart's own picture."""

    x: float
    y: float
    width: float
    height: float
    point: Point


@dataclass(frozen=True)
class Mark:
    """A line across the chart with its figure, or a label beneath it."""

    at: float
    text: str


@dataclass(frozen=True)
class Chart:
    """A chart of 600 x 300 units: `line` as SVG points, or `bars`; `levels` across, `labels` beneath."""

    points: tuple[Point, ...]
    line: str
    bars: tuple[Bar, ...]
    levels: tuple[Mark, ...]
    labels: tuple[Mark, ...]
    zero: float


def draw_chart(kind: str, points: tuple[Point, ...]) -> Chart:
    """Where each point stands, between round levels. Bars start at zero; a line's scale is its own range."""
    left, right, top, bottom = 46.0, 596.0, 12.0, 264.0
    values = [float(point.value) for point in points]
    shown = [0.0, *values] if kind == "bar" else values
    scale = round_levels(min(shown), max(shown))
    low, high = scale[0], scale[-1]

    def y(value: float) -> float:
        return round(bottom - (value - low) / (high - low) * (bottom - top), 1)

    step = (right - left) / len(points)
    centres = [round(left + step * (n + 0.5), 1) for n in range(len(points))]
    every = max(1, -(-len(points) // 8))
    zero = y(min(max(0.0, low), high))
    bars = tuple(
        Bar(round(x - step * 0.36, 1), min(y(v), zero), round(step * 0.72, 1), round(abs(y(v) - zero), 1), p)
        for x, v, p in zip(centres, values, points, strict=True)
    )
    return Chart(
        points=points,
        line=" ".join(f"{x},{y(v)}" for x, v in zip(centres, values, strict=True)) if kind == "line" else "",
        bars=bars if kind == "bar" else (),
        levels=tuple(Mark(y(level), f"{level:,.10g}".replace("-", "−")) for level in scale),
        labels=tuple(
            Mark(x, p.label) for n, (x, p) in enumerate(zip(centres, points, strict=True)) if n % every == 0
        ),
        zero=zero,
    )


def round_levels(low: float, high: float) -> tuple[float, ...]:
    """Three to six levels a reader would choose (steps of 1, 2, 2.5 or 5 times a power of ten) around a range.

    Lowest first; the first is at or below `low`, the last at or above `high`.
    """
    if high <= low:
        low, high = low - 1, high + 1
    rough = (high - low) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(n * step, 10) for n in range(first, last + 1))

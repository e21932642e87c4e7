"""Charts within a story's text stand between levels that a reader would choose."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dateline.stories.rules import chart_points, draw_chart, round_levels

FIGURES = st.integers(-(10**9), 10**9).map(lambda n: n / 100)


@given(FIGURES, FIGURES)
def test_levels_hold_the_range_and_are_few(one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    levels = round_levels(low, high)
    assert levels[0] <= low <= high <= levels[-1]
    assert 3 <= len(levels) <= 6


def test_levels_are_round() -> None:
    assert round_levels(0, 1137) == (0, 500, 1000, 1500)
    assert round_levels(2.1, 2.9) == (2.0, 2.2, 2.4, 2.6, 2.8, 3.0)
    assert round_levels(7, 7) == (6.0, 6.5, 7.0, 7.5, 8.0)


@given(st.lists(FIGURES, min_size=2, max_size=40), st.sampled_from(["line", "bar"]))
def test_every_point_stands_on_the_picture(values: list[float], kind: str) -> None:
    lines = "\n".join(f"p{n}, {Decimal(str(value))}" for n, value in enumerate(values))
    chart = draw_chart(kind, chart_points(lines))
    heights = [float(pair.split(",")[1]) for pair in chart.line.split()]
    heights += [bar.y for bar in chart.bars] + [bar.y + bar.height for bar in chart.bars]
    assert all(11.8 <= height <= 264.2 for height in heights)


def test_a_count_is_never_drawn_below_nothing() -> None:
    chart = draw_chart("line", chart_points("2017, 1127\n2020, 229\n2021, 63"))
    assert [level.text for level in chart.levels] == ["0", "500", "1,000", "1,500"]

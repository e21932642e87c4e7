"""How the demo's files are read, and the day that never was."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.demo import market_day
from dateline.demo.errors import UnreadableContent
from dateline.demo.rules import fill_moments, read_story

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
STORY = """+++
slug = "a-story"
+++
First line
goes on with *stress* & care.

## A heading

> Words.
> — Somebody

>> “Set large.”

:::table Prices
| What | Won |
| Bowl | 16,000 |
Source: the books
:::

:::facts In short
- One
- Two
:::

:::chart line Posts | posts
Year 1, 230
Source: a count
:::

Last.
"""


def test_moments_count_from_now():
    filled = fill_moments("{{-2h}} {{+90m}} {{DAY+30}}", NOON)
    assert filled == "2026-11-24T10:00:00Z 2026-11-24T13:30:00Z 2026-12-24"


@given(
    st.text(),
    st.just(NOON),
)
def test_text_without_moments_stays_as_it_is(text, at):
    if "{{" not in text:
        assert fill_moments(text, at) == text


def test_a_story_is_read_block_by_block():
    story = read_story(STORY, name="a.md")
    kinds = [kind for kind, _ in story.body]
    assert kinds == ["paragraph", "heading", "quote", "pull_quote", "table", "fact_box", "chart", "paragraph"]
    values = [value for _, value in story.body]
    assert values[0] == "<p>First line goes on with <i>stress</i> &amp; care.</p>"
    assert values[2] == {"text": "Words.", "attribution": "Somebody"}
    assert values[3] == {"text": "Set large."}
    assert values[4]["table"]["rows"] == [{"values": ["Bowl", "16,000"]}]
    assert values[4]["source"] == "the books"
    assert values[5]["text"] == "<ul><li>One</li><li>Two</li></ul>"
    assert values[6]["figures"] == "Year 1, 230"
    assert (values[6]["kind"], values[6]["title"], values[6]["unit"]) == ("line", "Posts", "posts")


@pytest.mark.parametrize("text", ["", "no facts", "+++\nslug = \n+++\nText", "before\n+++\n+++\n"])
def test_a_file_without_facts_is_refused_by_name(text):
    with pytest.raises(UnreadableContent, match=r"a\.md"):
        read_story(text, name="a.md")


def test_the_recorded_day_is_the_same_each_time_and_ends_where_it_should():
    day = date(2026, 11, 23)
    lines = list(market_day.ticks(day))
    assert lines == list(market_day.ticks(day))
    last = {}
    for line in lines:
        tick = json.loads(line)
        last[tick["symbol"]] = tick
        assert Decimal(tick["last"]) > 0
        assert datetime.fromisoformat(tick["at"]).tzinfo is not None
    assert {symbol: Decimal(tick["last"]) for symbol, tick in last.items()} == {
        course.symbol: course.close for course in market_day.COURSES
    }
    assert last["KOSPI"]["at"] == "2026-11-23T15:30:00+09:00"


def test_prices_move_by_whole_steps():
    steps = {course.symbol: course.step for course in market_day.COURSES}
    for line in market_day.ticks(date(2026, 11, 23)):
        tick = json.loads(line)
        assert Decimal(tick["last"]) % steps[tick["symbol"]] == 0


def test_the_day_before_a_monday_is_a_friday():
    assert market_day.day_before(datetime(2026, 11, 23, 3, tzinfo=UTC)) == date(2026, 11, 20)
    assert market_day.day_before(datetime(2026, 11, 24, 16, tzinfo=UTC)) == date(2026, 11, 24)

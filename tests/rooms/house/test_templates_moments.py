"""How a printed page says when."""

from datetime import UTC, datetime

from dateline.house.templatetags.moments import day, iso, moment, reading_time, when, when_day
from dateline.stories.templatetags.bodies import opened_with

TEN_IN_SEOUL = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def test_a_moment_is_said_in_the_papers_zone() -> None:
    assert moment(TEN_IN_SEOUL, "en") == "November 24, 2026, 10:00 KST"
    assert moment(TEN_IN_SEOUL, "ko") == "2026년 11월 24일 10:00"


def test_late_in_london_is_tomorrow_in_seoul() -> None:
    late = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    assert day(late, "en") == "November 24, 2026"
    assert iso(late) == "2026-11-23T15:00:00Z"


def test_a_printed_time_is_exact_and_marked_for_the_browser() -> None:
    text = "November 24, 2026, 10:00 KST"
    start = f'<time datetime="2026-11-24T01:00:00Z" data-relative title="{text}">'
    assert when(TEN_IN_SEOUL, "en") == f"{start}{text}</time>"
    assert when_day(TEN_IN_SEOUL, "en") == f"{start}November 24, 2026</time>"


def test_reading_time_is_said_in_both_editions() -> None:
    assert reading_time(3, "en") == "3 min read"
    assert reading_time(3, "ko") == "읽는 시간 3분"


def test_the_dateline_opens_the_first_paragraph_wherever_it_stands() -> None:
    assert opened_with("<h2>a</h2><p class='b'>c</p>", "SEOUL") == (
        "<h2>a</h2><p class='b'><b class=\"dateline\">SEOUL—</b>c</p>"
    )
    assert opened_with("<pre>a</pre>", "A&B") == '<p><b class="dateline">A&amp;B—</b></p><pre>a</pre>'
    assert opened_with("<p>a</p>", "") == "<p>a</p>"

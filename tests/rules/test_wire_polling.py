"""When a source is asked again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.rules import whole
from dateline.wire.rules.polling import LONGEST_ASKED, LONGEST_WAIT, next_try, retry_after

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@given(st.floats(5, 86_400), st.integers(0, 10_000), st.floats(0, 1e9), st.floats(0, 1))
def test_the_next_try_is_later_and_never_too_late(
    every: float, errors: int, asked: float, chance: float
) -> None:
    wait = next_try(NOON, every=every, errors=errors, asked=asked, chance=chance) - NOON
    assert wait > timedelta(0)
    assert wait <= max(LONGEST_ASKED * 1.1, LONGEST_WAIT * 1.25)
    if errors:
        assert wait >= min(timedelta(seconds=asked), LONGEST_ASKED)


def test_failures_wait_twice_as_long_each_time_up_to_an_hour() -> None:
    waits = [(next_try(NOON, every=60, errors=errors) - NOON).total_seconds() for errors in range(1, 9)]
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_chance_spreads_what_succeeds_by_a_tenth_and_what_fails_by_a_quarter_each_way() -> None:
    for errors, chance, seconds in ((0, 0, 60), (0, 1, 66), (1, 0, 45), (1, 1, 75), (2, 0, 90), (2, 1, 150)):
        wait = next_try(NOON, every=60, errors=errors, chance=chance) - NOON
        assert wait.total_seconds() == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120), (" 7 ", 7), ("Tue, 24 Nov 2026 12:10:00 GMT", 600), ("Tue, 24 Nov 2026 11:00:00 GMT", 0),
        ("", 0), ("soon", 0), ("-5", 0), ("1e9", 0), ("٣", 0), ("9" * 400, 86_400),
    ],
)  # fmt: skip
def test_retry_after_is_read_as_seconds_or_a_date(value: str, seconds: float) -> None:
    assert retry_after(value, NOON) == seconds


@given(st.text())
def test_any_retry_after_is_a_number(value: str) -> None:
    assert retry_after(value, NOON) >= 0


@pytest.mark.parametrize(
    "raw",
    [
        b'{"uri": "x"}', b"[]\n", b'\xef\xbb\xbf<?xml version="1.0"?>\n<nitf><p>x</p></nitf>\n',
        b'<n:newsItem xmlns:n="u"><p/></n:newsItem>\n<!-- sent -->\n', b"<rss></rss >\x00",
    ],
)  # fmt: skip
def test_a_whole_file_is_read_at_once(raw: bytes) -> None:
    assert whole.patience(raw) == whole.WHOLE_SECONDS


@given(st.integers(1, 60))
def test_a_file_cut_short_waits_wherever_it_is_cut(cut: int) -> None:
    for raw in (
        b"<nitf><head/><body><p>One</p><p>Two</p></body><!-- end --></nitf>",
        b'{"a": {"b": [1, {"c": 2}]}, "d": {"e": [{}]}, "f": "ggggggggggg"}',
    ):
        assert whole.patience(raw[:cut]) > whole.WHOLE_SECONDS


def test_what_has_no_end_mark_waits_a_little() -> None:
    assert whole.patience(b"\x01CPP 0001\r\n\x02Headline") == whole.UNKNOWN_SECONDS

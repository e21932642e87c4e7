"""Ticks as they come: shown, refused, kept."""

import gzip
import json
from datetime import timedelta
from decimal import Decimal

import pytest

from dateline.markets import actions, models, queries
from dateline.markets.errors import NotLoaded

from .conftest import NOW, line

pytestmark = pytest.mark.django_db


def strip() -> dict[str, dict[str, str]]:
    return {quote["symbol"]: quote for quote in json.loads(actions.strip_path().read_bytes())["quotes"]}


def test_a_recorded_tick_stands_in_the_strip(market):
    market()
    assert actions.record([line()], at=NOW).recorded == 1
    actions.write_strip(NOW)
    assert strip()["KOSPI"] == {
        "symbol": "KOSPI", "name": "KOSPI", "last": "2843.31", "change": "-22.78", "percent": "-0.79",
        "move": "down", "state": "live", "delay_minutes": 0,
        "at": "2026-11-24T01:00:00Z", "stale_at": "2026-11-24T01:01:00Z",
    }  # fmt: skip


def test_a_tick_is_kept_as_received(market):
    market()
    actions.record([line("2843.310001", at=NOW - timedelta(seconds=2))], at=NOW)
    tick = models.Tick.objects.get()
    assert (tick.last, tick.at, tick.received_at) == (Decimal("2843.310001"), NOW - timedelta(seconds=2), NOW)


def test_what_is_refused_is_kept_with_its_reason_and_the_rest_is_shown(market):
    market()
    lines = [line(), line(symbol="KOSPX"), "not json", "", line("2844", at=NOW + timedelta(seconds=1))]
    result = actions.record(lines, at=NOW)
    assert result.recorded == 2
    assert [(refused.number, refused.reason.split(";")[0]) for refused in result.refused] == [
        (2, "unknown symbol 'KOSPX'"),
        (3, "not JSON: Expecting value: line 1 column 1 (char 0)"),
    ]
    assert set(models.RefusedTick.objects.values_list("text", flat=True)) == {
        line(symbol="KOSPX"),
        "not json",
    }


def test_a_leap_waits_across_two_commands(market):
    market()
    leap = line("3500", at=NOW + timedelta(seconds=1))
    assert actions.record([line(), leap], at=NOW).refused
    assert queries.strip()["KOSPI"].shown.last == Decimal("2843.31")
    assert not actions.record([line("3510", at=NOW + timedelta(seconds=2))], at=NOW).refused
    assert queries.strip()["KOSPI"].shown.last == Decimal(3510)
    assert models.Instrument.objects.get(symbol="KOSPI").waiting is None


def test_ticks_in_any_order_leave_the_newest_on_show(market):
    market()
    lines = [line(str(2840 + second), at=NOW + timedelta(seconds=second)) for second in (3, 1, 2)]
    result = actions.record(lines, at=NOW + timedelta(seconds=5))
    assert [refused.number for refused in result.refused] == [2, 3]
    assert queries.strip()["KOSPI"].shown.last == Decimal(2843)


def test_before_markets_load_there_is_nothing_to_record_for(home):
    with pytest.raises(NotLoaded, match="markets load"):
        actions.record([line()], at=NOW)


def test_the_strip_is_written_at_most_once_a_second_and_only_when_changed(market):
    market()
    actions.record([line()], at=NOW)
    assert actions.write_strip(NOW)
    assert not actions.write_strip(NOW + timedelta(seconds=30)), "nothing has changed"
    actions.record([line("2844", at=NOW + timedelta(milliseconds=500))], at=NOW)
    assert not actions.write_strip(NOW + timedelta(milliseconds=900)), "within the second"
    assert actions.write_strip(NOW + timedelta(milliseconds=900), force=True)
    assert strip()["KOSPI"]["last"] == "2844.00"


def test_a_strip_lies_compressed_too_and_is_later_than_the_one_before_by_a_second(market):
    market()
    moments = []
    for points in range(3):
        actions.record([line(str(2840 + points), at=NOW + timedelta(seconds=points))], at=NOW)
        assert actions.write_strip(NOW + timedelta(seconds=points))
        path = actions.strip_path()
        compressed = path.with_name("strip.json.gz")
        assert gzip.decompress(compressed.read_bytes()) == path.read_bytes()
        assert compressed.stat().st_mtime == path.stat().st_mtime == int(path.stat().st_mtime)
        moments.append(path.stat().st_mtime)
    assert moments == sorted(set(moments)), "else a server that looks at seconds says 304"


def test_a_figure_goes_stale_by_the_clock_alone(market):
    market()
    actions.record([line()], at=NOW)
    actions.write_strip(NOW)
    assert actions.write_strip(NOW + timedelta(seconds=60))
    assert strip()["KOSPI"]["state"] == "stale"


def test_the_strip_comes_first_and_shares_off_it_are_left_out(market):
    market()
    actions.record(
        [
            line("48000", symbol="HGS", previous_close="47000"),
            line("1380.2", symbol="USD/KRW", previous_close="1379"),
            line("829.52", symbol="KOSDAQ", previous_close="839.61"),
            line(),
        ],
        at=NOW,
    )
    actions.write_strip(NOW)
    assert list(strip()) == ["KOSPI", "KOSDAQ", "USD/KRW"]


def test_what_is_a_month_old_is_forgotten_but_never_what_is_on_show(market):
    market()
    actions.record([line(at=NOW - timedelta(days=2)), line(at=NOW - timedelta(days=1)), "not json"], at=NOW)
    assert actions.forget(NOW + timedelta(days=40)) == 2
    assert queries.strip()["KOSPI"].shown.at == NOW - timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"symbol": "KOSPI", "symbol": "KOSPI"}', "a key stands twice"),
        ('{"symbol": "KOSPI", "last": "1", "previous_close": "1"}', "no 'at'"),
        (line().replace('"at"', '"when"'), "unknown key 'when'"),
        (line("2,843.31"), "last is not a number"),
        (line("2_843"), "last is not a number"),
        (line("12345678901234567890"), "more digits than a price"),
        (line("1e999999"), "more digits than a price"),
        (line().replace("+00:00", ""), "no moment with a zone"),
        (line().replace('"KOSPI"', "[]"), "symbol is not a short text"),
        ("[" * 5000, "longer than 2000 characters"),
        ("[" * 1500, "not JSON"),
        (line().replace('"2843.31"', "NaN"), "last is not a number: NaN"),
        (line().replace('"2843.31"', "true"), "last is not a number"),
    ],
)
def test_a_line_that_is_no_tick_says_why(market, text, reason):
    market()
    (refused,) = actions.record([text], at=NOW).refused
    assert reason in refused.reason
    assert not models.Tick.objects.exists()

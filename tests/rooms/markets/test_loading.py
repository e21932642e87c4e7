"""`markets.toml`: taken whole, or refused by name and line with nothing changed."""

from datetime import date

import pytest

from dateline.house.models import Notice
from dateline.house.toml_file import TomlError
from dateline.markets import actions, models

from .conftest import LISTING, NOW, REPLAY, line

pytestmark = pytest.mark.django_db


def test_load_keeps_instruments_sources_and_days(market):
    market(LISTING + REPLAY, recorded=[line(), line("1380", symbol="USD/KRW", previous_close="1379")])
    assert list(models.Instrument.objects.values_list("symbol", flat=True)) == [
        "KOSPI",
        "KOSDAQ",
        "HGS",
        "USD/KRW",
    ]
    assert models.Instrument.objects.get(symbol="KOSPI").source.name == "recorded day"
    christmas = models.Session.objects.get(exchange__code="XKRX", on=date(2026, 12, 25))
    assert (christmas.opens_at, christmas.why) == (None, "Christmas")
    assert Notice.objects.get().kind == "markets.loaded"


def test_a_day_of_the_newsroom_lies_over_that_of_the_library(market):
    market()
    day = models.Session.objects.get(exchange__code="XKRX", on=date(2026, 11, 19))
    assert (day.opens_at.isoformat(), day.why) == (
        "2026-11-19T01:00:00+00:00",
        "college entrance examination",
    )
    assert day.is_correction


def test_loading_again_changes_nothing_but_the_moment(market):
    market()
    days, instruments = models.Session.objects.count(), models.Instrument.objects.count()
    market()
    assert (models.Session.objects.count(), models.Instrument.objects.count()) == (days, instruments)


def test_what_is_listed_no_more_keeps_its_ticks_and_leaves_the_strip(market):
    market()
    actions.record([line("829.52", symbol="KOSDAQ", previous_close="839.61")], at=NOW)
    market(LISTING.replace("KOSDAQ", "KOSPI200"))
    assert models.Tick.objects.count() == 1
    assert actions.record([line(symbol="KOSDAQ")], at=NOW).refused


@pytest.mark.parametrize(
    ("was", "written", "sentence"),
    [
        (
            "strip = true",
            "stripp = true",
            "line 6: unknown key 'stripp' in [[instrument]]; did you mean 'strip'?",
        ),
        ('kind = "index"', 'kind = "indices"', "line 3: 'kind' cannot be 'indices'; did you mean 'index'?"),
        ('exchange = "24/7"', 'exchange = "XXXX"', "line 24: no trading calendar is known for 'XXXX'"),
        ("jump_limit_percent = 20", "jump_limit_percent = 0", "line 5: 'jump_limit_percent' is 0"),
        ("decimals = 0", "decimals = 9", "line 19: 'decimals' is 9, above 6"),
        ('symbol = "KOSDAQ"', 'symbol = "KOSPI"', "line 9: 'KOSPI' is listed twice"),
        ("closes = 16:30:00", "closes = 09:00:00", "line 30: it closes at 09:00:00, not after"),
        ("closes = 16:30:00", "closed = true", "line 30: a day cannot be closed and have hours"),
        (
            "on = 2026-11-19",
            "on = 2028-11-19",
            "line 28: the calendar of XKRX runs from 2026-11-01 to 2026-12-31",
        ),
        ('exchange = "XKRX"\non', 'exchange = "XNYS"\non', "line 27: 'exchange' cannot be 'XNYS'"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_line_and_nothing_changes(market, was, written, sentence):
    market()
    before = list(models.Instrument.objects.values())
    with pytest.raises(TomlError) as refused:
        market(LISTING.replace(was, written, 1))
    assert f"markets.toml {sentence}" in str(refused.value)
    assert list(models.Instrument.objects.values()) == before


@pytest.mark.parametrize(
    ("was", "written", "sentence"),
    [
        ('kind = "replay"', 'kind = "kis"', "this version cannot follow a 'kis' source"),
        ('kind = "replay"', 'kind = "http-json"', "this version cannot follow a 'http-json' source"),
        ("stale_after_seconds = 60", 'key_env = "sk-not-a-name"', "'key_env' names an environment variable"),
        ("stale_after_seconds = 60", "speed = 0", "'speed' is 0"),
        ('"ticks.jsonl"', '"../ticks.jsonl"', "leads outside"),
        ('"ticks.jsonl"', '"other.jsonl"', "there is no 'other.jsonl'"),
        ('"KOSPI", "USD/KRW"', '"KOSPI", "KOSDAQ"', "'ticks.jsonl' has no tick of 'KOSDAQ'"),
        ('"KOSPI", "USD/KRW"', '"KOSPY"', "'symbols' cannot hold 'KOSPY'; did you mean 'KOSPI'?"),
    ],
)
def test_a_source_that_cannot_be_followed_is_refused_by_name(market, was, written, sentence):
    recorded = [line(), line("1380", symbol="USD/KRW", previous_close="1379")]
    with pytest.raises(TomlError, match=r"markets\.toml line 3") as refused:
        market(LISTING + REPLAY.replace(was, written), recorded=recorded)
    assert sentence in str(refused.value)
    assert not models.Instrument.objects.exists()


def test_a_broken_recording_is_refused_with_its_own_line(market):
    with pytest.raises(TomlError, match=r"ticks\.jsonl line 2: not JSON"):
        market(LISTING + REPLAY, recorded=[line(), "{"])

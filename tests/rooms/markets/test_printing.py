"""What the markets print: strip, front's table, market page."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from dateline.house import printing
from dateline.house.slots import SlotCall
from dateline.markets import actions
from dateline.markets.printing import fill_front, fill_snapshot, fill_strip
from dateline.markets.rules import words
from dateline.markets.rules.words import ENGLISH, KOREAN

from .conftest import NOW, line

pytestmark = pytest.mark.django_db


class Text(HTMLParser):
    """The text of a page as a reader's text browser has it."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in {"td", "th", "tr", "dt", "dd", "div", "p", "caption"}:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def text_of(html: str) -> str:
    reader = Text()
    reader.feed(html)
    return re.sub(r"\s+", " ", "".join(reader.words)).strip()


def call(language: str = "en") -> SlotCall:
    return SlotCall(key="", language=language, path="/", at=NOW)


@pytest.fixture
def figures(market):
    market()
    lines = [
        line(at=NOW - timedelta(minutes=40), last="2850"),
        line("829.52", symbol="KOSDAQ", previous_close="839.61"),
        line("48250", symbol="HGS", previous_close="47000"),
        line("1381.2", symbol="USD/KRW", previous_close="1379.5"),
        line(),
    ]
    assert actions.record(lines, at=NOW).recorded == 5


def test_the_strip_reads_name_level_change_percent(figures):
    assert text_of(fill_strip(call()).html).startswith(
        "KOSPI 2843.31 −22.78 −0.79% KOSDAQ 829.52 −10.09 −1.20% View Market Snapshot"
    )


def test_the_strip_is_read_aloud_in_words(figures):
    assert 'aria-label="down 22.78, 0.79 percent"' in fill_strip(call()).html
    assert 'aria-label="22.78 하락, 0.79 퍼센트"' in fill_strip(call("ko")).html


def test_the_strip_says_as_of_and_no_state(figures):
    part = fill_strip(call())
    assert "As of November 24, 2026, 10:00 KST" in text_of(part.html)
    assert "live" not in text_of(part.html).lower()


def test_before_the_first_tick_the_strip_shows_dashes(market):
    market()
    assert text_of(fill_strip(call()).html).startswith("KOSPI — KOSDAQ — View Market Snapshot")


def test_without_instruments_there_is_no_strip(home):
    assert fill_strip(call()).html == fill_front(call()).html == ""


def test_the_front_shows_indices_and_currencies_but_no_shares(figures):
    text = text_of(fill_front(call()).html)
    assert "KOSPI 2843.31 −0.79%" in text
    assert "USD/KRW" in text
    assert "Hangang Shipyards" not in text


def test_the_market_page_draws_the_session_and_says_it_as_a_table(figures):
    html = fill_snapshot(call()).html
    assert html.count("<svg") == 2
    assert (
        "From 2850.00 at 09:20 to 2843.31 at 10:00; high 2850.00, low 2843.31; previous close 2866.09."
        in html
    )
    assert "09:30 2850.00 −0.56%" in text_of(html)
    assert "10:00 2843.31 −0.79% 829.52 −1.20%" in text_of(html)


def test_the_market_page_counts_shares_and_names_holidays(figures):
    text = text_of(fill_snapshot(call()).html)
    assert "Largest rises" in text
    assert "Largest falls" not in text
    assert "Rising 1 Falling 0 Unchanged 0" in text
    assert "Fri, Dec 25 Christmas" in text
    assert "The calendar is known until Dec 31, 2026." in text


def test_the_korean_page_is_korean(figures):
    text = text_of(fill_snapshot(call("ko")).html)
    assert "코스피" in text
    assert "12월 25일 (금) 성탄절" in text


def test_no_inline_style_stands_in_what_we_print(figures):
    html = fill_strip(call()).html + fill_front(call()).html + fill_snapshot(call()).html
    assert "style=" not in html
    assert "<script" not in html


def test_ticks_do_not_make_the_market_page_differ(figures):
    before = printing.print_path("/markets/", NOW)
    actions.record([line("2850", at=NOW + timedelta(seconds=5))], at=NOW)
    after = printing.print_path("/markets/", NOW)
    assert before.body != after.body
    assert before.settled == after.settled
    assert "markets" in before.all_tags


def test_both_editions_have_a_market_page(figures):
    assert {"/markets/", "/ko/markets/"} <= set(printing.all_paths())
    assert b'lang="ko"' in printing.print_path("/ko/markets/", NOW).body
    assert printing.print_path("/markets/else/", NOW) is None


def test_every_word_is_said_in_both_languages():
    for name, english in vars(ENGLISH).items():
        assert getattr(KOREAN, name)
        assert getattr(KOREAN, name) != english, name
        assert getattr(KOREAN, name).count("|") == english.count("|"), name
        assert getattr(KOREAN, name).count("{}") == english.count("{}"), name
    assert words("ko") is KOREAN

"""`dateline markets …` on the command line."""

import json

import pytest
from click.testing import CliRunner

from dateline.house import clock
from dateline.markets import actions
from dateline.markets.cli import markets

from .conftest import LISTING, NOW, line

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(home):
    def invoke(*arguments: str, stdin: str | bytes = ""):
        with clock.frozen(NOW):
            return CliRunner().invoke(markets, arguments, input=stdin)

    return invoke


def test_load_prints_a_line_an_item(run, home):
    (home / "markets.toml").write_text(LISTING)
    result = run("load", str(home / "markets.toml"))
    assert result.exit_code == 0
    assert result.output.splitlines()[0] == "instrument KOSPI"
    assert "calendar XKRX known until 2026-12-31" in result.output


def test_record_says_how_many_and_writes_the_strip(run, market):
    market()
    result = run("record", "-", stdin=line() + "\n")
    assert (result.exit_code, result.output) == (0, "recorded 1 refused 0\n")
    assert json.loads(actions.strip_path().read_bytes())["quotes"][0]["last"] == "2843.31"


def test_record_refuses_by_line_and_exits_1(run, market):
    market()
    result = run("record", "-", stdin="\n".join([line(), line(symbol="KOSPX"), line("NaN")]))
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "line 2 refused: unknown symbol 'KOSPX'; add it to markets.toml and load that",
        "line 3 refused: last is not a number: NaN",
        "recorded 1 refused 2",
    ]


def test_record_counts_lines_across_a_long_file(run, market, home):
    market()
    lines = [line("2843.31")] * 400 + ["not json"]
    (home / "day.jsonl").write_bytes("\n".join(lines).encode() + b"\n\xff\xfe\n")
    result = run("record", str(home / "day.jsonl"))
    assert "line 401 refused: not JSON" in result.output
    assert "line 402 refused: not JSON" in result.output
    assert result.output.endswith("recorded 1 refused 401\n")


def test_nothing_unbuilt_is_offered(run):
    assert set(markets.commands) == {"load", "record", "listen"}

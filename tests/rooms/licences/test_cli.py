"""`dateline licences` at the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.house.toml_file import TomlError
from dateline.licences.cli import licences

pytestmark = pytest.mark.django_db

FILE = """[[partner]]
slug = "harbour-wire"
name = "Harbour Wire"
time_zone = "Asia/Seoul"
[partner.terms]
uses = ["page", "front"]
ends_on = 2026-12-31
"""


@pytest.fixture
def run(tmp_path: Path):
    path = tmp_path / "licences.toml"
    path.write_text(FILE)
    return lambda *words: CliRunner().invoke(licences, [word.replace("FILE", str(path)) for word in words])


def test_load_prints_a_line_a_partner(run):
    first, second = run("load", "FILE"), run("load", "FILE")
    assert first.output.startswith("harbour-wire\tv1\tnew\tnotice ")
    assert (second.output, second.exit_code) == ("harbour-wire\tv1\tsame\n", 0)


def test_list_says_what_ends_when(run):
    run("load", "FILE")
    assert run("list").output == "harbour-wire\tHarbour Wire\tv1\tfront,page\tends 2026-12-31T15:00:00Z\n"


def test_list_speaks_json_to_programs(run):
    run("load", "FILE")
    assert json.loads(run("list", "--json").output) == {
        "slug": "harbour-wire",
        "name": "Harbour Wire",
        "version": 1,
        "uses": ["front", "page"],
        "ends_at": "2026-12-31T15:00:00Z",
        "display_days": None,
        "quota_per_month": None,
        "standing_order": None,
    }


def test_a_refused_file_is_the_front_doors_to_say(run, tmp_path):
    (tmp_path / "licences.toml").write_text("[[partner]]\n")
    assert isinstance(run("load", "FILE").exception, TomlError)


def test_a_month_without_use_makes_a_statement_all_the_same(run):
    run("load", "FILE")
    said = run("statement", "harbour-wire", "--month", "2026-11")
    assert said.exit_code == 0
    assert said.output.lstrip("\ufeff").startswith(
        "partner,month,kind,guid,version,headline,address,channel,"
    )


def test_a_month_that_is_none_is_refused_with_a_remedy(run):
    run("load", "FILE")
    assert "write 2026-11" in str(run("statement", "harbour-wire", "--month", "November").exception)


def test_a_pdf_wants_a_file(run):
    run("load", "FILE")
    said = run("statement", "harbour-wire", "--month", "2026-11", "--format", "pdf")
    assert (said.exit_code, "--out" in said.output) == (2, True)


def test_an_empty_ledger_holds(run):
    assert run("prove").output == f"0 entries hold\t{'0' * 64}\n"

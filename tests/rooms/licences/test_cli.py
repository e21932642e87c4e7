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
        "standing_order": None,
    }


def test_a_refused_file_is_the_front_doors_to_say(run, tmp_path):
    (tmp_path / "licences.toml").write_text("[[partner]]\n")
    assert isinstance(run("load", "FILE").exception, TomlError)

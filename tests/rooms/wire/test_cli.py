"""The commands, as operators and programs rely on them (DOOR.md)."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from dateline.house import clock
from dateline.licences.models import Partner
from dateline.wire.cli import wire

from .conftest import NOON, draw, sample

FERRY = "urn:newsml:northwire.example:20261123:ferry"


def run(*arguments: str | Path) -> Result:
    with clock.frozen(NOON):
        return CliRunner().invoke(wire, [str(argument) for argument in arguments])


def test_receive_prints_a_tabbed_line_an_item(partner: Partner, folder: Path) -> None:
    path = sample("package.xml", folder)
    result = run("receive", "--partner", "northwire", path)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "urn:nw:lighthouse-package\tv1\tfiled",
        "urn:nw:lighthouse\tv2\tfiled",
        "urn:nw:lighthouse-picture\tv1\tfiled",
        f"{path}#4\t-\tunreadable\ta <newsItem> without a guid; ask the sender to name it",
        "urn:nw:concept\tv1\trefused\ta concept is not news",
    ]
    assert result.stderr == "2 of 5 not filed; see the wire inbox\n"


def test_receive_says_0_when_all_is_filed(partner: Partner, folder: Path) -> None:
    result = run("receive", "--partner", "northwire", sample("ferry.json", folder))
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{FERRY}\tv1\tfiled\n", "")


def test_read_prints_one_json_line_an_item_and_keeps_nothing(folder: Path) -> None:
    draw(folder / "lighthouse.jpg")
    path = sample("package.xml", folder)
    result = run("read", path, "--json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert rows[3] == {
        "file": str(path),
        "format": "newsml-g2",
        "error": "a <newsItem> without a guid; ask the sender to name it",
    }
    text = rows[1]
    assert text["guid"] == "urn:nw:lighthouse"
    assert text["version_created_at"] == "2026-11-23T00:30:00Z"
    assert text["publishable"] is True and "reason" not in text
    assert text["pictures"] == [
        {
            "href": "./lighthouse.jpg",
            "caption": "Noh Si-woo on the gallery.",
            "credit": "Ida Brandt/Northwire",
            "state": "attached",
        }
    ]
    assert rows[4]["reason"] == "a concept is not news"


def test_read_takes_the_partners_time_zone(partner: Partner, folder: Path) -> None:
    path = sample("tram-3x.json", folder)
    result = run("read", path, "--partner", "northwire", "--json")
    assert json.loads(result.stdout)["embargoed_until"] == "2026-11-24T21:00:00Z"
    assert "names no time zone" in json.loads(run("read", path, "--json").stdout)["reason"]


def test_show_prints_an_item_as_it_stands(partner: Partner, folder: Path) -> None:
    run("receive", "--partner", "northwire", sample("ferry.json", folder))
    fields = json.loads(run("show", FERRY, "--json").stdout)
    assert (fields["guid"], fields["version"], fields["publishable"]) == (FERRY, "1", True)
    assert fields["pictures"][0]["state"] == "missing"
    run("receive", "--partner", "northwire", sample("ferry-v3-killed.json", folder))
    fields = json.loads(run("show", FERRY, "--json").stdout)
    assert (fields["publishable"], fields["kills"]) == (False, [FERRY])
    assert f"{FERRY}\tv3\tkilled" in run("show", FERRY).stdout


def test_list_prints_a_line_an_item(partner: Partner, folder: Path) -> None:
    run("receive", "--partner", "northwire", sample("ferry.json", folder))
    line = f"{FERRY}\tv1\tusable\tnorthwire\ttext\tThe winter ferry keeps its hours"
    assert run("list").stdout.splitlines() == [line]
    assert run("list", "--state", "killed").stdout == ""

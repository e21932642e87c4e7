"""What is wrong with what comes in is said in one sentence, and nothing in print changes."""

import hashlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paths.making import LICENCES, MARKETS, licence, ninjs, receive, tick
from tests.paths.newsroom import Newsroom, Said, set_up

pytestmark = pytest.mark.server
STORY = "/economy/harbour/before-the-trouble/"
SECTION = "economy"


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """In print, at rest, not served."""
    folder = tmp_path_factory.mktemp("bad")
    room = set_up(folder / "var")
    (folder / "licences.toml").write_text(LICENCES)
    (folder / "markets.toml").write_text(MARKETS)
    room.done("licences", "load", str(folder / "licences.toml"))
    room.done("markets", "load", str(folder / "markets.toml"))
    room.done("stories", "section", SECTION, "--name", "Economy")
    receive(room, ninjs("urn:bad:0", "Before the trouble"))
    room.done("press", "run", "--until-empty")
    assert (room.home / "press" / "licensed" / STORY.strip("/") / "index.html").exists()
    return room


@pytest.fixture
def in_print(newsroom: Newsroom) -> Iterator[None]:
    """What lies in print is the same afterwards, also when the press has run."""
    before = _printed(newsroom)
    yield
    newsroom.done("press", "run", "--until-empty")
    assert _printed(newsroom) == before


TOML = {
    "unknown key": (
        "licences", licence("x", "X").replace("link_back", "link_bakc"),
        ("licences.toml line 13", "link_bakc", "link_back"),
    ),
    "unknown use": (
        "licences", licence("x", "X").replace('"front"', '"frnot"'), ("licences.toml line 14", "frnot", "front")
    ),
    "a country by its name": (
        "licences", licence("x", "X").replace("comments = true", "comments = true\nterritory = [\"South Korea\"]"),
        ("licences.toml line 20", "territory"),
    ),
    "unknown kind": (
        "markets", MARKETS.replace('kind = "index"', 'kind = "indx"', 1), ("markets.toml line 5", "indx", "index")
    ),
    "unknown market key": (
        "markets", MARKETS.replace("decimals", "decimal", 1), ("markets.toml line 8", "decimal", "decimals")
    ),
    "broken": ("licences", "[[partner\n", ("licences.toml line 1",)),
}  # fmt: skip


@pytest.mark.parametrize("case", TOML)
def test_a_file_of_the_operators_is_refused_with_its_line(
    newsroom: Newsroom, in_print: None, tmp_path: Path, case: str
) -> None:
    room, text, words = TOML[case]
    path = tmp_path / f"{room}.toml"
    path.write_text(text)
    before = newsroom.run(room, "list").out
    _refused(newsroom.run(room, "load", str(path)), *words)
    assert newsroom.run(room, "list").out == before


GOOD = json.dumps(ninjs("urn:bad:ok", "A good neighbour"))
G2 = """<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" {guid} version="1" standard="NewsML-G2"
 standardversion="2.29" conformance="power"><itemMeta><itemClass qcode="ninat:text"/><provider literal="x"/>
<versionCreated>2026-11-24T01:00:00Z</versionCreated></itemMeta><contentMeta><headline>No name</headline>
</contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
<head><title>x</title></head><body><p>Words.</p></body></html></inlineXML></contentSet></newsItem>"""
WIRE = {
    "unreadable XML": ("x.xml", "<newsItem><itemMeta></newsItem>", "XML"),
    "unreadable JSON": ("x.json", '{"uri": "urn:bad:1", ', "JSON"),
    "DOCTYPE with a subset": (
        "x.xml",
        '<!DOCTYPE newsItem [<!ENTITY a "b">]>' + G2.format(guid='guid="urn:bad:2"').split("?>", 1)[1],
        "DOCTYPE",
    ),
    "duplicate keys": ("x.json", GOOD.replace('{"uri"', '{"headline": "First", "uri"', 1), "headline"),
    "NaN": ("x.json", GOOD.replace('"version": "1"', '"version": NaN'), "NaN"),
    "ninjs without uri": ("x.json", GOOD.replace('"uri": "urn:bad:ok"', '"url": "u"'), "uri"),
    "G2 without guid": ("x.xml", G2.format(guid=""), "guid"),
}  # fmt: skip


@pytest.mark.parametrize("case", WIRE)
def test_what_cannot_be_read_is_kept_and_said(
    newsroom: Newsroom, in_print: None, tmp_path: Path, case: str
) -> None:
    name, content, word = WIRE[case]
    (tmp_path / name).write_text(content)
    said = newsroom.run("wire", "receive", "--partner", "harbour", str(tmp_path / name))
    assert said.code == 1
    line = said.out.splitlines()[0].split("\t")
    assert line[1:3] == ["-", "unreadable"]
    assert name in line[0]
    assert word in line[3]
    _refused(said, "1 of 1 not filed")
    sha = hashlib.sha256(content.encode()).hexdigest()
    kept = [path for path in (newsroom.home / "wire").rglob("*") if path.is_file()]
    assert sha in {hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}


def test_a_picture_that_is_none_is_missing_and_its_story_filed(newsroom: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "p.jpg").write_text("not a picture at all")
    item = ninjs("urn:bad:picture", "A story with a bad picture", pubstatus="usable") | {
        "renditions": None,
        "associations": {
            "featuremedia": {
                "uri": "urn:bad:p", "type": "picture", "headline": "P", "renditions": {"main": {"href": "p.jpg"}}
            }
        },
    }  # fmt: skip
    del item["renditions"]
    (tmp_path / "item.json").write_text(json.dumps(item))
    said = newsroom.run("wire", "receive", "--partner", "harbour", str(tmp_path / "item.json"))
    assert said.out.startswith("urn:bad:picture\tv1\tfiled")
    shown = json.loads(newsroom.done("wire", "show", "urn:bad:picture", "--json"))
    (picture,) = shown["pictures"]
    assert picture["state"] == "missing"
    newsroom.done("press", "run", "--until-empty")  # the next test begins with a paper at rest


COMMANDS = {
    "unknown section": (
        ("stories", "take-in", "urn:bad:0", "--section", "econmy"), ("econmy", SECTION, "stories section")
    ),
    "unknown partner": (("wire", "receive", "--partner", "harbor", "."), ("harbor", "licences")),
    "unknown item": (("stories", "take-in", "urn:bad:none", "--section", SECTION), ("urn:bad:none", "wire list")),
    "reserved section": (("stories", "section", "desk", "--name", "Desk"), ("desk",)),
    "no such page": (("press", "page", "/nowhere/"), ("/nowhere/",)),
    "no such notice": (("press", "receipt", "999999"), ("999999",)),
    "no such story": (("stories", "withdraw", "/economy/none/", "--reason", "x"), ("/economy/none/",)),
}  # fmt: skip


@pytest.mark.parametrize("case", COMMANDS)
def test_a_command_names_what_is_wrong_and_what_to_do(newsroom: Newsroom, in_print: None, case: str) -> None:
    arguments, words = COMMANDS[case]
    _refused(newsroom.run(*arguments), *words)


def test_a_tick_for_an_unknown_symbol_is_refused_and_the_others_kept(newsroom: Newsroom) -> None:
    lines = "\n".join((tick("KOSPI", "2843.31", "2866.09"), tick("KOSPY", "1.00", "1.00"))) + "\n"
    said = newsroom.run("markets", "record", "-", stdin=lines)
    assert said.code == 1
    assert "line 2 refused: " in said.out + said.err
    assert "KOSPY" in said.out + said.err
    assert "recorded 1 refused 1" in said.out


def test_a_taken_port_is_named(newsroom: Newsroom) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        _refused(newsroom.run("serve", "--port", port), port, "--port")


@pytest.mark.parametrize(
    "arguments",
    [("setup", "--name", "X"), ("serve",), ("licences", "list"), ("backup", "b.tar.gz"), ("work",)],
    ids=" ".join,
)
def test_a_folder_that_cannot_be_written_is_named(arguments: tuple[str, ...]) -> None:
    _refused(Newsroom(Path("/dev/null/x")).run(*arguments), "/dev/null/x", "DATELINE_HOME")


def test_a_restore_into_a_folder_that_is_not_empty_is_refused(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.done("backup", str(tmp_path / "b.tar.gz"))
    full = tmp_path / "full"
    full.mkdir()
    (full / "precious").write_text("mine")
    _refused(Newsroom(full).run("restore", str(tmp_path / "b.tar.gz"), "--without"), str(full), "empty")
    assert [path.name for path in full.iterdir()] == ["precious"]


@pytest.mark.parametrize(
    "content", [b"", b"no archive", b"\x1f\x8b\x08\x00broken"], ids=["empty", "text", "cut"]
)
def test_a_backup_that_is_none_leaves_an_empty_folder(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b.tar.gz").write_bytes(content)
    room = Newsroom(tmp_path / "new")
    _refused(room.run("restore", str(tmp_path / "b.tar.gz"), "--without"), "b.tar.gz")
    assert not room.home.exists() or not list(room.home.iterdir())


def _refused(said: Said, *words: str) -> None:
    assert said.code == 1, said
    lines = said.err.strip().splitlines()
    assert len(lines) == 1, said.err
    for word in words:
        assert word in lines[0]


def _printed(newsroom: Newsroom) -> dict[str, bytes]:
    folder = newsroom.home / "press"
    files = [path for part in ("open", "licensed") for path in (folder / part).rglob("*") if path.is_file()]
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in files if path.suffix != ".meta"
    }

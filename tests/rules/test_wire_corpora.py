"""Every corpus of hostile input, one test a corpus: no death, no socket, no foreign file, 1 s and 256 MB a case.

Each corpus is read in one process of its own, which says of each case what it cost and touched.
"""

import base64
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree

from dateline.wire.parsers import parse
from dateline.wire.rules import Item

READER = Path(__file__).with_name("hostile_reader.py")
SECONDS, MEGABYTES = 1.0, 256.0
GOOD = b'<newsItem guid="u:%s" xmlns="http://iptc.org/std/nar/2006-10-01/"/>'

EVERY_FIELD = (
    "headline", "slugline", "byline", "embargoed", "body_text", "version", "language", "usageterms", "ednote",
    "expires", "pubstatus", "type",
)  # fmt: skip

Case = dict[str, str]


def files(folder: str) -> Callable[[Path], Iterator[Case]]:
    def cases(bad: Path) -> Iterator[Case]:
        for path in sorted((bad / folder).rglob("*")):
            if path.is_file() and not path.name.startswith("LICENCE"):
                yield {"name": str(path.relative_to(bad)), "path": str(path)}

    return cases


def packed(name: str) -> Callable[[Path], Iterator[Case]]:
    def cases(bad: Path) -> Iterator[Case]:
        for line in (bad / "go-fuzz-text" / f"{name}.jsonl").read_text().splitlines():
            yield json.loads(line)

    return cases


def bodies(bad: Path) -> Iterator[Case]:
    """HTML of every kind as an item's body: html5lib's trees, DOMPurify's payloads, bleach's, a list of scripts."""
    for path in sorted((bad / "html5lib-tests").rglob("*.dat")):
        for number, part in enumerate(
            re.split(r"^#data\n", path.read_text(errors="replace"), flags=re.MULTILINE)
        ):
            yield as_body(f"{path.name}#{number}", part.partition("\n#errors")[0])
    for number, case in enumerate(json.loads((bad / "dompurify-fixtures" / "expect.json").read_text())):
        yield as_body(f"dompurify#{number}", str(case["payload"]))
    for path in sorted((bad / "bleach-tests").glob("*.test")):
        yield as_body(path.name, path.read_text(errors="replace"))
    for path in sorted((bad / "xss-payload-list").rglob("*.txt")):
        for number, line in enumerate(path.read_text(errors="replace").splitlines()):
            yield as_body(f"{path.name}#{number}", line)


def naughty(bad: Path) -> Iterator[Case]:
    """Strings that trip programs, in every field of an item."""
    for path in sorted((bad / "naughty-strings").glob("*.txt")):
        for number, line in enumerate(path.read_text(errors="replace").splitlines()):
            fields = {"uri": f"u:{number}", **dict.fromkeys(EVERY_FIELD, line[:50])}
            yield {
                "name": f"{path.name}#{number}",
                "b64": base64.b64encode(json.dumps(fields).encode()).decode(),
            }


def as_body(name: str, html: str) -> Case:
    return {
        "name": name,
        "b64": base64.b64encode(json.dumps({"uri": "u:1", "body_html": html}).encode()).decode(),
    }


CORPORA: dict[str, Callable[[Path], Iterator[Case]]] = {
    "JSONTestSuite": files("JSONTestSuite"),
    "feedparser": files("feedparser-tests"),
    "feedvalidator": files("feedvalidator"),
    "libxml2": files("libxml2-tests"),
    "defusedxml": files("defusedxml"),
    "go-fuzz-xml": packed("xml"),
    "go-fuzz-json": packed("json"),
    "go-fuzz-mail": packed("mail"),
    "go-fuzz-multipart": packed("multipart"),
    "go-fuzz-mime": packed("mime"),
    "html": bodies,
    "naughty-strings": naughty,
}


def read(cases: Iterator[Case], folder: Path) -> list[dict[str, object]]:
    """What a process of its own says of each case; it must come to its end."""
    listed = list(cases)
    (folder / "cases.jsonl").write_text("\n".join(json.dumps(case) for case in listed))
    done = subprocess.run(
        [sys.executable, str(READER), str(folder / "cases.jsonl")], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["name"] for one in said] == [case["name"] for case in listed]
    return said


def check(said: list[dict[str, object]]) -> None:
    """No case is dear, touches anything, or ends in a word that tells an editor nothing."""
    assert said
    for one in said:
        assert float(str(one["seconds"])) <= SECONDS, one
        assert float(str(one["megabytes"])) <= MEGABYTES, one
        assert one["touched"] == [], one
        assert one["guids"] or one["reasons"], one
        assert not any("cannot be read (" in reason for reason in one["reasons"]), one  # type: ignore[attr-defined]
        assert "root:" not in str(one["text"]), one


@pytest.mark.parametrize("corpus", CORPORA)
def test_a_corpus_is_read_or_refused_within_its_bounds(
    corpus: str, shared_folder: Path, tmp_path: Path
) -> None:
    check(read(CORPORA[corpus](shared_folder / "bad-inputs"), tmp_path))


def test_bombs_are_refused_within_their_bounds(shared_folder: Path, tmp_path: Path) -> None:
    bombs = tmp_path / "bombs"
    subprocess.run(
        [sys.executable, str(shared_folder / "bad-inputs" / "make_bombs.py"), str(bombs)], check=True
    )
    said = read(({"name": path.name, "path": str(path)} for path in sorted(bombs.iterdir())), tmp_path)
    check(said)
    by_name = {str(one["name"]): one for one in said}
    for name in ("billion_laughs.xml", "quadratic.xml", "xxe_file.xml", "xxe_param.xml", "deep_100k.xml", "utf7.xml",
                 "text_node_50MB.xml", "bomb.xml.gz", "bomb_10GB.zip", "zip_slip.zip", "nul_and_controls.xml",
                 "deep_100k.json", "nan.json", "dup_keys.json", "invalid_utf8.xml"):  # fmt: skip
        assert by_name[name]["guids"] == [] and by_name[name]["reasons"], name
    assert "Zurück € 100 “quote”" not in str(by_name["cp1252_declared_utf8.xml"]["text"])


@pytest.mark.parametrize(
    "hostile",
    [
        b"<newsItem guid='u:bad'>&undeclared;</newsItem>",
        b"<newsItem guid='u:bad'>\x00</newsItem>",
        b"<newsItem guid='u:bad'>" + b"<a>" * 300 + b"</newsItem>",
        b"<newsItem guid='u:bad'><b></newsItem>",
        b"<newsItem guid='u:bad'>\xff\xfe</newsItem>",
        b"<newsItem guid='u:bad'><contentMeta><headline>"
        + b"x" * 11_000_000
        + b"</headline></contentMeta></newsItem>",
        b"<newsItem/>",
    ],
    ids=["entity", "NUL", "deep", "broken", "bytes", "endless", "nameless"],
)
def test_neighbours_of_a_hostile_item_in_one_message_still_arrive(hostile: bytes) -> None:
    raw = b"<newsMessage><itemSet>" + GOOD % b"1" + hostile + GOOD % b"2" + b"</itemSet></newsMessage>"
    guids = [one.guid for one in parse(raw, name="x") if isinstance(one, Item)]
    assert guids[0] == "u:1" and guids[-1] == "u:2"


def test_the_watch_notices_what_it_is_there_to_notice(tmp_path: Path) -> None:
    """The negative control: a reader that loads, opens or asks is seen by the same checks."""
    program = (
        "import runpy, sys\n"
        f"m = runpy.run_path({str(READER)!r}, run_name='x')\n"
        "import socket\n"
        "sys.addaudithook(m['watch'])\n"
        "open('/etc/hostname').close()\n"
        "try: socket.create_connection(('127.0.0.1', 9), 0.1)\nexcept OSError: pass\n"
        "print(len(m['TOUCHED']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert int(done.stdout) >= 2
    secret = tmp_path / "secret"
    secret.write_text("root:x:0:0")
    raw = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]><a>&x;</a>'.encode()
    unguarded = etree.fromstring(raw, etree.XMLParser(resolve_entities=True, load_dtd=True, no_network=False))
    assert "root:" in "".join(unguarded.itertext())
    assert not any(isinstance(one, Item) for one in parse(raw, name="x"))

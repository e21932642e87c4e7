"""Bytes made to do harm: refused with a reason, or made clean; never raised, never slow."""

import base64
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.wire.errors import NotWellFormed
from dateline.wire.parsers import bodies, parse, safe_json, safe_xml
from dateline.wire.rules import Item, Unreadable

LIMIT_SECONDS = 1.0
LATIN = (
    '<?xml version="1.0" encoding="iso-8859-1"?>'
    '<newsItem guid="u:1"><contentMeta><headline>{}</headline></contentMeta></newsItem>'
)


def refusal(raw: bytes) -> str:
    (found,) = parse(raw, name="x")
    assert isinstance(found, Unreadable), found
    return found.reason


def test_a_doctype_with_a_subset_is_refused_by_name() -> None:
    raw = b'<!DOCTYPE newsItem [<!ENTITY a "b">]><newsItem guid="u:1">&a;</newsItem>'
    assert "DOCTYPE" in refusal(raw)
    utf16 = ('<?xml version="1.0" encoding="utf-16"?>' + raw.decode()).encode("utf-16")
    assert "DOCTYPE" in refusal(utf16)


def test_a_doctype_by_name_alone_is_accepted_and_never_loaded(tmp_path: Path) -> None:
    dtd = tmp_path / "evil.dtd"
    dtd.write_text('<!ENTITY a "loaded">')
    (found,) = parse(f'<!DOCTYPE newsItem SYSTEM "{dtd}"><newsItem guid="u:1"/>'.encode(), name="x")
    assert isinstance(found, Item)
    used = f'<!DOCTYPE newsItem SYSTEM "{dtd}"><newsItem guid="u:1">&a;</newsItem>'
    assert "entities of its own" in refusal(used.encode())


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b'{"uri": "a", "uri": "b"}', "“uri” stands twice"),
        (b'{"uri": "a", "x": {"usageterms": "free", "usageterms": "no"}}', "“usageterms” stands twice"),
        (b'{"uri": "a", "urgency": NaN}', "NaN"),
        (b'{"uri": "a", "urgency": -Infinity}', "-Infinity"),
        (b'{"uri": "a", "urgency": 1e999}', "1e999"),
        (b'{"uri": "a"', "broken JSON"),
        (b'{"uri": "\xff"}', "UTF-8"),
        (b"[" * 100_000, "nested"),
        (b'{"headline": "no name"}', "neither uri nor guid"),
        (b"<newsItem><itemMeta/></newsItem>", "without a guid"),
        (b'<newsItem guid=" "/>', "without a guid"),
        (b'<newsItem guid="' + b"x" * 501 + b'"/>', "longer than 500"),
        (b'{"uri": "a", "version": "' + b"1" * 61 + b'"}', "version is longer"),
        (b"<newsMessage/>", "without any item"),
        (b'<newsItem guid="u:1">\x00</newsItem>', "NUL"),
        (b"<a>" * 300, "nested|broken|Excessive|depth"),
        (b"<rss><channel/></rss>", "without any item"),
        (b"PK\x03\x04....", "archive"),
        (b"\x1f\x8b....", "compressed"),
        (b"\xff\xd8\xff....", "picture"),
        (b"", "empty"),
        (b"hello", "neither ninjs"),
        (b"[1, 2, 3]", "no object"),
        (b'<?xml version="1.0" encoding="utf-7"?><newsItem guid="u:1"/>', "utf-7"),
        (b" " * 20_000_001, "larger than 20 MB|empty"),
    ],
)
def test_each_refusal_names_its_ground(raw: bytes, word: str) -> None:
    reason = refusal(raw)
    assert any(one in reason for one in word.split("|")), reason


def test_a_flaw_in_one_item_leaves_its_neighbours() -> None:
    raw = b'[{"uri": "a"}, {"uri": "b", "uri": "c"}, {"uri": "d", "urgency": NaN}, {"guid": "e"}]'
    kinds = [type(found).__name__ for found in parse(raw, name="x")]
    assert kinds == ["Item", "Unreadable", "Unreadable", "Item"]


def test_an_endless_name_of_a_picture_costs_the_item_nothing() -> None:
    raw = {
        "uri": "u:1",
        "associations": [{"type": "picture", "uri": "x" * 9000, "renditions": [{"href": "a.jpg"}]}],
    }
    (found,) = parse(json.dumps(raw).encode(), name="x")
    assert isinstance(found, Item)
    assert len(found.pictures[0].guid) == 500


def test_utf_8_under_a_latin_prolog_reads_as_what_it_is() -> None:
    (found,) = parse(LATIN.format("Été à 서울").encode(), name="x")
    assert isinstance(found, Item) and found.headline == "Été à 서울"


def test_real_latin_under_a_latin_prolog_reads_too() -> None:
    (found,) = parse(LATIN.format("Été").encode("latin-1"), name="x")
    assert isinstance(found, Item) and found.headline == "Été"


def test_a_guid_can_break_no_line_of_the_output() -> None:
    (found,) = parse(b'{"uri": "a\\tb\\nc\\u0000\\u202e", "headline": "h\\ud800"}', name="x")
    assert isinstance(found, Item)
    assert found.guid == "a b c"
    assert found.headline.encode("utf-8")


@pytest.mark.parametrize(
    "markup",
    [
        "<p>a<script>alert(1)</script></p>",
        '<p onclick="x()">a</p>',
        '<p><a href="javascript:x()">a</a></p>',
        '<p><a href="data:text/html,x">a</a></p>',
        "<iframe src=//x></iframe><p>a</p>",
        '<meta http-equiv="refresh" content="0"><p>a</p>',
        "<style>p{}</style><p id=main>a</p>",
        "<svg onload=x()><text>hidden</text></svg><p>a</p>",
        "<math><mtext><p>a</p></mtext></math><p>a</p>",
        "<form action=//x><input></form><p>a</p>",
        '<p style="position:fixed">a</p>',
    ],
)
def test_nothing_that_runs_or_hides_comes_through(markup: str) -> None:
    body = bodies.from_html(markup)
    assert body.html == "<p>a</p>" and body.text == "a"


def test_a_body_of_a_thousand_nested_tags_keeps_its_text() -> None:
    body = bodies.from_html("<div>" * 1000 + "<p>deep</p>" + "</div>" * 1000)
    assert body.text == "deep"


def test_two_line_breaks_end_a_paragraph() -> None:
    body = bodies.from_html("One.<br><br>Two,<br>still two.<br/> <br/>Three.")
    assert body.text == "One.\n\nTwo,\nstill two.\n\nThree."


def test_spaces_that_belong_to_numbers_stay() -> None:
    assert bodies.from_html("<p>25\u00a0000 and 3\u2009000</p>").text == "25\u00a0000 and 3\u2009000"


def test_a_table_reads_row_by_row() -> None:
    body = bodies.from_html(
        "<table><tr><th>Year</th><th>Boats</th></tr><tr><td>1926</td><td>3</td></tr></table>"
    )
    assert body.text == "Year\tBoats\n1926\t3"


@pytest.mark.parametrize(
    "markup",
    [
        "<p>" + "a<br>" * 20_000,
        "<br>" * 30_000,
        "<ul>" + "<li>a" * 20_000,
        "<b>" * 50_000,
        "&lt;p" * 60_000,
        "<table>" + "<tr><td>a" * 10_000,
        "".join(f"<img src=a{place}.jpg>" for place in range(9_000)),
    ],
    ids=["lines", "breaks", "list", "nested", "escaped", "table", "pictures"],
)
def test_a_body_made_to_be_slow_is_not(markup: str) -> None:
    started = time.process_time()
    bodies.from_html(markup)
    assert time.process_time() - started < LIMIT_SECONDS


def test_more_items_than_a_message_ever_holds_are_refused() -> None:
    items = b'<newsItem guid="u:1"/>' * 5_001
    assert "more than 5,000 items" in refusal(b"<newsMessage><itemSet>" + items + b"</itemSet></newsMessage>")
    assert "more than 5,000 items" in refusal(b"[" + b'{"uri": "a"},' * 5_000 + b'{"uri": "a"}]')


def test_every_payload_for_scripts_settles_and_names_no_scheme_that_runs(shared_folder: Path) -> None:
    folder = shared_folder / "bad-inputs" / "xss-payload-list" / "Intruder"
    for path in sorted(folder.rglob("*.txt"))[:6]:
        for payload in path.read_text(errors="replace").splitlines()[:1500]:
            cleaned = bodies.from_html(f"<p>{payload}</p>").html
            assert bodies.to_fixpoint(cleaned) == cleaned
            assert 'href="javascript:' not in cleaned.lower() and "<script" not in cleaned.lower()


def _text_cases(shared: Path) -> Iterator[tuple[str, bytes]]:
    corpora = (
        "JSONTestSuite",
        "libxml2-tests",
        "defusedxml",
        "feedparser-tests",
        "feedvalidator",
        "bleach-tests",
    )
    for corpus in corpora:
        for path in sorted((shared / "bad-inputs" / corpus).rglob("*")):
            if path.is_file():
                yield str(path), path.read_bytes()
    for name in ("json.jsonl", "xml.jsonl"):
        for row in (shared / "bad-inputs" / "go-fuzz-text" / name).read_text().splitlines():
            case = json.loads(row)
            yield case["name"], base64.b64decode(case["b64"])


def test_every_hostile_text_is_read_or_refused_in_time(shared_folder: Path) -> None:
    for name, raw in _text_cases(shared_folder):
        started = time.process_time()
        found = parse(raw, name=name)
        took = time.process_time() - started
        assert found, name
        assert took < LIMIT_SECONDS, (name, took)


def test_hostile_xml_and_json_never_pass_their_readers_unnamed(shared_folder: Path) -> None:
    for name, raw in _text_cases(shared_folder):
        for read in (safe_xml.read, safe_json.read):
            started = time.process_time()
            try:
                read(raw)
            except NotWellFormed as refused:
                assert str(refused), name
            assert time.process_time() - started < LIMIT_SECONDS, name


def test_must_reject_json_is_rejected_and_must_accept_json_is_not(shared_folder: Path) -> None:
    for path in sorted((shared_folder / "bad-inputs" / "JSONTestSuite" / "test_parsing").glob("*.json")):
        try:
            flaw = safe_json.flaw_of(safe_json.read(path.read_bytes()))
        except NotWellFormed as refused:
            flaw = str(refused)
        if path.name.startswith("n_"):
            assert flaw, path.name
        elif path.name.startswith("y_"):
            assert not flaw or "twice" in flaw, (path.name, flaw)


def test_no_bomb_of_the_corpora_loads_a_file(shared_folder: Path) -> None:
    for path in sorted((shared_folder / "bad-inputs" / "defusedxml").glob("*.xml")):
        try:
            text = safe_xml.text_of(safe_xml.read(path.read_bytes()))
        except NotWellFormed:
            continue
        assert "root:" not in text and len(text) < 10_000, path.name


def test_payloads_in_a_body_settle_into_clean_html(shared_folder: Path) -> None:
    cases = json.loads((shared_folder / "bad-inputs" / "dompurify-fixtures" / "expect.json").read_text())
    for case in cases:
        cleaned = bodies.from_html(str(case["payload"])).html
        assert bodies.to_fixpoint(cleaned) == cleaned
        assert "<script" not in cleaned.lower() and "<svg" not in cleaned.lower()


def test_a_parsers_own_words_reach_no_editor() -> None:
    assert "nested more than 256 deep" in refusal(b"<newsItem>" * 300)
    broken = refusal(b'<newsItem guid="u:1"><headline></newsItem>')
    assert "line 1" in broken and "<string>" not in broken


def test_brackets_are_counted_in_one_pass_over_strings_without_end() -> None:
    escaped = b'{"a": "' + b"[" * 200 + b'\\"' * 500_000
    started = time.process_time()
    (found,) = parse(escaped, name="x")
    assert time.process_time() - started < 1
    assert isinstance(found, Unreadable)
    assert "broken JSON" in found.reason


@pytest.mark.parametrize(
    ("raw", "is_too_deep"),
    [
        (b"[" * 101 + b"]" * 101, True),
        (b"[" * 100 + b"]" * 100, False),
        (b'{"a":' * 101 + b"1" + b"}" * 101, True),
        (b"[" + b"[]," * 300 + b"[]]", False),
        (b'["' + b"[" * 300 + b'"]', False),
        (b'["\\"' + b"[" * 300 + b'"]', False),
        (b'["\\\\"' + b",[" * 101 + b"]" * 102, True),
    ],
)
def test_json_is_as_deep_as_its_brackets_outside_of_strings(raw: bytes, is_too_deep: bool) -> None:
    (found, *_) = parse(raw, name="x")
    assert ("nested more than" in getattr(found, "reason", "")) is is_too_deep

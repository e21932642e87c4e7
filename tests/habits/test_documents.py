"""The documents are true: links lead somewhere, examples are taken in, tests that are named are there."""

import ast
import re
from pathlib import Path

import pytest
from tests.habits.project import DOCS, PROJECT, code_blocks, documents, inline_code, table_rows, text_of

from dateline.house.toml_file import _parse
from dateline.licences.parsers.contracts import (
    PARTNER_KEYS,
    READING_KEYS,
    TERMS_KEYS,
    read_contracts,
)
from dateline.licences.parsers.sources import ALL_KEYS
from dateline.markets.parsers import listing
from dateline.stories.rules import RESERVED
from dateline.wire.rules import Item
from dateline.wire.rules.arrival import STATES

LINK = re.compile(r"\]\(([^)\s]+)\)")
FORMATS = documents()["docs/formats.md"]
# The one document that names what no release of ours has built.
RULES = documents()["docs/licences.md"]


def anchor_of(heading: str) -> str:
    """The name by which a heading is linked to."""
    words = re.sub(r"[`*]", "", heading.strip()).lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


@pytest.mark.parametrize("name", sorted(documents()))
def test_every_link_leads_somewhere(name: str) -> None:
    place = PROJECT / name
    for link in LINK.findall(documents()[name]):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (place.parent / path) if path else place
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text(), re.MULTILINE)
            assert anchor in map(anchor_of, headings), link


@pytest.mark.parametrize("name", sorted(documents()))
def test_every_file_that_is_named_is_there(name: str) -> None:
    named = re.findall(r"`((?:docs|src|tests|tools|bench)/[\w./-]+)(?:::\w+)?`", documents()[name])
    assert not [path for path in named if not (PROJECT / path).exists()]


def test_the_readme_opens_with_a_sentence_a_picture_and_two_commands() -> None:
    lines = [line for line in documents()["README.md"].splitlines() if line.strip()]
    assert lines[0].startswith("# ")
    assert lines[1].endswith(".")
    picture = PROJECT / LINK.findall(lines[2])[0]
    assert picture.stat().st_size < 400_000
    assert [line.split()[:2] for line in lines[3:5]] == [["make", "demo"], ["make", "test"]]


@pytest.mark.parametrize("absent", ["subscriptions", "advertising", "consent banners", "apps"])
def test_the_readme_says_what_is_not_here(absent: str) -> None:
    assert absent in documents()["README.md"].partition("## What is not here")[2]


def examples() -> tuple[str, str]:
    """licences.toml and markets.toml, as the document shows them."""
    partners, markets = code_blocks(FORMATS, "toml")
    return partners, markets


def test_the_example_of_licences_is_taken_in_and_shows_every_key() -> None:
    example, _ = examples()
    read_contracts(_parse(Path("licences.toml"), example.encode()))
    shown = set(re.findall(r"^(\w+) =", example, re.MULTILINE))
    wanted = {*PARTNER_KEYS, *TERMS_KEYS} - {"terms", "standing_order", "source", "reading"}
    assert shown == wanted | {"section", "publish"} | {*ALL_KEYS, *READING_KEYS}


def test_the_example_of_markets_is_taken_in_and_shows_every_key() -> None:
    _, example = examples()
    listing.parse_listing(_parse(Path("markets.toml"), example.encode()))
    shown = set(re.findall(r"^(\w+) =", example, re.MULTILINE))
    assert shown == {*listing.INSTRUMENT_KEYS, *listing.SOURCE_KEYS, *listing.SESSION_KEYS}


def test_every_state_of_a_receipt_is_explained() -> None:
    section = FORMATS.partition("## What `wire receive` prints")[2].partition("\n## ")[0]
    assert {row[0].strip("`") for row in table_rows(section)} == {*STATES, "state"}


def test_every_field_of_an_item_is_named_in_its_order() -> None:
    section = FORMATS.partition("## What `wire read --json` prints")[2].partition("\n## ")[0]
    listed = [re.split(r"[\[{]", word)[0] for word in inline_code(section.split("\n\n")[2])]
    inner = ("advice", "hold", "is_numbered", "means", "number", "position")
    fields = [name for name in Item.__dataclass_fields__ if name not in inner]
    assert listed[0] == "guid"
    assert sorted(listed) == sorted([*fields, "publishable", "reason"])


def test_every_first_word_that_the_paper_keeps_for_itself_is_among_the_addresses() -> None:
    section = FORMATS.partition("## Addresses")[2]
    first_words = {
        re.split(r"[/<]", address)[1] for address in inline_code(section) if address.startswith("/")
    }
    # A partner's page of its own may come, and browsers ask for an icon by themselves.
    assert RESERVED - {"partners", "favicon.ico", "ko"} == first_words - {"", "*", "ko"}


def rules_listed() -> dict[str, list[str]]:
    """Each rule of a licence, by its name."""
    return {row[0]: row for row in table_rows(RULES) if re.fullmatch(r"R\d+", row[0])}


def test_every_rule_is_kept_or_said_not_to_be() -> None:
    assert list(rules_listed()) == [f"R{number}" for number in range(1, 41)]
    for name, (_, _, kept, held_by) in rules_listed().items():
        assert kept in ("kept", "part", "not yet"), name
        assert ("::" in held_by) or kept == "not yet", name


def test_every_test_that_is_named_is_there() -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", RULES)
    assert len(named) > 50
    missing = [name for path, name in named if name not in names_of_tests_in(PROJECT / "tests" / path)]
    assert not missing


def names_of_tests_in(path: Path) -> set[str]:
    """The names of the tests of one file."""
    tree = ast.parse(text_of(path) or "") if path.exists() else ast.Module([], [])
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def decisions() -> list[Path]:
    """Every decision, by its number."""
    return sorted((DOCS / "decisions").glob("*.md"))


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in decisions()]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", decisions(), ids=lambda path: path.name[:4])
def test_a_decision_says_why_what_else_and_what_follows(path: Path) -> None:
    text = path.read_text()
    assert text.startswith(f"# {path.name[:4]} ")
    parts = re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE)
    assert parts == ["Context", "Decision", "Considered", "Consequences"]


def test_every_word_has_one_line_in_its_order() -> None:
    words = [row[0] for row in table_rows(documents()["docs/words.md"])][1:]
    assert words == sorted(words, key=str.casefold)
    assert len(words) == len(set(words)) > 50

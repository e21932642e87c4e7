"""Every command and option is in the documents, and every command in the documents is there."""

import re
import shlex
from collections.abc import Iterator
from functools import cache

import click
import pytest
from tests.habits.project import PROJECT, code_blocks, documents, inline_code, table_rows

RUNNING = documents()["docs/running.md"]
# Said of what is not built yet: the documents may name these, the command line may not offer them.
NOT_YET: set[str] = set()
MAKE = set(re.findall(r"^([a-z]+):.*## ", (PROJECT / "Makefile").read_text(), re.MULTILINE))
CALL = re.compile(r"(?:^|\s|/)(dateline [a-z].*|make [a-z]+.*)$")


@cache
def commands() -> dict[str, click.Command]:
    """Every command that does something, by how it is called."""
    from dateline.cli.main import dateline

    return dict(_below("dateline", dateline))


def _below(called: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield called, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner is not None
        yield from _below(f"{called} {name}", inner)


def options(command: click.Command) -> set[str]:
    """What a command may be told with dashes."""
    return {
        option
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--")
    }


def documented() -> dict[str, set[str]]:
    """Commands and their options, as the table of docs/running.md has them."""
    rows = [row[0] for row in table_rows(RUNNING) if row[0].startswith("`dateline ")]
    found = {}
    for row in rows:
        first, *further = inline_code(row)
        words = [word for word in first.split() if word == word.lower() and not word.startswith("-")]
        called = next(name for size in (4, 3, 2) if (name := " ".join(words[:size])) in commands())
        found[called] = {word for word in further if word.startswith("--")}
    return found


def test_every_command_stands_in_the_table_with_its_options() -> None:
    assert documented() == {called: options(command) for called, command in commands().items()}


@pytest.mark.parametrize("called", sorted(commands()))
def test_every_command_says_what_it_does(called: str) -> None:
    command = commands()[called]
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.name not in ("port", "host", "workers", "state"):
            assert parameter.help, parameter.name


def said_in_documents() -> list[tuple[str, str]]:
    """Every call of ours that a document shows, with the document."""
    found = []
    for name, text in documents().items():
        lines = [line for block in code_blocks(text) for line in block.splitlines()]
        calls = (CALL.search(line.strip()) for line in [*lines, *inline_code(text)])
        found += [(name, call[1].split("  #")[0].strip()) for call in calls if call]
    return found


@pytest.mark.parametrize(("document", "call"), sorted(set(said_in_documents())))
def test_what_a_document_calls_is_there(document: str, call: str) -> None:
    words = shlex.split(call.replace("…", ""), comments=True)
    if words[0] == "make":
        assert words[1] in MAKE
        return
    if any(call.startswith(later) for later in NOT_YET):
        return
    names = [name for name in commands() if call == name or call.startswith(f"{name} ")]
    if not names:
        groups = {" ".join(name.split()[:2]) for name in commands()}
        assert call in groups
        return
    given = {word.split("=")[0] for word in words if word.startswith("--") and len(word) > 2}
    assert given <= options(commands()[names[0]]) | {"--help"}


def test_what_is_said_to_be_missing_is_missing() -> None:
    assert not NOT_YET & set(commands())


def test_every_verb_of_make_is_in_the_table() -> None:
    rows = {row[0] for row in table_rows(RUNNING) if row[0].startswith("`make ")}
    assert {row.strip("`").removeprefix("make ") for row in rows} == MAKE - {"help"}

"""The project as these tests read it: its files, its documents, its settings for tools."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = PROJECT / "src" / "dateline"
DOCS = PROJECT / "docs"
ROOMS = sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_INDENTED = re.compile(r"(?:^    .*\n)+", re.MULTILINE)
_INLINE = re.compile(r"`([^`\n]+)`")


@cache
def pyproject() -> dict[str, Any]:
    """`pyproject.toml`."""
    return tomllib.loads((PROJECT / "pyproject.toml").read_text())


@cache
def documents() -> dict[str, str]:
    """Every document of the project by its path, README and changelog among them."""
    paths = [PROJECT / "README.md", PROJECT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
    return {path.relative_to(PROJECT).as_posix(): path.read_text() for path in paths}


def code_blocks(text: str, language: str = "") -> list[str]:
    """Fenced blocks of a language; without one, indented blocks too."""
    fenced = [body for named, body in _FENCE.findall(text) if named == language]
    return fenced if language else [*fenced, *_INDENTED.findall(_FENCE.sub("", text))]


def inline_code(text: str) -> list[str]:
    """What stands between single backticks, blocks left out."""
    return _INLINE.findall(_FENCE.sub("", text))


def table_rows(text: str) -> Iterator[list[str]]:
    """The cells of every row of every table, headings and rules left out."""
    for line in text.splitlines():
        if line.startswith("|") and not set(line) <= set("|- :"):
            cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
            yield [cell.strip().replace("\\|", "|") for cell in cells]


@cache
def tracked_files() -> tuple[Path, ...]:
    """What stands in the repository, or would with the next commit."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT, capture_output=True, check=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    return tuple(path for name in listed if name and (path := PROJECT / name).is_file())


def text_of(path: Path) -> str | None:
    """A file's text; None for what is none."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def modules() -> Iterator[tuple[Path, ast.Module]]:
    """Every module of ours but migrations, parsed."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text())

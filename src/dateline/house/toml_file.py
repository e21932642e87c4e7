"""Reads the files an operator writes, and refuses what is not understood: by name, by line, with the remedy.

file = toml_file.read(path)
file.expect_keys((), {"partner"})
for partner in file.each("partner"):
    partner.expect_keys({"slug", "name", "terms"}, required={"slug", "name"})
    slug = partner.text("slug")
    if slug in taken:
        partner.refuse("slug", f"'{slug}' is named twice; give each partner its own slug")
"""

import difflib
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from dateline.house import toml_lines
from dateline.house.errors import HouseError

Figure = TypeVar("Figure", int, Decimal)
KeyPath = tuple[str | int, ...]

LARGEST_BYTES = 1_000_000  # a file that a person writes; a thousand partners are a third of it


class TomlError(HouseError):
    """A file an operator wrote is refused; nothing was changed. `line` counts from 1."""

    def __init__(self, name: str, line: int, sentence: str) -> None:
        super().__init__(f"{name} line {line}: {sentence}")
        self.name = name
        self.line = line
        self.sentence = sentence


class NoSuchTomlFile(HouseError):
    """The file cannot be opened."""


def read(path: Path) -> "TomlFile":
    """The file, its tables and their lines. Raises NoSuchTomlFile, or TomlError where it is not TOML."""
    try:
        raw = path.read_bytes()
    except OSError as cause:
        raise NoSuchTomlFile(
            f"{path} cannot be read ({cause.strerror}); check the name and its rights"
        ) from cause
    return _parse(path, raw)


def parse(text: str, name: str) -> "TomlFile":
    """The same of words that lie in no file; `name` is what they are called in a refusal. Raises TomlError."""
    return _parse(Path(name), text.encode())


def _parse(path: Path, raw: bytes) -> "TomlFile":
    if len(raw) > LARGEST_BYTES:
        raise TomlError(path.name, 1, f"the file is over {LARGEST_BYTES:,} bytes; divide it into several")
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as cause:
        line = raw.count(b"\n", 0, cause.start) + 1
        raise TomlError(path.name, line, "this is not UTF-8; save the file as UTF-8") from cause
    try:
        # Figures stay as they are written: a limit of 0.1 is not 0.1000000000000000055.
        tables = tomllib.loads(text, parse_float=Decimal)
        return TomlFile(path, tables, toml_lines.lines_of(text))
    except RecursionError as cause:
        raise TomlError(path.name, 1, "lists stand too deep inside each other; write it flatter") from cause
    except ValueError as cause:  # TOMLDecodeError is one; so is a number of 5,000 digits
        line, reason = _place(str(cause), text)
        raise TomlError(path.name, line, f"this is not TOML ({reason}); mend the line") from cause


def _place(message: str, text: str) -> tuple[int, str]:
    """Line and reason out of tomllib's words: "Invalid value (at line 3, column 8)"."""
    reason, _, place = message.partition(" (at ")
    if found := re.match(r"line (\d+)", place):
        return int(found[1]), reason
    return max(1, text.rstrip("\n").count("\n") + 1), f"{reason}, at the end of the file" if place else reason


@dataclass(frozen=True)
class TomlFile:
    """One file: what it says (`tables`), and where each thing is said."""

    path: Path
    tables: Mapping[str, Any]
    lines: Mapping[KeyPath, int]

    @property
    def name(self) -> str:
        return self.path.name

    def line_of(self, *path: str | int) -> int:
        """The line of this key; of the nearest thing that holds it, when it is not written."""
        for depth in range(len(path), 0, -1):
            if line := self._lines_and_implied.get(path[:depth]):
                return line
        return 1

    @cached_property
    def _lines_and_implied(self) -> dict[KeyPath, int]:
        """`[partner.terms]` makes `partner` without a line of its own: it has that of its first key."""
        known: dict[KeyPath, int] = {}
        for path, line in self.lines.items():
            for depth in range(len(path), 0, -1):
                known.setdefault(path[:depth], line)
        return known | dict(self.lines)

    def refuse(self, path: KeyPath, sentence: str) -> NoReturn:
        """Raise TomlError with the line of `path`; the sentence says what is wrong; then the remedy."""
        raise TomlError(self.name, self.line_of(*path), sentence)

    def expect_keys(self, path: KeyPath, allowed: Collection[str], *, required: Collection[str] = ()) -> None:
        """Refuse a key of the table at `path` that is not among `allowed`, or a required one left out."""
        table = self._at(path)
        for key in table:
            if key not in allowed:
                self.refuse((*path, key), f"unknown key '{key}' in {_title(path)}; {_remedy(key, allowed)}")
        for key in required:
            if key not in table:
                self.refuse(path, f"{_title(path)} has no '{key}'; add it")

    def table(self, *path: str | int) -> "Table":
        """The table at `path`, which is there."""
        return Table(self, path, self._at(path))

    def each(self, name: str) -> Iterator["Table"]:
        """Every `[[name]]`, in the order written; none when the file has none."""
        return self.table().each(name)

    def _at(self, path: KeyPath) -> Mapping[str, Any]:
        here: Any = self.tables
        for step in path:
            here = here[step]
        if not isinstance(here, Mapping):
            self.refuse(path, f"'{path[-1]}' must be a table; write it as {_title(path)}")
        return here


@dataclass(frozen=True)
class Table:
    """One table of a file, whose readers refuse a value of the wrong kind."""

    file: TomlFile
    path: KeyPath
    values: Mapping[str, Any]

    def __contains__(self, key: str) -> bool:
        return key in self.values

    @property
    def line(self) -> int:
        return self.file.line_of(*self.path)

    def refuse(self, key: str, sentence: str) -> NoReturn:
        """Raise TomlError with the line of `key`."""
        self.file.refuse((*self.path, key), sentence)

    def expect_keys(self, allowed: Collection[str], *, required: Collection[str] = ()) -> None:
        """Refuse what is not among `allowed`, with the nearest word; and a required key left out."""
        self.file.expect_keys(self.path, allowed, required=required)

    def each(self, key: str) -> Iterator["Table"]:
        """Every `[[…key]]` in this table, in the order written."""
        items = self.values.get(key, [])
        if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
            self.refuse(key, f"'{key}' must be a list of tables; write it as {_title((*self.path, key, 0))}")
        for number, item in enumerate(items):
            yield Table(self.file, (*self.path, key, number), item)

    def inner(self, key: str) -> "Table | None":
        """The table `[…key]` in this one, or None when it is left out."""
        return self.file.table(*self.path, key) if key in self.values else None

    def text(self, key: str, default: str = "", *, longest: int = 1000) -> str:
        """A text of one line, without space around it; never empty when it is written."""
        value = self._of(key, str, default, 'a text in quotes; for example "words"')
        if key in self.values and not value.strip():
            self.refuse(key, f"'{key}' is empty; write something or leave the key out")
        if len(value) > longest or any(ord(letter) < 32 or ord(letter) == 127 for letter in value):
            self.refuse(key, f"'{key}' must be one line of at most {longest} characters; shorten it")
        return str(value).strip()

    def choice(self, key: str, allowed: Collection[str], default: str = "") -> str:
        """One word of `allowed`; the default when left out."""
        value = self.text(key, default)
        if key in self.values and value not in allowed:
            self.refuse(key, f"'{key}' cannot be {value!r}; {_remedy(value, allowed)}")
        return value

    def words(self, key: str, allowed: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of texts, each named once; each of `allowed` when that is given. Left out: empty."""
        values = self.values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            self.refuse(key, f'\'{key}\' must be a list of texts; for example {key} = ["one", "two"]')
        for number, value in enumerate(values):
            place = (*self.path, key, number)
            if allowed is not None and value not in allowed:
                self.file.refuse(place, f"'{key}' cannot hold {value!r}; {_remedy(value, allowed)}")
            if value in values[:number]:
                self.file.refuse(place, f"'{key}' names {value!r} twice; remove one")
        return tuple(values)

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        return bool(self._of(key, bool, default, "true or false"))

    def whole(
        self, key: str, default: int | None = None, *, least: int | None = None, most: int | None = None
    ) -> int | None:
        """A whole number within its limits, both included."""
        value = self._of(key, int, default, "a whole number")
        return value if value is None else self._within(key, value, least, most)

    def number(
        self, key: str, default: Decimal | None = None, *, least: int | None = None, most: int | None = None
    ) -> Decimal | None:
        """A number with or without a point, within its limits, both included."""
        value = self._of(key, (int, Decimal), default, "a number")
        if value is None:
            return None
        value = Decimal(value)
        if not value.is_finite():
            self.refuse(key, f"'{key}' must be a number, not {value}; write the figure")
        return self._within(key, value, least, most)

    def day(self, key: str) -> date | None:
        """A date without a time."""
        value = self.values.get(key)
        if isinstance(value, datetime) or not isinstance(value, date | None):
            self.refuse(key, f"'{key}' must be a date alone; write it as {key} = 2026-12-31")
        return value

    def time_of_day(self, key: str) -> time | None:
        """A time without a date or zone."""
        value = self._of(key, time, None, f"a time of day; write it as {key} = 10:00:00")
        return value if value is None else time(value.hour, value.minute, value.second, value.microsecond)

    def _of(self, key: str, kinds: Any, default: Any, wanted: str) -> Any:
        value = self.values.get(key, default)
        # A bool is an int to Python, and is not one to the person who wrote it.
        is_of_kind = isinstance(value, kinds) and (kinds is bool or not isinstance(value, bool))
        if key in self.values and not is_of_kind:
            self.refuse(key, f"'{key}' must be {wanted}, not {_shown(value)}; mend it")
        return value

    def _within(self, key: str, value: Figure, least: int | None, most: int | None) -> Figure:
        if least is not None and value < least:
            self.refuse(key, f"'{key}' is {value}, below {least}; write {least} or more")
        if most is not None and value > most:
            self.refuse(key, f"'{key}' is {value}, above {most}; write {most} or less")
        return value


def _title(path: KeyPath) -> str:
    """How the table is written in the file: `[[partner]]`, `[partner.terms]`."""
    if not path:
        return "the file"
    name = ".".join(step for step in path if isinstance(step, str))
    return f"[[{name}]]" if isinstance(path[-1], int) else f"[{name}]"


def _remedy(word: str, allowed: Collection[str]) -> str:
    if near := difflib.get_close_matches(word, sorted(allowed), n=1):
        return f"did you mean '{near[0]}'?"
    return f"known here: {', '.join(sorted(allowed))}"


def _shown(value: object) -> str:
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a table"
    return repr(value) if isinstance(value, str) else str(value).lower()

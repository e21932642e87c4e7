"""On which line of a TOML file each key stands.

`tomllib` keeps no positions, and an operator whose file is refused wants the line. This walks a text that
`tomllib` has already accepted, so it may be brief: it never judges whether the text is TOML.
"""

import re
import tomllib
from collections.abc import Iterator

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]*")
# Longest first: three quotes open a text of several lines, which may end in up to two quotes of its own.
_TEXTS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"""(?:"{1,2}(?!"))?', re.DOTALL),
    re.compile(r"'''.*?'''(?:'{1,2}(?!'))?", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)


def lines_of(text: str) -> dict[Path, int]:
    """The line, from 1, of every table, key and array item: `("partner", 0, "terms", "uses", 1)`.

    An array of tables has its items' numbers in the path; `("partner", 0)` is its `[[partner]]` line.
    """
    return dict(_Walk(text).expressions())


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.counts: dict[Path, int] = {}  # how many items each array of tables has so far
        self.counted_to = (0, 1)

    def expressions(self) -> Iterator[tuple[Path, int]]:
        table: Path = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            line = self.line()
            if self.text.startswith("[", self.at):
                table = self.header()
                yield table, line
            else:
                yield from self.pair(table)
            self.skip(_BLANK)

    def header(self) -> Path:
        is_array = self.text.startswith("[[", self.at)
        self.at += 2 if is_array else 1
        keys = self.key()
        self.at += 2 if is_array else 1
        path: Path = ()
        for key in keys[:-1]:
            path = self.inside((*path, key))
        path = (*path, keys[-1])
        if not is_array:
            return path
        number = self.counts.get(path, 0)
        self.counts[path] = number + 1
        return (*path, number)

    def inside(self, path: Path) -> Path:
        """`[partner.terms]` after two `[[partner]]` speaks of the second."""
        return (*path, self.counts[path] - 1) if path in self.counts else path

    def pair(self, table: Path) -> Iterator[tuple[Path, int]]:
        line = self.line()
        path = (*table, *self.key())
        self.at += 1  # the equals sign
        self.skip(_SPACE)
        yield path, line
        yield from self.value(path)

    def value(self, path: Path) -> Iterator[tuple[Path, int]]:
        if self.text.startswith("[", self.at):
            yield from self.array(path)
        elif self.text.startswith("{", self.at):
            yield from self.inline_table(path)
        elif self.quoted() is None:
            self.skip(_SCALAR)

    def array(self, path: Path) -> Iterator[tuple[Path, int]]:
        number = 0
        self.at += 1
        self.skip(_BLANK)
        while not self.text.startswith("]", self.at):
            yield (*path, number), self.line()
            yield from self.value((*path, number))
            number += 1
            self.comma()
        self.at += 1

    def inline_table(self, path: Path) -> Iterator[tuple[Path, int]]:
        self.at += 1
        self.skip(_BLANK)
        while not self.text.startswith("}", self.at):
            yield from self.pair(path)
            self.comma()
        self.at += 1

    def comma(self) -> None:
        self.skip(_BLANK)
        if self.text.startswith(",", self.at):
            self.at += 1
            self.skip(_BLANK)

    def key(self) -> list[str]:
        keys = []
        while True:
            self.skip(_SPACE)
            quoted = self.quoted()
            keys.append(self.skip(_BARE_KEY) if quoted is None else quoted)
            self.skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return keys
            self.at += 1

    def quoted(self) -> str | None:
        """What the quotes here hold, or None when there are none; `tomllib` reads the escapes."""
        for pattern in _TEXTS:
            if found := pattern.match(self.text, self.at):
                self.at = found.end()
                return str(tomllib.loads(f"text = {found.group()}")["text"])
        return None

    def skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise ValueError(f"not TOML at character {self.at}")  # never, in a text that tomllib accepted
        self.at = found.end()
        return found.group()

    def line(self) -> int:
        before, line = self.counted_to
        line += self.text.count("\n", before, self.at)
        self.counted_to = (self.at, line)
        return line

"""The ledger: what a writer tried and what was acknowledged to it, synced line by line, apart from the newsroom."""

import json
import os
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Book:
    """What a ledger says: by key, how often something was tried, and how often it was acknowledged.

    `take`: the highest take of each story that was acknowledged; `withdrawn`: when each withdrawal was.
    `addresses`: where stories are, acknowledged or not, oldest first.
    """

    tried: Counter[tuple[str, str]] = field(default_factory=Counter)
    said: Counter[tuple[str, str]] = field(default_factory=Counter)
    take: dict[str, int] = field(default_factory=dict)
    tried_take: dict[str, int] = field(default_factory=dict)
    withdrawn: dict[str, float] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    @property
    def acknowledged(self) -> int:
        """How many writes were acknowledged."""
        return sum(self.said.values())

    def enter(self, line: dict[str, Any]) -> None:
        """Take one line in."""
        key = (line["kind"], line["key"])
        if line["said"]:
            self.said[key] += 1
        else:
            self.tried[key] += 1
        story, take = line.get("story"), line.get("take")
        if story and take:
            highest = self.take if line["said"] else self.tried_take
            highest[story] = max(take, highest.get(story, 0))
        if line.get("address"):
            self.addresses.setdefault(line["story"], line["address"])
        if line["kind"] in ("withdraw", "kill") and line["said"]:
            self.withdrawn[line["address"]] = line["at"]


class Ledger:
    """Writes the lines."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def tried(self, kind: str, key: str, **facts: object) -> None:
        """Before the call: it may be done or not from here on."""
        self._write(kind, key, facts, said=False)

    def said(self, kind: str, key: str, **facts: object) -> None:
        """The call was acknowledged: from here on it may not be lost."""
        self._write(kind, key, facts, said=True)
        os.fsync(self._handle)

    def _write(self, kind: str, key: str, facts: dict[str, object], *, said: bool) -> None:
        line = {"kind": kind, "key": key, "said": said, "at": time.monotonic(), **facts}
        os.write(self._handle, json.dumps(line).encode() + b"\n")


class Following:
    """Reads what a ledger says, again and again from where it was."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._place = 0
        self.book = Book()

    def read(self) -> Book:
        """All that is written by now; a line that is being written waits for the next time."""
        if self._path.exists():
            with self._path.open("rb") as file:
                file.seek(self._place)
                text = file.read()
            whole = text[: text.rfind(b"\n") + 1]
            self._place += len(whole)
            for line in whole.splitlines():
                self.book.enter(json.loads(line))
        return self.book


def read(path: Path) -> Book:
    """What a ledger says."""
    return Following(path).read()

"""From the publish button, and from a command, to the byte that a reader is served: beside stock Wagtail.

Two newsrooms with 1,000 stories of the same words stand side by side: ours as `dateline setup` and `dateline serve`
make it, and an ordinary Wagtail project (`bench/peer_wagtail`) of the same Wagtail, with the same Granian, workers
and threads, on SQLite in WAL mode, with its own desk and its own serving of pages. They take turns, and a turn
begins when the other has come to rest.

* *Desk*: the edit form of a story in print, fetched as a browser does, is sent with its publish button and a new
  headline; the clock runs from the first byte of that request until a GET of the story's address has brought the
  new headline.
* *Command*: a draft is put in print by what a command calls, in a process of its own that has started long before:
  ours by the action of `dateline stories take-in GUID --publish`, stock Wagtail's by `revision.publish()`. The
  clock runs from the order until a GET has brought the story.

The reader asks every 2 ms on one kept connection. Stock Wagtail makes each page when it is asked for, which
takes time from its own publishing; so it is also measured with a reader who asks only once the desk or command
has answered, and the better of the two is the peer. *Commit to byte*: the part of ours behind the transaction.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.installation import PROJECT, free_port, granian, home, percentile, serving, table
from bench.publishing.reader import Editor, Reader

EMAIL, PASSWORD = "editor@bench.example", "a password of the bench alone"
WORKERS = 2
# Turns that warm both up and are not counted.
WARM_UP = 3


class Newsroom:
    """A newsroom at work: its server, its desk, and a process that does what commands do."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._turn = 0

    def order(self, verb: str, *arguments: Any) -> Any:
        """Have its process do something; the answer."""
        self.send(verb, *arguments)
        return self.answer()

    def send(self, verb: str, *arguments: Any) -> None:
        """Have its process begin something."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps([verb, *arguments]) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:
        """What came of it."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("a newsroom's process has ended; its reason stands above")
        return json.loads(line)

    def open(self, port: int, made: dict[str, list[Any]]) -> None:
        """Sign in and sit down to read, now that its server runs."""
        self._reader, self._editor = Reader(port), Editor(port, EMAIL, PASSWORD)
        self._stories, self._drafts = made["stories"], list(made["drafts"])
        self._body: dict[int, dict[str, str]] = {}

    def press_button(self, *, meanwhile: bool) -> float:
        """Milliseconds from the desk's button to the byte; `meanwhile`: the reader asks before the desk answers."""
        self._turn += 1
        # Old stories, so that what is read was printed long before; no story twice.
        pk, path = self._stories[self._turn]
        words = f"Headline {self._turn} of the desk"
        fields = [(name, words if name == "title" else value) for name, value in self._editor.open_story(pk)]
        fields += self.order("body_fields", pk).items()
        self._reader.read(path)
        began = time.monotonic_ns()
        self._editor.press_publish(pk, fields)
        if not meanwhile:
            self._editor.hear()
        seen = self._reader.read_until(path, words.encode())
        if meanwhile:
            self._editor.hear()
        self.order("come_to_rest")
        return (seen - began) / 1e6

    def give_command(self, *, meanwhile: bool) -> tuple[float, float]:
        """Milliseconds from the command to the byte, and those behind the commit."""
        key, path, words = self._drafts.pop()
        began = time.monotonic_ns()
        self.send("command", key)
        committed = 0 if meanwhile else self.answer()
        seen = self._reader.read_until(path, words.encode())
        committed = committed or self.answer()
        self.order("come_to_rest")
        return (seen - began) / 1e6, (seen - committed) / 1e6


@contextmanager
def newsroom(name: str, environment: dict[str, str]) -> Iterator[Newsroom]:
    """The process of a newsroom, ended at the end."""
    command = [sys.executable, "-m", "bench.publishing.process", name]
    with subprocess.Popen(
        command, cwd=PROJECT, env={**os.environ, **environment}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            yield Newsroom(process)
        finally:
            assert process.stdin
            process.stdin.close()
            process.wait(30)


@contextmanager
def stock_project() -> Iterator[dict[str, str]]:
    """A fresh Wagtail project in a folder of its own, its tables made; its environment."""
    with tempfile.TemporaryDirectory(prefix="dateline-peer-") as folder:
        (Path(folder) / "peer_migrations").mkdir()
        (Path(folder) / "peer_migrations" / "__init__.py").touch()
        places = [str(PROJECT / "bench" / "peer_wagtail"), folder]
        environment = {
            "PEER_HOME": folder,
            "DJANGO_SETTINGS_MODULE": "peer.settings",
            "PYTHONPATH": os.pathsep.join(places),
        }
        for arguments in (["makemigrations", "pages"], ["migrate"]):
            subprocess.run(
                [sys.executable, "-m", "django", *arguments, "-v0"],
                cwd=folder, env={**os.environ, **environment}, check=True,
            )  # fmt: skip
        yield environment


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--turns", type=int, default=100, help="publishes a row (100)")
    asked.add_argument("--stories", type=int, default=1000, help="stories in print (1000)")
    given = asked.parse_args()
    with ExitStack() as stack:
        stack.enter_context(home())
        peer = stack.enter_context(stock_project())
        subprocess.run(
            [sys.executable, "-m", "dateline.cli.main", "setup", "--name", "The Bench", "--url", "http://127.0.0.1"],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        ours = stack.enter_context(newsroom("ours", {}))
        stock = stack.enter_context(newsroom("stock", peer))
        drafts = given.turns + WARM_UP
        ours.send("fill", given.stories, drafts, EMAIL, PASSWORD)
        stock.send("fill", given.stories, 2 * drafts, EMAIL, PASSWORD)
        made = {ours: ours.answer(), stock: stock.answer()}
        ports = {ours: free_port(), stock: free_port()}
        stack.enter_context(serving(ports[ours], WORKERS))
        stack.enter_context(granian(ports[stock], WORKERS, "peer.wsgi:application", peer))
        for room, port in ports.items():
            room.open(port, made[room])
        print_table(take_turns(ours, stock, given.turns), given.stories)


def take_turns(ours: Newsroom, stock: Newsroom, turns: int) -> dict[tuple[str, str], list[float]]:
    """Milliseconds by path and newsroom."""
    found: dict[tuple[str, str], list[float]] = {}
    behind: list[float] = []

    def command(room: Newsroom, *, meanwhile: bool = True) -> float:
        whole, after = room.give_command(meanwhile=meanwhile)
        if room is ours:
            behind.append(after)
        return whole

    steps: list[tuple[str, str, Callable[[], float]]] = [
        ("command", "ours", lambda: command(ours)),
        ("command", "stock, asked meanwhile", lambda: command(stock)),
        ("desk", "ours", lambda: ours.press_button(meanwhile=True)),
        ("desk", "stock, asked meanwhile", lambda: stock.press_button(meanwhile=True)),
        ("command", "stock, asked afterwards", lambda: command(stock, meanwhile=False)),
        ("desk", "stock, asked afterwards", lambda: stock.press_button(meanwhile=False)),
    ]
    ours.order("come_to_rest")
    for turn in range(turns + WARM_UP):
        for path, who, step in steps if turn % 2 else reversed(steps):
            taken = step()
            if turn >= WARM_UP:
                found.setdefault((path, who), []).append(taken)
    found[("commit to byte", "ours")] = behind[WARM_UP:]
    return found


def print_table(found: dict[tuple[str, str], list[float]], stories: int) -> None:
    """Both paths, with the ratio to the better of the peer's two ways."""
    rows = []
    for path, who in sorted(found):
        p50, p99 = (percentile(found[path, who], share) for share in (0.5, 0.99))
        peers = [values for (other, name), values in found.items() if other == path and name != "ours"]
        ratios = ["", ""]
        if who == "ours" and peers:
            ratios = [
                f"{ours / min(percentile(values, share) for values in peers):.2f}"
                for ours, share in ((p50, 0.5), (p99, 0.99))
            ]
        rows.append((path, who, len(found[path, who]), f"{p50:.0f}", f"{p99:.0f}", *ratios))
    load = os.getloadavg()[1]
    table(f"Publish to byte served, {stories:,} stories in print; the machine's load was {load:.1f}",
          ("path", "newsroom", "n", "p50 ms", "p99 ms", "ratio p50", "ratio p99"), rows)  # fmt: skip


if __name__ == "__main__":
    main()

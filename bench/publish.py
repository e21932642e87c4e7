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

The reader asks every 2 ms on one kept connection. Who makes pages when they are asked for is held up by that, so
both are also measured with a reader who asks only once the desk or command has answered; the ratio is of the
better of each one's two ways, for p50 and for p99. *Commit to byte*: the part of ours behind the transaction.
*Commit to front, to feed*: until the paper's front and its feed bring the headline as well.

`--archive 100000` gives ours so many stories besides, to be held against a run without.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.installation import PROJECT, free_port, granian, home, percentile, serving, table
from bench.publishing.reader import Editor, Reader

EMAIL, PASSWORD = "editor@bench.example", "a password of the bench alone"
WORKERS = 2
# Turns that warm both up and are not counted.
WARM_UP = 3
SHARES = (0.5, 0.99)
# Where a story stands besides, and what is measured behind the commit.
LISTS = ("/", "/feeds/all.rss")
BEHIND = ("commit to byte", "commit to front", "commit to feed")


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

    def give_command(self, *, meanwhile: bool, lists: Sequence[str] = ()) -> tuple[float, list[float]]:
        """Milliseconds from the command to the byte; those from its commit to the byte, and to each of the lists."""
        key, path, words = self._drafts.pop()
        began = time.monotonic_ns()
        self.send("command", key)
        committed = 0 if meanwhile else self.answer()
        seen = [self._reader.read_until(each, words.encode()) for each in (path, *lists)]
        committed = committed or self.answer()
        self.order("come_to_rest")
        return (seen[0] - began) / 1e6, [(moment - committed) / 1e6 for moment in seen]


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
            process.terminate()  # it may be waiting for a press that is gone by now
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
    asked.add_argument("--turns", type=int, default=50, help="publishes a row, two rows a path (50)")
    asked.add_argument("--stories", type=int, default=1000, help="stories in print (1000)")
    asked.add_argument(
        "--archive", type=int, default=0,
        help="stories that ours has besides, filled in bulk and printed by `press everything` (0)",
    )  # fmt: skip
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
        drafts = 2 * (given.turns + WARM_UP)
        for room in (ours, stock):
            room.send("fill", given.stories, drafts, EMAIL, PASSWORD, given.archive if room is ours else 0)
        made = {ours: ours.answer(), stock: stock.answer()}
        ports = {ours: free_port(), stock: free_port()}
        stack.enter_context(serving(ports[ours], WORKERS))
        stack.enter_context(granian(ports[stock], WORKERS, "peer.wsgi:application", peer))
        for room, port in ports.items():
            room.open(port, made[room])
        print_table(take_turns(ours, stock, given.turns), given.stories, given.archive)


def take_turns(ours: Newsroom, stock: Newsroom, turns: int) -> dict[tuple[str, str], list[float]]:
    """Milliseconds by path and newsroom."""
    found: dict[tuple[str, str], list[float]] = {}
    behind: list[list[float]] = []

    def command(room: Newsroom, *, meanwhile: bool) -> float:
        whole, after = room.give_command(meanwhile=meanwhile, lists=LISTS if room is ours else ())
        if room is ours:
            behind.append(after)
        return whole

    steps: list[tuple[str, str, Callable[[], float]]] = []
    for meanwhile in (True, False):
        for who, room in (("ours", ours), ("stock", stock)):
            name = f"{who}, asked {'meanwhile' if meanwhile else 'afterwards'}"
            steps.append(("command", name, partial(command, room, meanwhile=meanwhile)))
            steps.append(("desk", name, partial(room.press_button, meanwhile=meanwhile)))
    ours.order("come_to_rest")
    for turn in range(turns + WARM_UP):
        for path, who, step in steps if turn % 2 else reversed(steps):
            taken = step()
            if turn >= WARM_UP:
                found.setdefault((path, who), []).append(taken)
    for name, values in zip(BEHIND, zip(*behind[2 * WARM_UP :], strict=True), strict=True):
        found[(name, "ours, all")] = list(values)
    return found


def print_table(found: dict[tuple[str, str], list[float]], stories: int, archive: int) -> None:
    """Every row, and beneath them what the better of our two ways is to the better of the peer's."""
    rows: list[tuple[object, ...]] = []
    for path in ("command", "desk", *BEHIND):
        ways = {who: values for (other, who), values in sorted(found.items()) if other == path}
        for who, values in ways.items():
            rows.append((path, who, len(values), *(f"{percentile(values, share):.0f}" for share in SHARES)))
        if path not in BEHIND:
            better = [
                [
                    min(percentile(ways[who], share) for who in ways if who.startswith(room))
                    for share in SHARES
                ]
                for room in ("ours", "stock")
            ]
            rows.append((path, "ratio", "", *(f"{a / b:.2f}" for a, b in zip(*better, strict=True))))
    load = os.getloadavg()[1]
    beside = f", ours with {archive:,} more" if archive else ""
    table(f"Publish to byte served, {stories:,} stories in print{beside}; the machine's load was {load:.1f}",
          ("path", "newsroom", "n", "p50 ms", "p99 ms"), rows)  # fmt: skip


if __name__ == "__main__":
    main()

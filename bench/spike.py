"""A spike of readers while the newsroom publishes: errors, latency, and how soon what is published is read.

300 stories in print, `dateline serve` with a worker a core. h2load (HTTP/1.1, 40 connections kept, gzip) asks for the
front, the section and every story in turn, at a rate that does not wait for answers: 500 pages a second, rising to
1,500 within a minute, then 2,000 for ten seconds. Every six seconds a licensed story is put in print by what
`dateline stories take-in GUID --publish` calls, and a reader asks for it until it is there.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.installation import free_port, home, percentile, serving, table
from bench.publish import EMAIL, PASSWORD, WORKERS, Newsroom, newsroom

STORIES = 300
CLIENTS = 40
# Pages a second, and for how many seconds.
STEPS = ((500, 10), (700, 10), (900, 10), (1100, 10), (1300, 10), (1500, 10), (2000, 10))
PUBLISH_EVERY_SECONDS = 6.0


def ask(port: int, paths: Path, rate: int, seconds: int) -> list[tuple[int, float]]:
    """Every answer's status and its milliseconds; a connection that broke has status 0."""
    program = shutil.which("h2load") or sys.exit("h2load is not installed; `make bench` installs it as root")
    with tempfile.NamedTemporaryFile("r", suffix=".tsv") as log:
        command = [
            program, "--h1", f"--clients={CLIENTS}", f"--rps={rate / CLIENTS}", f"--duration={seconds}",
            "--warm-up-time=1",
            "--header=Accept-Encoding: gzip", f"--base-uri=http://127.0.0.1:{port}", f"--input-file={paths}",
            f"--log-file={log.name}",
        ]  # fmt: skip
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        lines = [line.split("\t") for line in log]
    return [(max(0, int(status)), int(taken) / 1000) for _, status, taken, *_ in lines]


class Publishing:
    """A story each few seconds until told to stop; the milliseconds from the order to the byte."""

    def __init__(self, room: Newsroom) -> None:
        self._room = room
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._publish)
        self.taken: list[float] = []

    def __enter__(self) -> "Publishing":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _publish(self) -> None:
        while not self._over.wait(PUBLISH_EVERY_SECONDS):
            self.taken.append(self._room.give_command(meanwhile=True)[0])


def main() -> None:
    with ExitStack() as stack:
        folder = stack.enter_context(home())
        subprocess.run(
            [sys.executable, "-m", "dateline.cli.main", "setup", "--name", "The Bench", "--url", "http://127.0.0.1"],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        room = stack.enter_context(newsroom("ours", {}))
        made = room.order("fill", STORIES, 20, EMAIL, PASSWORD, 0)
        port = free_port()
        stack.enter_context(serving(port, WORKERS))
        room.open(port, made)
        room.order("come_to_rest")
        paths = folder / "paths.txt"
        paths.write_text(
            "".join(f"{path}\n" for path in ["/", "/economy/", *(path for _, path in made["stories"])])
        )
        rows: list[tuple[object, ...]] = []
        with Publishing(room) as publishing:
            for rate, seconds in STEPS:
                began = time.monotonic()
                answers = ask(port, paths, rate, seconds)
                errors = sum(status != 200 for status, _ in answers)
                times = [taken for _, taken in answers]
                rows.append(
                    (f"{rate:,}", f"{len(answers) / seconds:,.0f}", errors, f"{percentile(times, 0.5):.1f}",
                     f"{percentile(times, 0.99):.1f}", f"{max(times):.0f}", f"{time.monotonic() - began:.0f}")
                )  # fmt: skip
        heading = (f"A spike over {STORIES} stories while a story is published each {PUBLISH_EVERY_SECONDS:.0f} s; "
                   f"the machine's load was {os.getloadavg()[1]:.1f}")  # fmt: skip
        table(heading, ("pages/s asked", "answered", "errors", "p50 ms", "p99 ms", "most ms", "s"), rows)
        slowest = max(publishing.taken)
        print(f"\n{len(publishing.taken)} stories published meanwhile, read {percentile(publishing.taken, 0.5):.0f} ms "
              f"after the order at the median, {slowest:.0f} ms at most")  # fmt: skip


if __name__ == "__main__":
    main()

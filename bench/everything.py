"""The whole paper printed at once: `python bench/everything.py`.

A paper is filled in bulk (`bench/filling.py`), then `dateline press everything` prints all of it three times: onto an
empty disk, over itself with nothing changed, and after the paper's name has changed, which changes every page. Story
pages are timed by themselves, in this process's crew; pages a second count whole runs, each page with its `.gz` and
`.br`. Processor is what the command and its processes had of it, user and system: the machine's other work changes
that little. Memory is the sum of their PSS, the highest of two looks a second. `--stories 100000` for the paper that
has been there for years; filling it takes longer than printing it.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.installation import home, table
from bench.memory import pss_mb

COMMAND = [sys.executable, "-m", "dateline.cli.main"]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--stories", type=int, default=5000, help="stories in print (5000)")
    asked.add_argument(
        "--stories-alone", action="store_true", help="print the story pages, and nothing after that"
    )
    given = asked.parse_args()
    with home():
        set_up("The Bench")
        fill(given.stories)
        rows = [("stories alone, onto an empty disk", *stories_alone())]
        if not given.stories_alone:
            rows.append(("the rest of the paper", *everything()))
            rows.append(("all of it, nothing changed", *everything()))
            set_up("The Bench Anew")
            rows.append(("all of it, every page changed", *everything()))
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[1]
    table(
        f"The whole paper with {given.stories:,} stories on {cores} cores; the machine's load was {load:.1f}",
        ("what", "pages", "seconds", "pages/s", "processor, ms a page", "highest PSS, MB"),
        rows,
    )


def set_up(name: str) -> None:
    """Make the paper, or rename it."""
    subprocess.run(
        [*COMMAND, "setup", "--name", name, "--url", "http://127.0.0.1"],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def fill(stories: int) -> None:
    """In a process of its own: what filling takes of memory is not printing's."""
    program = f"import django; django.setup(); from bench import filling; filling.fill_fast({stories})"
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).resolve().parents[1])


def stories_alone() -> tuple[object, ...]:
    """The story pages, and no others."""
    program = (
        "import django; django.setup()\n"
        "from dateline.house import printing\n"
        "printing._printers[:] = [each for each in printing._printers if each.name == 'stories']\n"
        "from dateline.press.cli import everything\n"
        "everything(standalone_mode=False)\n"
    )
    return timed([sys.executable, "-c", program])


def everything() -> tuple[object, ...]:
    """What the command does."""
    return timed([*COMMAND, "press", "everything"])


def timed(command: list[str]) -> tuple[object, ...]:
    """Pages, seconds, pages a second, milliseconds of processor a page, highest memory."""
    began, had = time.monotonic(), _processor_seconds()
    highest = 0.0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            highest = max(highest, pss_mb(process.pid))
            time.sleep(0.5)
        said = process.stdout.read() if process.stdout else ""
    seconds = time.monotonic() - began
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    pages = int(said.splitlines()[-1].split()[0])
    processor = 1000 * (_processor_seconds() - had) / max(pages, 1)
    return pages, f"{seconds:.1f}", f"{pages / seconds:.0f}", f"{processor:.2f}", f"{highest:.0f}"


def _processor_seconds() -> float:
    """What all that has been started here, and has ended, had of the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()

"""What an idle installation takes of memory: `python bench/memory.py`.

A paper of one story is served by `dateline serve` with two workers, each of which has answered a printed page, a page
by Django and the desk's sign-in, and is left alone until its put-off work is done. Counted is PSS, as the kernel says
it in `/proc/*/smaps_rollup`: memory that processes share is parted among them.
"""

import os
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.installation import free_port, home, serving, set_up, table

WANTED_MB = 350


def main() -> None:
    with home():
        [address] = set_up(1)
        port = free_port()
        with serving(port, workers=2):
            for path in (address, "/search/?q=harbour", "/desk/login/") * 8:
                with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                    answer.read()
            rest(os.getpid())
            rows = [(name_of(pid), f"{_own_mb(pid):.0f}") for pid in below(os.getpid())]
            whole = sum(_own_mb(pid) for pid in below(os.getpid()))
    rows.append((f"all, wanted at most {WANTED_MB}", f"{whole:.0f}"))
    table("An idle installation, PSS in MB", ("process", "PSS, MB"), rows)


def rest(pid: int) -> None:
    """Wait until what was put off is done, and its process has gone."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        time.sleep(2)
        if not any("put_off" in name_of(each) for each in below(pid)):
            return


def pss_mb(pid: int) -> float:
    """Of a process and all that it has started."""
    return sum(_own_mb(each) for each in (pid, *below(pid)))


def below(pid: int) -> list[int]:
    """All that a process has started, and they in turn."""
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += [int(child), *below(int(child))]
    return found


def name_of(pid: int) -> str:
    """What it was started as."""
    with suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        return " ".join(word for word in words[1:6] if word not in ("-m", "--interface", "wsgi")) or words[0]
    return "gone"


def _own_mb(pid: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()

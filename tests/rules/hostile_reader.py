"""Run in a process of its own: reads cases from a list, says of each what it cost and what it touched.

python hostile_reader.py CASES.jsonl   # {"name": …, "path": …} or {"name": …, "b64": …}, one a line
"""

import base64
import json
import resource
import sys
import time
from pathlib import Path

from dateline.wire.parsers import PLAIN, enclosed, parse
from dateline.wire.rules import Item

TOUCHED: list[str] = []
OURS = (".py", ".pyc", ".so", "/proc/self/status", "/proc/self/clear_refs")


def watch(event: str, details: tuple[object, ...]) -> None:
    """Note each socket, process and foreign file that Python itself is asked for."""
    if event.startswith(("socket.connect", "socket.getaddrinfo", "subprocess", "os.system")):
        TOUCHED.append(f"{event} {details!r}"[:200])
    elif event == "open" and not str(details[0]).endswith(OURS):
        TOUCHED.append(f"open {details[0]!r}"[:200])


def kilobytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def bytes_of(case: dict[str, str]) -> bytes:
    if "b64" in case:
        return base64.b64decode(case["b64"])
    with Path(case["path"]).open("rb") as file:
        return file.read(20_000_001)  # as a message is read


def read(name: str, raw: bytes) -> dict[str, object]:
    Path("/proc/self/clear_refs").write_text("5")
    before, started = kilobytes("VmRSS"), time.process_time()
    del TOUCHED[:]
    found = parse(raw, name=name, profile=PLAIN)
    enclosed(raw)
    touched = list(TOUCHED)
    return {
        "name": name,
        "seconds": time.process_time() - started,
        "megabytes": (kilobytes("VmHWM") - before) / 1024,
        "touched": touched,
        "guids": [one.guid for one in found if isinstance(one, Item)],
        "reasons": [one.reason for one in found if not isinstance(one, Item)],
        "text": "\n".join(one.headline + one.body_text for one in found if isinstance(one, Item))[:4_000],
    }


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    cases = [json.loads(line) for line in Path(sys.argv[1]).read_text().splitlines()]
    for warm in (
        b'{"uri": "u"}',
        b'<newsItem guid="u"/>',
        b"<rss><item><guid>a</guid></item></rss>",
        b"From: a\nTo: b\n\nc",
    ):
        parse(warm, name="warm")
    sys.addaudithook(watch)
    for case in cases:
        sys.stdout.write(json.dumps(read(case["name"], bytes_of(case))) + "\n")


if __name__ == "__main__":
    main()

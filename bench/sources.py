"""From a file that a partner lays into a folder to the page that a reader is served.

A newsroom with 50 stories, as `dateline setup` and `dateline serve` make it; one partner with a folder and a
standing order that publishes. A message is written beside and renamed, as a partner's program does it; the clock
runs from the rename until a GET of the story's address has brought it. Its parts: how long until the message
was received, by its delivery's moment, and from there to the page. Beside it stands the same item handed in by
`dateline wire receive`, a command of its own: what a newsroom has without a source. The reader asks every 2 ms.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.installation import free_port, home, percentile, serving, set_up, table
from bench.publishing.reader import Reader
from dateline.house import clock

LICENCES = """
[[partner]]
slug = "quay"
name = "Quay Wire"
home = "https://quay.example/"
[partner.terms]
mark = "Featured article licensed from"
credit = "Quay Wire"
copyright = "© Quay Wire"
uses = ["page", "front", "related", "search", "feed"]
text = "verbatim"
[partner.standing_order]
section = "economy"
publish = true
[[partner.source]]
kind = "folder"
location = "inbox/quay"
silent_after_minutes = 90
"""
WARM_UP = 3
STORIES = 50
WANTED_P50 = 1000.0


def item(number: int) -> tuple[str, bytes]:
    """A message of its own, and where its story will stand."""
    at = clock.now() - timedelta(minutes=3)
    words = f"The harbour counted its cranes for the {number}th time. " * 60
    body = {
        "uri": f"urn:quay:{number}", "type": "text", "version": "1", "language": "en",
        "firstcreated": at.isoformat(), "versioncreated": at.isoformat(), "headline": f"Cranes counted {number}",
        "description_text": "They were all there.", "byline": "Jane Doe", "body_html": f"<p>BUSAN—{words}</p>",
    }  # fmt: skip
    return f"/economy/quay/cranes-counted-{number}/", json.dumps(body).encode()


def lay(folder: Path, name: str, raw: bytes) -> None:
    """As a partner's program delivers: written under another name, then renamed."""
    (folder / f"{name}.part").write_bytes(raw)
    (folder / f"{name}.part").rename(folder / f"{name}.json")


def hand_in(folder: Path, name: str, raw: bytes) -> None:
    """As an operator does, whose command starts anew each time."""
    path = folder / f"{name}.json"
    path.write_bytes(raw)
    command = [sys.executable, "-m", "dateline.cli.main", "wire", "receive", "--partner", "quay", str(path)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def received_after(number: int, began: datetime) -> float:
    """Milliseconds until the message was received."""
    from dateline.wire.models import WireItem

    moment = WireItem.objects.get(guid=f"urn:quay:{number}").received_at
    return (moment - began).total_seconds() * 1000


def measure(
    port: int, numbers: range, deliver: Callable[[str, bytes], None]
) -> tuple[list[float], list[float]]:
    """Milliseconds from the delivery to the page, and to the receipt, a turn each."""
    pages, receipts = [], []
    for number in numbers:
        path, raw = item(number)
        time.sleep(0.3)
        wall, began = clock.now(), time.monotonic_ns()
        deliver(str(number), raw)
        # A connection of its own: a command takes so long that the server closes one that waits.
        done = Reader(port).read_until(path, f"Cranes counted {number}".encode())
        pages.append((done - began) / 1e6)
        receipts.append(received_after(number, wall))
    return pages[WARM_UP:], receipts[WARM_UP:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=30)
    turns = parser.parse_args().turns + WARM_UP
    with home() as folder:
        set_up(STORIES)
        from dateline.licences import actions as licences

        (folder / "licences.toml").write_text(LICENCES)
        licences.load(folder / "licences.toml", at=clock.now(), by="the bench")
        inbox, aside = folder / "inbox" / "quay", folder / "aside"
        aside.mkdir()
        port = free_port()
        with serving(port):
            while not inbox.is_dir():
                time.sleep(0.1)
            time.sleep(2)
            laid, receipts = measure(port, range(turns), lambda name, raw: lay(inbox, name, raw))
            handed, _ = measure(port, range(1000, 1000 + turns), lambda name, raw: hand_in(aside, name, raw))
    rows = [
        (what, len(found), f"{statistics.median(found):.0f}", f"{percentile(found, 0.99):.0f}",
         f"{statistics.median(found) / statistics.median(handed):.2f}")
        for what, found in (
            ("laid into the folder, to the page", laid), ("of which until it was received", receipts),
            ("handed in by a command, to the page", handed),
        )
    ]  # fmt: skip
    is_reached = statistics.median(laid) < WANTED_P50
    load = os.getloadavg()[0]
    wanted = f"Wanted: p50 under 1 s: {'' if is_reached else 'not '}reached."
    table(
        f"From a partner's file to the page; load {load:.1f}. {wanted}",
        ("path", "n", "p50 ms", "p99 ms", "ratio"),
        rows,
    )


if __name__ == "__main__":
    main()

"""The wire's speed and size, measured: `python bench/wire.py`.

Four tables: items read a second on one core, a sample a line (the largest of each format, then all of them);
items received and filed a second; the memory that a news message of 1,000 items and 18 MB takes; one item sent
1,000 times in a random order of versions, corrections and kills. Samples come from the folder that
DATELINE_SHARED names (default ../shared beside the project), everything else is made here.
`python bench/wire.py filing` measures only what is filed; on PostgreSQL where DATABASE_URL names an empty database.

The peer of the first table is lxml alone, parsing the same bytes and doing nothing with them (JSON: Python's
json), so that its ratio says what the reading costs above the parsing.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.installation import home, sentence, table
from dateline.wire.parsers import parse
from dateline.wire.rules import Item

SHARED = Path(os.environ.get("DATELINE_SHARED") or Path(__file__).resolve().parents[1].parent / "shared")
SAMPLES = SHARED / "wire-samples"
FORMATS = (
    "newsml-g2",
    "newsml-g2/dpa",
    "newsml-1.2",
    "nitf",
    "ninjs-1.x",
    "ninjs-2.x",
    "ninjs-3.x",
    "rss-atom",
)
AT = datetime(2026, 11, 23, tzinfo=UTC)
G2 = """<newsItem guid="urn:bench:{number}" version="{version}" xmlns="http://iptc.org/std/nar/2006-10-01/">
<itemMeta><itemClass qcode="ninat:text"/><versionCreated>{at}</versionCreated></itemMeta>
<contentMeta><urgency>4</urgency><headline>{headline}</headline><subject qcode="medtop:04000000"/></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>{body}
</body></html></inlineXML></contentSet></newsItem>"""


def message(items: int, size: int) -> bytes:
    """A news message of so many items and bytes, seeded."""
    random.seed(7)
    each = size // items
    found = []
    for number in range(items):
        body = ""
        while len(body) < each - 700:
            body += f"<p>{' '.join(sentence() for _ in range(4))}</p>"
        found.append(
            G2.format(number=number, version=1, at=AT.isoformat(), headline=sentence()[:80], body=body)
        )
    inner = "".join(found)
    return f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{inner}</itemSet></newsMessage>'.encode()


def rate(work: Callable[[], int], seconds: float = 1.0) -> float:
    """How many of what `work` counts are done in a second of processor time."""
    work()
    done, started = 0, time.process_time()
    while time.process_time() - started < seconds:
        done += work()
    return done / (time.process_time() - started)


def bare(raw: bytes) -> int:
    """Parse and do nothing with it."""
    if raw.lstrip()[:1] in (b"{", b"["):
        json.loads(raw)
    else:
        etree.fromstring(raw.lstrip())
    return 1


def reading() -> None:
    """Items a second, the largest sample of each format."""
    rows = []
    every: list[bytes] = []
    for folder in FORMATS:
        paths = [path for path in (SAMPLES / folder).glob("*.*") if path.is_file()]
        every += [path.read_bytes() for path in paths]
        largest = max(paths, key=lambda path: path.stat().st_size)
        raw = largest.read_bytes()
        ours, peer = rate(lambda raw=raw: len(parse(raw, name="x"))), rate(lambda raw=raw: bare(raw), 0.3)
        rows.append(
            (
                f"{folder}/{largest.name}"[:58],
                f"{len(raw) / 1000:.0f} kB",
                f"{ours:,.0f}",
                f"{ours / peer:.2f}",
            )
        )
    ours = rate(lambda: sum(len(parse(raw, name="x")) for raw in every), 2.0)
    rows.append((f"all {len(every)} samples", f"{sum(map(len, every)) / 1000:.0f} kB", f"{ours:,.0f}", "-"))
    whole = message(100, 1_830_000)
    rows.append(("news message of 100 items, made here", "1830 kB",
                 f"{rate(lambda: len(parse(whole, name='x')), 2.0):,.0f}", "-"))  # fmt: skip
    table("read, a second of one core", ("sample", "size", "items/s", "of bare parsing"), rows)


def memory() -> None:
    """What a message of 1,000 items and 18 MB adds to a process, reading alone."""
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        path = Path(folder) / "message.xml"
        path.write_bytes(message(1_000, 18_000_000))
        counted = subprocess.run(
            [sys.executable, __file__, "--read", str(path)], capture_output=True, text=True, check=True
        )
    items, seconds, grown = counted.stdout.split()
    table("one news message of 18 MB", ("items", "read in", "memory grows by"),
          [(items, f"{float(seconds):.1f} s", f"{float(grown):.0f} MB")])  # fmt: skip


def read_one(path: Path) -> None:
    """In a process of its own: read a message, print items, seconds and megabytes grown."""
    parse(b'{"uri": "warm"}', name="x")
    parse(G2.format(number=0, version=1, at="", headline="h", body="<p>b</p>").encode(), name="x")
    Path("/proc/self/clear_refs").write_text("5")  # the peak so far is not ours: it counts from here
    before, started = _kilobytes("VmRSS"), time.perf_counter()
    raw = path.read_bytes()
    found = parse(raw, name=path.name)
    assert all(isinstance(one, Item) for one in found), found[:1]
    print(len(found), time.perf_counter() - started, (_kilobytes("VmHWM") - before) / 1024)


def _kilobytes(name: str) -> int:
    """What the kernel says of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def filing() -> None:
    """Files received and filed a second; then one item 1,000 times."""
    with home() as folder:
        from dateline.cli.setup import set_up as make

        make(name="The Bench", url="http://127.0.0.1", say=lambda line: None)
        from django.db import connection

        from dateline.licences.models import Partner
        from dateline.wire import actions, queries

        Partner.objects.create(slug="bench", name="Bench", loaded_at=AT, terms={})
        rows: list[tuple[str, ...]] = []
        inbox = folder / "inbox"
        inbox.mkdir()
        for number in range(600):
            text = G2.format(
                number=number,
                version=1,
                at=AT.isoformat(),
                headline=sentence()[:80],
                body=f"<p>{sentence()}</p>" * 6,
            )
            (inbox / f"{number:04}.xml").write_text(text)
        receipts = timed("600 files, an item each", 600, lambda: actions.receive("bench", [inbox]), rows)
        assert sum(one.state == "filed" for one in receipts) == 600
        raw = message(400, 1_600_000).replace(b"urn:bench:", b"urn:bench:m")
        (folder / "message.xml").write_bytes(raw)
        timed(
            "one message of 400 items", 400, lambda: actions.receive("bench", [folder / "message.xml"]), rows
        )
        table(f"received and filed on {connection.vendor}",
              ("what", "items/s", "processor ms an item", "items/s of processor"), rows)  # fmt: skip

        seconds, state, versions = a_thousand_times(folder / "storm")
        row = queries.by_guid("urn:bench:storm")
        table("one item 1,000 times in any order of versions, corrections and kills",
              ("items", "ends as", "versions kept", "took"),
              [(1, f"{state}, v{row.version}", versions, f"{seconds:.1f} s")])  # fmt: skip


def timed(what: str, items: int, work: Callable[[], Any], rows: list[tuple[str, ...]]) -> Any:
    """Do it, and add a row: items a second by the clock on the wall, and by this process's own time alone."""
    started, busy_from = time.perf_counter(), time.process_time()
    done = work()
    took, busy = time.perf_counter() - started, time.process_time() - busy_from
    rows.append((what, f"{items / took:,.0f}", f"{busy / items * 1000:.2f}", f"{items / busy:,.0f}"))
    return done


def a_thousand_times(folder: Path) -> tuple[float, str, int]:
    """Deliver versions 1 to 20, corrections of them and kills, 1,000 in all, shuffled; seconds and how it ends."""
    from dateline.wire import actions, queries

    folder.mkdir()
    paths = []
    for number in range(1, 21):
        for word in ("", "CORRECTED ", "KILL"):
            fields = {
                "uri": "urn:bench:storm",
                "type": "text",
                "version": str(number),
                "versioncreated": (AT + timedelta(minutes=number)).isoformat(),
                "headline": f"{word}Take {number}",
                "body_text": f"Take {number}.",
            }
            if word == "KILL":
                fields["pubstatus"] = "canceled"
            path = folder / f"{number}-{word.strip() or 'usable'}.json"
            path.write_text(json.dumps(fields))
            paths.append(path)
    sent = (paths * 17)[:1_000]
    random.Random(3).shuffle(sent)
    started = time.perf_counter()
    for path in sent:
        actions.receive("bench", [path])
    took = time.perf_counter() - started
    row = queries.by_guid("urn:bench:storm")
    return took, row.state, row.versions.count()


def main() -> None:
    if sys.argv[1:2] == ["--read"]:
        read_one(Path(sys.argv[2]))
        return
    if sys.argv[1:] == ["filing"]:
        filing()
        return
    reading()
    memory()
    filing()


if __name__ == "__main__":
    main()

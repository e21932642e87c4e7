"""The reader swarm: threads that read printed pages through the real server and check every answer.

`python -m drill.swarm FOLDER PORT READERS BOUND SEED`, a process of its own, until a file says that it is time to
rest; then it leaves its report, `swarm.json`. Checked of every 200: it is whole (its end mark, and its ETag is the
hash of the body, in each encoding), no take is older than one that a reader has had, nothing is in it that is gone.
Statuses otherwise: 304 and 410. A front's links lead to pages once all is at rest. BOUND: so many seconds after its
acknowledgement a withdrawal is in force.
"""

import gzip
import hashlib
import http.client
import json
import random
import re
import sys
import threading
import time
import zlib
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

import brotli

from drill import ledger

TAKE = re.compile(rb"Take (\d+) of ((?:own|wire)-\d+-\d+)")
LINK = re.compile(rb'href="(/economy/(?:harbour/)?[\w-]+/)"')
FRONTS = ("/", "/economy/", "/feeds/all.rss")
# The server may take a busy page for the one on disk for 5 ms (decision 0009), each of its workers by itself.
SETTLED_SECONDS = 0.02
# So long a reader looks at a page: a swarm that never pauses takes the machine from the newsroom.
PAUSE_SECONDS = 0.06
ENCODINGS = ("br", "gzip", "identity")


@dataclass(frozen=True)
class Reply:
    """What came back; `body` as the reader reads it."""

    status: int
    etag: str
    body: bytes
    kind: str


@dataclass
class Swarm:
    """What all readers know together."""

    folder: Path
    port: int
    bound: float
    faults: list[str] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    latencies: list[tuple[float, float]] = field(default_factory=list)
    no_answer: list[float] = field(default_factory=list)
    asked_again: int = 0
    made_when_asked: int = 0
    longest_doubt: float = 0.0
    _had: dict[str, int] = field(default_factory=dict)
    _gone: dict[str, float] = field(default_factory=dict)
    _printed: set[str] = field(default_factory=set)
    _coming: deque[tuple[float, dict[str, int], str]] = field(default_factory=deque)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def fault(self, address: str, what: str) -> None:
        """Something that no reader may meet."""
        with self._turn, (self.folder / "faults").open("a") as log:
            self.faults.append(f"{address}: {what}")
            log.write(f"{time.monotonic():.3f} {address}: {what}\n")

    def known(self) -> tuple[dict[str, int], set[str], set[str]]:
        """What is settled by now: takes that readers have had on a page, what is gone, pages that stood."""
        now = time.monotonic()
        with self._turn:
            while self._coming and self._coming[0][0] < now - SETTLED_SECONDS:
                _, takes, gone = self._coming.popleft()
                for story, take in takes.items():
                    self._had[story] = max(take, self._had.get(story, 0))
                if gone:
                    self._gone.setdefault(gone, now)
            return dict(self._had), set(self._gone), set(self._printed)

    def had(self, address: str, reply: Reply, takes: dict[str, int], seconds: float) -> None:
        """A reader has had this answer."""
        now, status = time.monotonic(), reply.status
        with self._turn:
            self.statuses[str(status)] = self.statuses.get(str(status), 0) + 1
            self.latencies.append((now, seconds * 1000))
            had = {f"{address} {story}": take for story, take in takes.items()}
            self._coming.append((now, had, address if status == 410 else ""))
            if status == 200 and reply.etag:
                self._printed.add(address)
            if status == 200 and not reply.etag:
                self.made_when_asked += 1

    def count(self) -> None:
        """Say how many answers there were by now: whoever looks never sees half a number."""
        beside = self.folder / "reads beside"
        beside.write_text(str(len(self.latencies)))
        beside.rename(self.folder / "reads")

    def report(self) -> dict[str, object]:
        """For the one who started us."""
        return {
            "faults": self.faults, "statuses": self.statuses, "latencies": self.latencies,
            "no_answer": self.no_answer, "asked_again": self.asked_again,
            "made_when_asked": self.made_when_asked, "longest_doubt": self.longest_doubt,
        }  # fmt: skip


class Reader:
    """Reads one page after another over one connection, as a browser does."""

    def __init__(self, swarm: Swarm, seed: str) -> None:
        self._swarm = swarm
        self._choose = random.Random(seed)
        self._ledger = ledger.Following(swarm.folder / "ledger.jsonl")
        self._connection = http.client.HTTPConnection("127.0.0.1", swarm.port, timeout=15)
        self._etags: dict[tuple[str, str], str] = {}
        self._doubted: dict[tuple[str, str], float] = {}

    def read_on(self) -> None:
        """Until it is time to rest."""
        while not (self._swarm.folder / "readers rest").exists():
            self._read(self._next())
            self._ask_after_doubted()
            time.sleep(PAUSE_SECONDS)
        self._ask_after_doubted(at_rest=True)
        self._connection.close()

    def _next(self) -> str:
        stories = list(self._ledger.read().addresses.values())
        if not stories or self._choose.random() < 0.25:
            return self._choose.choice(FRONTS)
        newest = stories[-30:] if self._choose.random() < 0.7 else stories
        return self._choose.choice(newest)

    def _read(self, address: str) -> Reply | None:
        had, gone, printed = self._swarm.known()
        down = {
            a for a, at in self._ledger.book.withdrawn.items() if time.monotonic() > at + self._swarm.bound
        }
        encoding = self._choose.choice(ENCODINGS)
        known = self._etags.get((address, encoding), "") if self._choose.random() < 0.2 else ""
        begun = time.perf_counter()
        reply = self._ask(address, encoding, known)
        if reply is None:
            return None
        takes = (
            {story.decode(): int(take) for take, story in TAKE.findall(reply.body)}
            if reply.status == 200
            else {}
        )
        self._swarm.had(address, reply, takes, time.perf_counter() - begun)
        if reply.status == 200:
            self._etags[address, encoding] = reply.etag
            self._check_whole(address, reply)
            self._check_takes(address, takes, had, gone | down)
            if address in FRONTS:
                self._follow_a_link(address, reply)
        if reply.status == 200 and address in gone | down:
            what = (
                "again after it was taken down"
                if address in gone
                else f"still, {self._swarm.bound:g} s after its takedown"
            )
            self._swarm.fault(address, f"is in print {what}")
        if reply.status not in (200, 304, 410) and (address in printed or address in FRONTS):
            self._swarm.fault(address, f"answers {reply.status} and was in print")
        return reply

    def _ask(self, address: str, encoding: str, known: str) -> Reply | None:
        """None: nobody answers. A connection that ends without an answer is asked again once, as browsers do."""
        headers = {"Accept-Encoding": encoding} | ({"If-None-Match": known} if known else {})
        for attempt in (1, 2):
            try:
                self._connection.request("GET", address, headers=headers)
                return _read(self._connection.getresponse())
            except (zlib.error, gzip.BadGzipFile, EOFError, brotli.error) as cause:
                self._connection.close()
                self._swarm.fault(address, f"cannot be unpacked from {encoding}: {cause}")
                return None
            except (OSError, http.client.HTTPException) as cause:
                self._connection.close()
                if isinstance(cause, ConnectionRefusedError) or attempt == 2:
                    break
                self._swarm.asked_again += 1
        self._swarm.no_answer.append(time.monotonic())
        time.sleep(0.05)
        return None

    def _check_whole(self, address: str, reply: Reply) -> None:
        end = b"</rss>" if "xml" in reply.kind else b"</html>"
        if not reply.body.rstrip().endswith(end):
            self._swarm.fault(address, f"is half a page: it ends in {reply.body[-40:]!r}")
        # A page that lies nowhere yet is made by the newsroom for who asks first, and has no ETag.
        if reply.etag and reply.etag.strip('"').split("-")[0] != hashlib.sha256(reply.body).hexdigest()[:32]:
            self._swarm.fault(address, f"is not what its ETag {reply.etag} says")

    def _check_takes(self, address: str, takes: dict[str, int], had: dict[str, int], gone: set[str]) -> None:
        for story, take in takes.items():
            if take < (before := had.get(f"{address} {story}", 0)):
                self._swarm.fault(address, f"shows take {take} of {story} after take {before}")
            # A front may be behind its stories, and must catch up.
            if address in FRONTS and self._ledger.book.addresses.get(story) in gone:
                self._doubted.setdefault((address, self._ledger.book.addresses[story]), time.monotonic())

    def _follow_a_link(self, front: str, reply: Reply) -> None:
        links = [link.decode() for link in LINK.findall(reply.body)]
        if links and (followed := self._read(link := self._choose.choice(links))) and followed.status != 200:
            self._doubted.setdefault((front, link), time.monotonic())

    def _ask_after_doubted(self, *, at_rest: bool = False) -> None:
        """A link that leads nowhere, and what is gone, must leave its front: they are printed one after the other.

        How long that took at most is told; what still stands there when all is at rest is a fault.
        """
        for (front, link), since in list(self._doubted.items()):
            if not at_rest and self._choose.random() > 0.05:
                continue
            leads, shown = self._ask(link, "identity", ""), self._ask(front, "identity", "")
            if not leads or not shown:
                continue
            if leads.status == 200 or f'"{link}"'.encode() not in shown.body:
                self._swarm.longest_doubt = max(self._swarm.longest_doubt, time.monotonic() - since)
                del self._doubted[front, link]
            elif at_rest:
                self._swarm.fault(front, f"links to {link}, which answers {leads.status}")


def _read(reply: http.client.HTTPResponse) -> Reply:
    body = reply.read()
    encoding = reply.headers.get("Content-Encoding", "")
    if encoding == "br":
        body = brotli.decompress(body)
    elif encoding == "gzip":
        body = gzip.decompress(body)
    return Reply(reply.status, reply.headers.get("ETag", ""), body, reply.headers.get("Content-Type", ""))


def main() -> None:
    """Let them read."""
    folder, port, readers, bound, seed = sys.argv[1:]
    swarm = Swarm(Path(folder), int(port), float(bound))
    threads = [threading.Thread(target=Reader(swarm, f"{seed} {n}").read_on) for n in range(int(readers))]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        swarm.count()
        time.sleep(0.5)
    (Path(folder) / "swarm.json").write_text(json.dumps(swarm.report()))


if __name__ == "__main__":
    main()

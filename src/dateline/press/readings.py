"""How often pages are read: counted in memory, one line a minute on disk, no reader known."""

import json
import os
import threading
import time

from dateline.house import metrics
from dateline.house.home import home

MOST_PATHS = 5_000
# Where nginx counts what it answers by itself, in lines of the same shape: `dateline press nginx --count`.
NGINX = "nginx.jsonl"
# Told when a minute is over: a page is served without it.
READ = metrics.counter("pages_read", "Pages that the built-in server gave to readers, counted by the minute")


class Readings:
    """Counts of one worker; written to `press/readings/<pid>.jsonl` when a minute is over."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._minute = int(time.time()) // 60
        self._lock = threading.Lock()

    def count(self, path: str, times: int = 1) -> None:
        """So many more readings of this path."""
        minute = int(time.time()) // 60
        if minute != self._minute:
            self._turn(minute)
        counts = self._counts
        if path in counts:
            counts[path] += times
        elif len(counts) < MOST_PATHS:
            counts[path] = times

    def _turn(self, minute: int) -> None:
        with self._lock:
            if minute == self._minute:
                return
            over, counts = self._minute, self._counts
            self._minute, self._counts = minute, {}
        READ.inc(sum(counts.values()))
        moment = time.strftime("%Y-%m-%dT%H:%M:00Z", time.gmtime(over * 60))
        line = json.dumps({"minute": moment, "counts": counts}, ensure_ascii=True)
        folder = home() / "press" / "readings"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / f"{os.getpid()}.jsonl").open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        except OSError:
            return  # A full disk costs a minute's counts, never a reader's page.

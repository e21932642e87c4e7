"""Requests a second of a printed story: the built-in server, one worker, beside nginx over the same file.

wrk, one thread, 32 connections kept alive, gzip. The two take turns, each first in every other one; the ratio is
that of each turn's pair. Both must answer the very same gzip bytes before anything is timed, and an answer that is
neither 200 nor 304, or a connection that breaks, ends the measurement.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.installation import free_port, home, nginx, serving, set_up, table

TURNS = 5
SECONDS = 4


def rate(url: str, *, etag: str = "") -> tuple[float, float]:
    """Requests a second, and the 99th percentile of latency in milliseconds."""
    wrk = shutil.which("wrk") or sys.exit("wrk is not installed; `make bench` installs it as root")
    command = [wrk, "-t1", "-c32", f"-d{SECONDS}s", "--latency", "-H", "Accept-Encoding: gzip"]
    if etag:
        command += ["-H", f"If-None-Match: {etag}"]
    said = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(f"{url} answered errors:\n{said}")
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()  # type: ignore[union-attr]  # wrk prints it
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]), float(number) * {
        "us": 1e-3,
        "ms": 1,
        "s": 1e3,
    }[unit]  # type: ignore[index]  # wrk prints it


def ask(url: str, **headers: str) -> tuple[int, bytes, str]:
    """The status, the bytes as they were sent and the tag of the gzip encoding."""
    import http.client
    from urllib.parse import urlsplit

    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.netloc, timeout=10)
    connection.request("GET", place.path, headers={"Accept-Encoding": "gzip", **headers})
    reply = connection.getresponse()
    return reply.status, reply.read(), reply.headers["ETag"]


def tags_of(urls: dict[str, str]) -> dict[str, str]:
    """Each server's tag, once both have answered the same page and a 304 to its tag."""
    answers = {name: ask(url) for name, url in urls.items()}
    if len({(status, body) for status, body, _ in answers.values()}) != 1:
        sys.exit(f"the two do not serve the same: {[(s, len(b)) for s, b, _ in answers.values()]}")
    for name, (_, _, tag) in answers.items():
        status, _, _ = ask(urls[name], **{"If-None-Match": tag})
        if status != 304:
            sys.exit(f"{name} answers {status} to its own tag")
    return {name: tag for name, (_, _, tag) in answers.items()}


def main() -> None:
    with home() as folder:
        (path,) = set_up(1)
        ours, theirs = free_port(), free_port()
        page = folder / "press" / "open" / path.strip("/") / "index.html"
        with serving(ours), nginx(theirs, folder / "press" / "open"):
            urls = {
                "built-in server": f"http://127.0.0.1:{ours}{path}",
                "nginx": f"http://127.0.0.1:{theirs}{path}",
            }
            tags = tags_of(urls)
            pages: dict[str, list[tuple[float, float]]] = {name: [] for name in urls}
            unchanged: dict[str, list[tuple[float, float]]] = {name: [] for name in urls}
            for turn in range(TURNS):
                for name, url in list(urls.items())[:: -1 if turn % 2 else 1]:
                    pages[name].append(rate(url))
                    unchanged[name].append(rate(url, etag=tags[name]))
        rows = []
        for what, runs in (("page, gzip", pages), ("304", unchanged)):
            ratios = [a[0] / b[0] for a, b in zip(runs["built-in server"], runs["nginx"], strict=True)]
            for name, values in runs.items():
                ratio = f"{statistics.median(ratios):.2f}" if name != "nginx" else "1"
                rows.append(
                    (what, name, f"{statistics.median(v[0] for v in values):,.0f}",
                     f"{statistics.median(v[1] for v in values):.1f}", ratio)
                )  # fmt: skip
        size = page.with_name("index.html.gz").stat().st_size
        table(f"One printed story, {page.stat().st_size:,} bytes, {size:,} as gzip; median of {TURNS} turns; "
              f"the machine's load was {os.getloadavg()[1]:.1f}",
              ("what", "server", "requests/s", "p99 ms", "ratio"), rows)  # fmt: skip


if __name__ == "__main__":
    main()

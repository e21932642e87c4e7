"""Requests a second of a printed story: the built-in server, one worker, beside nginx over the same file.

wrk, one thread, 32 connections kept alive, gzip. All take turns, each first in every other one; the ratio is
that of each turn's pair. Both must answer the very same gzip bytes before anything is timed, and an answer that is
neither 200 nor 304, or a connection that breaks, ends the measurement.

The peer is nginx as it keeps the same promise: it looks at the file at each request, so that what was withdrawn a
moment ago is served no more. With `open_file_cache` it does not look for a minute; its figure stands beside. The
configuration that `dateline press nginx` prints, before the built-in server, is measured against the same peer.
*Desk busy*: the same, while an editor's browser has one edit form after the other made in the same worker; its
ratio is to the built-in server without.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import proxies
from bench.installation import free_port, home, nginx, serving, set_up, table
from bench.publishing.reader import Editor

EMAIL, PASSWORD = "editor@bench.example", "a password of the bench alone"
BEHIND = "nginx, as `dateline press nginx` has it"
OURS, BUSY, PEER, CACHING = "built-in server", "built-in server, desk busy", "nginx", "nginx, open_file_cache"
TURNS = 5
SECONDS = 3


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


@contextmanager
def desk_busy(editor: Editor, pk: int) -> Iterator[None]:
    """While this lasts the edit form of a story is being made, one after the other."""
    over = threading.Event()

    def edit() -> None:
        while not over.is_set():
            editor.open_story(pk)

    browser = threading.Thread(target=edit)
    browser.start()
    try:
        yield
    finally:
        over.set()
        browser.join()


Rates = dict[str, list[tuple[float, float]]]


def take_turns(urls: dict[str, str], tags: dict[str, str], editor: Editor, pk: int) -> tuple[Rates, Rates]:
    """What each server answers in each turn: the page, and 304 to its tag."""
    pages: Rates = {name: [] for name in (*urls, BUSY)}
    unchanged: Rates = {name: [] for name in (*urls, BUSY)}
    editor.open_story(pk)  # the first one has every template read
    for turn in range(TURNS):
        for name, url in list(urls.items())[:: -1 if turn % 2 else 1]:
            pages[name].append(rate(url))
            unchanged[name].append(rate(url, etag=tags[name]))
        with desk_busy(editor, pk):
            pages[BUSY].append(rate(urls[OURS]))
            unchanged[BUSY].append(rate(urls[OURS], etag=tags[OURS]))
    return pages, unchanged


def row(what: str, name: str, runs: Rates) -> tuple[str, str, str, str, str]:
    """A server's line: medians, and the median of its ratio to its peer in each turn."""
    peer = {OURS: PEER, BEHIND: PEER, BUSY: OURS}.get(name, "")
    ratios = [a[0] / b[0] for a, b in zip(runs[name], runs[peer], strict=True)] if peer else []
    return (
        what, name, f"{statistics.median(v[0] for v in runs[name]):,.0f}",
        f"{statistics.median(v[1] for v in runs[name]):.1f}",
        f"{statistics.median(ratios):.2f}" if ratios else "1" if name == PEER else "",
    )  # fmt: skip


def main() -> None:
    with home() as folder:
        (path,) = set_up(1)
        from dateline.press import configurations
        from dateline.readers.models import Reader
        from dateline.stories.models import Story

        Reader.objects.create_superuser(EMAIL, PASSWORD)
        pk = Story.objects.get().pk
        ours, theirs, caching, behind = free_port(), free_port(), free_port(), free_port()
        root = folder / "press" / "open"
        page = root / path.strip("/") / "index.html"
        site = configurations.nginx(
            host="127.0.0.1", port=behind, server_names=["127.0.0.1"], upstreams=[f"127.0.0.1:{ours}"],
            brotli=proxies.has_brotli(), tls=None,
        )  # fmt: skip
        with (
            serving(ours), nginx(theirs, root), nginx(caching, root, cache="max=1000"), proxies.nginx(behind, site),
        ):  # fmt: skip
            ports = {OURS: ours, BEHIND: behind, PEER: theirs, CACHING: caching}
            urls = {name: f"http://127.0.0.1:{port}{path}" for name, port in ports.items()}
            pages, unchanged = take_turns(urls, tags_of(urls), Editor(ours, EMAIL, PASSWORD), pk)
        rows = [row(what, name, runs) for what, runs in (("page, gzip", pages), ("304", unchanged))
                for name in (OURS, BEHIND, PEER, CACHING, BUSY)]  # fmt: skip
        size = page.with_name("index.html.gz").stat().st_size
        table(f"One printed story, {page.stat().st_size:,} bytes, {size:,} as gzip; median of {TURNS} turns; "
              f"the machine's load was {os.getloadavg()[1]:.1f}",
              ("what", "server", "requests/s", "p99 ms", "ratio"), rows)  # fmt: skip


if __name__ == "__main__":
    main()

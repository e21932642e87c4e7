"""From a takedown to 410, layer by layer, caches warm: the built-in server, our nginx before it, our Varnish before it.

Each story is asked for through every layer, then withdrawn as the desk does it; a reader a layer asks for all that is
being taken down, over and over, until it hears 410. Measured from before the withdrawal is written. *Returns* are
answers of 200 after that: while it runs, after the withdrawn pages were printed again, and with the built-in server
stopped, when Varnish may answer with what it kept. The same with the server's readers cut off from the database, and
on a full disk; both want root, for a mount of their own.
"""

import http.client
import os
import random
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import proxies
from bench.installation import free_port, home, percentile, set_up, table, wait_for

A_SECOND = 12
PATIENCE_SECONDS = 30.0
CACHE_NAME = "varnish"
DISK = "700m"


class Layer(threading.Thread):
    """A reader of one server, who asks for whatever is being taken down until it is gone."""

    def __init__(self, name: str, port: int) -> None:
        super().__init__(daemon=True)
        self.layer, self.port = name, port
        self.waiting: dict[str, float] = {}
        self.took: list[float] = []
        self.gone: list[str] = []
        self.returns = 0
        self.is_over = False
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)

    def ask(self, path: str, connection: http.client.HTTPConnection | None = None) -> int:
        """The status of this address."""
        line = connection or self._connection
        try:
            line.request("GET", path, headers={"Accept-Encoding": "gzip"})
            reply = line.getresponse()
            reply.read()
        except (http.client.HTTPException, OSError):
            line.close()
            return 0
        return reply.status

    def run(self) -> None:
        """Ask until told that it is over."""
        while not self.is_over:
            for path, begun in list(self.waiting.items()):
                if self.ask(path) == 410:
                    self.took.append(time.monotonic() - begun)
                    self.gone.append(path)
                    del self.waiting[path]
            if self.gone and self.ask(random.choice(self.gone)) == 200:
                self.returns += 1
            time.sleep(0.002)

    def sweep(self) -> None:
        """Ask once for everything that is gone."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        self.returns += sum(self.ask(path, connection) == 200 for path in self.gone)


def take_down(stories: Sequence[Any], layers: Sequence[Layer]) -> None:
    """Warm every cache with each story, then withdraw it; until all of them are gone everywhere."""
    from dateline.stories import actions

    readers = [http.client.HTTPConnection("127.0.0.1", layer.port, timeout=10) for layer in layers]
    due = time.monotonic()
    for story in stories:
        path = story.address
        for layer, reader in zip(layers, readers, strict=True):
            if layer.ask(path, reader) != 200:
                sys.exit(f"{layer.layer} does not serve {path}: nothing to take down")
        begun = time.monotonic()
        for layer in layers:
            layer.waiting[path] = begun
        actions.withdraw(story, reason="a benchmark", by="a benchmark")
        due = max(due + 1 / A_SECOND, time.monotonic())
        time.sleep(max(0.0, due - time.monotonic()))
    deadline = time.monotonic() + PATIENCE_SECONDS
    while any(layer.waiting for layer in layers):
        if time.monotonic() > deadline:
            sys.exit(f"not gone after {PATIENCE_SECONDS:.0f} s: {[dict(layer.waiting) for layer in layers]}")
        time.sleep(0.01)


@contextmanager
def newsroom(port: int, *, cut_off: bool = False) -> Iterator["subprocess.Popen[bytes]"]:
    """The built-in server and the background, each a process; `cut_off`: the server sees no database."""
    from dateline.cli.running import Group
    from dateline.house.home import database

    server = list(Group("127.0.0.1", port, 1)._commands["server"])
    if cut_off:
        # With its log, which SQLite deletes beside an empty file while others are writing to it.
        hidden = [f"mount --bind /dev/null {database()}{part}" for part in ("", "-wal", "-shm")]
        hide = " && ".join([*hidden, 'exec "$@"'])
        server = ["unshare", "-m", "sh", "-c", hide, "sh", *server]
    work = [sys.executable, "-m", "dateline.cli.main", "work"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(server, **quiet) as serving, subprocess.Popen(work, **quiet) as working:
        try:
            wait_for(port)
            yield serving
        finally:
            for process in (serving, working):
                process.terminate()
                process.wait(30)


def measure(what: str, stories: Sequence[Any], *, cut_off: bool = False) -> list[tuple[object, ...]]:
    """A line a layer."""
    from dateline.press import actions as press
    from dateline.press import configurations

    origin, through_nginx, through_varnish = free_port(), free_port(), VARNISH_PORT
    upstream = f"127.0.0.1:{origin}"
    site = configurations.nginx(
        host="127.0.0.1", port=through_nginx, server_names=["_"], upstreams=[upstream],
        brotli=proxies.has_brotli(), tls=None,
    )  # fmt: skip
    vcl = configurations.varnish(upstreams=[upstream], purgers=["127.0.0.1"])
    with ExitStack() as stack:
        serving = stack.enter_context(newsroom(origin, cut_off=cut_off))
        stack.enter_context(proxies.nginx(through_nginx, site))
        stack.enter_context(proxies.varnish(through_varnish, vcl))
        layers = [
            Layer("built-in server", origin), Layer("nginx", through_nginx), Layer("Varnish", through_varnish),
        ]  # fmt: skip
        for layer in layers:
            layer.start()
        take_down(stories, layers)
        for layer in layers:
            layer.is_over = True
            layer.join()
        for story in stories[:100]:
            press.print_page(story.address)
        for layer in layers:
            layer.sweep()
        serving.terminate()
        serving.wait(30)
        for layer in layers[1:]:
            layer.sweep()
    return [
        (what, layer.layer, len(layer.took), f"{percentile(layer.took, 0.5) * 1000:,.0f}",
         f"{percentile(layer.took, 0.99) * 1000:,.0f}", f"{max(layer.took) * 1000:,.0f}", layer.returns)
        for layer in layers
    ]  # fmt: skip


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A disk of its own over this folder, that can be filled; False where there is none to be had."""
    if (
        os.geteuid() != 0
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)], check=False
        ).returncode
    ):
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> None:
    """Leave no room but the ballast."""
    with (folder / "filler").open("wb") as file:
        try:
            while True:
                file.write(b"\0" * 1_000_000)
        except OSError:
            return


VARNISH_PORT = free_port()


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--takedowns", type=int, default=1000)
    parser.add_argument("--each", type=int, default=100, help="of the two hard conditions")
    asked = parser.parse_args()
    os.environ["CACHES_IN_FRONT"] = f"{CACHE_NAME}=http://127.0.0.1:{VARNISH_PORT}"
    rows: list[tuple[object, ...]] = []
    with home() as folder, small_disk(folder) as may_be_filled:
        wanted = asked.takedowns + asked.each * (2 if may_be_filled else 0)
        set_up(wanted)
        from dateline.stories.models import Story

        stories = list(Story.objects.order_by("pk"))
        rows += measure("as on any day", stories[: asked.takedowns])
        if may_be_filled:
            rest = stories[asked.takedowns :]
            rows += measure("readers cut off from the database", rest[: asked.each], cut_off=True)
            fill(folder)
            rows += measure("the disk full", rest[asked.each :])
        else:
            print("no root: neither the readers without a database nor the full disk are measured")
        table(f"Takedowns, {A_SECOND} a second; the machine's load was {os.getloadavg()[1]:.1f}",
              ("condition", "layer", "n", "p50 ms", "p99 ms", "longest ms", "returns"), rows)  # fmt: skip


if __name__ == "__main__":
    main()

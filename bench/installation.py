"""A private installation for benchmarks, filled with stories of our own; and the tables they print."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
WORDS = (
    "river harbour market ferry engineer ledger quarter winter export bridge ministry tariff shipyard refinery "
    "contract auditor satellite border fishing valley turbine battery orchard tunnel railway lantern copper".split()
)


@contextmanager
def home() -> Iterator[Path]:
    """A folder that is DATELINE_HOME until the end; one by Ctrl-C or SIGTERM leaves nothing behind either."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        os.environ["DATELINE_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "dateline.config.settings"
        yield Path(folder)


def set_up(stories: int) -> list[str]:
    """A paper with so many stories in print; their addresses. Seeded: the same each time."""
    from dateline.cli.setup import set_up as make

    make(name="The Bench", url="http://127.0.0.1", say=lambda line: None)
    from dateline.cli.background import stamp_printed
    from dateline.house import printing
    from dateline.press import actions as press
    from dateline.press import files, working
    from dateline.stories import actions, tree

    random.seed(42)
    section = tree.make_section("economy", "Economy")
    addresses = []
    for number in range(stories):
        story = actions.write_story(section, headline=headline(number), body=body(700), standfirst=sentence())
        actions.publish(story)
        addresses.append(story.address)
    working.catch_up()
    for path in printing.all_paths():
        if not files.is_printed(path):
            press.print_page(path)
    # Else the press of `serving` would take this for an upgrade, and print the whole paper while we measure.
    stamp_printed()
    return addresses


def headline(number: int) -> str:
    """A headline of its own."""
    return f"{' '.join(random.choices(WORDS, k=5)).capitalize()} {number}"


def sentence() -> str:
    """A dozen words."""
    return " ".join(random.choices(WORDS, k=12)).capitalize() + "."


def body(words: int) -> list[tuple[str, str]]:
    """Paragraphs of about sixty words."""
    return [("paragraph", f"<p>{' '.join(sentence() for _ in range(5))}</p>") for _ in range(words // 60)]


@contextmanager
def serving(port: int, workers: int = 1) -> Iterator[None]:
    """The built-in server over this installation."""
    command = [
        sys.executable,
        "-m",
        "dateline.cli.main",
        "serve",
        "--port",
        str(port),
        "--workers",
        str(workers),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            yield
        finally:
            server.terminate()
            server.wait(30)


@contextmanager
def granian(port: int, workers: int, application: str, environment: Mapping[str, str]) -> Iterator[None]:
    """Another WSGI application behind the same server as ours, set as `dateline serve` sets it."""
    from dateline.cli.running import Group

    arguments = Group("127.0.0.1", port, workers)._commands["server"][3:-1]
    command = [sys.executable, "-m", "granian", *arguments, application]
    with subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            yield
        finally:
            server.terminate()
            server.wait(30)


@contextmanager
def nginx(port: int, root: Path, *, cache: str = "off") -> Iterator[None]:
    """nginx, one worker, over printed pages; it looks at each request unless `cache` is its `open_file_cache`."""
    program = shutil.which("nginx") or sys.exit("nginx is not installed; `make bench` installs it as root")
    with tempfile.TemporaryDirectory(prefix="dateline-nginx-") as folder:
        configuration = Path(folder) / "nginx.conf"
        configuration.write_text(
            f"""{"user root;" if os.geteuid() == 0 else ""} daemon off; worker_processes 1;
            pid {folder}/pid; error_log {folder}/error.log;
            events {{ worker_connections 512; }}
            http {{ access_log off; types {{ text/html html; }} gzip_static on; sendfile on; tcp_nopush on;
              keepalive_requests 1000000; open_file_cache {cache}; client_body_temp_path {folder}/b;
              proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u;
              scgi_temp_path {folder}/s;
              server {{ listen 127.0.0.1:{port}; root {root}; index index.html; }} }}"""
        )
        root.chmod(0o755)
        with subprocess.Popen([program, "-c", str(configuration), "-e", f"{folder}/error.log"]) as server:
            try:
                wait_for(port)
                yield
            finally:
                server.terminate()
                server.wait(10)


def wait_for(port: int) -> None:
    """Wait until something listens there."""
    import socket

    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nothing listens on {port}")


def free_port() -> int:
    """A port that nobody has."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie, by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table."""
    written = [[str(cell) for cell in row] for row in [heads, *rows]]
    widths = [max(len(row[column]) for row in written) for column in range(len(heads))]
    print(title)
    for row in written:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

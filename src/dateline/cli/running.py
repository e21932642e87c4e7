"""`dateline serve`, `dateline work`, `dateline demo`: the processes of one installation."""

import contextlib
import gc
import logging
import logging.config
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import click

from dateline.config import environment, logs
from dateline.house import metrics, parent, watching
from dateline.house.errors import NotSetUp
from dateline.house.home import home
from dateline.house.paper import is_set_up, paper
from dateline.press.errors import TakenPort

STOP_SECONDS = 20
# A press that falls over and over rests so long between, and no longer: a takedown waits for it. Readers are served on.
REST_SECONDS = 3
# Django's requests hold threads up; printed pages want one that is free (bench/serve.py, its desk busy).
BLOCKING_THREADS = 4
# glibc gives each thread memory of its own, eight a core: of threads that hold one lock in turn, two are enough.
MALLOC_ARENAS = "2"
# The server's own messages, written as ours are.
SERVER_LOG = Path(__file__).with_name("server-log.json")
log = logging.getLogger(__name__)


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", default=min(2, os.cpu_count() or 1), show_default=True, type=click.IntRange(1, 64))
def serve(port: int, host: str, workers: int) -> None:
    """Server, press and background work in one group; stops cleanly on SIGTERM and Ctrl-C."""
    if not is_set_up():
        raise NotSetUp(f"there is no paper in {home()} yet; run `dateline setup`, or set DATELINE_HOME")
    must_be_free(host, port)
    click.echo(f"{paper().name}: http://{host}:{port}/  the desk: http://{host}:{port}/desk/")
    sys.exit(Group(host, port, workers).run())


@click.command()
def work() -> None:
    """Press and background work alone, for nodes that do not serve."""
    if not is_set_up():
        raise NotSetUp(f"there is no paper in {home()} yet; run `dateline setup`, or set DATELINE_HOME")
    from dateline.cli.main import start_django

    watching.take_part("press")
    metrics.forget_the_dead("press")
    metrics.leave_counts()
    start_django()
    from dateline.cli.background import background

    worker = background()
    # The rooms stay for good: a collector that goes through them all would stop the press for a tenth of a second.
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    signal.signal(signal.SIGINT, lambda *_: worker.stop())
    parent.leave_with_parent()
    worker.work()


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def demo(port: int) -> None:
    """Make the demo newsroom if there is none, serve it, tick its market."""
    must_be_free("127.0.0.1", port)
    os.environ["DATELINE_DEMO"] = "1"
    os.environ.setdefault("MAIL_URL", f"file:{home() / 'mail'}")
    from dateline.cli.setup import set_up
    from dateline.demo.studio import Studio, is_made

    with Studio() as studio:
        if not is_made():
            studio.begin()
        # Before the imports below: the rooms' rows can be spoken of only once Django has read this paper's settings.
        set_up(
            name="The Hangang Ledger", url=f"http://127.0.0.1:{port}", zone="Asia/Seoul", language="en",
            tagline="Business and the two Koreas, from Seoul", say=click.echo,
        )  # fmt: skip
        from dateline.cli.background import stamp_printed
        from dateline.demo.actions import addresses, make_demo
        from dateline.house import clock
        from dateline.press import working

        if make_demo(clock.now(), click.echo, studio=studio, meanwhile=working.catch_up):
            _print_what_is_left()
            stamp_printed()
    group = Group("127.0.0.1", port, min(2, os.cpu_count() or 1))
    group.when_ready = lambda: click.echo("\n".join(addresses(port)))
    sys.exit(group.run())


def _print_what_is_left() -> None:
    """Print what no notice named: the pictures, the feeds, the pages for what cannot be had."""
    from dateline.house import printing
    from dateline.press import actions, files

    left = [path for path in printing.all_paths() if not files.is_printed(path)]
    click.echo(f"printing {len(left)} pictures and feeds …")
    for start in range(0, len(left), 200):
        actions.print_paths(left[start : start + 200])
        click.echo(f"  {min(start + 200, len(left))} printed")


def must_be_free(host: str, port: int) -> None:
    """Raises TakenPort when another program listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as cause:
            raise TakenPort(
                f"{host}:{port} cannot be had ({cause.strerror}); stop what listens there or choose another --port"
            ) from cause


class Group:
    """The server and the press as child processes: one that falls is started again, all stop together."""

    def __init__(self, host: str, port: int, workers: int) -> None:
        self._host = host
        self._port = port
        self._commands = {
            "server": [
                sys.executable, "-m", "dateline.cli.server", "--interface", "wsgi", "--host", host, "--port", str(port),
                "--workers", str(workers), "--blocking-threads", str(BLOCKING_THREADS), "--no-ws",
                "--respawn-failed-workers", "--backpressure", "64", "--log-level", "warning",
                "--workers-kill-timeout", "10", "--log-config", str(SERVER_LOG), "dateline.config.wsgi:application",
            ],
            "press": [sys.executable, "-m", "dateline.cli.main", "work"],
        }  # fmt: skip
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = threading.Event()
        self.when_ready: Callable[[], object] = lambda: None

    def run(self) -> int:
        """Run until told to stop; the exit code."""
        watching.take_part("group")
        metrics.forget_the_dead()
        logging.config.dictConfig(logs.configuration(environment.read().log_level))
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        for name, command in self._commands.items():
            self._children[name] = self._start(command)
        threading.Thread(target=self._announce, daemon=True).start()
        falls: dict[str, list[float]] = {name: [] for name in self._commands}
        rests_until = 0.0
        while not self._stopping.wait(0.3):
            for name, child in list(self._children.items()):
                if child.poll() is None or (name == "press" and time.monotonic() < rests_until):
                    continue
                falls[name] = [moment for moment in falls[name] if time.monotonic() - moment < 60] + [
                    time.monotonic()
                ]
                if len(falls[name]) > 5 and name == "press":
                    log.error("the press fell five times in a minute; it rests, and readers are served on")
                    falls[name], rests_until = [], time.monotonic() + REST_SECONDS
                    continue
                if len(falls[name]) > 5:
                    log.error("the %s fell five times in a minute; see its messages above", name)
                    self._stopping.set()
                    self._end()
                    return 1
                log.error("the %s fell (exit %s); starting it again", name, child.returncode)
                self._children[name] = self._start(self._commands[name])
        self._end()
        return 0

    def _start(self, command: list[str]) -> "subprocess.Popen[bytes]":
        # A session of its own: Ctrl-C reaches us alone, and we stop the children in order.
        own = {"MALLOC_ARENA_MAX": MALLOC_ARENAS, **os.environ, parent.GROUP: str(os.getpid())}
        return subprocess.Popen(command, start_new_session=True, env=own)  # noqa: S603 - our own commands

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping.set()

    def _end(self) -> None:
        for child in self._children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self._children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
            _end_those_of(child.pid, deadline)

    def _announce(self) -> None:
        """Say that readers are served, once they are."""
        for _ in range(600):
            if self._stopping.is_set():
                return
            try:
                with socket.create_connection((self._host, self._port), timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        else:
            return
        self.when_ready()


def _end_those_of(session: int, deadline: float) -> None:
    """Stop what that child had started itself and left behind: the wire's sources, a task, the printing of it all."""
    number = signal.SIGTERM
    while _is_sent(number, session):
        while time.monotonic() < deadline and _is_sent(0, session):
            time.sleep(0.02)
        if number == signal.SIGKILL:
            return
        number = signal.SIGKILL


def _is_sent(number: int, session: int) -> bool:
    """Whether somebody is left there to whom the signal went."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(-session, os.WNOHANG)  # as a container's first process we are asked after all that ends
    try:
        os.killpg(session, number)
    except ProcessLookupError:
        return False
    return True

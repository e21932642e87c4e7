"""Where a drill is held: a newsroom of its own with readers, a desk and letters, and what is found at the end."""

import atexit
import contextlib
import functools
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from tests import postgresql
from tests.paths.making import LICENCES
from tests.paths.newsroom import PROJECT, Newsroom, free_port, move_house, set_up
from tests.paths.processes import children_of, lives

from drill import ledger
from drill.letters import Letters
from drill.orders import Orders

# A takedown is in force so long after its acknowledgement, a killed process in between.
BOUND_SECONDS = 30.0

# Threads in another order, and those beyond the first page, are made for whoever asks first.
FURTHER_THREADS = re.compile(r"/comments/[a-z-]+/\d+/ unprinted$")


@dataclass
class Findings:
    """What a drill has found. `faults`: what readers met; `losses`: what the ledger says and is not there, or twice."""

    reads: int = 0
    faults: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    acknowledged: int = 0
    asked_again: int = 0
    made_when_asked: int = 0
    longest_doubt: float = 0.0
    no_answer: list[float] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    latencies: list[tuple[float, float]] = field(default_factory=list)

    p99_ms: float = 0.0
    p99_quiet_ms: float = 0.0

    def set_beside(self, begun: float, ended: float) -> None:
        """Count the slowest answers between two moments beside those before."""
        quiet = sorted(ms for moment, ms in self.latencies if moment < begun)
        meanwhile = sorted(ms for moment, ms in self.latencies if begun <= moment < ended)
        self.p99_quiet_ms = quiet[int(len(quiet) * 0.99)] if quiet else 0.0
        self.p99_ms = meanwhile[int(len(meanwhile) * 0.99)] if meanwhile else 0.0

    @property
    def is_clean(self) -> bool:
        """Nothing lost, nothing doubled, no reader met what none may meet."""
        return not self.faults and not self.losses


class Ground:
    """One newsroom under drill. `guards_off`: what `drill.sabotage` takes away from all its processes."""

    def __init__(
        self,
        folder: Path,
        *,
        home: Path | None = None,
        guards_off: tuple[str, ...] = (),
        settings: dict[str, str] | None = None,
        seed: int = 1,
        bound: float = BOUND_SECONDS,
        code: Path = PROJECT / "src",
    ) -> None:
        self.folder = folder
        self.seed = seed
        self.bound = bound
        self.orders = Orders(folder / "orders")
        self.orders.folder.mkdir(parents=True)
        self.room = served_from(
            home or folder / "var",
            **(settings or {}),
            PYTHONPATH=_search_path(code),
            DRILL_ORDERS=str(self.orders.folder),
            DRILL_GUARDS_OFF=" ".join(guards_off),
        )
        # As `dateline serve` has it by itself: while a killed worker is replaced, the other one answers.
        self.room.workers = 2
        self._letters: list[Letters] = []
        self._ledger = ledger.Following(folder / "ledger.jsonl")
        self._swarm: subprocess.Popen[bytes] | None = None
        self._desk: subprocess.Popen[bytes] | None = None
        self._desks = 0

    def python(self, module: str, *arguments: str) -> str:
        """What a module of the drill prints, run in the newsroom's own surroundings."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments], env=self.room.environment, cwd=PROJECT,
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{module}: {done.stdout}\n{done.stderr[-3000:]}"
        return done.stdout

    # -- who reads and writes

    def let_read(self, readers: int = 4) -> None:
        """Start the swarm."""
        self._swarm = self._start(
            "drill.swarm",
            str(self.folder),
            str(self.room.port),
            str(readers),
            str(self.bound),
            str(self.seed),
        )

    def let_write(self, *, desk: bool = True, letters: int = 1) -> None:
        """Start the desk, and so many who write letters."""
        if desk:
            self.start_desk()
        facts = json.loads(self.python("drill.letters").splitlines()[-1]) if letters else {}
        for number in range(letters):
            sessions = facts["sessions"][number::letters]
            self._letters.append(
                Letters(self.folder, self.room.port, sessions, facts["stories"], f"{self.seed}-{number + 1}")
            )
            self._letters[-1].start()

    def acknowledged(self) -> int:
        """How many writes were acknowledged by now."""
        return self._ledger.read().acknowledged

    def reads(self) -> int:
        """How many answers readers have had by now, as the swarm last said."""
        count = self.folder / "reads"
        return int(count.read_text()) if count.exists() else 0

    def write(self, *, turns: int) -> None:
        """So many turns of a desk, waited for."""
        self._desks += 1
        self.python("drill.desk", str(self.folder), f"{self._desks}", f"{turns}")

    def publish(self, story: str, take: int) -> str:
        """One take of this story, in print; its address."""
        return self.python("drill.desk", str(self.folder), story, f"publish {take}").strip()

    def start_desk(self) -> None:
        """A desk, in the place of one that was killed."""
        self._desks += 1
        self._desk = self._start("drill.desk", str(self.folder), f"{self._desks}", "-1")

    def _start(self, module: str, *arguments: str) -> "subprocess.Popen[bytes]":
        with (self.folder / f"{module}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", module, *arguments], env=self.room.environment, cwd=PROJECT,
                stdout=log, stderr=log,
            )  # fmt: skip

    def desk_lives(self) -> bool:
        """Whether the desk writes."""
        return self._desk is not None and self._desk.poll() is None

    # -- its processes

    def processes(self, which: str) -> list[int]:
        """The numbers of the supervisor, the server, its workers, the press or the desk."""
        group = self.room._server.pid if self.room._server and self.room._server.poll() is None else 0
        if which == "desk":
            return [self._desk.pid] if self._desk and self.desk_lives() else []
        if not group:
            return []
        if which == "supervisor":
            return [group]
        presses = children_of(group, "cli.main work")
        if which == "press":
            return presses
        # By what they are not: Granian gives its processes names of their own where setproctitle is installed.
        servers = [each for each in children_of(group) if each not in presses]
        return (
            servers if which == "server" else [worker for server in servers for worker in workers_of(server)]
        )

    def kill(self, which: str) -> bool:
        """SIGKILL to one of these; whether there was one. The database's server falls as if its machine did."""
        if which == "database":
            return self._drop_database()
        found = self.processes(which)
        for number in found[:1]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        return bool(found)

    def _drop_database(self) -> bool:
        if not postgresql.IS_ASKED_FOR:
            return False
        postgresql.server().stop(signal.SIGQUIT)
        postgresql.server().start()
        return True

    def kill_at(self, point: str, patience: float = 60.0) -> bool:
        """Have whoever comes to this point next killed there, and what ends started again; whether somebody came."""
        self.orders.die(point)
        until = time.monotonic() + patience
        while self.orders.is_open(point) and time.monotonic() < until:
            time.sleep(0.02)
            self.stand_up()
        has_come = not self.orders.is_open(point)
        self.orders.take_back(point)
        time.sleep(0.1)
        self.stand_up()
        return has_come

    def take_over(self, code: Path) -> None:
        """Have this code in the place of that which ran; a desk that is at work finishes with the older one."""
        self.room.stop()
        self.room.settings["PYTHONPATH"] = _search_path(code)
        self.room.start()

    def stand_up(self) -> None:
        """What a machine's own supervisor does: start again what has ended, the desk likewise."""
        if self.room._server is not None and self.room._server.poll() is not None:
            self.room._server = None
            self._start_again()
        if self._desk is not None and self._desk.poll() is not None:
            self.start_desk()

    def _start_again(self) -> None:
        """The old processes leave within moments: until then the port is taken."""
        until = time.monotonic() + 40
        while True:
            try:
                self.room.start()
            except AssertionError:
                if time.monotonic() > until:
                    raise
            if self.room._server and self.room._server.poll() is None:
                return
            time.sleep(0.3)

    # -- the end

    def come_to_rest(self) -> None:
        """No order is open, nobody writes, the press has done all, the readers go home."""
        for path in self.orders.folder.glob("die *"):
            path.unlink()
        (self.folder / "rest").touch()
        for letters in self._letters:
            letters.rest()
        if self._desk:
            self._desk.wait(60)
            self._desk = None
        if self.room._server:
            self.stand_up()
            self.room.until(self._has_heard_all, "every notice to be heard", seconds=2400)
        else:
            self.room.done("press", "run", "--until-empty")
        if self._swarm:
            time.sleep(0.5)
            (self.folder / "readers rest").touch()
            self._swarm.wait(60)
            self._swarm = None

    def _has_heard_all(self) -> bool:
        """Whether the press and every room's ear have come to the newest notice, and none stumbles over an old one."""
        time.sleep(0.5)
        with self.database() as database:
            newest = database.execute("SELECT max(seq) FROM house_notice").fetchone()[0] or 0
            slowest = database.execute("SELECT min(seq) FROM house_place").fetchone()[0] or 0
            stumbled = database.execute("SELECT count(*) FROM house_unheard").fetchone()[0]
        return bool(slowest >= newest and not stumbled)

    @contextlib.contextmanager
    def database(self) -> Iterator[Any]:
        """A connection to the newsroom's database, past all of its code."""
        url = self.room.environment.get("DATABASE_URL")
        connection: Any = (
            psycopg.connect(url) if url else sqlite3.connect(self.room.home / "newsroom.sqlite3")
        )
        with contextlib.closing(connection), connection:
            yield connection

    def said(self) -> dict[str, int]:
        """How many writes of each kind were acknowledged by now."""
        kinds: dict[str, int] = {}
        for (kind, _), times in self._ledger.read().said.items():
            kinds[kind] = kinds.get(kind, 0) + times
        return kinds

    def findings(self) -> Findings:
        """What was found, once all is at rest."""
        found = Findings()
        if (report := self.folder / "swarm.json").exists():
            said: dict[str, Any] = json.loads(report.read_text())
            found.faults, found.asked_again = said["faults"], said["asked_again"]
            found.made_when_asked, found.longest_doubt = said["made_when_asked"], said["longest_doubt"]
            found.no_answer, found.statuses = said["no_answer"], said["statuses"]
            found.latencies = [(moment, ms) for moment, ms in said["latencies"]]
            found.reads = len(found.latencies)
        found.losses = [line for line in self.python("drill.compare", str(self.folder)).splitlines() if line]
        checked = self.room.run("press", "check").out.splitlines()
        found.losses += [f"page: {line}" for line in checked if not FURTHER_THREADS.search(line)]
        found.acknowledged = ledger.read(self.folder / "ledger.jsonl").acknowledged
        return found

    def clear(self) -> None:
        """Nothing that was started here goes on."""
        for process in (self._swarm, self._desk):
            if process and process.poll() is None:
                process.kill()
                process.wait()
        for letters in self._letters:
            if letters.is_alive():
                letters.rest()
        if self.room._server and self.room._server.poll() is None:
            self.room.stop()


def _search_path(code: Path) -> str:
    return os.pathsep.join(map(str, (PROJECT / "drill" / "inside", code, PROJECT)))


def workers_of(server: int) -> list[int]:
    """The processes that answer readers."""
    return [number for number in children_of(server) if lives(number)]


def served_from(home: Path, **settings: str) -> Newsroom:
    """A newsroom with the partner harbour and the section economy: a copy of the one that was made first."""
    shutil.copytree(
        _model(), home, symlinks=True, dirs_exist_ok=True, ignore=shutil.ignore_patterns("ballast")
    )
    port = free_port()
    move_house(home, port, like=_model())
    return Newsroom(home, port, {"MAIL_URL": f"file:{home / 'mail'}", **settings})


@functools.cache
def _model() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="dateline-drill-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    room = set_up(folder / "var")
    (folder / "licences.toml").write_text(LICENCES)
    room.done("licences", "load", str(folder / "licences.toml"))
    room.done("stories", "section", "economy", "--name", "Economy")
    return room.home


@contextlib.contextmanager
def ground(
    folder: Path, *, home: Path | None = None, guards_off: tuple[str, ...] = (), seed: int = 1,
    bound: float = BOUND_SECONDS, settings: dict[str, str] | None = None,
) -> Iterator[Ground]:  # fmt: skip
    """A ground that is served, and cleared in the end."""
    place = Ground(folder, home=home, guards_off=guards_off, settings=settings, seed=seed, bound=bound)
    try:
        place.room.start()
        # Else each press that follows one that was killed would begin to print the whole paper, as after an upgrade.
        place.room.until((place.room.home / "press" / "release").exists, "the whole paper to be in print")
        yield place
    finally:
        place.clear()

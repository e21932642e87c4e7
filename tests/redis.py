"""A real Redis for tests, made for one test and thrown away with it."""

import contextlib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import redis

PROGRAMS = ("valkey-server", "redis-server")
PATIENCE_SECONDS = 20


def program() -> str | None:
    """The server on this machine; None when there is none."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


class Server:
    """Listens on a socket in a folder of its own, keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "redis.sock"
        self.url = f"unix://{self.socket}?db=3"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        found = program()
        assert found
        self._process = subprocess.Popen(
            [
                found,
                "--port",
                "0",
                "--unixsocket",
                str(self.socket),
                "--save",
                "",
                "--dir",
                str(self._folder),
            ],
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            assert time.monotonic() < deadline, "redis-server does not answer"
            time.sleep(0.02)

    def stop(self) -> None:
        """As if its machine fell: all that it kept is lost."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def kept(self) -> set[str]:
        """What it keeps, by our names for it."""
        with redis.Redis.from_url(self.url) as client:
            return {key.decode() for key in client.scan_iter()}

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """One that runs, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="dateline-redis-") as folder:
        own = Server(Path(folder))
        own.start()
        try:
            yield own
        finally:
            own.stop()

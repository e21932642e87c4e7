"""Two real nodes on one PostgreSQL: two homes, two groups of processes."""

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests import postgresql
from tests.conftest import skip_or_fail
from tests.paths.newsroom import PROJECT, Newsroom, free_port

# One file system of the network for all nodes; the rest of a home is each node's own.
SHARED = ("media", "wire", "renditions")


@contextlib.contextmanager
def two_nodes(folder: Path, **settings: str) -> Iterator[tuple[Newsroom, Newsroom]]:
    """Set up, and not served yet."""
    if postgresql.programs() is None:
        skip_or_fail("no PostgreSQL server on this machine; tools/machine installs one")
    server, name = postgresql.server(), f"nodes_{folder.name.replace('-', '_')}"
    server.make(name)
    mail = {"MAIL_URL": f"file:{folder / 'mail'}", "DATABASE_URL": server.url(name), **settings}
    a = Newsroom(folder / "a", free_port(), mail | {"DATELINE_NODE": "node-a"})
    b = Newsroom(folder / "b", free_port(), mail | {"DATELINE_NODE": "node-b"})
    a.done("setup", "--name", "The Test Paper", "--url", a.url, "--zone", "Asia/Seoul", "--language", "en")
    b.home.mkdir()
    for file in ("paper.json", "secret-key"):
        shutil.copy2(a.home / file, b.home / file)
    for shared in SHARED:
        (a.home / shared).mkdir(exist_ok=True)
        (b.home / shared).symlink_to(a.home / shared)
    b.done("setup")
    try:
        yield a, b
    finally:
        a.stop()
        b.stop()
        server.drop(name)


def publish(node: Newsroom, slug: str, words: str) -> int:
    """A story of our own, published or changed by a process of this node; the notice that tells of it."""
    return int(publishing(node, slug, words).communicate(timeout=120)[0])


def publishing(node: Newsroom, slug: str, words: str) -> "subprocess.Popen[str]":
    """The process that does it."""
    return subprocess.Popen(
        [sys.executable, str(PROJECT / "tests" / "paths" / "publishing.py"), slug, words],
        env=node.environment, cwd=PROJECT, text=True, stdout=subprocess.PIPE,
    )  # fmt: skip

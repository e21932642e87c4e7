"""What every fetching source needs: its guard, its secret, its turn at the host, a file for what it got."""

import os
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from dateline.house.fetching.guard import Guard
from dateline.licences.rules import Source
from dateline.wire.errors import SourceFailed

# A host is asked one thing at a time, however many sources and pictures it has for us.
_TURN_SECONDS = 120.0
_turns: dict[str, threading.Lock] = defaultdict(threading.Lock)
_turns_lock = threading.Lock()


def guard_for(source: Source) -> Guard:
    """Who may be asked on behalf of a source: the open internet, and its own host where the operator has named it."""
    own = (urlsplit(source.location).hostname or "").lower()
    return Guard(
        frozenset(name for name in settings.GATEWAYS if own in (name, name.rpartition(":")[0].strip("[]")))
    )


def secret_of(source: Source) -> str:
    """What the source's variable holds; "" when it has none. Raises SourceFailed when it is not set."""
    if not source.key_env:
        return ""
    value = os.environ.get(source.key_env, "")
    if not value:
        raise SourceFailed(
            f"{source.key_env} is not set where Dateline runs; set it to what the partner gave you"
        )
    return value


@contextmanager
def turn_at(host: str) -> Iterator[None]:
    """Within it nobody else of ours asks this host. Raises SourceFailed when the turn does not come."""
    with _turns_lock:
        turn = _turns[host]
    if not turn.acquire(timeout=_TURN_SECONDS):
        raise SourceFailed(f"{host} is still busy with what was asked before")
    try:
        yield
    finally:
        turn.release()


def keep_in(folder: Path, number: int, body: bytes, ending: str = "") -> Path:
    """A file in the folder of this poll, in the order of what came."""
    path = folder / f"{number:06}{ending}"
    path.write_bytes(body)
    return path

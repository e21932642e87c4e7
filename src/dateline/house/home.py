"""Where everything that one installation keeps lives: the folder `DATELINE_HOME`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path


def home() -> Path:
    """`DATELINE_HOME`, absolute; `./var` when unset."""
    return Path(os.environ.get("DATELINE_HOME") or "var").absolute()


def node() -> str:
    """`DATELINE_NODE`: the name of this node, and of the press that it prints to; `local` when unset."""
    return os.environ.get("DATELINE_NODE") or "local"


def media() -> Path:
    """Original pictures: never served to readers."""
    return home() / "media"


def database() -> Path:
    """The SQLite file."""
    return home() / "newsroom.sqlite3"


_press: ContextVar[Path | None] = ContextVar("press", default=None)


def press() -> Path:
    """Where this node's pages lie, or the folder of another press within `printing_to`."""
    return _press.get() or home() / "press"


@contextmanager
def printing_to(folder: Path) -> Iterator[None]:
    """Within this, pages are placed in and withdrawn from another press's folder, by its own locks."""
    token = _press.set(folder)
    try:
        yield
    finally:
        _press.reset(token)


def press_open() -> Path:
    """Printed pages of our own: what nginx may serve."""
    return press() / "open"


def press_licensed() -> Path:
    """Printed pages with licensed ranges: only the built-in server may serve them."""
    return press() / "licensed"

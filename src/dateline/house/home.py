"""Where everything that one installation keeps lives: the folder `DATELINE_HOME`."""

import os
from pathlib import Path


def home() -> Path:
    """`DATELINE_HOME`, absolute; `./var` when unset."""
    return Path(os.environ.get("DATELINE_HOME") or "var").absolute()


def media() -> Path:
    """Original pictures: never served to readers."""
    return home() / "media"


def database() -> Path:
    """The SQLite file."""
    return home() / "newsroom.sqlite3"


def press_open() -> Path:
    """Printed pages of our own: what nginx may serve."""
    return home() / "press" / "open"


def press_licensed() -> Path:
    """Printed pages with licensed ranges: only the built-in server may serve them."""
    return home() / "press" / "licensed"

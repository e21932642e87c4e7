"""Which release this is."""

import hashlib
from functools import cache
from pathlib import Path

from dateline import __version__


@cache
def stamp() -> str:
    """The release, the migrations that it carries and what browsers are given: any of it changed is another stamp."""
    source = Path(__file__).resolve().parents[1]
    names = sorted(path.relative_to(source).as_posix() for path in source.glob("*/migrations/0*.py"))
    static = sorted(path for path in source.glob("*/static/**/*") if path.is_file())
    print_of = hashlib.sha256("\n".join(names).encode())
    for path in static:
        print_of.update(path.read_bytes())
    return f"{__version__} {print_of.hexdigest()[:16]}"

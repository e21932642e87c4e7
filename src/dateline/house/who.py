"""Who acts: an editor at the desk, a standing order, the schedule. Said once, where the work begins."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from dateline.house import watching

_acting: ContextVar[str] = ContextVar("acting", default="")


def acts() -> str:
    """Who acts now, for a record: whoever was named, else who is at the command line, else the process's part."""
    if name := _acting.get():
        return name
    return _at_the_command_line() if watching.part() == "command" else f"the {watching.part()}"


@contextmanager
def acting(name: str) -> Iterator[None]:
    """Within this, what is done is done by `name`; whoever was named around it stays named."""
    token = _acting.set(_acting.get() or name)
    try:
        yield
    finally:
        _acting.reset(token)


def _at_the_command_line() -> str:
    """A container may know no names."""
    try:
        return f"{getpass.getuser()} at the command line"
    except (KeyError, OSError):
        return "the command line"

"""A run of pages, printed one after another: what is the same on many of them is read and filled once.

Within a run the very same printers print the very same pages; only what they ask for has been read ahead. Without
one everything is asked for anew, page by page.
"""

import secrets
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from dateline.house.slots import Part, Slot, SlotCall

Known = TypeVar("Known")
Key = tuple[str, str, str]  # slot, key, language


@dataclass
class Run:
    """Pages that are printed at one moment. `word`: around which the marks of all its pages stand."""

    at: datetime
    word: str = field(default_factory=lambda: secrets.token_hex(8))
    parts: dict[Key, Part] = field(default_factory=dict)
    known: dict[Hashable, object] = field(default_factory=dict)
    lasting: dict[str, tuple[Hashable, object]] = field(default_factory=dict)


_running: ContextVar[Run | None] = ContextVar("running", default=None)


@contextmanager
def running(at: datetime) -> Iterator[Run]:
    """Within this, what one page has asked for need not be asked for by the next."""
    run = Run(at)
    token = _running.set(run)
    try:
        yield run
    finally:
        _running.reset(token)


def current() -> Run | None:
    """The run that this page is printed in, if in any."""
    return _running.get()


def once(key: Hashable, ask: Callable[[], Known]) -> Known:
    """What `ask` answers: asked once a run, and each time where there is none."""
    run = _running.get()
    if run is None:
        return ask()
    if key not in run.known:
        run.known[key] = ask()
    return run.known[key]  # type: ignore[return-value]  # what this very key was given by `ask`


def last(what: str, key: Hashable, ask: Callable[[], Known]) -> Known:
    """What `ask` answers, asked again when the key is another: of what a run needs much, and each but for a while."""
    run = _running.get()
    if run is None:
        return ask()
    if run.lasting.get(what, (None,))[0] != key:
        run.lasting[what] = (key, ask())
    return run.lasting[what][1]  # type: ignore[return-value]  # what this very key was given by `ask`


def part(slot: str, filler: Slot, call: SlotCall) -> Part | None:
    """The part that was filled ahead, or for another page of this run; None where it must be filled now."""
    run = _running.get()
    if run is None:
        return None
    key = (slot, call.key, call.language)
    if key not in run.parts and filler.is_shared:
        run.parts[key] = filler.fill(call)
    return run.parts.get(key)

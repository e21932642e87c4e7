"""Parts of a page that rooms above its own room print: named here, filled there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SlotCall:
    """What a slot's printer is asked: whose part (`key`), in which language, on which page, when.

    `about`: the row that the page is about, where its printer has just read it; it saves asking for it again.
    """

    key: str
    language: str
    path: str
    at: datetime
    about: object = None


@dataclass(frozen=True)
class Part:
    """A printed part and the tags that it depends on, beyond those of its page."""

    html: str
    tags: frozenset[str] = frozenset()


Filler = Callable[[SlotCall], Part]
# Fills the parts of many pages with one look at the tables: a part a call, each the same as by itself.
RunFiller = Callable[[Sequence[SlotCall]], Sequence[Part]]


@dataclass(frozen=True)
class Slot:
    """`volatile`: changes without a notice, so `press check` passes over it.

    `can_wait`: takes long to fill for the first time; a page in haste stands a moment without it.
    `is_shared`: the same on every page of an edition, whatever the page is about.
    """

    fill: Filler
    volatile: bool
    can_wait: bool
    is_shared: bool
    fill_run: RunFiller | None


_slots: dict[str, Slot] = {}


def register(
    slot: str,
    printer: Filler,
    *,
    volatile: bool = False,
    can_wait: bool = False,
    is_shared: bool = False,
    fill_run: RunFiller | None = None,
) -> None:
    """Say who fills a slot, and who fills it for a run of pages; called in `AppConfig.ready`."""
    _slots[slot] = Slot(printer, volatile, can_wait, is_shared, fill_run)


def find(slot: str) -> Slot | None:
    """Who fills it, or None when no room does."""
    return _slots.get(slot)

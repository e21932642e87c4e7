"""What an arriving version means against what is already kept (LICENCES.md R1-R3, R7, R10, R13, R16).

State of an item as it stands:
    usable ──► held ──► withheld ──► killed ──(a higher usable version and an editor's word)──► usable
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from dateline.wire.rules.corrections import says_corrected
from dateline.wire.rules.item import NOT_NEWS, Item
from dateline.wire.rules.versions import Stamp, is_newer, is_same_number, order


class State(StrEnum):
    """How an item stands in the wire, whatever the licence says of it."""

    USABLE = "usable"
    HELD = "held"
    WITHHELD = "withheld"
    KILLED = "killed"
    REFUSED = "refused"


# What its sender has recalled, and the kinds of notice that tell of it.
RECALLED = (State.KILLED, State.WITHHELD)
RECALLS = tuple(f"wire.{state}" for state in RECALLED)


# What `wire receive` prints of an arrival, beside `unreadable`.
STATES = (
    "filed",
    "updated",
    "corrected",
    "silent-change",
    "killed",
    "withheld",
    "held",
    "older",
    "duplicate",
    "refused",
)


@dataclass(frozen=True)
class Stored:
    """What is kept of an item when a version arrives.

    `current` and `content` are of the newest version, None when only a kill notice was seen.
    `seen` holds the content hash of each version kept. `kill` is the newest recall of the item;
    one without a version recalls all that was sent. `confirmed` is the version that an editor
    brought back after a kill; a kill not above it no longer counts.
    """

    current: Stamp | None = None
    content: str = ""
    status: State = State.USABLE
    seen: frozenset[str] = frozenset()
    kill: Stamp | None = None
    confirmed: Stamp | None = None

    @property
    def is_killed(self) -> bool:
        """Killed for ever, until an editor has confirmed a higher usable version."""
        if self.kill is None:
            return False
        return self.confirmed is None or is_newer(self.kill, self.confirmed)

    @property
    def state(self) -> State:
        """How the item stands now."""
        return State.KILLED if self.is_killed else self.status


@dataclass(frozen=True)
class Arrival:
    """What an arrival means: the word that is printed, the reason, what is kept from now on.

    `is_new` when this version must be kept; `is_current` when it is the one that the item shows.
    """

    word: str
    reason: str
    stored: Stored
    is_new: bool
    is_current: bool


def arrive(stored: Stored | None, item: Item, content: str) -> Arrival:
    """Say what the arrival of `item`, with its content hash, means for what is `stored`."""
    before = stored or Stored()
    stamp = Stamp(item.version if item.is_numbered else "", item.version_created_at)
    if item.kind in NOT_NEWS:
        return _refused(before, item, content, stamp)
    if content in before.seen:
        return Arrival("duplicate", "", before, is_new=False, is_current=False)
    kept = replace(before, seen=before.seen | {content})
    if item.guid in item.kills:
        return _killed(kept, item, content, stamp)
    if _is_older(before, item, stamp):
        return _older(kept, stamp)
    now = replace(kept, current=stamp, content=content, status=_status(item))
    if now.is_killed:
        return _stays_killed(now, stamp)
    return Arrival(*_word(before, item, stamp, now), now, is_new=True, is_current=True)


def kill_by_notice(stored: Stored | None, notice: Item) -> Stored:
    """The item that another item's notice recalls, in every version sent so far (R10, R13)."""
    before = stored or Stored()
    return replace(before, kill=_newest(before.kill, Stamp(at=notice.version_created_at)))


def confirm(stored: Stored) -> Stored | None:
    """The item after an editor has confirmed it, None when there is nothing to confirm (R16).

    Only a usable version above the kill can be confirmed.
    """
    current, kill = stored.current, stored.kill
    if not stored.is_killed or current is None or kill is None or stored.status is State.WITHHELD:
        return None
    return replace(stored, confirmed=current) if is_newer(current, kill) else None


def release(stored: Stored) -> Stored | None:
    """The item after an editor has set a held item's time, None when it is not held (R7)."""
    return replace(stored, status=State.USABLE) if stored.state is State.HELD else None


def _status(item: Item) -> State:
    if item.pub_status == "withheld":
        return State.WITHHELD  # whatever else it says: what forbids more counts (R34)
    if item.hold or (item.pub_status == "embargoed" and item.embargoed_until is None):
        return State.HELD
    return State.USABLE


def _is_older(before: Stored, item: Item, stamp: Stamp) -> bool:
    if before.current is None:
        return False
    age = order(stamp, before.current)
    # Of two that cannot be told apart, the one that forbids stands (R34).
    return age < 0 or (age == 0 and before.status is State.WITHHELD and _status(item) is not State.WITHHELD)


def _refused(before: Stored, item: Item, content: str, stamp: Stamp) -> Arrival:
    if before.current is not None and before.status is not State.REFUSED:
        return Arrival("refused", NOT_NEWS[item.kind], before, is_new=False, is_current=False)
    now = replace(before, current=stamp, content=content, status=State.REFUSED, seen=before.seen | {content})
    return Arrival("refused", NOT_NEWS[item.kind], now, is_new=content not in before.seen, is_current=True)


def _killed(kept: Stored, item: Item, content: str, stamp: Stamp) -> Arrival:
    """A kill counts whatever its version: what was sent before it is recalled with it (AP, R10)."""
    now = replace(kept, kill=_newest(kept.kill, stamp))
    is_current = kept.current is None or order(stamp, kept.current) >= 0
    if is_current:
        now = replace(now, current=stamp, content=content, status=State.WITHHELD)
    if not now.is_killed:
        return Arrival("older", f"{now.confirmed} was confirmed after this kill", now, True, is_current=False)
    return Arrival("killed", "recalled by the sender", now, is_new=True, is_current=is_current)


def _older(kept: Stored, stamp: Stamp) -> Arrival:
    if kept.is_killed:
        return Arrival("killed", f"was killed; {stamp} is kept unseen", kept, is_new=True, is_current=False)
    return Arrival("older", f"{kept.current} is here already", kept, is_new=True, is_current=False)


def _stays_killed(now: Stored, stamp: Stamp) -> Arrival:
    if now.kill is not None and is_newer(stamp, now.kill):
        reason = f"was killed; {stamp} waits for an editor's confirmation"
    else:
        reason = f"was killed before {stamp} came"
    return Arrival("killed", reason, now, is_new=True, is_current=True)


def _word(before: Stored, item: Item, stamp: Stamp, now: Stored) -> tuple[str, str]:
    if now.status is State.WITHHELD:
        return "withheld", "the sender withholds it"
    if now.status is State.HELD:
        return "held", item.hold or "embargoed without a time; an editor must set one"
    if before.current is None:
        return "filed", ""
    if says_corrected(item):
        return "corrected", ""
    if is_same_number(stamp, before.current) or order(stamp, before.current) == 0:
        return "silent-change", f"{stamp} came again with other content"
    return "updated", ""


def _newest(one: Stamp | None, other: Stamp) -> Stamp:
    return other if one is None or is_newer(other, one) else one

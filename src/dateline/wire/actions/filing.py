"""Files items: a row by partner and guid, a version, its pictures, one notice each; many in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

from django.db import transaction

from dateline.house import watching
from dateline.licences.models import Partner
from dateline.wire import meaning, queries, rules
from dateline.wire.actions.entering import Entry, Rows
from dateline.wire.folders.beside import Found, look_up
from dateline.wire.folders.kept import keep_picture
from dateline.wire.models import Delivery, WireItem
from dateline.wire.rules import Arrival, Item, State

# Words of an arrival that others hear of: a duplicate or an older version changes nothing (R2, R3).
_TOLD = {"filed", "updated", "corrected", "silent-change", "killed", "withheld", "held"}
_RECALLED = Found("the sender has recalled this picture")


@dataclass(frozen=True)
class Receipt:
    """What became of one part of a delivery; `guid` is `PATH#n` for what could not be read."""

    guid: str
    version: str
    state: str
    reason: str = ""

    @property
    def is_filed(self) -> bool:
        """Whether it is in the wire now, and not only in the list of what went wrong."""
        return self.state not in ("unreadable", "refused")

    def __str__(self) -> str:
        version = f"v{self.version}" if self.version else "-"
        return "\t".join(part for part in (self.guid, version, self.state, self.reason) if part)


@dataclass(frozen=True)
class Incoming:
    """An item of a delivery; `folder` is where its pictures may lie, `enclosed` what came within its message."""

    item: Item
    delivery: Delivery
    folder: Path | None = None
    enclosed: Mapping[str, bytes] = field(default_factory=dict)


@watching.step("file items")
def file(partner: Partner, incoming: Sequence[Incoming], at: datetime) -> list[Receipt]:
    """File items of a partner in their order, all or none; a receipt each.

    Posts `wire.<state>` about `wire:<pk>` for each, one more for each item that it kills.
    """
    if not any(one.item.means for one in incoming):
        return _file_together(partner, incoming, at)
    with transaction.atomic():
        # What names another in words is understood by what stands before it, and filed by itself.
        receipts: list[Receipt] = []
        for is_in_words, some in groupby(incoming, key=lambda one: bool(one.item.means)):
            if is_in_words:
                receipts += [_file_in_words(partner, one, at) for one in some]
            else:
                receipts += _file_together(partner, list(some), at)
    return receipts


def kill(partner: Partner, guid: str, notice: Item, at: datetime) -> None:
    """Kill the item that another item's notice means (R10); in the caller's transaction."""
    rows = Rows(partner, {guid}, at, recalled=frozenset())
    _kill(rows, guid, notice)
    rows.write()


def refile(held: WireItem, item: Item, meant: WireItem, at: datetime) -> None:
    """File what was held as an item of its own as another version of `meant`; in the caller's transaction."""
    if held.current is not None:
        take = replace(item, guid=meant.guid, means=(), hold="")
        _file_together(meant.partner, [Incoming(take, held.current.delivery)], at)
        held.current.reason = f"another take of {meant.guid}"
        held.current.save(update_fields=["reason"])


def _file_in_words(partner: Partner, one: Incoming, at: datetime) -> Receipt:
    item, told = meaning.understood(one.item, partner, at)
    (receipt,) = _file_together(partner, [replace(one, item=item)], at)
    if told.is_unclear:
        meaning.remember(WireItem.objects.get(partner=partner, guid=item.guid), item, told, at)
    return replace(receipt, reason=told.words or receipt.reason) if receipt.state != "duplicate" else receipt


def _file_together(partner: Partner, incoming: Sequence[Incoming], at: datetime) -> list[Receipt]:
    # Before the transaction, since decoding pictures takes its time.
    entries = _entries(partner, incoming)
    guids = {guid for one in incoming for guid in (one.item.guid, *one.item.kills)}
    shown = {picture.guid for one in incoming for picture in one.item.pictures}
    with transaction.atomic():
        rows = Rows(partner, guids, at, recalled=_recalled(partner, shown))
        receipts = [_arrive(rows, entry) for entry in entries]
        rows.write()
        _obey_what_waits(partner, entries, at)
    return receipts


def _obey_what_waits(partner: Partner, entries: Sequence[Entry], at: datetime) -> None:
    """A recall in words that came before what it means is obeyed as soon as that comes (R13)."""
    waiting = meaning.waiting(partner)
    if not waiting:
        return
    guids = {entry.item.guid for entry in entries}
    arrived = list(WireItem.objects.filter(partner=partner, guid__in=guids).select_related("current"))
    for unclear in waiting:
        for row in meaning.named_by(unclear, arrived):
            if unclear.notice.current is not None:
                kill(partner, row.guid, unclear.notice.current.read, at)
                meaning.settle(unclear, row, by="the item that came", at=at)


def _arrive(rows: Rows, entry: Entry) -> Receipt:
    """What an item means for the rows as they stand, those before it in the same message among them."""
    item = entry.item
    row = rows.row(item.guid)
    was_killed = row.state == State.KILLED
    arrival = rules.arrive(rows.stored(row), item, entry.content)
    if arrival.is_new:
        _add(rows, row, entry, arrival)
        if arrival.word in _TOLD and not (was_killed and item.guid not in item.kills):
            rows.tell(row, f"wire.{arrival.word}")
    elif entry.pictures:
        rows.attach(row, entry)
    for guid in item.kills:
        if guid != item.guid:
            _kill(rows, guid, item)
    return Receipt(item.guid, item.version, arrival.word, arrival.reason)


def _add(rows: Rows, row: WireItem, entry: Entry, arrival: Arrival) -> None:
    pictures = [
        _RECALLED if rows.has_recalled(picture.guid, of=row) else found
        for picture, found in zip(entry.item.pictures, entry.pictures, strict=True)
    ]
    version = rows.add(row, entry, pictures, word=arrival.word, reason=arrival.reason)
    rows.take(row, arrival.stored)
    if arrival.is_current:
        row.show(version, entry.item)


def _kill(rows: Rows, guid: str, notice: Item) -> None:
    """Kill the item that another item's notice names, here or still to come (R10, R13)."""
    row = rows.row(guid)
    was_killed = row.state == State.KILLED
    rows.take(row, rules.kill_by_notice(rows.stored(row), notice))
    if not was_killed:
        rows.tell(row, "wire.killed")


def _entries(partner: Partner, incoming: Sequence[Incoming]) -> list[Entry]:
    """The items with the files of their pictures, kept; without, where what is here has them all."""
    entries = [Entry.of(one.item, one.delivery) for one in incoming]
    with_pictures = [entry for entry in entries if entry.item.pictures]
    if not with_pictures:
        return entries
    complete = queries.with_all_pictures(partner, {entry.content for entry in with_pictures})
    recalled = _recalled(partner, {one.guid for entry in with_pictures for one in entry.item.pictures})
    for entry, one in zip(entries, incoming, strict=True):
        if (entry.item.guid, entry.content) not in complete:
            entry.pictures = [_found(picture, one, recalled) for picture in one.item.pictures]
    return entries


def _found(picture: rules.Picture, incoming: Incoming, recalled: frozenset[str]) -> Found:
    if picture.guid in recalled and picture.guid != incoming.item.guid:
        return _RECALLED
    found = look_up(picture, incoming.folder, incoming.enclosed)
    if found.is_picture:
        keep_picture(found.content)
    return found


def _recalled(partner: Partner, guids: set[str]) -> frozenset[str]:
    """Those of these pictures that were recalled as items of their own (R14)."""
    named = guids - {""}
    return queries.recalled(partner, named) if named else frozenset()

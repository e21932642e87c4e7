"""Receives what a partner sent: kept first, then read, then filed, kills before all else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError, DataError, IntegrityError, transaction

from dateline.house import ballast, clock
from dateline.licences import queries as licences
from dateline.licences.models import Partner
from dateline.wire.actions.filing import Incoming, Receipt, file
from dateline.wire.actions.keeping import keep
from dateline.wire.folders.beside import Texts
from dateline.wire.folders.gathering import Message, messages
from dateline.wire.models import Delivery, Source, Unread
from dateline.wire.parsers import Profile, enclosed, parse, sniff
from dateline.wire.reading import profile_of
from dateline.wire.rules import Item, Unreadable

# Messages that are held in memory together, read and unfiled: so many, and no more than so many bytes.
AT_ONCE = 500
BYTES_AT_ONCE = 8_000_000
# Items of one transaction: others wait for its lock some tens of milliseconds.
FILED_AT_ONCE = 50


@dataclass
class _Part:
    """One part of what was received, and what became of it."""

    message: Message
    delivery: Delivery | None
    found: Item | Unreadable
    enclosed: Mapping[str, bytes] = field(default_factory=dict)
    texts: frozenset[Path] = frozenset()
    position: int = 0

    @property
    def place(self) -> tuple[Message, int]:
        """The same whenever the message is read."""
        return self.message, self.position

    @property
    def is_kill(self) -> bool:
        return isinstance(self.found, Item) and bool(self.found.kills)

    @property
    def incoming(self) -> Incoming:
        """It, to be filed. Raises TypeError for what is no item of a delivery."""
        if not isinstance(self.found, Item) or self.delivery is None:
            raise TypeError(f"an item of no delivery: {self.found}")
        return Incoming(self.found, self.delivery, self.message.folder, self.enclosed)


def receive(partner: str, paths: Iterable[Path], at: datetime | None = None) -> list[Receipt]:
    """Keep and file everything in these files and folders; a receipt an item, in the messages' order.

    Kills are filed before all else, so that nothing they recall is shown even for a moment (R37).
    Raises UnknownPartner or NothingThere, and keeps nothing then.
    """
    sender = licences.partner(partner)
    return receive_messages(sender, messages(Path(path) for path in paths), at=at)


def receive_messages(
    sender: Partner, found: Sequence[Message], *, source: Source | None = None, at: datetime | None = None
) -> list[Receipt]:
    """As `receive`, of messages that are gathered already; `source` is where they were fetched from.

    A backlog that is too long to be held in memory is read twice: for its kills, then for all else.
    """
    ballast.make_room()  # a kill may be among them
    at = at or clock.now()
    pieces = list(_pieces(found))
    kept: dict[Message, Delivery | OSError] = {}
    done: dict[tuple[Message, int], Receipt] = {}
    faults: list[Exception] = []
    for piece in pieces:
        kept |= keep(sender, piece, source, at)
        if len(pieces) > 1:
            kills = [part for part in _parts(sender, piece, kept) if part.is_kill]
            done |= _file_all(sender, kills, at, faults)
    receipts: list[Receipt] = []
    for piece in pieces:
        parts = _parts(sender, piece, kept)
        done |= _file_all(sender, [part for part in parts if part.place not in done], at, faults)
        receipts += [done.pop(part.place) for part in parts if part.place in done]
    if faults:
        raise faults[0]
    return receipts


def _pieces(found: Sequence[Message]) -> Iterator[list[Message]]:
    """The messages in their order, as many together as may be held in memory."""
    piece: list[Message] = []
    size = 0
    for message in found:
        if piece and (len(piece) == AT_ONCE or size + message.size > BYTES_AT_ONCE):
            yield piece
            piece, size = [], 0
        piece.append(message)
        size += message.size
    if piece:
        yield piece


def _parts(
    sender: Partner, piece: Sequence[Message], kept: Mapping[Message, Delivery | OSError]
) -> list[_Part]:
    profile = profile_of(sender)
    read = [(message, _read(message, kept[message], profile)) for message in piece]
    _forget_what_is_read_now(read)
    return _without_texts_of_others(
        [replace(part, position=position) for _, parts in read for position, part in enumerate(parts)]
    )


def _read(message: Message, kept: Delivery | OSError, profile: Profile) -> list[_Part]:
    try:
        if isinstance(kept, OSError):
            raise kept
        if message.refused:
            return [_Part(message, kept, Unreadable(message.name, 1, sniff.MAIL, message.refused))]
        raw = message.read()
    except OSError as cause:
        reason = (
            f"the file cannot be read: {cause.strerror or cause}; check its permissions and receive it again"
        )
        return [_Part(message, None, Unreadable(message.name, 1, sniff.UNKNOWN, reason))]
    texts = Texts(message.folder)
    found = parse(raw, name=message.name, profile=replace(profile, address=message.address, beside=texts))
    within = enclosed(raw)
    return [_Part(message, kept, one, within, frozenset(texts.used)) for one in found]


def _without_texts_of_others(parts: list[_Part]) -> list[_Part]:
    """A file that is the text of another message's item is no message of its own."""
    used = {path for part in parts for path in part.texts}
    return [part for part in parts if part.message.path not in used]


def _file_all(
    sender: Partner, parts: Sequence[_Part], at: datetime, faults: list[Exception]
) -> dict[tuple[Message, int], Receipt]:
    """File all of these, kills before all else, some in one transaction; a receipt for each.

    What cannot be filed leaves its neighbours: what is wrong with the item itself is told of it, any other fault
    is added to `faults`, to be raised once everything else is filed.
    """
    done: dict[tuple[Message, int], Receipt] = {}
    items = [part for part in parts if isinstance(part.found, Item)]
    for group in ([part for part in items if part.is_kill], [part for part in items if not part.is_kill]):
        for start in range(0, len(group), FILED_AT_ONCE):
            done |= _file_some(sender, group[start : start + FILED_AT_ONCE], at, faults)
    for part in parts:
        if isinstance(part.found, Unreadable):
            done[part.place] = _unread(part, part.found, at)
    return done


def _file_some(
    sender: Partner, some: Sequence[_Part], at: datetime, faults: list[Exception]
) -> dict[tuple[Message, int], Receipt]:
    """File these together; where that fails, one after another, and add to `faults` what still does."""
    try:
        receipts = file(sender, [part.incoming for part in some], at)
        return {part.place: receipt for part, receipt in zip(some, receipts, strict=True)}
    except (DataError, IntegrityError) as fault:
        if len(some) == 1:
            return {some[0].place: _refused_by_the_database(some[0], fault, at)}
    except DatabaseError:
        raise  # it is away, or full: the next one would fare no better
    except Exception as fault:  # noqa: BLE001 - raised once the neighbours are filed
        if len(some) == 1:
            faults.append(fault)
            return {}
    done: dict[tuple[Message, int], Receipt] = {}
    for part in some:
        done |= _file_some(sender, [part], at, faults)
    return done


def _refused_by_the_database(part: _Part, fault: Exception, at: datetime) -> Receipt:
    """An item that no row can hold, a guid of a million letters for one; the desk sees it."""
    item = part.incoming.item
    reason = f"it cannot be kept: {str(fault).splitlines()[0][:200]}; ask the sender for another"
    return _unread(part, Unreadable(item.file, item.position, item.format, reason), at)


def _unread(part: _Part, unreadable: Unreadable, at: datetime) -> Receipt:
    if part.delivery is not None:
        _note(unreadable, part.delivery, at)
    return Receipt(f"{unreadable.file}#{unreadable.position}", "", "unreadable", unreadable.reason)


def _forget_what_is_read_now(read: Iterable[tuple[Message, Sequence[_Part]]]) -> None:
    """Take off the desk's list what an earlier release could not read and this one can."""
    still: dict[Delivery, set[int]] = {}
    for _, parts in read:
        for part in parts:
            if part.delivery is not None:
                still.setdefault(part.delivery, set())
                if isinstance(part.found, Unreadable):
                    still[part.delivery].add(part.found.position)
    noted = Unread.objects.filter(delivery__in=still).select_related("delivery")
    read_now = [row.pk for row in noted if row.position not in still[row.delivery]]
    if read_now:
        Unread.objects.filter(pk__in=read_now).delete()


@transaction.atomic
def _note(unreadable: Unreadable, delivery: Delivery, at: datetime) -> None:
    """Let the desk see what could not be read; once, however often it comes."""
    Unread.objects.update_or_create(
        delivery=delivery,
        position=unreadable.position,
        defaults={"format": unreadable.format[:20], "reason": unreadable.reason},
        create_defaults={
            "format": unreadable.format[:20],
            "reason": unreadable.reason,
            "received_at": at,
        },
    )

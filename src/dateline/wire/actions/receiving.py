"""Receives what a partner sent: kept first, then read, then filed, kills before all else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from dateline.house import ballast, clock, points
from dateline.licences import queries as licences
from dateline.licences.models import Partner
from dateline.wire.actions.filing import Receipt, file
from dateline.wire.folders.beside import Texts
from dateline.wire.folders.gathering import Message, messages
from dateline.wire.folders.kept import keep_message
from dateline.wire.models import Delivery, Source, Unread
from dateline.wire.parsers import enclosed, parse, sniff
from dateline.wire.reading import profile_of
from dateline.wire.rules import Item, Unreadable

# Messages that are held in memory together, read and unfiled.
AT_ONCE = 200


@dataclass
class _Part:
    """One part of what was received, and what became of it."""

    message: Message
    delivery: Delivery | None
    found: Item | Unreadable
    enclosed: Mapping[str, bytes] = field(default_factory=dict)
    texts: frozenset[Path] = frozenset()
    receipt: Receipt | None = None
    position: int = 0

    @property
    def place(self) -> tuple[Message, int]:
        """The same whenever the message is read."""
        return self.message, self.position

    @property
    def is_kill(self) -> bool:
        return isinstance(self.found, Item) and bool(self.found.kills)


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
    pieces = [found[start : start + AT_ONCE] for start in range(0, len(found), AT_ONCE)]
    done: dict[tuple[Message, int], Receipt] = {}
    if len(pieces) > 1:
        for piece in pieces:
            done |= {
                part.place: _file(part, at) for part in _parts(sender, piece, source, at) if part.is_kill
            }
    receipts: list[Receipt] = []
    for piece in pieces:
        parts = _parts(sender, piece, source, at)
        for part in sorted(parts, key=lambda part: not part.is_kill):
            part.receipt = done.get(part.place) or _file(part, at)
        receipts += [part.receipt for part in parts if part.receipt is not None]
    return receipts


def _parts(sender: Partner, piece: Sequence[Message], source: Source | None, at: datetime) -> list[_Part]:
    return _without_texts_of_others(
        [
            replace(part, position=position)
            for message in piece
            for position, part in enumerate(_read(sender, message, source, at))
        ]
    )


def _read(sender: Partner, message: Message, source: Source | None, at: datetime) -> list[_Part]:
    name = message.name
    try:
        delivery = _keep(sender, message, source, at)
        points.reached("wire.kept")
        raw = message.read()
    except OSError as cause:
        reason = (
            f"the file cannot be read: {cause.strerror or cause}; check its permissions and receive it again"
        )
        return [_Part(message, None, Unreadable(name, 1, sniff.UNKNOWN, reason))]
    texts = Texts(message.folder)
    profile = replace(profile_of(sender), address=message.address, beside=texts)
    found = parse(raw, name=name, profile=profile)
    _forget_what_is_read_now(delivery, found)
    within = enclosed(raw)
    return [_Part(message, delivery, one, within, frozenset(texts.used)) for one in found]


def _without_texts_of_others(parts: list[_Part]) -> list[_Part]:
    """A file that is the text of another message's item is no message of its own."""
    used = {path for part in parts for path in part.texts}
    return [part for part in parts if part.message.path not in used]


def _keep(sender: Partner, message: Message, source: Source | None, at: datetime) -> Delivery:
    """The delivery of a message, its bytes on disk; the same bytes again are the same delivery (R3)."""
    kept = keep_message(message.path)
    with transaction.atomic():
        delivery, _ = Delivery.objects.get_or_create(
            partner=sender,
            sha256=kept.sha256,
            defaults={
                "source": source,
                "name": message.name[-500:],
                "size": kept.size,
                "kept_at": kept.place,
                "received_at": at,
            },
        )
    return delivery


def _file(part: _Part, at: datetime) -> Receipt:
    if isinstance(part.found, Item) and part.delivery is not None:
        return file(part.found, part.delivery, folder=part.message.folder, enclosed=part.enclosed, at=at)
    unreadable = part.found
    if not isinstance(unreadable, Unreadable):
        raise TypeError(f"an item of no delivery: {unreadable.guid}")
    if part.delivery is not None:
        _note(unreadable, part.delivery, at)
    return Receipt(f"{unreadable.file}#{unreadable.position}", "", "unreadable", unreadable.reason)


def _forget_what_is_read_now(delivery: Delivery, found: Iterable[Item | Unreadable]) -> None:
    """Take off the desk's list what an earlier release could not read and this one can."""
    noted = set(delivery.unread.values_list("position", flat=True))
    read_now = noted - {one.position for one in found if isinstance(one, Unreadable)}
    if read_now:
        delivery.unread.filter(position__in=read_now).delete()


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

"""Keeps messages as they came, before anything is read of them: their bytes on disk, a row each."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from dateline.house import points
from dateline.licences.models import Partner
from dateline.wire.folders.gathering import Message
from dateline.wire.folders.kept import Kept, keep_message, sync_messages
from dateline.wire.models import Delivery, Source

# From so many on, one wait for the whole disk costs less than one a file.
TOGETHER = 8


def keep(
    sender: Partner, found: Sequence[Message], source: Source | None, at: datetime
) -> dict[Message, Delivery | OSError]:
    """The delivery of each message, its bytes on disk; the same bytes again are the same delivery (R3).

    What cannot be read stands there with what the disk said of it.
    """
    together = len(found) >= TOGETHER
    kept: dict[Message, Kept | OSError] = {}
    for message in found:
        try:
            kept[message] = keep_message(message.path, sync=not together)
        except OSError as cause:
            kept[message] = cause
    if together:
        sync_messages()
    named = {one.sha256: (message, one) for message, one in kept.items() if isinstance(one, Kept)}
    rows = [
        Delivery(
            partner=sender, sha256=one.sha256, source=source, name=message.name[-500:], size=one.size,
            kept_at=one.place, received_at=at,
        )
        for message, one in named.values()
    ]  # fmt: skip
    deliveries = _deliveries(sender, rows)
    points.reached("wire.kept")
    return {
        message: deliveries[one.sha256] if isinstance(one, Kept) else one for message, one in kept.items()
    }


def _deliveries(sender: Partner, rows: Sequence[Delivery]) -> dict[str, Delivery]:
    """The rows that are there already, and else these, written in one transaction."""
    found = _known(sender, [row.sha256 for row in rows])
    new = [row for row in rows if row.sha256 not in found]
    if not new:
        return found
    try:
        with transaction.atomic():
            Delivery.objects.bulk_create(new)
    except IntegrityError:  # another process keeps the same message in this very moment
        found |= _known(sender, [row.sha256 for row in new])
        return found | {row.sha256: _kept_once(row) for row in new if row.sha256 not in found}
    return found | {row.sha256: row for row in new}


def _kept_once(row: Delivery) -> Delivery:
    with transaction.atomic():
        kept, _ = Delivery.objects.get_or_create(
            partner=row.partner, sha256=row.sha256,
            defaults={
                "source": row.source, "name": row.name, "size": row.size, "kept_at": row.kept_at,
                "received_at": row.received_at,
            },
        )  # fmt: skip
    return kept


def _known(sender: Partner, hashes: Iterable[str]) -> dict[str, Delivery]:
    rows = Delivery.objects.filter(partner=sender, sha256__in=list(hashes)).order_by()
    return {row.sha256: row for row in rows}

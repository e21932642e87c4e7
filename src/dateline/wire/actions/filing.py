"""Files one item: a row by partner and guid, a version, its pictures, one notice, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from dateline.house import clock, notices, watching
from dateline.wire import rules
from dateline.wire.folders.beside import Found, look_up
from dateline.wire.folders.kept import keep_picture
from dateline.wire.models import Delivery, WireItem, WirePicture, WireVersion
from dateline.wire.rules import Arrival, Item, State

# Words of an arrival that others hear of: a duplicate or an older version changes nothing (R2, R3).
_TOLD = {"filed", "updated", "corrected", "silent-change", "killed", "withheld", "held"}


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


@watching.step("file item")
def file(
    item: Item,
    delivery: Delivery,
    *,
    folder: Path | None = None,
    enclosed: Mapping[str, bytes] | None = None,
    at: datetime | None = None,
) -> Receipt:
    """File one item of a delivery; `folder` is where its pictures may lie, `enclosed` what came within it.

    Posts `wire.<state>` about `wire:<pk>`, one more for each item that it kills.
    """
    at = at or clock.now()
    content = rules.content_hash(item)
    pictures = _look_up(item, content, delivery, folder, enclosed or {})
    with transaction.atomic():
        row = _row(item.guid, delivery, at)
        was_killed = row.state == State.KILLED
        arrival = rules.arrive(row.stored, item, content)
        if arrival.is_new:
            _add(row, item, arrival, content=content, delivery=delivery, pictures=pictures, at=at)
            if arrival.word in _TOLD and not (was_killed and item.guid not in item.kills):
                tell(row, f"wire.{arrival.word}")
        elif pictures:
            _attach(row, content, pictures)
        for guid in item.kills:
            if guid != item.guid:
                _kill(guid, item, delivery, at)
    return Receipt(item.guid, item.version, arrival.word, arrival.reason)


def _row(guid: str, delivery: Delivery, at: datetime) -> WireItem:
    row, _ = WireItem.objects.select_for_update().get_or_create(
        partner=delivery.partner, guid=guid, defaults={"received_at": at, "changed_at": at}
    )
    return row


def _add(
    row: WireItem,
    item: Item,
    arrival: Arrival,
    *,
    content: str,
    delivery: Delivery,
    pictures: Sequence[Found],
    at: datetime,
) -> None:
    version = WireVersion.objects.create(
        item=row,
        delivery=delivery,
        version=item.version,
        is_numbered=item.is_numbered,
        version_created_at=item.version_created_at,
        content_hash=content,
        fields=rules.to_fields(item),
        outcome=arrival.word,
        reason=arrival.reason,
        received_at=at,
    )
    for position, (picture, found) in enumerate(zip(item.pictures, pictures, strict=True), start=1):
        WirePicture.objects.create(
            version=version,
            position=position,
            href=picture.href,
            hrefs=list(picture.hrefs),
            guid=picture.guid,
            caption=picture.caption,
            credit=picture.credit,
            alt=picture.alt,
            copyright_notice=picture.copyright_notice,
            usage_terms=list(picture.usage_terms),
            **kept_fields(found),
        )
    row.take(arrival.stored, at=at)
    if arrival.is_current:
        row.show(version, item)
    row.save()


def _look_up(
    item: Item, content: str, delivery: Delivery, folder: Path | None, enclosed: Mapping[str, bytes]
) -> list[Found]:
    """The files of an item's pictures, kept; before the transaction, since decoding takes its time.

    Empty for what is here already with all its pictures.
    """
    if not item.pictures:
        return []
    known = WirePicture.objects.filter(
        version__item__partner=delivery.partner, version__item__guid=item.guid, version__content_hash=content
    )
    if known.exists() and not known.filter(state=WirePicture.State.MISSING).exists():
        return []
    killed = _killed_among(item, delivery)
    return [_found(picture, folder, enclosed, killed) for picture in item.pictures]


def _killed_among(item: Item, delivery: Delivery) -> set[str]:
    """Pictures of an item that were recalled as items of their own (R14)."""
    guids = [picture.guid for picture in item.pictures if picture.guid]
    if not guids:
        return set()
    killed = WireItem.objects.filter(
        partner=delivery.partner, guid__in=guids, state__in=(State.KILLED, State.WITHHELD)
    )
    return set(killed.exclude(guid=item.guid).values_list("guid", flat=True))


def _found(
    picture: rules.Picture, folder: Path | None, enclosed: Mapping[str, bytes], killed: set[str]
) -> Found:
    if picture.guid in killed:
        return Found("the sender has recalled this picture")
    found = look_up(picture, folder, enclosed)
    if found.is_picture:
        keep_picture(found.content)
    return found


def _attach(row: WireItem, content: str, pictures: Sequence[Found]) -> None:
    """Fill in pictures that were missing when this version came first."""
    attached = 0
    missing = WirePicture.objects.filter(
        version__item=row, version__content_hash=content, state=WirePicture.State.MISSING
    )
    for picture in missing:
        if picture.position > len(pictures):
            continue
        found = pictures[picture.position - 1]
        for name, value in kept_fields(found).items():
            setattr(picture, name, value)
        picture.save()
        attached += found.is_picture
    if attached:
        tell(row, "wire.pictured")


def kept_fields(found: Found) -> dict[str, str | int]:
    """What a picture's row holds of a file: its bytes kept, or why there are none."""
    if not found.is_picture:
        return {"state": WirePicture.State.MISSING, "reason": found.reason}
    return {
        "state": WirePicture.State.ATTACHED,
        "reason": "",
        "sha256": keep_picture(found.content),
        "file_name": found.file_name[:255],
        "content_type": found.content_type,
        "width": found.width,
        "height": found.height,
    }


def _kill(guid: str, notice: Item, delivery: Delivery, at: datetime) -> None:
    """Kill the item that another item's notice names, here or still to come (R10, R13)."""
    row = _row(guid, delivery, at)
    was_killed = row.state == State.KILLED
    row.take(rules.kill_by_notice(row.stored, notice), at=at)
    row.save()
    if not was_killed:
        tell(row, "wire.killed")


def tell(row: WireItem, kind: str) -> None:
    """Post a notice about an item, in the caller's transaction."""
    notices.post(
        f"wire:{row.pk}",
        kind,
        facts={
            "guid": row.guid,
            "partner": row.partner.slug,
            "version": row.version,
            "kind": row.kind,
            "state": row.state,
        },
    )

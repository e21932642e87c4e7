"""Purges what a licence lets nobody keep: words, pictures and the bytes as received; the record of them stays."""

from datetime import datetime

from django.db import transaction

from dateline.house.home import home
from dateline.wire.folders.kept import picture_path
from dateline.wire.models import Delivery, WireItem, WirePicture
from dateline.wire.rules import Item, to_fields


def purge(row: WireItem, at: datetime) -> None:
    """Take every version's words and pictures out of the database and off the disk; safe to repeat.

    Guid, versions, hashes and moments stay, so that what comes again is known. The bytes as received go whole,
    with whatever else the same message held: of its other items what was read of them is kept.
    """
    with transaction.atomic():
        for version in row.versions.all():
            version.fields = to_fields(_record(version.read))
            version.save(update_fields=["fields"])
        shown = WirePicture.objects.filter(version__item=row)
        hashes = set(shown.exclude(sha256="").values_list("sha256", flat=True))
        shown.delete()
        row.headline = row.slug_key = row.number_key = row.headline_key = ""
        row.save(update_fields=["headline", "slug_key", "number_key", "headline_key"])
    for sha256 in hashes - set(
        WirePicture.objects.filter(sha256__in=hashes).values_list("sha256", flat=True)
    ):
        picture_path(sha256).unlink(missing_ok=True)
    forget_bytes(row)
    # Last: a power cut before this has it all done again.
    WireItem.objects.filter(pk=row.pk).update(purged_at=at)


def forget_bytes(row: WireItem) -> None:
    """Remove the files that this item came in: the same bytes sent again are kept again, and have to go again."""
    for delivery in Delivery.objects.filter(versions__item=row).distinct():
        (home() / delivery.kept_at).unlink(missing_ok=True)


def _record(item: Item) -> Item:
    """What stays of a version: who it is, when, and what the sender said of its use."""
    return Item(
        guid=item.guid,
        format=item.format,
        kind=item.kind,
        version=item.version,
        version_created_at=item.version_created_at,
        first_created_at=item.first_created_at,
        language=item.language,
        signals=item.signals,
        pub_status=item.pub_status,
        embargoed_until=item.embargoed_until,
        expires_at=item.expires_at,
        usage_terms=item.usage_terms,
        kills=item.kills,
        is_numbered=item.is_numbered,
        position=item.position,
    )

"""How often pages of partners' items were given to readers: a row a day, kept for the statements."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Sum

from dateline.licences.models import Partner, Viewed
from dateline.licences.rules import bounds

# What a machine counted that was away comes no later; from then on a month's views are its last word.
LATEST = timedelta(days=8)


def add(partner: Partner, guid: str, language: str, *, hour: datetime, times: int) -> None:
    """So many more readings within this hour; in the caller's transaction, which keeps how far was counted."""
    on = hour.astimezone(ZoneInfo(partner.time_zone)).date()
    row, _ = Viewed.objects.get_or_create(partner=partner.slug, guid=guid, language=language, on=on)
    Viewed.objects.filter(pk=row.pk).update(times=F("times") + times)


def in_month(partner: Partner, month: str) -> Mapping[tuple[str, str], int]:
    """Views in a month of the partner's, by guid and language."""
    zone = ZoneInfo(partner.time_zone)
    begins_at, ends_at = (moment.astimezone(zone).date() for moment in bounds(month, partner.time_zone))
    rows = Viewed.objects.filter(partner=partner.slug, on__gte=begins_at, on__lt=ends_at)
    found = rows.values_list("guid", "language").annotate(Sum("times")).order_by()
    return {(guid, language): times for guid, language, times in found}


def are_final(month: str, time_zone: str, at: datetime) -> bool:
    """Whether no view of this month can be added any more."""
    return at >= bounds(month, time_zone)[1] + LATEST

"""Keeps how each source stands: which there are, who polls them, what came of it, and when the desk is told."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from dateline.house import notices
from dateline.licences import queries as licences
from dateline.licences.rules import source_to_json
from dateline.wire.actions.filing import Receipt
from dateline.wire.models import CLOCKS_DIFFER, Delivery, Source, WireVersion
from dateline.wire.rules.polling import next_try
from dateline.wire.sources.collected import Place

# A poll that is not done by then has died with its process.
CLAIM = timedelta(minutes=30)
# One failure is an accident; so many in a row are told to the desk.
FAILURES_TOLD = 3
_NEW = {
    "filed",
    "updated",
    "corrected",
    "silent-change",
    "killed",
    "withheld",
    "held",
    "refused",
    "unreadable",
}


@transaction.atomic
def keep_sources(at: datetime) -> None:
    """Have a row for each source that the partners' file names; those it names no more are followed no more."""
    named: set[int] = set()
    for partner in licences.partners():
        for source in licences.sources_of(partner):
            row, _ = Source.objects.get_or_create(
                partner=partner, kind=source.kind, location=source.location,
                defaults={"settings": source_to_json(source), "added_at": at, "next_try_at": at},
            )  # fmt: skip
            named.add(row.pk)
            if row.settings != source_to_json(source) or not row.is_listed:
                # Named anew or otherwise: what was wrong may be mended, so it is asked at once.
                row.added_at = row.added_at if row.is_listed else at
                row.settings, row.is_listed, row.next_try_at = source_to_json(source), True, at
                row.save()
    Source.objects.filter(is_listed=True).exclude(pk__in=named).update(is_listed=False)


def claim(row: Source, at: datetime) -> bool:
    """Whether this poll is ours: nobody else is at it."""
    # Claimed for longer than anybody may: the clock has been set back since.
    free = Q(claimed_until=None) | Q(claimed_until__lte=at) | Q(claimed_until__gt=at + CLAIM + CLOCKS_DIFFER)
    taken = Source.objects.filter(free, pk=row.pk, is_listed=True).update(
        claimed_until=at + CLAIM, tried_at=at
    )
    return bool(taken)


@transaction.atomic
def succeeded(
    row: Source, place: Place, receipts: Sequence[Receipt], *, at: datetime, chance: float = 0.5
) -> None:
    """The source was asked and all that it had is filed. Posts `source.back` when the desk had been told otherwise."""
    row = Source.objects.select_for_update().get(pk=row.pk)
    row.etag, row.modified, row.cursor = place.etag, place.modified, place.cursor
    row.succeeded_at, row.errors, row.error, row.claimed_until = at, 0, "", None
    row.next_try_at = next_try(at, every=row.read.poll_seconds, errors=0, chance=chance)
    had_told = bool(row.failure_told_at)
    row.failure_told_at = None
    if any(receipt.state in _NEW for receipt in receipts):
        row.item_at, row.lag_seconds = at, _lag(row, at)
        had_told = had_told or bool(row.silence_told_at)
        row.silence_told_at = None
    row.save()
    if had_told and not row.silence_told_at:
        _tell(row, "source.back")


@transaction.atomic
def failed(row: Source, reason: str, *, asked: float = 0.0, at: datetime, chance: float = 0.5) -> None:
    """The source gave nothing. Posts `source.failing` once so many tries in a row have failed."""
    row = Source.objects.select_for_update().get(pk=row.pk)
    row.errors, row.error, row.claimed_until = row.errors + 1, reason[:1000], None
    row.next_try_at = next_try(at, every=row.read.poll_seconds, errors=row.errors, asked=asked, chance=chance)
    is_told = row.errors >= FAILURES_TOLD and row.failure_told_at is None
    if is_told:
        row.failure_told_at = at
    row.save()
    if is_told:
        _tell(row, "source.failing", reason=row.error)


@transaction.atomic
def tell_silence(at: datetime) -> None:
    """Tell the desk, once a silence, of each source that has brought nothing for too long. Posts `source.silent`."""
    for row in Source.objects.filter(is_listed=True, silence_told_at=None).select_related("partner"):
        if row.is_silent(at):
            Source.objects.filter(pk=row.pk).update(silence_told_at=at)
            _tell(row, "source.silent", reason=f"nothing since {row.silent_since:%Y-%m-%d %H:%M} UTC")


@transaction.atomic
def ask_now(row: Source, at: datetime, *, by: str) -> None:
    """Have a source polled at once, whatever it said before. Posts `source.asked`."""
    Source.objects.filter(pk=row.pk).update(next_try_at=at)
    _tell(row, "source.asked", by=by)


def _lag(row: Source, at: datetime) -> int | None:
    """How old the newest of what has just come was when it came, in seconds, by the sender's word."""
    sent = WireVersion.objects.filter(
        delivery__in=Delivery.objects.filter(source=row, received_at__gte=at - CLAIM),
        version_created_at__lte=at,
    )
    newest = sent.order_by("-version_created_at").first()
    if newest is None or newest.version_created_at is None:
        return row.lag_seconds
    return min(int((at - newest.version_created_at).total_seconds()), 2_000_000_000)


def _tell(row: Source, kind: str, **facts: str) -> None:
    notices.post(
        f"source:{row.pk}", kind,
        facts={"partner": row.partner.slug, "kind": row.kind, "location": row.location, **facts},
    )  # fmt: skip

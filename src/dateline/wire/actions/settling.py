"""What only an editor can settle: when a held item may go, and whether a killed one comes back."""

from datetime import datetime

from django.db import transaction

from dateline.house import clock, notices
from dateline.wire import meaning, rules
from dateline.wire.actions.filing import kill, refile
from dateline.wire.errors import CannotSettle
from dateline.wire.models import EditorsWord, Unclear, WireItem


@transaction.atomic
def release(item: WireItem, *, until: datetime, by: str, at: datetime | None = None) -> None:
    """Set the moment from which a held item may be published (R7); it counts for this version only.

    `by` is the editor's e-mail address, kept with the decision. Posts `wire.released`.
    Raises CannotSettle when the item is not held, or its sender's own embargo lasts longer (R9).
    """
    at = at or clock.now()
    row = WireItem.objects.select_for_update().get(pk=item.pk)
    released = rules.release(row.stored)
    if released is None:
        raise CannotSettle(f"{row.guid} is {row.state}, not held; there is no time to set")
    if row.embargoed_until is not None and until < row.embargoed_until:
        raise CannotSettle(
            f"{row.guid} is under its sender's own embargo until {row.embargoed_until:%Y-%m-%d %H:%M} UTC; "
            "set that time or a later one"
        )
    row.take(released, at=at)
    row.embargo_set_to = until
    row.save()
    _write_down(row, EditorsWord.Verb.RELEASED, by=by, until=until, at=at)


@transaction.atomic
def confirm(item: WireItem, *, by: str, at: datetime | None = None) -> None:
    """Bring a killed item back in the higher usable version that has come since (R16).

    Posts `wire.confirmed`. Raises CannotSettle when the item is not killed, or no such version came.
    """
    at = at or clock.now()
    row = WireItem.objects.select_for_update().get(pk=item.pk)
    confirmed = rules.confirm(row.stored)
    if confirmed is None:
        raise CannotSettle(
            f"{row.guid} cannot be brought back: only a killed item of which the sender has sent "
            "a higher usable version since can be"
        )
    row.confirmed_at = at
    row.take(confirmed, at=at)
    row.save()
    _write_down(row, EditorsWord.Verb.CONFIRMED, by=by, until=None, at=at)


@transaction.atomic
def say_meant(unclear: Unclear, meant: WireItem | None, *, by: str, at: datetime | None = None) -> None:
    """An editor says which item a notice means, or that it means none of ours; a recall then kills it (R4, R10).

    Another take of a story that means none stands by itself, from now on. Raises CannotSettle for what is settled,
    and for an item of another partner.
    """
    at = at or clock.now()
    row = Unclear.objects.select_for_update(of=("self",)).select_related("notice__current").get(pk=unclear.pk)
    notice = row.notice.current.read if row.notice.current else None
    if row.state != Unclear.State.OPEN or notice is None:
        raise CannotSettle(f"what {row.notice.guid} means is settled already")
    if meant is not None and (meant.partner_id != row.notice.partner_id or meant.pk == row.notice_id):
        raise CannotSettle(f"{meant.guid} is no item that {row.notice.guid} could mean")
    if meant is not None and row.is_recall:
        kill(meant.partner, meant.guid, notice, at)
    elif meant is not None:
        refile(row.notice, notice, meant, at)
    elif not row.is_recall:
        release(row.notice, until=at, by=by, at=at)
    meaning.settle(row, meant, by=by, at=at)
    notices.post(
        f"wire:{row.notice_id}", "wire.understood",
        facts={"by": by, "partner": row.notice.partner.slug, "guid": meant.guid if meant else ""},
    )  # fmt: skip


def _write_down(
    row: WireItem, verb: EditorsWord.Verb, *, by: str, until: datetime | None, at: datetime
) -> None:
    EditorsWord.objects.create(item=row, verb=verb, version=row.version, until=until, by=by, at=at)
    notices.post(
        f"wire:{row.pk}",
        f"wire.{verb.value}",
        facts={"guid": row.guid, "partner": row.partner.slug, "version": row.version, "state": row.state},
    )

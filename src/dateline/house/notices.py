"""Post a notice, and hear those of others: cannot be lost, may be heard twice, can be replayed."""

import logging
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Q

from dateline.house import clock, points, watching
from dateline.house.errors import DatelineError, NotInTransaction
from dateline.house.home import home

if TYPE_CHECKING:
    from dateline.house.models import Notice, Unheard

log = logging.getLogger(__name__)
Hearer = Callable[["Notice"], None]
# A hearer that stumbles this often over one notice goes on to the next; the desk sees the row, and what was
# passed over is tried again this often, for ever: a kill must not be lost to a fault that has gone since.
ATTEMPTS = 3
# So many are heard together at most: what must not wait for all of them waits for these.
TOGETHER = 100
TRY_AGAIN_AFTER = timedelta(minutes=1)
_ADVISORY_LOCK = 0x0DA7E11E
# More than any paper posts between two backups.
BEYOND = 1_000_000


@dataclass(frozen=True)
class _Ear:
    kinds: tuple[str, ...]
    name: str
    hear: Hearer
    is_urgent: bool
    hear_together: "Callable[[Sequence[Notice]], None] | None"


_ears: list[_Ear] = []


def hear(
    kinds: str | tuple[str, ...],
    name: str,
    hearer: Hearer,
    *,
    is_urgent: bool = False,
    together: "Callable[[Sequence[Notice]], None] | None" = None,
) -> None:
    """Have `hearer` called with each notice whose kind begins so; called in `AppConfig.ready`.

    It may be called twice for one notice, and must leave the same behind both times. `is_urgent`: it waits for no
    page that is still to be printed, and for no other hearer (`deliver_urgent`). `together`: is called instead with
    several of one kind that follow each other and were all posted because of the same; where it stumbles, `hearer`
    hears each of them.
    """
    if all(ear.name != name for ear in _ears):
        kinds = (kinds,) if isinstance(kinds, str) else kinds
        _ears.append(_Ear(kinds, name, hearer, is_urgent, together))


def hearers() -> tuple[str, ...]:
    """Under which name each of them keeps its place; a press keeps its own (`press.queries.hearer`)."""
    return tuple(ear.name for ear in _ears)


def post(
    about: str,
    kind: str,
    *,
    tags: Iterable[str] = (),
    paths: Iterable[str] = (),
    withdrawn: Iterable[str] = (),
    facts: Mapping[str, object] | None = None,
) -> int:
    """Leave a notice in the caller's transaction; its number.

    `tags`: pages that depend on these are printed again. `paths`: these are printed.
    `withdrawn`: these are taken down. Raises NotInTransaction outside of one.
    """
    from dateline.house.models import Notice

    if not connection.in_atomic_block:
        raise NotInTransaction(f"{kind} about {about} must be posted in a transaction")
    keep_order()
    with watching.step(f"post {kind}", about=about):
        notice = Notice.objects.create(
            about=about,
            kind=kind,
            tags=sorted(set(tags)),
            paths=list(dict.fromkeys(paths)),
            withdrawn=list(dict.fromkeys(withdrawn)),
            facts={**(facts or {}), **watching.marks()},
            because=watching.notice_number(),
            posted_at=clock.now(),
        )
    _posted()
    return notice.seq


@dataclass(frozen=True)
class Told:
    """What `post_all` leaves as one notice, in the words of `post`."""

    about: str
    kind: str
    facts: Mapping[str, object] = field(default_factory=dict)
    tags: Iterable[str] = ()
    paths: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


def post_all(told: Sequence[Told]) -> None:
    """Leave many notices at once in the caller's transaction, for rooms that keep many rows together.

    Raises NotInTransaction outside of a transaction.
    """
    from dateline.house.models import Notice

    if not told:
        return
    keep_order()
    at = clock.now()
    with watching.step("post notices", notices=len(told)):
        Notice.objects.bulk_create(
            Notice(
                about=each.about, kind=each.kind, facts={**each.facts, **watching.marks()}, tags=sorted(set(each.tags)),
                paths=list(each.paths), withdrawn=list(each.withdrawn), because=watching.notice_number(), posted_at=at,
            )
            for each in told
        )  # fmt: skip
    _posted()


def _posted() -> None:
    points.reached("notice.posted")
    transaction.on_commit(wake)


def keep_order() -> None:
    """Have every other transaction that keeps order wait for the end of the caller's.

    What is numbered behind this appears in the order of its numbers. Raises NotInTransaction outside of one.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction("order is kept in a transaction alone")
    if connection.vendor == "postgresql":  # on SQLite a transaction that writes is alone from its start
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])


def go_on_beyond() -> int:
    """After a restore: number from here on far beyond the newest notice, in the caller's transaction; that number.

    Pages that lie on other nodes, in folders and in buckets carry the numbers of what was posted since the backup and
    is lost. None of them may count as newer than what is printed now.
    """
    from dateline.house.models import Notice

    keep_order()
    seq = latest() + BEYOND
    Notice.objects.create(seq=seq, about="paper", kind="paper.restored", posted_at=clock.now())
    with connection.cursor() as cursor:  # a server numbers by a sequence, which has not seen this one
        for statement in connection.ops.sequence_reset_sql(no_style(), [Notice]):
            cursor.execute(statement)
    return seq


def latest() -> int:
    """The number of the newest notice, 0 when there is none."""
    from dateline.house.models import Notice

    newest = Notice.objects.order_by("-seq").values_list("seq", flat=True).first()
    return newest or 0


def following_from(seqs: Iterable[int]) -> list["Notice"]:
    """These notices, and all that were posted while one of them was heard, and so on; oldest first."""
    from dateline.house.models import Notice

    found = {notice.seq: notice for notice in Notice.objects.filter(seq__in=list(seqs))}
    heard = list(found)
    while heard:
        posted = Notice.objects.filter(because__in=heard).exclude(seq__in=list(found))
        heard = [notice.seq for notice in posted]
        found |= {notice.seq: notice for notice in posted}
    return [found[seq] for seq in sorted(found)]


def after(seq: int, *, kinds: tuple[str, ...] = (), most: int = 500) -> Iterator["Notice"]:
    """Notices behind `seq` whose kind begins so, oldest first; of every kind when none is named."""
    from dateline.house.models import Notice

    of_kind = Q()
    for kind in kinds:
        of_kind |= Q(kind__startswith=kind)
    found = Notice.objects.filter(of_kind, seq__gt=seq)
    yield from found.order_by("seq")[:most]


def place_of(hearer: str) -> int:
    """How far this hearer has read."""
    from dateline.house.models import Place

    return Place.objects.filter(hearer=hearer).values_list("seq", flat=True).first() or 0


def keep_place(hearer: str, seq: int) -> None:
    """This hearer has read up to and with `seq`."""
    from dateline.house.models import Place

    Place.objects.update_or_create(hearer=hearer, defaults={"seq": seq, "heard_at": clock.now()})


def deliver(*, before_each: Callable[[], object] = lambda: None) -> int:
    """Let every registered hearer hear what is new to it; how many notices were heard in all.

    `before_each`: done ahead of each hearing, which may take its time: for what must not wait for all of them.
    """
    newest = latest()
    heard = sum(_deliver_to(ear, newest, before_each) for ear in _ears)
    _hear_again()
    return heard


def deliver_urgent() -> int:
    """Let the urgent hearers hear what is new to them, ahead of all else that waits; how much they heard."""
    from dateline.house.models import Place

    urgent = [ear for ear in _ears if ear.is_urgent]
    # Asked ahead of each page, and mostly for nothing: once for all of them.
    places = dict(Place.objects.filter(hearer__in=[ear.name for ear in urgent]).values_list("hearer", "seq"))
    furthest_back = min((places.get(ear.name, 0) for ear in urgent), default=0)
    kinds = tuple(kind for ear in urgent for kind in ear.kinds)
    if not any(True for _ in after(furthest_back, kinds=kinds, most=1)):
        return 0
    return sum(_deliver_each(ear, after(places.get(ear.name, 0), kinds=ear.kinds))[0] for ear in urgent)


def _deliver_to(ear: _Ear, newest: int, before_each: Callable[[], object]) -> int:
    place = place_of(ear.name)
    if place >= newest:
        return 0
    heard, place, has_stumbled = _deliver_each(ear, after(place, kinds=ear.kinds), before_each)
    if heard < 500 and not has_stumbled:
        keep_place(ear.name, max(place, newest))
    return heard


def _deliver_each(
    ear: _Ear, waiting: Iterable["Notice"], before_each: Callable[[], object] = lambda: None
) -> tuple[int, int, bool]:
    """How many were heard, the number of the last of them, and whether the one behind it was stumbled over."""
    heard = place = 0
    for some in _that_belong_together(waiting) if ear.hear_together else ([notice] for notice in waiting):
        before_each()
        if len(some) > 1 and _heard_together(ear, some):
            keep_place(ear.name, some[-1].seq)
            heard, place = heard + len(some), some[-1].seq
            continue
        for notice in some:
            if notice is not some[0]:
                before_each()
            if not _heard(ear, notice):
                return heard, place, True
            keep_place(ear.name, notice.seq)
            heard += 1
            place = notice.seq
    return heard, place, False


def _that_belong_together(waiting: Iterable["Notice"]) -> "Iterator[list[Notice]]":
    """Those that follow each other, are of one kind and were posted because of the same; others alone."""
    for (because, _), some in groupby(waiting, key=lambda notice: (notice.because, notice.kind)):
        size = 1 if because is None else TOGETHER
        while batch := list(islice(some, size)):
            yield batch


def _heard_together(ear: _Ear, some: Sequence["Notice"]) -> bool:
    assert ear.hear_together  # noqa: S101 - asked by the caller
    with watching.hearing(some[-1]), watching.step("hear together", hearer=ear.name, notices=len(some)):
        try:
            ear.hear_together(some)
        except Exception:  # each of them is heard alone then, and what stumbles is told of
            log.warning("%s stumbled over %s notices together", ear.name, len(some), exc_info=True)
            return False
    return True


def _heard(ear: _Ear, notice: "Notice") -> bool:
    """Whether to go on to the next notice."""
    with watching.hearing(notice), watching.step(f"hear {notice.kind}", hearer=ear.name, notice=notice.seq):
        try:
            ear.hear(notice)
        except Exception as cause:  # noqa: BLE001 - one room's fault must not stop the others' ears
            return _stumbled(ear, notice, cause)
    return True


def _hear_again() -> None:
    """Try what was stumbled over: what has been heard since, or is heard now, is no longer told of."""
    from dateline.house.models import Unheard

    by_name = {ear.name: ear for ear in _ears}
    at = clock.now()
    # Tried in what is the future now: the clock has been set back since.
    is_due = Q(tried_at__lte=at - TRY_AGAIN_AFTER) | Q(tried_at__gt=at)
    for row in Unheard.objects.filter(is_due).select_related("notice").order_by("notice_id")[:20]:
        ear = by_name.get(row.hearer)
        if ear is None or _heard_again(ear, row):
            row.delete()


def _heard_again(ear: _Ear, row: "Unheard") -> bool:
    if row.attempts < ATTEMPTS and place_of(ear.name) < row.notice_id:
        return False  # its own turn comes
    with watching.hearing(row.notice):
        try:
            ear.hear(row.notice)
        except Exception as cause:  # noqa: BLE001 - one room's fault must not stop the others' ears
            _stumbled(ear, row.notice, cause)
            return False
    return True


def _stumbled(ear: _Ear, notice: "Notice", cause: Exception) -> bool:
    from dateline.house.models import Unheard

    if not isinstance(cause, DatelineError):
        log.exception("%s stumbled over notice %s", ear.name, notice.seq)
    row, _ = Unheard.objects.get_or_create(
        hearer=ear.name, notice=notice, defaults={"reason": "", "tried_at": clock.now()}
    )
    row.attempts += 1
    row.reason = f"{type(cause).__name__}: {cause}"
    row.tried_at = clock.now()
    row.save()
    return row.attempts >= ATTEMPTS


def socket_path() -> Path:
    """Where the press listens for a word that there is something new."""
    return home() / "press.sock"


def wake() -> None:
    """Tell the press that something is new. A lost word costs only until it next looks by itself."""
    points.reached("notice.committed")
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as knock:
            knock.setblocking(False)
            knock.sendto(b"!", str(socket_path()))
    except OSError:
        return

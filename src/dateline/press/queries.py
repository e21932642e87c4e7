"""Where the press stands: what is printed, what waits, who has confirmed what."""

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from dateline.house import notices
from dateline.house.home import home, node
from dateline.house.models import Notice
from dateline.house.printing import Sheet
from dateline.press.errors import UnknownReceipt
from dateline.press.models import PageTag, Press, Receipt

# What a receipt says of a path that a press has not confirmed.
WAITS = "waits"
# A takedown is everywhere within seconds; a notice that has waited longer than this is told to the desk.
LATE_SECONDS = 60
# A press that has not come to a notice by then is not at work but away.
AT_WORK_FOR = timedelta(seconds=2)


def hearer(press: str = "") -> str:
    """Under which name a press keeps its place in the notices; this node's own when none is named."""
    return f"press:{press or node()}"


def pages_by_tag(tags: Iterable[str]) -> tuple[dict[str, list[str]], dict[str, set[str]]]:
    """The printed paths of each tag; and of each path the slots through which it has any, "" for the page itself."""
    paths: dict[str, list[str]] = defaultdict(list)
    parts: dict[str, set[str]] = defaultdict(set)
    rows = PageTag.objects.filter(tag__in=list(tags), page__press=node()).order_by("page__path")
    for tag, path, part in rows.values_list("tag", "page__path", "part"):
        paths[tag].append(path)
        parts[path].add(part)
    return paths, parts


@dataclass(frozen=True)
class Confirmation:
    """What one press says of one path."""

    press: str
    path: str
    did: str
    confirmed_at: datetime | None


def receipt(seq: int) -> tuple[Notice, list[Confirmation]]:
    """A notice, and path by path when each press confirmed it.

    Raises UnknownReceipt when there is no such notice.
    """
    notice = Notice.objects.filter(seq=seq).first()
    if notice is None:
        raise UnknownReceipt(f"there is no notice {seq}; the newest is {notices.latest()}")
    rows = Receipt.objects.filter(seq=seq)
    given = [Confirmation(row.press, row.path, row.did, row.confirmed_at) for row in rows]
    return notice, sorted([*given, *_awaited(notice, given)], key=lambda line: (line.path, line.press))


def _awaited(notice: Notice, given: list[Confirmation]) -> Iterator[Confirmation]:
    """What a press that has not come to this notice yet will confirm, as far as anybody knows."""
    have = {(line.press, line.path) for line in given}
    paths = {line.path for line in given} | {*notice.paths, *notice.withdrawn}
    for press in unconfirmed(notice):
        yield from (Confirmation(press, path, WAITS, None) for path in paths if (press, path) not in have)


@dataclass(frozen=True)
class Health:
    """How the local press keeps up."""

    behind: int
    oldest_notice_s: int
    disk_free_mb: int


def disk_free_mb() -> int:
    """Room left where the paper lives."""
    return shutil.disk_usage(home()).free // 1_000_000


def health(at: datetime) -> Health:
    """How many notices wait and for how long."""
    own = _waiting(node(), at)
    return Health(own.behind, own.oldest_notice_s, disk_free_mb())


@dataclass(frozen=True)
class Standing:
    """One press, how far behind it is, and why: `reason` and `failing_since` of one that cannot be reached."""

    name: str
    kind: str
    behind: int
    oldest_notice_s: int
    seen_at: datetime | None
    failing_since: datetime | None = None
    reason: str = ""

    @property
    def is_late(self) -> bool:
        """Whether a notice has waited for it longer than any may."""
        return self.oldest_notice_s > LATE_SECONDS


def presses(at: datetime) -> list[Standing]:
    """Every press there is, this node's own first."""
    rows = {press.name: press for press in Press.objects.all()}
    rows.setdefault(node(), Press(name=node(), kind=Press.Kind.NODE))
    return [_standing(rows[name], at) for name in sorted(rows, key=lambda name: (name != node(), name))]


def _standing(press: Press, at: datetime) -> Standing:
    waiting = _waiting(press.name, at)
    return Standing(
        press.name, press.kind, waiting.behind, waiting.oldest_notice_s, press.seen_at, press.failing_since,
        press.reason,
    )  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """How far one press is behind."""

    press: str
    behind: int
    oldest_notice_s: int


def waiting(at: datetime) -> list[Waiting]:
    """Every press that must come to each notice, by name, with what it has not done yet."""
    names = {node(), *Press.objects.values_list("name", flat=True)}
    return [_waiting(name, at) for name in sorted(names)]


def _waiting(press: str, at: datetime) -> Waiting:
    behind = Notice.objects.filter(seq__gt=notices.place_of(hearer(press))).order_by("seq")
    oldest = behind.first()
    seconds = max(0, int((at - oldest.posted_at).total_seconds())) if oldest else 0
    return Waiting(press, behind.count(), seconds)


def is_at_work(at: datetime) -> bool:
    """Whether the local press has just been told something that it has not done yet."""
    waiting = Notice.objects.filter(seq__gt=notices.place_of(hearer()))
    return waiting.filter(posted_at__gt=at - AT_WORK_FOR).exists()


def has_withdrawals() -> bool:
    """Whether a takedown waits for the local press."""
    waiting = Notice.objects.filter(seq__gt=notices.place_of(hearer()))
    return waiting.exclude(withdrawn=[]).exists()


def at_hand() -> tuple[int, int]:
    """How many notices wait that take something down, and how many that name a page to be printed."""
    place = notices.place_of(hearer())
    last_down = Receipt.objects.filter(press=node(), did=Receipt.Did.WITHDRAWN).order_by("-seq")
    down_to = max(place, last_down.values_list("seq", flat=True).first() or 0)
    down = Notice.objects.filter(seq__gt=down_to).exclude(withdrawn=[])
    named = Notice.objects.filter(seq__gt=place).exclude(paths=[])
    return down.count(), named.count()


def is_overtaken(sheet: Sheet, version: int) -> bool:
    """Whether anything told after `version` touches this sheet."""
    told = Notice.objects.filter(seq__gt=version).values_list("paths", "withdrawn", "tags")
    return any(
        sheet.path in paths or sheet.path in withdrawn or not sheet.all_tags.isdisjoint(tags)
        for paths, withdrawn, tags in told
    )


def unconfirmed(notice: Notice) -> list[str]:
    """The presses that have not come to this notice yet."""
    places = {press.name: notices.place_of(hearer(press.name)) for press in Press.objects.order_by("name")}
    places.setdefault(node(), notices.place_of(hearer()))
    return sorted(name for name, place in places.items() if place < notice.seq)

"""What must not be overlooked: kills, recalls, corrections that wait, refusals of what runs by itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from dateline.desk import item_words, wire_sources
from dateline.desk.open_stories import editors_of
from dateline.desk.unseen_notices import OF_ORDERS, OF_WORDS, unseen_notices
from dateline.house.models import Notice
from dateline.press.models import Receipt
from dateline.stories import lineage
from dateline.stories import queries as stories
from dateline.stories.models import Story
from dateline.wire import queries as wire
from dateline.wire.models import Source, Unclear, WireItem
from dateline.wire.rules import RECALLED, RECALLS, State


@dataclass
class Alert:
    """One thing to see. `seqs` are all its notices: seen once, they are seen together."""

    key: str
    level: str
    words: str
    reason: str
    at: datetime
    seqs: list[int] = field(default_factory=list)
    item_address: str = ""
    story: Story | None = None
    receipt_seq: int = 0
    receipt: str = ""
    is_of_source: bool = False
    # A kill, or a correction to what we have: it stands on every screen until somebody puts their name to it.
    must_be_acknowledged: bool = False
    changes_address: str = ""
    # Who has the story open in the desk now.
    editing: tuple[str, ...] = ()

    @property
    def numbers(self) -> str:
        """Its notices, as a form sends them."""
        return ",".join(map(str, self.seqs))


def unseen(at: datetime) -> list[Alert]:
    """What nobody at the desk has seen yet, kills first, then the newest."""
    found: dict[str, Alert] = {}
    for notice in unseen_notices(at):
        for alert in _alerts(notice):
            found.setdefault(alert.key, alert).seqs.append(notice.seq)
    editing = editors_of({alert.story.pk for alert in found.values() if alert.story}, at)
    for alert in found.values():
        alert.editing = editing.get(alert.story.pk, ()) if alert.story else ()
    return sorted(found.values(), key=lambda alert: (alert.level != "kill", -alert.at.timestamp()))


def _alerts(notice: Notice) -> Iterator[Alert]:
    kind, _, number = notice.about.partition(":")
    if not number.isdigit():
        return
    if kind == "story":
        story = Story.objects.filter(pk=int(number)).select_related("locale", "partner").first()
        if story:
            yield _of_story(notice, story)
        return
    if kind == "source":
        yield from _of_source(notice, int(number))
        return
    row = WireItem.objects.select_related("partner", "current").filter(pk=int(number)).first()
    if row is None:
        return
    if notice.kind in OF_ORDERS:
        yield Alert(
            f"order:{row.pk}", "warning", f"The standing order did not take in “{item_words.name(row)}”",
            str(notice.facts.get("reason", "")), notice.posted_at, item_address=_address(row),
        )  # fmt: skip
        return
    if notice.kind in OF_WORDS:
        yield from _of_words(notice, row)
        return
    yield from _of_item(notice, row)


def _of_words(notice: Notice, row: WireItem) -> Iterator[Alert]:
    """A recall or a take that names its story in words of which nobody can say what they mean."""
    unclear = Unclear.objects.filter(notice=row).first()
    if unclear is None:
        return
    is_open = unclear.state == Unclear.State.OPEN
    yield Alert(
        f"unclear:{row.pk}", "kill" if is_open and unclear.is_recall else "warning",
        f"{row.partner} {'recalls a story' if unclear.is_recall else 'sends another take'}: which, is not clear",
        str(notice.facts.get("reason", "")) if is_open else f"Settled by {unclear.by}", notice.posted_at,
        item_address=reverse("desk_wire_unclear", args=[unclear.pk]),
        must_be_acknowledged=unclear.is_recall,
    )  # fmt: skip


def _of_source(notice: Notice, pk: int) -> Iterator[Alert]:
    """A source that is silent or fails; whether it still does is looked up now."""
    row = Source.objects.select_related("partner").filter(pk=pk, is_listed=True).first()
    if row is None:
        return
    is_silence = notice.kind == "source.silent"
    is_over = not (row.silence_told_at if is_silence else row.failure_told_at)
    since = timezone.localtime(row.silent_since)
    reason = (
        f"Nothing new since {date_format(since, 'j M, H:i')} {since:%Z}"
        if is_silence
        else row.error.rstrip(".")
    )
    yield Alert(
        f"source:{notice.kind}:{pk}", "warning",
        f"{row.partner}: the {wire_sources.KINDS[row.read.kind].lower()} {row.location} "
        f"{'has fallen silent' if is_silence else 'cannot be fetched'}",
        "It is well again" if is_over else reason, notice.posted_at, is_of_source=True,
    )  # fmt: skip


def _of_item(notice: Notice, row: WireItem) -> Iterator[Alert]:
    """An alert for each story made of the item; none where nobody has taken it in."""
    if row.kind == "picture" and row.state in RECALLED:
        yield from _of_picture(notice, row)
    own = list(stories.of_item(row.partner, row.guid))
    if notice.kind in RECALLS:
        for story, origin in lineage.made_of(row, own).items():
            yield _recall(notice, row, story, how=origin.get_how_display())
    for story in own:
        if notice.kind in RECALLS:
            yield _recall(notice, row, story)
        else:
            waits = bool(row.current) and story.wire_version != row.version
            yield Alert(
                f"newer:{story.pk}", "warning", f"{row.partner} has corrected “{story.title}”",
                "Your text differs from what was sent: the correction waits for you" if waits
                else "The new version is in the story already",
                notice.posted_at, item_address=_address(row), story=story, must_be_acknowledged=True,
                changes_address=_changes(row),
            )  # fmt: skip


def _of_picture(notice: Notice, row: WireItem) -> Iterator[Alert]:
    for shown_in in wire.with_picture(row.guid, partner=row.partner.slug):
        for story in stories.of_item(row.partner, shown_in.guid):
            yield Alert(
                f"picture:{row.pk}:{story.pk}", "kill",
                f"{row.partner} has recalled a picture that “{story.title}” came with",
                "It is shown no more; the story stays, and may want another", notice.posted_at,
                item_address=_address(row), story=story, must_be_acknowledged=True,
            )  # fmt: skip


def _recall(notice: Notice, row: WireItem, story: Story, *, how: str = "") -> Alert:
    verb = "killed" if notice.kind == "wire.killed" else "withheld"
    down = (
        Notice.objects.filter(about=story.tag, kind="story.withdrawn", seq__gt=notice.seq)
        .order_by("seq")
        .first()
    )
    came_back = row.state == State.USABLE
    if came_back:
        reason = "A newer version has come since"
    elif story.live:
        reason = "It is still in print: look at the press"
    elif down:
        reason = "It is out of print"
    else:
        reason = "It was not in print and cannot be"
    alert = Alert(
        f"recall:{story.pk}", "kill" if not came_back else "warning",
        f"{row.partner} has {verb} what “{story.title}” was {how}" if how
        else f"{row.partner} has {verb} “{story.title}”", reason, notice.posted_at,
        item_address=_address(row), story=story, must_be_acknowledged=True,
    )  # fmt: skip
    if down:
        confirmed = Receipt.objects.filter(seq=down.seq).count()
        alert.receipt_seq = notice.seq
        alert.receipt = f"{confirmed} paths confirmed" if confirmed else "not confirmed yet"
    return alert


def _of_story(notice: Notice, story: Story) -> Alert:
    if notice.kind == "story.not-published":
        words, key = f"“{story.title}” was not published when it was due", f"due:{story.pk}"
        reason = str(notice.facts.get("reason", ""))
    else:
        words, key = f"A newer version of “{story.title}” has come", f"newer:{story.pk}"
        reason = "Your text differs from what was sent: the new version waits for you"
    row = WireItem.objects.filter(partner=story.partner, guid=story.guid).first() if story.guid else None
    return Alert(
        key,
        "warning",
        words,
        reason,
        notice.posted_at,
        story=story,
        item_address=_address(row) if row else "",
        must_be_acknowledged=notice.kind == "story.correction-waits",
        changes_address=_changes(row) if row and notice.kind == "story.correction-waits" else "",
    )


def _address(row: WireItem) -> str:
    return reverse("desk_wire_item", args=[row.pk])


def _changes(row: WireItem) -> str:
    """Where the version that was used stands beside the newest; empty while there is one version alone."""
    return reverse("desk_wire_changes", args=[row.pk]) if row.versions.count() > 1 else ""

"""One receipt of a partner's recall: every story, picture and page that it reached, and who has confirmed what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from dateline.archive.models import Entry
from dateline.house import notices
from dateline.house.models import Notice
from dateline.press import queries
from dateline.press.errors import UnknownReceipt
from dateline.press.models import Receipt
from dateline.press.queries import WAITS, Confirmation
from dateline.stories import lineage
from dateline.stories import queries as stories
from dateline.stories.models import Origin, Story
from dateline.stories.recalling import pictures_named
from dateline.wire.models import WireItem
from dateline.wire.rules import RECALLS

GONE, STANDS = "gone", "still there"
OUT, IN_PRINT = "out of print", "in print"


@dataclass(frozen=True)
class Work:
    """A story or a picture that the recall means. `what`: item, copy, translation, rewrite or picture."""

    what: str
    name: str
    state: str
    story: Story | None = None


@dataclass(frozen=True)
class Recall:
    """What a recall reached. `pages` are the presses' words; `seen` is what was looked up just now."""

    row: WireItem
    notices: tuple[Notice, ...]
    works: tuple[Work, ...]
    pages: tuple[Confirmation, ...]
    seen: tuple[Confirmation, ...]

    @property
    def open(self) -> tuple[Confirmation, ...]:
        """What is not confirmed yet."""
        return tuple(line for line in (*self.pages, *self.seen) if line.did in (WAITS, STANDS))

    @property
    def is_complete(self) -> bool:
        """Whether every work is out of print, and everybody has confirmed every path."""
        return not self.open and all(work.state != IN_PRINT for work in self.works)


def is_recall(notice: Notice) -> bool:
    """Whether this notice is a sender's recall."""
    return notice.kind in RECALLS


def of_notice(notice: Notice, at: datetime) -> Recall:
    """The receipt of the recall that this notice told of, with every recall of the same item."""
    row = WireItem.objects.select_related("partner").filter(pk=int(notice.about.partition(":")[2])).first()
    if row is None:
        raise UnknownReceipt(f"notice {notice.seq} is about an item that is there no more")
    return of_item(row, at)


def of_item(row: WireItem, at: datetime) -> Recall:
    """The receipt of an item's recalls. Raises UnknownReceipt when its sender has recalled nothing."""
    told = Notice.objects.filter(about=f"wire:{row.pk}", kind__in=RECALLS).order_by("seq")
    if not told:
        raise UnknownReceipt(f"{row.guid} was not recalled by {row.partner.name}")
    works = list(_works(row))
    reached = [work.story for work in works if work.story is not None]
    posted = _posted(row, told[0], reached)
    return Recall(row, tuple(told), tuple(works), tuple(_pages(posted)), tuple(_seen(reached, at)))


def _posted(row: WireItem, first: Notice, reached: Iterable[Story]) -> list[Notice]:
    """All that was told since the recall and because of it, and what last took down each story that it means.

    A recall that came upon an earlier notice of the same item not yet heard is obeyed when that one is.
    """
    about_it = Notice.objects.filter(about=f"wire:{row.pk}").values_list("seq", flat=True)
    since = {notice.seq: notice for notice in notices.following_from(about_it) if notice.seq >= first.seq}
    for story in reached:
        down = Notice.objects.filter(about=story.tag, kind="story.withdrawn").order_by("-seq").first()
        if down is not None and not story.live:
            since[down.seq] = down
    return [since[seq] for seq in sorted(since)]


def _works(row: WireItem) -> Iterator[Work]:
    own = list(stories.of_item(row.partner, row.guid))
    copied = set(Origin.objects.filter(story__in=own).values_list("story_id", flat=True))
    for story in own:
        yield _work("copy" if story.pk in copied else "item", story)
    for story, origin in lineage.made_of(row, own).items():
        yield _work(origin.how, story)
    for is_withdrawn, state in ((True, OUT), (False, IN_PRINT)):
        for picture in pictures_named(row, is_withdrawn=is_withdrawn):
            yield Work("picture", f"/pictures/{picture.address_hash}/", state)


def _work(what: str, story: Story) -> Work:
    return Work(what, story.address, IN_PRINT if story.live else OUT, story)


def _pages(posted: list[Notice]) -> list[Confirmation]:
    """Path by path and press by press, the last word; what a press has yet to come to waits."""
    said: dict[tuple[str, str], Confirmation] = {}
    for row in Receipt.objects.filter(seq__in=[notice.seq for notice in posted]).order_by("seq"):
        said[row.path, row.press] = Confirmation(row.press, row.path, row.did, row.confirmed_at)
    for notice in posted:
        for press in queries.unconfirmed(notice):
            for path in (*notice.withdrawn, *notice.paths):
                said[path, press] = Confirmation(press, path, WAITS, None)
    return [said[key] for key in sorted(said)]


def _seen(reached: Iterable[Story], at: datetime) -> Iterator[Confirmation]:
    """What no press prints, looked at now: the search, what is scheduled, who is asked to approve a draft."""
    reached = list(reached)
    found = set(Entry.objects.filter(story__in=reached).values_list("story_id", flat=True))
    for story in reached:
        waits = {
            "search": story.pk in found,
            "schedule": story.revisions.filter(approved_go_live_at__isnull=False).exists(),
            "workflow": story.current_workflow_state is not None,
            "preview": not lineage.why_recalled(story),
        }
        for surface, is_there in waits.items():
            yield Confirmation(surface, story.address, STANDS if is_there else GONE, at)

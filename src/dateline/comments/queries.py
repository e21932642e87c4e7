"""What is read of comments: threads as printed, counts, the moderators' queue, a reader's own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from dateline.comments.models import Comment, Decision, Report, State, WatchedWord
from dateline.comments.rules import Answers, Policy, Submission

if TYPE_CHECKING:
    from dateline.readers.models import Reader
    from dateline.stories.models import Story

THREADS_A_PAGE = 20
MINUTE = timedelta(minutes=1)
# A form holds no token, so the same text from the same writer within this time is the same post.
SAME_POST = timedelta(minutes=2)
EDIT_TIME = timedelta(minutes=5)
QUEUE_MOST = 500
FORMER_READER = "A former reader"
NAMELESS_READER = "A reader"


class Order(StrEnum):
    """In which order threads are printed; the word in their address."""

    NEWEST = "newest"
    OLDEST = "oldest"
    MOST_LIKED = "most-liked"


_ORDERINGS = {
    Order.NEWEST: ("-submitted_at", "-pk"),
    Order.OLDEST: ("submitted_at", "pk"),
    Order.MOST_LIKED: ("-like_count", "-submitted_at", "-pk"),
}


@dataclass(frozen=True)
class Thread:
    """A comment with its printed replies, oldest first. A comment that is out of print is a stub."""

    comment: Comment
    replies: tuple[Comment, ...]


@dataclass(frozen=True)
class ThreadPage:
    """One page of a story's threads. `count`: printed comments in all, replies with them, stubs without."""

    threads: tuple[Thread, ...]
    order: Order
    page: int
    pages: int
    count: int


@dataclass(frozen=True)
class Waiting:
    """A line of the moderators' queue; the fields are promised to programs. `reason`: why it waits."""

    id: int
    story: str
    name: str
    text: str
    reason: str
    submitted_at: datetime


def threads(story_pk: int, order: Order = Order.NEWEST, page: int = 1) -> ThreadPage:
    """One page of 20 threads with their replies; empty beyond the last page."""
    standing = _standing_threads(story_pk)
    total = standing.count()
    if not total:
        return no_threads(order, page)
    start = (page - 1) * THREADS_A_PAGE
    replies = (
        Comment.objects.filter(state=State.PRINTED).select_related("writer").order_by("submitted_at", "pk")
    )
    found = (
        standing.order_by(*_ORDERINGS[order])
        .select_related("writer")
        .prefetch_related(Prefetch("replies", queryset=replies))[start : start + THREADS_A_PAGE]
    )
    return ThreadPage(
        threads=tuple(Thread(comment, tuple(comment.replies.all())) for comment in found),
        order=order,
        page=page,
        pages=pages_of(total),
        count=counts([story_pk])[story_pk],
    )


def no_threads(order: Order = Order.NEWEST, page: int = 1) -> ThreadPage:
    """A page of a story that nobody has said anything under."""
    return ThreadPage(threads=(), order=order, page=page, pages=pages_of(0), count=0)


def talked_of(story_pks: Iterable[int]) -> set[int]:
    """Which of these stories have a thread in print."""
    top = Comment.objects.filter(story__in=list(story_pks), parent=None)
    return set(_is_standing(top).values_list("story_id", flat=True))


def counts(story_pks: Iterable[int]) -> dict[int, int]:
    """How many printed comments each of these stories has; 0 for those without."""
    wanted = list(story_pks)
    rows = (
        Comment.objects.filter(story__in=wanted, state=State.PRINTED)
        .values_list("story_id")
        .annotate(printed=Count("pk"))
        .order_by()
    )
    return dict.fromkeys(wanted, 0) | dict(rows)


def stories_with_threads() -> Iterator[tuple[int, int]]:
    """Each story's key and how many threads it has, for stories that have more than one."""
    rows = (
        _is_standing(Comment.objects.filter(parent=None))
        .values_list("story_id")
        .annotate(total=Count("pk"))
        .filter(total__gt=1)
        .order_by("story_id")
    )
    yield from rows


def pages_of(threads_total: int) -> int:
    """How many pages so many threads fill; one at least."""
    return max(1, -(-threads_total // THREADS_A_PAGE))


def queue() -> list[Waiting]:
    """What moderators have to decide, oldest first, 500 at most: held comments and reported ones."""
    open_reports = Report.objects.filter(settled_at=None).order_by("pk")
    found = (
        Comment.objects.filter(
            Q(state=State.HELD)
            | Q(state=State.PRINTED) & Exists(open_reports.filter(comment=OuterRef("pk")).order_by())
        )
        .select_related("story", "writer")
        .prefetch_related("decisions", Prefetch("reports", queryset=open_reports))
        .order_by("submitted_at", "pk")
    )
    return [
        Waiting(
            id=comment.pk,
            story=comment.story.address,
            name=name_of(comment.writer),
            text=comment.text,
            reason=_why_waiting(comment),
            submitted_at=comment.submitted_at,
        )
        for comment in found[:QUEUE_MOST]
    ]


def waiting_count() -> int:
    """How long the queue is."""
    reported = Report.objects.filter(comment=OuterRef("pk"), settled_at=None)
    return Comment.objects.filter(Q(state=State.HELD) | Q(state=State.PRINTED) & Exists(reported)).count()


def history(comment: Comment) -> list[Decision]:
    """All that was decided on it, oldest first."""
    return list(comment.decisions.select_related("by"))


def own(story_pk: int, writer: "Reader") -> list[Comment]:
    """What this reader said under this story, newest first; without what they have deleted."""
    return list(Comment.objects.filter(story=story_pk, writer=writer).exclude(state=State.DELETED))


def is_editable(comment: Comment, at: datetime) -> bool:
    """Whether its writer may still change it: printed or held, for five minutes."""
    return comment.state in (State.PRINTED, State.HELD) and at < comment.submitted_at + EDIT_TIME


def takes_comments(story: "Story") -> bool:
    """Whether readers may comment on it once it is in print: the editor and the licence say yes."""
    return bool(story.comments_open and story.terms.comments)


def is_open(story: "Story") -> bool:
    """Whether readers may comment on it now."""
    return bool(story.live) and takes_comments(story)


def same_post(
    story: "Story", writer: "Reader", text: str, *, parent: Comment | None, at: datetime
) -> Comment | None:
    """The comment that this post is another copy of, if any: a form sent twice."""
    return (
        Comment.objects.filter(
            story=story, writer=writer, parent=parent, text=text, submitted_at__gt=at - SAME_POST
        )
        .exclude(state=State.DELETED)
        .order_by("-pk")
        .first()
    )


def submission(
    story: "Story",
    writer: "Reader",
    text: str,
    *,
    parent: Comment | None,
    at: datetime,
    is_edit: bool = False,
) -> Submission:
    """All that the house rules need to know of a text, as it was typed."""
    mine = Comment.objects.filter(writer=writer)
    recent = mine.filter(submitted_at__gt=at - timedelta(days=1), state__in=(State.PRINTED, State.HELD))
    return Submission(
        text=text,
        is_story_open=is_open(story) or is_edit,
        answers=_answers(story, parent),
        previous_text=recent.values_list("text", flat=True).first(),
        # Both ways: what was posted before the clock was set back keeps nobody waiting for an hour.
        posts_past_minute=mine.filter(submitted_at__gt=at - MINUTE, submitted_at__lt=at + MINUTE).count(),
        printed_before=mine.filter(state=State.PRINTED)[: Policy().known_after].count(),
        is_staff=writer.is_staff,
        policy=policy(),
    )


def policy() -> Policy:
    """What this newsroom has decided, its list of words included."""
    words = dict(WatchedWord.objects.values_list("word", "outcome"))
    return Policy(
        refused_words=tuple(w for w, outcome in words.items() if outcome == WatchedWord.Outcome.REFUSE),
        held_words=tuple(w for w, outcome in words.items() if outcome == WatchedWord.Outcome.HOLD),
    )


def name_of(writer: "Reader | None") -> str:
    """The name that other readers see; never the address."""
    if writer is None:
        return FORMER_READER
    return writer.display_name or NAMELESS_READER


def _answers(story: "Story", parent: Comment | None) -> Answers:
    if parent is None:
        return Answers.STORY
    is_there = parent.story_id == story.pk and parent.state == State.PRINTED
    return Answers.COMMENT if is_there else Answers.GONE


def _standing_threads(story_pk: int) -> QuerySet[Comment]:
    return _is_standing(Comment.objects.filter(story=story_pk, parent=None))


def _is_standing(top: QuerySet[Comment]) -> QuerySet[Comment]:
    """Printed, or out of print with replies that are printed: those stand as stubs."""
    printed_replies = Comment.objects.filter(parent=OuterRef("pk"), state=State.PRINTED).order_by()
    return top.filter(Q(state=State.PRINTED) | Q(Exists(printed_replies)))


def _why_waiting(comment: Comment) -> str:
    if comment.state == State.HELD:
        decisions = list(comment.decisions.all())
        return decisions[-1].reason if decisions else "held"
    reports = list(comment.reports.all())
    readers = "a reader" if len(reports) == 1 else f"{len(reports)} readers"
    said = "; ".join(dict.fromkeys(report.reason for report in reports if report.reason))
    return f"reported by {readers}: {said}" if said else f"reported by {readers}"

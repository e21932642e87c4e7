"""What the moderation queue shows: comments that wait, in print, or decided, each beside its story."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from dateline.comments import queries
from dateline.comments.models import Comment, Decision, State

# What is said most; anything else is typed. Kept in the record with the moderator's name.
REASONS = (
    "insults or threatens somebody",
    "advertising",
    "says what is not true",
    "gives away what is private",
    "has nothing to do with the story",
    "is against the law",
)
OUR_OWN = "nothing against it"


@dataclass(frozen=True)
class Line:
    """One comment with what a moderator needs; `why`: why it waits. Counts are of the writer's other comments."""

    comment: Comment
    name: str
    why: str
    answers: str
    printed_before: int
    refused_before: int
    reports: tuple[str, ...]


def waiting() -> list[Line]:
    """Held and reported comments, oldest first."""
    queue = {line.id: line.reason for line in queries.queue()}
    comments = _with_all(Comment.objects.filter(pk__in=queue)).order_by("submitted_at", "pk")
    return _lines(list(comments), queue)


def in_print(words: str = "") -> QuerySet[Comment]:
    """Printed comments, newest first, of these words."""
    found = _with_all(Comment.objects.filter(state=State.PRINTED))
    for word in words.split():
        found = found.filter(
            Q(text__icontains=word)
            | Q(writer__display_name__icontains=word)
            | Q(story__title__icontains=word)
        )
    return found.order_by("-submitted_at", "-pk")


def lines_of(comments: Sequence[Comment]) -> list[Line]:
    """These comments as lines, whatever their state."""
    return _lines(comments, {})


def decided() -> QuerySet[Decision]:
    """What was decided by people, newest first; what the house rules printed is left out."""
    found = Decision.objects.exclude(by_name="house rules").exclude(outcome=Decision.Outcome.DELETE)
    return found.select_related("comment__story__locale", "comment__writer", "by").order_by("-pk")


def _with_all(found: QuerySet[Comment]) -> QuerySet[Comment]:
    return found.select_related("story__locale", "writer", "parent__writer").prefetch_related("reports")


def _lines(comments: Sequence[Comment], reasons: dict[int, str]) -> list[Line]:
    writers = {comment.writer_id for comment in comments if comment.writer_id}
    counted = Comment.objects.filter(writer__in=writers).values_list("writer", "state")
    counts = {(writer, state): n for writer, state, n in counted.annotate(n=Count("pk")).order_by()}
    return [
        Line(
            comment=comment,
            name=queries.name_of(comment.writer),
            why=reasons.get(comment.pk, ""),
            answers=comment.parent.text if comment.parent else "",
            printed_before=counts.get((comment.writer_id, State.PRINTED), 0),
            refused_before=counts.get((comment.writer_id, State.REFUSED), 0),
            reports=tuple(report.reason for report in comment.reports.all() if report.settled_at is None),
        )
        for comment in comments
    ]

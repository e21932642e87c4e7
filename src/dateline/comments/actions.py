"""What can be done with comments: one verb, one transaction, one notice each.

What changes the printed page carries the tag `comments:<story>`; what it does not, carries none.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F

from dateline.comments import queries
from dateline.comments.errors import (
    CommentRefused,
    NothingToDecide,
    NotOnThePage,
    NotYours,
    TooLateToEdit,
)
from dateline.comments.models import Comment, Decision, Like, Report, State
from dateline.comments.rules import Outcome, Ruling, clean, rule
from dateline.comments.rules.questions import EDIT_QUESTIONS
from dateline.house import notices, watching

if TYPE_CHECKING:
    from dateline.readers.models import Reader
    from dateline.stories.models import Story

HOUSE_RULES = "house rules"
_STATES = {Outcome.PRINT: State.PRINTED, Outcome.HOLD: State.HELD, Outcome.REFUSE: State.REFUSED}


@watching.step("submit comment")
def submit(
    story: "Story", writer: "Reader", text: str, *, at: datetime, parent: Comment | None = None
) -> Comment:
    """Take a comment in, printed or held as the house rules say; sent twice within two minutes it is one.

    A reply to a reply joins the thread. Raises CommentRefused, and keeps nothing, when the rules refuse it.
    """
    parent = _head_of(parent)
    cleaned = clean(text)
    # Asked before the lock as well, so that a flood of what is refused never makes an honest post wait.
    twin = queries.same_post(story, writer, cleaned, parent=parent, at=at)
    if twin is not None:
        return twin
    _refuse(rule(queries.submission(story, writer, text, parent=parent, at=at)))
    with transaction.atomic():
        _lock_writer(writer)
        twin = queries.same_post(story, writer, cleaned, parent=parent, at=at)
        if twin is not None:
            return twin
        ruling = rule(queries.submission(story, writer, text, parent=parent, at=at))
        _refuse(ruling)
        comment = Comment.objects.create(
            story=story,
            writer=writer,
            parent=parent,
            text=cleaned,
            state=_STATES[ruling.outcome],
            submitted_at=at,
        )
        _log(comment, ruling.outcome, ruling.reason, at=at, by_name=HOUSE_RULES, shows=comment.is_printed)
    return comment


@watching.step("decide on comment")
@transaction.atomic
def decide(
    comment: Comment, outcome: Outcome, *, by: "Reader | None", reason: str, at: datetime, by_name: str = ""
) -> Decision:
    """A moderator prints, refuses or holds a comment; its open reports are settled.

    `by` None: from the command line, or who `by_name` says. Raises NothingToDecide when its writer has
    deleted it, or when a refusal or hold comes without a reason.
    """
    _lock(comment)
    if comment.state == State.DELETED:
        raise NothingToDecide(f"comment {comment.pk} was deleted by its writer; there is nothing to decide")
    if outcome is not Outcome.PRINT and not reason.strip():
        raise NothingToDecide(
            f"say why comment {comment.pk} is not printed: its writer and the log need a reason"
        )
    was_printed = comment.is_printed
    comment.state = _STATES[outcome]
    comment.decided_at = at
    comment.save(update_fields=["state", "decided_at"])
    comment.reports.filter(settled_at=None).update(settled_at=at)
    return _log(
        comment,
        outcome,
        reason.strip() or "nothing against it",
        at=at,
        by=by,
        by_name=by_name or (by.get_full_name() if by else "command line"),
        shows=was_printed != comment.is_printed,
    )


@transaction.atomic
def edit(comment: Comment, writer: "Reader", text: str, *, at: datetime) -> Comment:
    """Its writer changes a comment within five minutes; the house rules are asked again.

    Raises NotYours, TooLateToEdit, or CommentRefused; each changes nothing.
    """
    _lock(comment)
    _must_be_own(comment, writer)
    if not queries.is_editable(comment, at):
        raise TooLateToEdit("A comment can be changed for five minutes after it was posted; these are over.")
    cleaned = clean(text)
    if cleaned == comment.text:
        return comment
    known = queries.submission(comment.story, writer, text, parent=None, at=at, is_edit=True)
    ruling = rule(known, EDIT_QUESTIONS)
    _refuse(ruling)
    was_printed = comment.is_printed
    comment.text = cleaned
    comment.edited_at = at
    # An edit is no way around the queue: what is held stays held, what the rules would hold is held again.
    if ruling.outcome is Outcome.HOLD:
        comment.state = State.HELD
    comment.save(update_fields=["text", "edited_at", "state"])
    outcome = Outcome.PRINT if comment.is_printed else Outcome.HOLD
    reason = f"edited by its writer: {ruling.reason}"
    shows = was_printed or comment.is_printed
    _log(comment, outcome, reason, at=at, by=writer, by_name="its writer", kind="edited", shows=shows)
    return comment


@transaction.atomic
def delete(comment: Comment, writer: "Reader", *, at: datetime) -> Comment:
    """Its writer takes a comment back: its text is gone, a stub keeps the place of its replies.

    Doing it twice changes nothing. Raises NotYours.
    """
    _lock(comment)
    _must_be_own(comment, writer)
    if comment.state == State.DELETED:
        return comment
    was_printed = comment.is_printed
    comment.text = ""
    comment.state = State.DELETED
    comment.save(update_fields=["text", "state"])
    comment.reports.filter(settled_at=None).update(settled_at=at)
    reason = "taken back"
    outcome = Decision.Outcome.DELETE
    _log(comment, outcome, reason, at=at, by=writer, by_name="its writer", shows=was_printed)
    return comment


@transaction.atomic
def like(comment: Comment, reader: "Reader", *, at: datetime) -> int:
    """A reader likes a printed comment, or likes it no longer; how many do now.

    Raises NotOnThePage, and NotYours for one's own.
    """
    _lock(comment)
    _must_be_printed(comment)
    if comment.writer_id == reader.pk:
        raise NotYours("A comment of your own is liked by others.")
    withdrawn, _ = Like.objects.filter(comment=comment, reader=reader).delete()
    if not withdrawn:
        Like.objects.create(comment=comment, reader=reader, at=at)
    Comment.objects.filter(pk=comment.pk).update(like_count=F("like_count") + (-1 if withdrawn else 1))
    comment.refresh_from_db(fields=["like_count"])
    _post(comment, "liked", shows=True)
    return comment.like_count


@transaction.atomic
def report(comment: Comment, reader: "Reader", reason: str, *, at: datetime) -> Report:
    """A reader says that a printed comment should not stand; moderators see it in their queue.

    Once a reader: saying it again changes nothing. Raises NotOnThePage.
    """
    _lock(comment)
    _must_be_printed(comment)
    made, is_new = Report.objects.get_or_create(
        comment=comment, reader=reader, defaults={"reason": clean(reason)[:300], "at": at}
    )
    if is_new:
        _post(comment, "reported", shows=False)
    return made


def _head_of(parent: Comment | None) -> Comment | None:
    """The comment that opens the thread: there is one level of replies."""
    if parent is not None and parent.parent is not None:
        return parent.parent
    return parent


def _refuse(ruling: Ruling) -> None:
    if ruling.outcome is Outcome.REFUSE:
        raise CommentRefused(ruling)


def _lock_writer(writer: "Reader") -> None:
    """One post of a writer at a time, so that a form sent twice at once is one comment too."""
    get_user_model().objects.select_for_update().only("pk").get(pk=writer.pk)


def _lock(comment: Comment) -> None:
    """The caller's comment as it stands now, ours alone until the transaction ends."""
    comment.refresh_from_db(from_queryset=Comment.objects.select_for_update())


def _must_be_own(comment: Comment, writer: "Reader") -> None:
    if comment.writer_id != writer.pk:
        raise NotYours("Only its writer may change a comment.")


def _must_be_printed(comment: Comment) -> None:
    if not comment.is_printed or not comment.story.live:
        raise NotOnThePage("This comment is no longer in print.")


def _log(
    comment: Comment,
    outcome: Outcome | Decision.Outcome,
    reason: str,
    *,
    at: datetime,
    by_name: str,
    shows: bool,
    by: "Reader | None" = None,
    kind: str = "",
) -> Decision:
    """A line in the log, with the notice that tells of it."""
    return Decision.objects.create(
        comment=comment,
        outcome=str(outcome),
        reason=reason[:500],
        by=by,
        by_name=by_name[:200],
        at=at,
        notice=_post(comment, kind or str(comment.state), shows=shows),
    )


def _post(comment: Comment, kind: str, *, shows: bool) -> int:
    """The one notice; `shows`: whether what readers see of the story's comments has changed."""
    return notices.post(
        f"comment:{comment.pk}",
        f"comments.{kind}",
        tags=[f"comments:{comment.story_id}"] if shows else [],
        facts={"story": comment.story_id},
    )

"""What readers said, what was decided on it and by whom, who liked it and who reported it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """Where a comment stands."""

    PRINTED = "printed"
    HELD = "held"
    REFUSED = "refused"
    DELETED = "deleted"


class Comment(models.Model):
    """One comment, or a reply to one; replies have no replies.

    `text` is cleaned. A deleted comment keeps its row without its text, so that its replies keep their place.
    """

    # Whoever deletes a story for good, with all its revisions, deletes what was said under it.
    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, related_name="comments")
    # Restricted, not protected: a story may take both with it, nothing may take the parent alone.
    parent = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="replies"
    )
    # A reader may leave; what they said in public stands without a name.
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="comments"
    )
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State)
    like_count = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-submitted_at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=["story", "parent", "state", "submitted_at"], name="comment_of_story"),
            models.Index(fields=["writer", "submitted_at"], name="comment_of_writer"),
            models.Index(fields=["submitted_at"], name="comment_held", condition=Q(state="held")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="comment_state_is_known"),
            models.CheckConstraint(condition=Q(state="deleted") | ~Q(text=""), name="comment_says_something"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}, {self.state}"

    @property
    def is_printed(self) -> bool:
        """Whether readers see it."""
        return self.state == State.PRINTED


class Decision(models.Model):
    """One line of the log: what became of a comment, who decided it and why. Only ever added to.

    `by` None is the house rules, the command line, or a moderator who has left: `by_name` says which.
    `notice` is the number to ask the press a receipt for.
    """

    class Outcome(models.TextChoices):
        """What was decided: by the house rules, a moderator or the writer."""

        PRINT = "print"
        HOLD = "hold"
        REFUSE = "refuse"
        DELETE = "delete"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    notice = models.BigIntegerField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.outcome} by {self.by_name}: {self.reason}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only a new row: a decision stands as it was made."""
        if not self._state.adding:
            raise TypeError("a decision is only ever added, never changed")
        super().save(*args, **kwargs)


class Like(models.Model):
    """One reader likes one comment, once."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="likes")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["comment", "reader"], name="like_once")]

    def __str__(self) -> str:
        return f"{self.reader_id} likes {self.comment_id}"


class Report(models.Model):
    """One reader says that a printed comment should not stand; open until a moderator decides."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["comment", "reader"], name="report_once")]
        indexes: ClassVar = [
            models.Index(fields=["comment"], name="report_open", condition=Q(settled_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} reported: {self.reason}"


class WatchedWord(models.Model):
    """A word that refuses or holds a comment; the desk keeps the list."""

    class Outcome(models.TextChoices):
        """What a comment with this word meets."""

        HOLD = "hold", "hold for review"
        REFUSE = "refuse", "refuse"

    word = models.CharField(max_length=60, unique=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.HOLD)

    class Meta:
        ordering = ("word",)

    def __str__(self) -> str:
        return f"{self.word}: {self.outcome}"

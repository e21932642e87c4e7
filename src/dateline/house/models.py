"""Notices: rows written in the same transaction as what they tell of."""

from django.db import models


class Notice(models.Model):
    """Something happened that other rooms should know; `seq` counts up in the order of commits."""

    seq = models.BigAutoField(primary_key=True)
    about = models.CharField(max_length=200, help_text="Whom it tells of: story:12")
    kind = models.CharField(max_length=60, help_text="What happened: story.published")
    tags = models.JSONField(default=list)
    paths = models.JSONField(default=list)
    withdrawn = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    because = models.BigIntegerField(
        null=True, help_text="The notice that was heard when this one was posted"
    )
    posted_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("seq",)
        indexes = (
            models.Index(fields=["about", "seq"], name="notice_about"),
            models.Index(
                fields=["because"], condition=models.Q(because__isnull=False), name="notice_because"
            ),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.about}"


class Place(models.Model):
    """How far one hearer has read in the list of notices."""

    hearer = models.CharField(max_length=100, primary_key=True)
    seq = models.BigIntegerField(default=0)
    heard_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.hearer} at {self.seq}"


class Unheard(models.Model):
    """A notice that a hearer stumbled over; kept so that the desk sees it and it can be heard again."""

    hearer = models.CharField(max_length=100)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="unheard")
    attempts = models.PositiveIntegerField(default=0)
    reason = models.TextField()
    tried_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["hearer", "notice"], name="unheard_once"),)

    def __str__(self) -> str:
        return f"{self.hearer} could not hear {self.notice_id}: {self.reason}"

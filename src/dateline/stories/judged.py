"""What is kept of a re-judging: how far it is, and a line for every story of which it changed what is shown."""

from typing import ClassVar

from django.db import models


class Rejudging(models.Model):
    """All stories of a partner, judged again by one version of its terms: see `stories.rejudging`."""

    class Step(models.IntegerChoices):
        """What is at hand. What must leave print comes first."""

        TAKING_DOWN = 0, "Taking down what may not stand"
        IN_PRINT = 1, "Judging what stays in print"
        THE_REST = 2, "Judging drafts and what is out of print"
        PICTURES = 3, "Judging pictures"
        DONE = 4, "Done"

    partner = models.ForeignKey("licences.Partner", on_delete=models.PROTECT, related_name="rejudgings")
    notice = models.BigIntegerField(unique=True, help_text="What was heard: licence.changed")
    version = models.PositiveIntegerField(help_text="Of the terms")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # A newer version of the terms came before it was done: that one judges all of them.
    is_overtaken = models.BooleanField(default=False)
    step = models.PositiveSmallIntegerField(choices=Step, default=Step.TAKING_DOWN)
    place = models.BigIntegerField(null=True, blank=True, help_text="The last that this step has done")
    total = models.PositiveIntegerField(default=0)
    judged = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-notice"]

    def __str__(self) -> str:
        return f"{self.partner} v{self.version}"

    @property
    def is_at_work(self) -> bool:
        """Whether something is left to do."""
        return self.ended_at is None


class Judged(models.Model):
    """A story of which new terms changed what is shown; one that could not be judged too. Written once."""

    class Outcome(models.TextChoices):
        """What became of it."""

        DOWN = "down", "Taken out of print"
        CHANGED = "changed", "Printed anew"
        COULD_RETURN = "could return", "May be published again"
        FAILED = "failed", "Could not be judged"

    rejudging = models.ForeignKey(Rejudging, on_delete=models.CASCADE, related_name="lines")
    story = models.ForeignKey("stories.Story", null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome)
    guid = models.CharField(max_length=500)
    headline = models.CharField(max_length=255)
    address = models.CharField(max_length=900)
    surfaces_left = models.JSONField(default=list)
    surfaces_gained = models.JSONField(default=list)
    says = models.JSONField(default=list, help_text="Keys of the terms of which the page says otherwise now")
    pictures_hidden = models.PositiveIntegerField(default=0)
    pictures_shown = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rejudging", "story"], name="one_line_a_story"),
        ]
        indexes: ClassVar = [models.Index(fields=["rejudging", "outcome"], name="judged_outcome")]

    def __str__(self) -> str:
        return f"{self.headline}: {self.outcome}"

"""What the archive keeps: the words of every story in print, the five chosen beneath it, what is read
most."""

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """A story in print as it is searched: its terms, apart by spaces, and the sketch of its text.

    The database's own full-text index stands on this table (see the first migration) and follows it by
    itself.
    """

    story = models.OneToOneField("stories.Story", on_delete=models.CASCADE, related_name="archive_entry")
    language = models.CharField(max_length=12)
    headline_terms = models.TextField()
    body_terms = models.TextField(help_text="Standfirst, body, bylines and topics")
    headline_words = models.TextField(
        help_text="The headline's words, folded: to tell the same headline again"
    )
    sketch = models.BinaryField(help_text="archive.rules.alike.Sketch, packed")
    published_at = models.DateTimeField()
    indexed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "entries"
        indexes: ClassVar = [models.Index(fields=["language", "-published_at"], name="archive_newest")]

    def __str__(self) -> str:
        return f"story {self.story_id} ({self.language})"


class Selection(models.Model):
    """The stories chosen for More to Read under one story, kept so that every printing says the same."""

    story = models.OneToOneField("stories.Story", on_delete=models.CASCADE, related_name="archive_selection")
    picks = models.JSONField(default=list, help_text="Numbers of stories, in order")
    pins = models.JSONField(default=list, help_text="The editor's pins that were heeded")
    text_hash = models.CharField(
        max_length=64, blank=True, default="", help_text="Of the text it was chosen for"
    )
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{len(self.picks)} under story {self.story_id}"


class Reading(models.Model):
    """How often a story's page was asked for within an hour. Nothing is kept of who asked."""

    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, related_name="archive_readings")
    hour = models.DateTimeField(help_text="The hour's first minute, UTC")
    times = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["story", "hour"], name="archive_one_reading_an_hour")
        ]
        indexes: ClassVar = [models.Index(fields=["hour"], name="archive_reading_hour")]

    def __str__(self) -> str:
        return f"story {self.story_id}: {self.times} in the hour of {self.hour:%Y-%m-%d %H:%M}"


class ReadingsFile(models.Model):
    """How far a file of page counts has been read: written with the counts, so that nothing counts twice."""

    name = models.CharField(max_length=200, primary_key=True)
    offset = models.PositiveBigIntegerField(default=0)
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} up to {self.offset}"


class Leader(models.Model):
    """One place in an edition's list of what was read most, as it was last counted."""

    language = models.CharField(max_length=12)
    place = models.PositiveSmallIntegerField()
    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering: ClassVar = ["language", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["language", "place"], name="archive_one_leader_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.place}: story {self.story_id}"

"""What has been printed where, what it depends on, and who has confirmed what."""

from django.db import models


class PrintedPage(models.Model):
    """A page as it lies on the local press."""

    path = models.CharField(max_length=900, unique=True)
    version = models.BigIntegerField(help_text="The newest notice when it was printed")
    sha = models.CharField(max_length=64)
    printed_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, db_index=True, help_text="The next end of anything on it")

    def __str__(self) -> str:
        return self.path


class PageTag(models.Model):
    """One thing that a page, or one part of it, depends on."""

    page = models.ForeignKey(PrintedPage, on_delete=models.CASCADE, related_name="tags")
    tag = models.CharField(max_length=200)
    part = models.CharField(
        max_length=100, blank=True, default="", help_text="The slot; empty for the page itself"
    )

    class Meta:
        indexes = (models.Index(fields=["tag", "page"], name="page_by_tag"),)
        constraints = (models.UniqueConstraint(fields=["page", "tag", "part"], name="a_tag_once"),)

    def __str__(self) -> str:
        return f"{self.tag} {self.part}"


class Receipt(models.Model):
    """A press's word on one path of one notice."""

    class Did(models.TextChoices):
        PRINTED = "printed"
        SAME = "same"
        WITHDRAWN = "withdrawn"
        MISSING = "missing"

    press = models.CharField(max_length=60)
    seq = models.BigIntegerField()
    path = models.CharField(max_length=900)
    did = models.CharField(max_length=12, choices=Did.choices)
    confirmed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["seq"], name="receipt_by_notice"),)
        constraints = (models.UniqueConstraint(fields=["press", "seq", "path"], name="one_receipt_a_path"),)

    def __str__(self) -> str:
        return f"{self.press} {self.seq} {self.did} {self.path}"

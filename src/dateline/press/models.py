"""What has been printed where, what it depends on, and who has confirmed what."""

from django.db import models


class Press(models.Model):
    """A place that pages are printed or brought to: a node's folder, a further folder, a bucket, a cache."""

    class Kind(models.TextChoices):
        NODE = "node"
        FOLDER = "folder"
        BUCKET = "bucket"
        CACHE = "cache"

    name = models.CharField(max_length=60, primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    token = models.CharField(max_length=40, blank=True, default="", help_text="Of the folder that a node has")
    seen_at = models.DateTimeField(help_text="When it was last at work, or last reached")
    failing_since = models.DateTimeField(null=True, help_text="Since when it cannot be reached")
    reason = models.TextField(blank=True, default="", help_text="Why not")

    def __str__(self) -> str:
        return f"{self.name} ({self.kind})"


class PrintedPage(models.Model):
    """A page as it lies on one node's press: each node prints for itself, at its own pace."""

    press = models.CharField(max_length=60, default="local", db_default="local")
    path = models.CharField(max_length=900)
    version = models.BigIntegerField(help_text="The newest notice when it was printed")
    sha = models.CharField(max_length=64)
    printed_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, db_index=True, help_text="The next end of anything on it")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["press", "path"], name="one_page_a_press"),)

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
        KEPT_OUT = "kept out"

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


class Copy(models.Model):
    """What a folder, a bucket or a cache holds of one page, or owes: a page is brought to it and then confirmed."""

    press = models.CharField(max_length=60)
    path = models.CharField(max_length=900)
    version = models.BigIntegerField(help_text="What it is to hold at least: the notice of the newest print")
    is_owed = models.BooleanField(default=True)
    owed_at = models.DateTimeField()
    is_urgent = models.BooleanField(default=False, help_text="Withdrawn or licensed: before all that waits")
    did = models.CharField(max_length=12, choices=Receipt.Did.choices, blank=True, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["press", "path"], name="one_copy_a_press"),)
        indexes = (
            models.Index(
                fields=["press", "-is_urgent", "owed_at"], condition=models.Q(is_owed=True), name="copy_owed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.press} {self.path} {self.did or 'owed'}"

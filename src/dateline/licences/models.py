"""The partners and every version of what they let us do."""

from typing import Any, ClassVar

from django.db import models

from dateline.licences.errors import LedgerIsKept, TermsAreKept
from dateline.licences.rules import Entry, from_facts


class Partner(models.Model):  # type: ignore[django-manager-missing]  # Wagtail pages carry no types
    """A house whose work we print, with the terms in force now."""

    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=120)
    home = models.URLField(max_length=500, blank=True, default="")
    # Made clean before it comes here; empty: the name in words.
    logo_svg = models.TextField("logo", blank=True, default="")
    logo_dark_svg = models.TextField("logo on dark", blank=True, default="")
    time_zone = models.CharField(max_length=64, default="UTC")
    terms = models.JSONField(default=dict)
    standing_order = models.JSONField(null=True, blank=True, default=None)
    # Where items are fetched from; how each stands is the wire room's.
    sources = models.JSONField(default=list, db_default=[], blank=True)
    # How its messages are read, where they say less than they mean.
    reading = models.JSONField(default=dict, db_default={}, blank=True)
    terms_version = models.PositiveIntegerField(default=0)
    loaded_at = models.DateTimeField()
    # Whose newest words these are: an editor's at the desk; empty: the file's.
    edited_by = models.CharField(max_length=254, blank=True, default="", db_default="")

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class KeptVersions(models.QuerySet["TermsVersion"]):
    """Adds and reads, and nothing else."""

    def update(self, **kwargs: Any) -> int:
        raise TermsAreKept("terms versions are a record; load new terms instead")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TermsAreKept("terms versions are a record and stay")


class TermsVersion(models.Model):
    """One licence version, as it was agreed. Written once, never changed or removed."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    terms = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    objects = KeptVersions.as_manager()

    class Meta:
        ordering: ClassVar = ["partner_id", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "number"], name="one_terms_version_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.partner} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TermsAreKept(f"terms version {self.number} of {self.partner} is a record; load new ones")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TermsAreKept(f"terms version {self.number} of {self.partner} is a record and stays")


class KeptEntries(models.QuerySet["LedgerEntry"]):
    """Adds and reads, and nothing else."""

    def update(self, **kwargs: Any) -> int:
        raise LedgerIsKept("the ledger is a record; what was wrong is told by a further entry")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise LedgerIsKept("the ledger is a record and stays")


class Viewed(models.Model):
    """How often the page of a partner's item was given to readers on one of its days; nothing is kept of whom."""

    partner = models.SlugField(max_length=50)
    guid = models.CharField(max_length=500)
    language = models.CharField(max_length=12)
    on = models.DateField()
    times = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "viewed"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "on", "guid", "language"], name="viewed_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.partner} {self.guid} on {self.on}: {self.times}"


class LedgerEntry(models.Model):
    """One line of the ledger: what was shown of a partner's work. `facts` is what its hash is made of."""

    number = models.BigIntegerField(primary_key=True)
    partner = models.SlugField(max_length=50)
    guid = models.CharField(max_length=500)
    at = models.DateTimeField()
    counts_in = models.CharField(max_length=7, blank=True, default="")
    facts = models.JSONField()
    hash = models.CharField(max_length=64)

    objects = KeptEntries.as_manager()

    class Meta:
        ordering: ClassVar = ["number"]
        verbose_name_plural = "ledger entries"
        indexes: ClassVar = [
            models.Index(fields=["partner", "guid"], name="ledger_by_item"),
            models.Index(fields=["partner", "counts_in"], name="ledger_by_month"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.partner} {self.guid}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise LedgerIsKept(f"entry {self.number} of the ledger is a record")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise LedgerIsKept(f"entry {self.number} of the ledger is a record and stays")

    @property
    def entry(self) -> Entry:
        """The entry as it was written. Raises KeyError, TypeError or ValueError where somebody else wrote it."""
        return from_facts(self.facts, self.hash)

"""What the desk keeps of its own: alerts seen, items set aside, which are the same story; and the groups' rights."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Desk(models.Model):
    """No table: what the desk's own rights hang on, as Wagtail hangs its `access_admin`."""

    class Meta:
        managed = False
        default_permissions: ClassVar = ()
        permissions: ClassVar = [
            ("use_wire", "Take items in from the wire, release and confirm them"),
            ("heed_alerts", "Acknowledge kills and corrections"),
            ("moderate", "Decide on comments"),
            ("see_licences", "See what partners license"),
            ("manage_licences", "Load licences"),
            ("see_press", "See how press and markets are"),
            ("run_press", "Print a page again"),
            ("set_moment", "Set the moment of publication that readers see"),
        ]

    def __str__(self) -> str:
        return "desk"


class Seen(models.Model):
    """Somebody at the desk has seen an alert. Only ever added to."""

    notice = models.OneToOneField("house.Notice", on_delete=models.CASCADE, related_name="seen")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.by_name} has seen {self.notice_id}"


class SetAside(models.Model):
    """Somebody at the desk does not want an item, as it stood at that moment: a newer version is asked for anew."""

    item = models.OneToOneField("wire.WireItem", on_delete=models.CASCADE, related_name="set_aside")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "set aside"

    def __str__(self) -> str:
        return f"{self.by_name} has set {self.item_id} aside"


class Likeness(models.Model):
    """A text's sketch, and the group of items that are the same story: the number of the one that came first.

    Empty: nothing like it came from another partner.
    """

    item = models.OneToOneField("wire.WireItem", on_delete=models.CASCADE, related_name="likeness")
    sketch = models.BinaryField(help_text="archive.rules.alike.Sketch, packed")
    group = models.PositiveBigIntegerField(null=True, blank=True, db_index=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "likenesses"

    def __str__(self) -> str:
        return f"item {self.item_id} in group {self.group or '-'}"


class LikenessKey(models.Model):
    """One of a sketch's smallest hashes, by which those like it are found; gone once it is days old."""

    likeness = models.ForeignKey(Likeness, on_delete=models.CASCADE, related_name="keys")
    value = models.PositiveBigIntegerField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["value", "at"], name="desk_likeness_key")]

    def __str__(self) -> str:
        return f"{self.value:08x} of {self.likeness_id}"

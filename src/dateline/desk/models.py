"""What the desk keeps of its own: alerts seen, items set aside; and the rights that groups are given."""

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

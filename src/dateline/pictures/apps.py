"""The pictures room, as Django knows it."""

from typing import Any

from django.apps import AppConfig


class PicturesConfig(AppConfig):
    name = "dateline.pictures"
    label = "pictures"
    verbose_name = "Pictures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from dateline.house import printing
        from dateline.pictures.models import Picture
        from dateline.pictures.printed import PicturePrinter

        printing.register(PicturePrinter())
        post_delete.connect(_on_removal, sender=Picture, dispatch_uid="pictures.removed")


def _on_removal(instance: Any, **_: Any) -> None:
    from dateline.pictures import actions

    actions.removed(instance)

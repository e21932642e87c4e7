"""The stories room: what we say."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "dateline.stories"
    label = "stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who prints our pages and who hears which notice."""
        from dateline.stories import hearing, printing

        printing.register()
        hearing.register()

"""The archive room: More to Read, search, what is read most."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "dateline.archive"
    label = "archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who fills our slots and that we hear of stories."""
        from dateline.archive import hearing, printing
        from dateline.house import slots

        slots.register("story.related", printing.related, can_wait=True, fill_run=printing.related_run)
        slots.register("front.most_read", printing.most_read)
        hearing.register()

"""The comments room: what readers say."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "dateline.comments"
    label = "comments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who prints the comments under a story, and who prints their further pages."""
        from dateline.comments import measures, printing
        from dateline.house import metrics, slots
        from dateline.house import printing as house_printing

        metrics.measure("comments", measures.measure)
        slots.register("story.comments", printing.fill_slot, fill_run=printing.fill_run)
        house_printing.register(printing.ThreadPages())

"""The press room: prints pages to disk, withdraws them, keeps receipts."""

from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "dateline.press"
    label = "press"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is measured of the press."""
        from dateline.house import metrics
        from dateline.press import counts

        metrics.measure("press", counts.measure)

"""The press room: prints pages to disk, withdraws them, keeps receipts."""

from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "dateline.press"
    label = "press"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is measured of the press, and who follows it."""
        from dateline.house import metrics
        from dateline.press import counts, followers
        from dateline.press.followers import settled

        followers.register(settled.followers)

        metrics.measure("press", counts.measure)

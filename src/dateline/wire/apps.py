"""Wire room."""

from django.apps import AppConfig


class WireConfig(AppConfig):
    name = "dateline.wire"
    label = "wire"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is measured of the wire."""
        from dateline.house import metrics
        from dateline.wire import measures

        metrics.measure("wire", measures.measure)

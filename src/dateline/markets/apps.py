"""The markets room, as Django knows it."""

from django.apps import AppConfig


class MarketsConfig(AppConfig):
    name = "dateline.markets"
    label = "markets"
    verbose_name = "Markets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the market page and the parts of other pages that the markets fill."""
        from dateline.house import metrics, printing, slots
        from dateline.markets import measures
        from dateline.markets.printing import SnapshotPrinter, fill_front, fill_snapshot, fill_strip

        metrics.measure("markets", measures.measure)
        printing.register(SnapshotPrinter())
        slots.register("shell.strip", fill_strip, volatile=True, is_shared=True)
        slots.register("front.markets", fill_front, volatile=True)
        slots.register("markets.snapshot", fill_snapshot, volatile=True)

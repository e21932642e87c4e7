"""The feeds room: what others may read of us."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "dateline.feeds"
    label = "feeds"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who prints feeds, sitemaps and what machines keep to, and that we hear of stories."""
        from dateline.feeds import hearing
        from dateline.feeds.machines import MachinesPrinter
        from dateline.feeds.printing import FeedPrinter
        from dateline.feeds.sitemaps import SitemapPrinter
        from dateline.house import printing

        printing.register(FeedPrinter())
        printing.register(SitemapPrinter())
        printing.register(MachinesPrinter())
        hearing.register()

"""The stories room: what we say."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "dateline.stories"
    label = "stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who prints our pages and who hears which notice."""
        from wagtail.signals import page_slug_changed, post_page_move

        from dateline.stories import hearing, moving, printing

        printing.register()
        hearing.register()
        post_page_move.connect(moving.after_move, dispatch_uid="stories:moved")
        page_slug_changed.connect(moving.after_slug_change, dispatch_uid="stories:slug")

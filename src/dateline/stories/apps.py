"""The stories room: what we say."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "dateline.stories"
    label = "stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who prints our pages and who hears which notice."""
        from django.db.models.signals import pre_delete
        from wagtail.signals import post_page_move

        from dateline.stories import hearing, moving, printing
        from dateline.stories.models import Author, Section, Shelf, StandingPage, Story, Topic

        printing.register()
        hearing.register()
        post_page_move.connect(moving.after_move, dispatch_uid="stories:moved")
        for kind in (Section, Shelf, StandingPage, Story, Author, Topic):
            pre_delete.connect(
                moving.before_delete, sender=kind, dispatch_uid=f"stories:delete:{kind.__name__}"
            )

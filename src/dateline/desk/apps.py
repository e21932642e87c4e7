"""Desk room: the editors' screens."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "dateline.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the page types their editing panels, hear what comes in; the hooks are in `wagtail_hooks`."""
        from dateline.desk import panels
        from dateline.desk.wire import likening

        panels.set_up()
        likening.register()

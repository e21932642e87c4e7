"""The press room: prints pages to disk, withdraws them, keeps receipts."""

from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "dateline.press"
    label = "press"
    default_auto_field = "django.db.models.BigAutoField"

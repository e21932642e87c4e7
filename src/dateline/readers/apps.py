"""The readers room, as Django knows it."""

from django.apps import AppConfig


class ReadersConfig(AppConfig):
    name = "dateline.readers"
    label = "readers"
    verbose_name = "Readers"
    default_auto_field = "django.db.models.BigAutoField"

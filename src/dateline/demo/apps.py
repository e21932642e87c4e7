"""Demo room: The demo newsroom."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "dateline.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"

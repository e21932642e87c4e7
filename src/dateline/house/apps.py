"""House room: The ground floor: clock, notices, atomic files, printing."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "dateline.house"
    label = "house"
    default_auto_field = "django.db.models.BigAutoField"

"""The licence room, as Django knows it."""

from django.apps import AppConfig


class LicencesConfig(AppConfig):
    name = "dateline.licences"
    label = "licences"
    verbose_name = "Licences"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dateline.house import printing
        from dateline.licences.printing import Logos

        printing.register(Logos())

"""The readers room, as Django knows it."""

from django.apps import AppConfig


class ReadersConfig(AppConfig):
    name = "dateline.readers"
    label = "readers"
    verbose_name = "Readers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.account.signals import authentication_step_completed
        from django.contrib.auth.signals import user_logged_in

        from dateline.house import words
        from dateline.readers.addresses import hear_step
        from dateline.readers.desk_session import hear_sign_in
        from dateline.readers.words import KOREAN

        authentication_step_completed.connect(hear_step, dispatch_uid="readers.addresses")
        user_logged_in.connect(hear_sign_in, dispatch_uid="readers.desk_session")
        words.KOREAN.update({phrase: word for phrase, word in KOREAN.items() if phrase not in words.KOREAN})

"""How django-allauth speaks with our readers: in the paper's name, and only of what they need to know."""

from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from dateline.house.errors import CannotWrite
from dateline.house.paper import paper
from dateline.readers import answers
from dateline.readers.context import language_of, next_path
from dateline.readers.rules import is_own_path


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Our choices where allauth leaves one."""

    def is_safe_url(self, url: str | None) -> bool:
        """Only paths of this site: never another host, however it is written."""
        return bool(url) and is_own_path(str(url)) and super().is_safe_url(url)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Pages that are printed show no messages, so only what went wrong is said, on the page that asks."""
        if level >= messages.WARNING:
            super().add_message(request, level, *args, **kwargs)

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one mail in the paper's name; when the mail server does not answer, say so to the reader."""
        request = allauth_context.request
        back = next_path(request)
        query = f"?{urlencode({'next': back})}" if back else ""
        told = {
            **context,
            "email": email,
            "paper": paper(),
            "language": language_of(request),
            "login_url": paper().absolute(reverse("account_login") + query),
            "signup_url": paper().absolute(reverse("account_signup") + query),
        }
        message = self.render_mail(template_prefix, email, told)
        try:
            message.send()
        except (SMTPException, OSError, CannotWrite) as cause:
            raise ImmediateHttpResponse(answers.mail_failed(request)) from cause

    def send_account_already_exists_mail(self, email: str) -> None:
        self.send_mail("account/email/account_already_exists", email, {})

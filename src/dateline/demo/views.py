"""The demo newsroom's mail."""

import email
import email.policy
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

MOST = 20


def mail(request: HttpRequest) -> HttpResponse:
    """The newest messages that this demo has sent, newest first; 404 anywhere but in the demo."""
    if not settings.ENVIRONMENT.demo:
        raise Http404("this is no demo")
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", "") or "")
    newest = sorted(folder.glob("*.eml"), reverse=True)[:MOST]
    messages = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in newest]
    letters = [
        {"to": message["To"], "subject": message["Subject"], "sent": message["Date"], "text": _text(message)}
        for message in messages
    ]
    response = render(request, "demo/mail.html", {"letters": letters})
    response["Cache-Control"] = "no-store"
    return response


def _text(message: "email.message.EmailMessage") -> str:
    body = message.get_body(("plain",))
    return str(body.get_content()) if body else ""

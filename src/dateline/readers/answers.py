"""Account pages as answers: in the paper's looks, in the reader's language, kept by nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import override

from dateline.house.paper import paper
from dateline.house.printing import PAGE_HEADERS, Head
from dateline.house.words import said
from dateline.readers.context import language_of, shell

View = Callable[..., HttpResponseBase]


def account_page(title: str, view: View, *, needs_mail: bool = True) -> View:
    """`view` with this title, our headers and language; 503 with a sentence while no mail can be sent."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with override(language_of(request)):
            if needs_mail and not settings.MAIL_IS_SET_UP:
                return finished(_sign_in_is_off(request))
            return finished(_titled(view(request, *args, **kwargs), title, language_of(request)))

    return answer


def finished(response: HttpResponseBase) -> HttpResponseBase:
    """Rendered now, in the language of now, with the headers of every account page."""
    if isinstance(response, TemplateResponse):
        response.render()
    for name, value in PAGE_HEADERS:
        response[name] = value
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response


def mail_failed(request: HttpRequest) -> HttpResponse:
    """503: the mail server did not take the mail; nothing is lost by trying again."""
    return _sentence(
        request,
        "The mail could not be sent",
        "Our mail server does not answer just now. Please try again in a few minutes.",
        status=503,
        retry_after_seconds=120,
    )


def invitation_is_over(request: HttpRequest) -> HttpResponse:
    """410: a one-time address was used, or has run out."""
    return _sentence(
        request,
        "This invitation is over",
        "It has been used already, or was given more than a day ago. Ask the newsroom for a new one.",
        status=410,
    )


def too_many_tries(request: HttpRequest) -> HttpResponseBase:
    """429: someone guesses, or is in a hurry."""
    return finished(
        _sentence(
            request,
            "Too many tries",
            "Please wait a few minutes, then try again.",
            status=429,
            retry_after_seconds=300,
        )
    )


def _sign_in_is_off(request: HttpRequest) -> HttpResponse:
    return _sentence(
        request,
        "Sign-in is off",
        "This newspaper has no mail set up, so no code can be sent. Every page can be read without it.",
        status=503,
    )


def _sentence(
    request: HttpRequest, headline: str, sentence: str, *, status: int, retry_after_seconds: int = 0
) -> HttpResponse:
    language = language_of(request)
    context = {
        **shell(request),
        "headline": headline,
        "sentence": sentence,
        "head": _head(headline, language),
    }
    response = TemplateResponse(request, "readers/sentence.html", context, status=status)
    response.render()
    if retry_after_seconds:
        response["Retry-After"] = str(retry_after_seconds)
    return response


def _titled(response: HttpResponseBase, title: str, language: str) -> HttpResponseBase:
    if isinstance(response, TemplateResponse) and not response.is_rendered:
        response.context_data = {"head": _head(title, language), **(response.context_data or {})}
    return response


def _head(title: str, language: str) -> Head:
    return Head(title=f"{said(title, language)} – {paper().name}", robots="noindex")

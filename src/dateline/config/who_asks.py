"""The first thing that Django does with a request: settle who asks, and give it a number."""

import re
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from dateline.config import proxies
from dateline.house import watching

Answer = Callable[[HttpRequest], HttpResponse]
_REQUEST_NUMBER = re.compile(r"[A-Za-z0-9._-]{8,64}")


class WhoAsks:
    """Settles who asks and gives the request its number: what limits count, and what the log calls it.

    The number of a trusted proxy is taken over, so that its log and ours can be laid beside each other. An
    answer that others may keep carries none: it is the answer to more than one request.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        proxies.settle(request.META, settings.ENVIRONMENT.trusted_proxies)
        # Django has read them by now.
        request.__dict__.pop("headers", None)
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        number = given if _REQUEST_NUMBER.fullmatch(given) else secrets.token_hex(8)
        with watching.answering(number):
            response = self.get_response(request)
        if "public" not in response.get("Cache-Control", ""):
            response["X-Request-ID"] = number
        return response

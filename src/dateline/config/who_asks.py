"""The first thing that Django does with a request: settle who asks, and give it a number."""

import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from dateline.config import logs, proxies, where
from dateline.house import metrics, watching
from dateline.house.where import PLACE

Answer = Callable[[HttpRequest], HttpResponse]
_REQUEST_NUMBER = re.compile(r"[A-Za-z0-9._-]{8,64}")

REQUESTS = metrics.counter(
    "requests", "Requests that came to the newsroom, by class and status", ["kind", "status"]
)
TOOK = metrics.histogram("request", "How long the newsroom took over a request, by its class", ["kind"])
# The first that fits names the class; what fits none is a page that lay nowhere and was printed, or was none.
KINDS = (
    ("/desk/", "desk"), ("/-/account/", "account"), ("/-/comments/", "comments"), ("/-/mine/", "mine"),
    ("/search/", "search"), ("/ko/search/", "search"), ("/-/", "machine"),
)  # fmt: skip


def kind_of(path: str) -> str:
    """The class of an address."""
    return next((kind for beginning, kind in KINDS if path.startswith(beginning)), "page")


class WhoAsks:
    """Settles who asks and gives the request its number: what limits count, and what the log calls it.

    The number of a trusted proxy is taken over, so that its log and ours can be laid beside each other. An
    answer that others may keep carries none: it is the answer to more than one request.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META[PLACE] = where.country_of(request.META)  # while it still says who asks us
        proxies.settle(request.META, settings.ENVIRONMENT.trusted_proxies)
        # Django has read them by now.
        request.__dict__.pop("headers", None)
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        number = given if _REQUEST_NUMBER.fullmatch(given) else secrets.token_hex(8)
        setattr(request, logs.NUMBER, number)  # Django tells of some answers when we are through with them
        began = time.monotonic()
        with watching.answering(number):
            response = self.get_response(request)
        kind = kind_of(request.path_info)
        REQUESTS.labels(kind, str(response.status_code)).inc()
        TOOK.labels(kind).observe(time.monotonic() - began)
        if "public" not in response.get("Cache-Control", ""):
            response["X-Request-ID"] = number
        return response

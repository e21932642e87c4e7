"""At the edge of the desk a refusal becomes a sentence for a person, whichever of Wagtail's doors it came from."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from dateline.desk.screens import sentence
from dateline.house.errors import DatelineError

DESK = "/desk/"


class RefusalsBecomeMessages:
    """Any DatelineError within the desk is shown as a message, where the editor was; nothing has changed then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer to a refusal; None for all that is not one."""
        if not isinstance(exception, DatelineError) or not request.path_info.startswith(DESK):
            return None
        words = sentence(exception)
        if _wants_json(request):
            return JsonResponse(
                {"success": False, "error_code": "refused", "error_message": words}, status=400
            )
        messages.error(request, words)
        return HttpResponseRedirect(_back(request))


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "") or (
        request.headers.get("x-requested-with") == "XMLHttpRequest"
    )


def _back(request: HttpRequest) -> str:
    """Where the editor was; never the very address that refused, unless it was a form that was sent there."""
    kwargs = request.resolver_match.kwargs if request.resolver_match else {}
    if request.method == "POST" and "page_id" in kwargs:
        return reverse("wagtailadmin_pages:edit", args=[kwargs["page_id"]])
    came_from = urlsplit(request.headers.get("Referer", ""))
    is_ours = came_from.netloc == request.get_host() and came_from.path.startswith(DESK)
    if is_ours and (request.method == "POST" or came_from.path != request.path):
        return came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return reverse("wagtailadmin_home")

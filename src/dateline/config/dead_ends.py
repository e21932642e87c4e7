"""What Django answers when it cannot: the paper's own printed pages, read from the disk and from nowhere else.

Nothing here may fail in its turn: no database, no session, no template; a plain sentence where no page lies.
"""

from django.http import HttpRequest, HttpResponse

from dateline.press import files

DESK = "/desk/"
_PLAIN = {
    400: "This could not be understood. Go back and try it again.",
    403: "This is not open to you.",
    500: "Something went wrong on our side. Pages already in print can be read as always.",
    503: "The newsroom is away for a moment; please try again.",
}
_SEND_AGAIN = "Please go back, load that page again and send it once more."


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler for 400."""
    return answer(request, 400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler for 403."""
    return answer(request, 403)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What follows when a form did not prove where it came from: says what to do, and not why."""
    return answer(request, 403, "-form", _SEND_AGAIN)


def our_fault(request: HttpRequest) -> HttpResponse:
    """Django's handler for 500. What it was stands in the log, with the request's number."""
    return answer(request, 500)


def answer(request: HttpRequest, status: int, kind: str = "", plain: str = "") -> HttpResponse:
    """The printed page for a status, in the language of the address; kept by nobody."""
    edition = "/ko" if request.path_info.startswith("/ko/") else ""
    desk = "-desk" if request.path_info.startswith(DESK) and status != 503 else ""
    sheet = files.read(f"{edition}/-/{status}{kind}{desk}/")
    if sheet is None:
        response = HttpResponse(plain or _PLAIN[status], content_type="text/plain", status=status)
    else:
        response = HttpResponse(sheet.body, content_type=sheet.content_type, status=status)
        for name, value in sheet.headers:
            response[name] = value
    response["Cache-Control"] = "no-store"
    return response

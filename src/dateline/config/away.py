"""What readers hear while the newsroom is away: printed pages stay, posts are kept in their form."""

from django.http import HttpRequest, HttpResponse

from dateline.comments import views as comments
from dateline.press import files

RETRY_AFTER_SECONDS = "30"


def answer(request: HttpRequest) -> HttpResponse:
    """503 with a sentence and `Retry-After`; a comment comes back in its form."""
    if request.path.startswith("/-/comments/") and request.method == "POST":
        response = comments.away(request)
    else:
        response = _page(request)
    response.status_code = 503
    response["Retry-After"] = RETRY_AFTER_SECONDS
    response["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest) -> HttpResponse:
    """The paper's own page for it, as it was printed."""
    sheet = files.read("/ko/-/503/" if request.path.startswith("/ko/") else "/-/503/")
    if sheet is None:
        return HttpResponse("The newsroom is away for a moment; please try again.", content_type="text/plain")
    response = HttpResponse(sheet.body, content_type=sheet.content_type)
    for name, value in sheet.headers:
        response[name] = value
    return response

"""What readers hear while the newsroom is away: printed pages stay, posts are kept in their form."""

from django.http import HttpRequest, HttpResponse

from dateline.comments import views as comments
from dateline.config import dead_ends

RETRY_AFTER_SECONDS = "30"


def answer(request: HttpRequest) -> HttpResponse:
    """503 with a sentence and `Retry-After`; a comment comes back in its form."""
    if request.path.startswith("/-/comments/") and request.method == "POST":
        response = comments.away(request)
    else:
        response = dead_ends.answer(request, 503)
    response.status_code = 503
    response["Retry-After"] = RETRY_AFTER_SECONDS
    response["Cache-Control"] = "no-store"
    return response

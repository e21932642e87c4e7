"""What readers hear while the newsroom is away."""

from django.http import HttpRequest, HttpResponse


def answer(request: HttpRequest) -> HttpResponse:
    """503 with a sentence."""
    return HttpResponse("The newsroom is away for a moment.", status=503, headers={"Retry-After": "30"})

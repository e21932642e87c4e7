"""What the page shell needs on pages that are answered and not printed."""

from django.http import HttpRequest

from dateline.house.paper import paper
from dateline.house.printing import Head
from dateline.readers.rules import is_own_path


def page_context(request: HttpRequest) -> dict[str, object]:
    """`head`, `paper`, `language` and `path`; nothing on the desk, whose pages have a shell of their own."""
    return {} if request.path_info.startswith("/desk/") else shell(request)


def shell(request: HttpRequest) -> dict[str, object]:
    """What `house/page.html` asks for."""
    return {
        "head": Head(title=paper().name, robots="noindex"),
        "paper": paper(),
        "language": language_of(request),
        "path": request.path_info,
    }


def language_of(request: HttpRequest) -> str:
    """The edition that the reader comes from or goes back to."""
    back = next_path(request)
    return "ko" if request.path_info.startswith("/ko/") or back.startswith("/ko/") else "en"


def next_path(request: HttpRequest) -> str:
    """Where the reader wants to go next, "" when that is not a page of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if is_own_path(asked) else ""

"""The frame of our screens within Wagtail's: title, crumbs, rights, pages of a list."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.admin.auth import permission_required

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Crumb = tuple[str, str]
ROWS_A_SCREEN = 50


def needs(right: str) -> Callable[[View], View]:
    """Only for those who hold this right of the desk: `needs("moderate")`."""
    checked: Callable[[View], View] = permission_required(f"desk.{right}")
    return checked


def screen(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    icon: str,
    label: str = "",
    crumbs: Sequence[Crumb] = (),
    **context: Any,
) -> HttpResponse:
    """One of our screens. `crumbs`: pairs of label and address between Home and this screen.

    `label`: what the last crumb says where the title is long.
    """
    steps = [("Home", reverse("wagtailadmin_home")), *crumbs, (label or title, None)]
    return TemplateResponse(
        request,
        template,
        {
            "page_title": title,
            "header_title": title,
            "header_icon": icon,
            "breadcrumbs_items": [{"url": address, "label": label} for label, address in steps],
            **context,
        },
    )


def sentence(refusal: Exception) -> str:
    """A refusal as an editor reads it: it begins with a capital and ends with a full stop."""
    words = str(refusal).rstrip(".")
    first = words.split(" ", 1)[0]
    # A guid, an address or a slug stays as it is written.
    return f"{words[:1].upper() if first.isalpha() else words[:1]}{words[1:]}."


def is_beneath(address: str, screen: str) -> bool:
    """Whether an address that a form names is this screen of ours or one beneath it, and nobody else's."""
    return url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.startswith(screen)


def page_of(rows: Any, request: HttpRequest) -> Page[Any]:
    """The page of a list that the request asks for; beyond the last, the last."""
    return Paginator(rows, ROWS_A_SCREEN).get_page(request.GET.get("p"))


def kept_query(request: HttpRequest) -> str:
    """The filters of this list for its page links, without the page."""
    query = request.GET.copy()
    query.pop("p", None)
    return query.urlencode()

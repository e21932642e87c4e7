"""Printed pages when they are first asked for, and how the press is."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.urls import resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from dateline.house import clock, database, where
from dateline.house.printing import Sheet
from dateline.press import actions, dead_ends, files, queries, rules, serving


# Whatever is sent to a page is refused for its method, and not for a token that no printed page holds.
@csrf_exempt
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """A page that was never printed is printed now; what no printer knows is 404, what was withdrawn 410."""
    path = request.path
    if files.is_gone(path):
        return _as_it_lies(request)
    sheet = actions.print_when_asked(path) if rules.file_of(path) else None
    if sheet is None:
        if not path.endswith("/") and _stands(path + "/"):
            return HttpResponsePermanentRedirect(path + "/")
        return dead_end(request, 404)
    if files.is_gone(path):  # withdrawn while we printed it: an older print brings nothing back
        return _as_it_lies(request)
    return _within(request, sheet)


def _as_it_lies(request: HttpRequest) -> HttpResponse:
    """What the built-in server would say of this address: what stands where a page was withdrawn."""
    entry = serving.find(request.path)
    if entry is None:
        return dead_end(request, 410)
    variant = entry.variants[""]
    response = HttpResponse(b"".join(variant.body), status=int(entry.status[:3]))
    for name, value in variant.headers:
        response[name] = value
    return response


def _within(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """A page that was printed just now, as a reader gets it who is where this one is."""
    if not files.territories(sheet):
        return _response(sheet)
    country = where.country_of(request.META)
    if not rules.admits(sheet.territory, country):
        headers, body = dead_ends.read(dead_ends.OUTSIDE, request.path)
        return _response(replace(sheet, body=body, headers=headers, status=451))
    left, _ = rules.standing_at(sheet.body, files.places(sheet.ranges), clock.now(), country)
    return _response(replace(sheet, body=left, headers=dead_ends.within_headers(sheet.headers)))


def _stands(path: str) -> bool:
    """Whether a page stands at this address, printed already or now, or one of the newsroom's own."""
    if files.is_printed(path) or resolve(path).url_name != "page":
        return True
    return rules.file_of(path) is not None and actions.print_page(path) is not None


def dead_end(request: HttpRequest, status: int = 404, exception: Exception | None = None) -> HttpResponse:
    """The paper's own page for a status."""
    front = "/ko" if request.path.startswith("/ko/") else ""
    path = f"{front}/-/{status}/"
    sheet = files.read(path) or actions.print_page(path)
    response = _response(sheet) if sheet else HttpResponse("Not found", content_type="text/plain")
    response.status_code = status
    response["Cache-Control"] = "no-store"
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for 404."""
    return dead_end(request, 404)


@csrf_exempt
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Whether this process answers; touches nothing."""
    return JsonResponse({"ok": True})


@csrf_exempt
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Whether printed pages can be served: an absent database must not unplug readers."""
    has_pages = _can_be_read("/")
    facts: dict[str, object] = {"pages": "ok" if has_pages else "none", "newsroom": "away"}
    facts |= {"press_behind": 0, "oldest_notice_s": 0}
    if not database.is_gone():
        try:
            health = queries.health(clock.now())
        except database.UNREACHABLE:
            pass
        else:
            facts |= {
                "newsroom": "ok", "press_behind": health.behind, "oldest_notice_s": health.oldest_notice_s,
            }  # fmt: skip
    facts["disk_free_mb"] = queries.disk_free_mb()
    return JsonResponse(facts, status=200 if has_pages else 503, headers={"Cache-Control": "no-store"})


def _can_be_read(path: str) -> bool:
    """Whether a reader who asks now gets this page: a whole file that is there and is what its sidecar says."""
    entry = serving.find(path)
    return entry is not None and entry.status == serving.REASONS[200]


def _response(sheet: Sheet) -> HttpResponse:
    response = HttpResponse(sheet.body, content_type=sheet.content_type, status=sheet.status)
    for name, value in sheet.headers:
        response[name] = value
    return response

"""The wire desk: what came in, beside it the item that is read, and its pictures."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from dateline.desk import alert_bar, item_words
from dateline.desk.screens import needs, screen
from dateline.desk.wire import asking
from dateline.desk.wire.comparing import comparison
from dateline.desk.wire.inbox import inbox as three_panes
from dateline.desk.wire.item import ItemScreen, item_screen
from dateline.house import clock
from dateline.wire.errors import UnknownItem
from dateline.wire.folders.kept import picture_path
from dateline.wire.models import WirePicture

CRUMB = ("Wire", "/desk/wire/")


@require_GET
@needs("use_wire")
def inbox(request: HttpRequest) -> HttpResponse:
    """What came in, newest first; alerts stand above all."""
    return _panes(request, None)


@require_GET
@needs("use_wire")
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item beside the list, with all that an editor must know before it goes into the paper.

    With `part=item` the item alone, for the list that is open already.
    """
    try:
        shown = item_screen(pk, clock.now())
    except UnknownItem as cause:
        raise Http404(str(cause)) from cause
    if request.GET.get("part") == "item":
        return TemplateResponse(request, "desk/wire/_item.html", _about(request, shown))
    return _panes(request, shown)


@require_GET
@needs("heed_alerts")
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions side by side: the one that was used and the newest, unless others are asked for."""
    asked = {name: _number(request.GET.get(name, "")) for name in ("before", "after")}
    try:
        shown = comparison(pk, **asked)
    except UnknownItem as cause:
        raise Http404(str(cause)) from cause
    if shown is None:
        raise Http404("there is one version alone")
    return screen(
        request, "desk/wire/changes.html", title=shown.name, label="What changed", icon="desk-wire",
        crumbs=[CRUMB, (str(shown.row.partner), f"/desk/wire/{pk}/")], shown=shown,
    )  # fmt: skip


@require_GET
@needs("use_wire")
def picture(request: HttpRequest, pk: int) -> FileResponse:
    """The original of a picture that came with an item, for editors alone; none of what was recalled."""
    row = get_object_or_404(
        WirePicture.objects.select_related("version__item__partner"), pk=pk, state=WirePicture.State.ATTACHED
    )
    path = picture_path(row.sha256)
    if item_words.is_recalled_picture(row) or not path.exists():
        raise Http404(row.href)
    response = FileResponse(path.open("rb"), content_type=row.content_type or "application/octet-stream")
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _panes(request: HttpRequest, shown: ItemScreen | None) -> HttpResponse:
    at = clock.now()
    panes = three_panes(
        asking.wanted(request.GET), at,
        before=asking.place(request.GET.get("before", "")), after=asking.place(request.GET.get("after", "")),
        shown=shown,
    )  # fmt: skip
    return screen(
        request, "desk/wire/inbox.html", title="Wire", label=str(shown.row.partner) if shown else "",
        icon="desk-wire", crumbs=[CRUMB] if shown else [], inbox=panes,
        alerts=alert_bar.beneath(request),
        **_about(request, shown),
    )  # fmt: skip


def _number(word: str) -> int:
    return int(word) if word.isdecimal() and len(word) < 19 else 0


def _about(request: HttpRequest, shown: ItemScreen | None) -> dict[str, object]:
    """What the item's forms need: where to come back to, and the moment that is offered."""
    query = request.GET.copy()
    query.pop("part", None)
    here = f"{request.path}?{query.urlencode()}" if query else request.path
    return {
        "shown": shown,
        "here": here,
        "usual_time": timezone.localtime(clock.now()).strftime("%Y-%m-%dT%H:%M"),
    }

"""The wire's sources: how each stands, and polling one at once."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from dateline.desk import wire_sources
from dateline.desk.screens import needs, screen
from dateline.house import clock
from dateline.readers.models import Reader
from dateline.wire.actions import sourcing
from dateline.wire.models import Source

_CRUMB = ("Wire", "/desk/wire/")


@require_GET
@needs("use_wire")
def overview(request: HttpRequest) -> HttpResponse:
    """Every source with its last item, lag, errors and next try."""
    at = clock.now()
    return screen(
        request, "desk/wire/sources.html", title="Wire sources", icon="desk-wire", crumbs=[_CRUMB],
        lines=wire_sources.lines(at), at=at,
    )  # fmt: skip


@require_POST
@needs("use_wire")
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a source polled at once."""
    row = get_object_or_404(Source.objects.select_related("partner"), pk=pk, is_listed=True)
    sourcing.ask_now(row, clock.now(), by=cast(Reader, request.user).email)
    messages.success(request, f"{row.partner} is being asked. What it has appears in the wire in a moment.")
    return redirect("desk_wire_sources")

"""The press and the markets: how they are, what happened, who has confirmed what."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from dateline.desk import actions, happenings, machine_room
from dateline.desk.screens import kept_query, needs, page_of, screen
from dateline.house import clock
from dateline.press import queries, recalls
from dateline.press.errors import UnknownReceipt
from dateline.readers.models import Reader

_CRUMB = ("Press", "/desk/press/")


@require_GET
@needs("see_press")
def overview(request: HttpRequest) -> HttpResponse:
    """Health of press and markets, the newest notices, what a room could not hear."""
    at = clock.now()
    everything = request.GET.get("show") == "everything"
    page = page_of(machine_room.newest_notices(with_housekeeping=everything), request)
    return screen(
        request, "desk/press/overview.html", title="Press", icon="desk-press",
        press=machine_room.press_state(at), presses=machine_room.press_lines(at), markets=machine_room.market_state(at),
        refused=machine_room.refused_ticks(), unheard=machine_room.unheard()[:20],
        page=page, happenings=happenings.of(list(page)), query=kept_query(request),
        everything=everything, may_print=request.user.has_perm("desk.run_press"),
    )  # fmt: skip


@require_GET
@needs("see_press")
def receipt(request: HttpRequest, seq: int) -> HttpResponse:
    """One notice, and path by path when each press confirmed it; of a kill all that it reached."""
    try:
        notice, confirmations = queries.receipt(seq)
    except UnknownReceipt as cause:
        raise Http404(str(cause)) from cause
    [happening] = happenings.of([notice])
    if recalls.is_recall(notice):
        return screen(
            request, "desk/press/recall.html", title=f"{happening.said}: {happening.what or notice.about}",
            label=f"Receipt {seq}", icon="desk-press", crumbs=[_CRUMB],
            recall=recalls.of_notice(notice, clock.now()),
        )  # fmt: skip
    return screen(
        request, "desk/press/receipt.html", title=f"{happening.said}: {happening.what or notice.about}",
        label=f"Receipt {seq}", icon="desk-press", crumbs=[_CRUMB],
        notice=notice, confirmations=confirmations, waiting=queries.unconfirmed(notice),
        facts=[(name.replace("_", " ").capitalize(), fact) for name, fact in sorted(notice.facts.items())],
    )  # fmt: skip


@require_POST
@needs("run_press")
def print_again(request: HttpRequest) -> HttpResponse:
    """Have a page printed again; on to its receipt."""
    seq = actions.print_again(request.POST.get("path", ""), by=cast(Reader, request.user))
    messages.success(request, "The press has been asked to print it again.")
    return redirect("desk_receipt", seq)

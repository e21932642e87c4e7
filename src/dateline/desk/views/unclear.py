"""What a notice means that names its item in words alone, where no one item or several agree: an editor says."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from dateline.desk import item_words
from dateline.desk.errors import NothingChosen
from dateline.desk.screens import needs, screen
from dateline.house import clock
from dateline.readers.models import Reader
from dateline.wire import actions as wire
from dateline.wire import meaning
from dateline.wire.models import Unclear

_CRUMB = ("Wire", "/desk/wire/")


@require_GET
@needs("use_wire")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice in full, and each item that it may mean."""
    unclear = _unclear(pk)
    notice = unclear.notice
    sent = notice.current.read if notice.current else None
    return screen(
        request, "desk/wire/unclear.html", title=item_words.name(notice), label="Which does it mean?", icon="desk-wire",
        crumbs=[_CRUMB], unclear=unclear, sent=sent,
        paragraphs=sent.body_text.split("\n\n")[:12] if sent else (),
        candidates=[(row, item_words.name(row)) for row in meaning.may_be_meant(unclear)],
        meant=item_words.name(unclear.meant) if unclear.meant else "",
    )  # fmt: skip


@require_POST
@needs("use_wire")
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """This one, or none of ours."""
    unclear, by = _unclear(pk), cast(Reader, request.user)
    named = request.POST.get("meant", "")
    known = {str(row.pk): row for row in meaning.may_be_meant(unclear)}
    if named != "none" and named not in known:
        raise NothingChosen("choose the item that is meant, or none of ours")
    wire.say_meant(unclear, known.get(named), by=by.email, at=clock.now())
    messages.success(request, "Kept, with your name and the moment.")
    return redirect("desk_wire_unclear", pk)


def _unclear(pk: int) -> Unclear:
    return get_object_or_404(
        Unclear.objects.select_related("notice__partner", "notice__current", "meant__current"), pk=pk
    )

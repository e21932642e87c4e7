"""The wire inbox: what came in, what the licence says of it, and on into the paper."""

from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_POST

from dateline.desk import actions, alerts, item_words, wire_inbox
from dateline.desk.errors import NotAMoment, NothingChosen
from dateline.desk.screens import kept_query, needs, page_of, screen
from dateline.desk.wire_inbox import Wanted
from dateline.house import clock
from dateline.readers.models import Reader
from dateline.stories import queries as stories
from dateline.stories.errors import UnknownSection
from dateline.stories.models import Section
from dateline.wire import actions as wire
from dateline.wire import queries
from dateline.wire.errors import UnknownItem
from dateline.wire.folders.kept import picture_path
from dateline.wire.models import WireItem, WirePicture

_CRUMB = ("Wire", "/desk/wire/")


@require_GET
@needs("use_wire")
def inbox(request: HttpRequest) -> HttpResponse:
    """What came in, newest first; alerts stand above all."""
    at = clock.now()
    asked = {
        name: request.GET.get(name, "").strip() for name in ("partner", "state", "words", "taken", "kind")
    }
    wanted = Wanted(**asked)
    shows_unread = wanted.state == "unreadable"
    page = page_of(wire_inbox.unread(wanted, at) if shows_unread else wire_inbox.items(wanted), request)
    return screen(
        request, "desk/wire/inbox.html", title="Wire", icon="desk-wire",
        alerts=alerts.unseen(at),
        wanted=wanted,
        is_filtered=any(asked.values()),
        partners=queries.partners(),
        states=wire_inbox.STATES,
        taken=wire_inbox.TAKEN,
        kinds=wire_inbox.KINDS,
        page=page,
        rows=[] if shows_unread else wire_inbox.rows(list(page), at),
        unread=list(page) if shows_unread else list(wire_inbox.unread(wanted, at)[:5]) if page.number == 1 else [],
        shows_unread=shows_unread,
        query=kept_query(request),
    )  # fmt: skip


@require_GET
@needs("use_wire")
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item, with all that an editor must know before it goes into the paper."""
    try:
        shown = wire_inbox.item_screen(pk, clock.now())
    except UnknownItem as cause:
        raise Http404(str(cause)) from cause
    return screen(
        request, "desk/wire/item.html", title=shown.name, label=str(shown.row.partner), icon="desk-wire",
        crumbs=[_CRUMB], shown=shown,
        now=clock.now(), usual_time=timezone.localtime(clock.now()).strftime("%Y-%m-%dT%H:%M"),
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


@require_POST
@needs("use_wire")
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Into a section, as a draft and on to the editor, or into print."""
    row, by = _row(pk), _editor(request)
    section = _section(request.POST.get("section", ""))
    publish = request.POST.get("then") == "publish"
    taken = actions.take_in(
        row, section, by=by, at=clock.now(), publish=publish, accepted=request.POST.getlist("accept")
    )
    edit = reverse("wagtailadmin_pages:edit", args=[taken.story.pk])
    if not publish:
        messages.success(request, f"“{taken.story.title}” is a draft in {section.title}.")
        return redirect(edit)
    if taken.scheduled_for:
        moment = date_format(timezone.localtime(taken.scheduled_for), "j M Y, H:i")
        messages.success(
            request, f"“{taken.story.title}” will be in print at {moment}, when its embargo lifts."
        )
    else:
        messages.success(request, _in_print(taken))
    return redirect("desk_wire_item", row.pk)


@require_POST
@needs("use_wire")
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Usage terms of a story, read and accepted: who, when and which text are kept."""
    row = _row(pk)
    story = stories.of_item(row.partner, row.guid).first()
    if story is None:
        raise NothingChosen("take the item in first; its usage terms are accepted for the story")
    if not actions.accept_terms(story, request.POST.getlist("accept"), by=_editor(request), at=clock.now()):
        raise NothingChosen("tick the usage terms that you have read and accept")
    messages.success(request, "Accepted, with your name and the moment.")
    return redirect("desk_wire_item", row.pk)


@require_POST
@needs("use_wire")
def set_time(request: HttpRequest, pk: int) -> HttpResponse:
    """The moment from which a held item may be in print."""
    row = _row(pk)
    until = clock.now() if request.POST.get("now") else _moment(request.POST.get("until", ""))
    actions.set_time(row, until, by=_editor(request), at=clock.now())
    moment = date_format(timezone.localtime(until), "j M Y, H:i")
    messages.success(request, f"“{item_words.name(row)}” may be in print from {moment}.")
    return redirect("desk_wire_item", row.pk)


@require_POST
@needs("use_wire")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a killed item back in the version that has come since."""
    row = _row(pk)
    wire.confirm(row, by=_editor(request).email, at=clock.now())
    messages.success(
        request, f"“{item_words.name(row)}” is back; it is not in print before you publish it again."
    )
    return redirect("desk_wire_item", row.pk)


@require_POST
@needs("use_wire")
def see(request: HttpRequest) -> HttpResponse:
    """Alerts that somebody has seen."""
    numbers = [int(word) for word in request.POST.get("alert", "").split(",") if word.isdigit()]
    if not numbers:
        raise NothingChosen("no alert was named")
    actions.see(numbers, by=_editor(request), at=clock.now())
    return redirect("desk_wire")


def _row(pk: int) -> WireItem:
    return queries.item(pk)


def _editor(request: HttpRequest) -> Reader:
    return cast(Reader, request.user)


def _section(word: str) -> Section:
    found = Section.objects.filter(pk=int(word)).select_related("locale").first() if word.isdigit() else None
    if found is None:
        raise UnknownSection("choose the section that the story goes into")
    return cast(Section, found)


def _moment(word: str) -> datetime:
    """What an editor typed, in the desk's own time zone."""
    try:
        moment = parse_datetime(word)
    except ValueError:
        moment = None
    if moment is None:
        raise NotAMoment(f"“{word}” is no date and time; write it as 2026-11-24 14:00")
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _in_print(taken: actions.TakenIn) -> Any:
    return format_html(
        '“{}” is in print: <a href="{}">{}</a> · <a href="{}">receipt</a>',
        taken.story.title,
        taken.story.address,
        taken.story.address,
        reverse("desk_receipt", args=[taken.seq]),
    )

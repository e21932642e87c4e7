"""What an editor settles at the wire desk: taking in, setting aside, times, terms, confirmations.

Each comes back to where the editor was, or goes on to the next item where the work on this one is done.
"""

from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from dateline.desk import actions, item_words
from dateline.desk.errors import NotAMoment, NothingChosen
from dateline.desk.screens import is_beneath, needs
from dateline.house import clock
from dateline.readers.models import Reader
from dateline.stories import queries as stories
from dateline.stories import rewriting
from dateline.stories.errors import UnknownSection
from dateline.stories.models import Section
from dateline.wire import actions as wire
from dateline.wire import queries
from dateline.wire.models import WireItem


@require_POST
@needs("use_wire")
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Into a section: as a draft and on to the next item or to the editor, or into print."""
    row, by = _row(pk), _editor(request)
    section = _section(request.POST.get("section", ""))
    then = request.POST.get("then", "")
    taken = actions.take_in(
        row, section, by=by, at=clock.now(), publish=then == "publish",
        accepted=request.POST.getlist("accept"),
    )  # fmt: skip
    edit = reverse("wagtailadmin_pages:edit", args=[taken.story.pk])
    if then == "publish":
        messages.success(request, _in_print(taken))
        return redirect(_place(request, "here", row))
    said = format_html('“<a href="{}">{}</a>” is a draft in {}.', edit, taken.story.title, section.title)
    messages.success(request, said)
    return redirect(_place(request, "next", row) if then == "keep" else edit)


@require_POST
@needs("use_wire")
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Off the list of what is new, and on to the next item."""
    row = _row(pk)
    actions.set_aside(row, by=_editor(request), at=clock.now())
    messages.success(
        request,
        format_html(
            '“<a href="{}">{}</a>” is set aside.',
            reverse("desk_wire_item", args=[row.pk]), item_words.name(row),
        ),
    )  # fmt: skip
    return redirect(_place(request, "next", row))


@require_POST
@needs("use_wire")
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Back among what is new."""
    row = _row(pk)
    actions.take_up(row, by=_editor(request))
    messages.success(request, f"“{item_words.name(row)}” is back on the list.")
    return redirect(_place(request, "here", row))


@require_POST
@needs("use_wire")
def rewrite(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft of our own from an item, whose kill then reaches it; on to the editor."""
    row, section = _row(pk), _section(request.POST.get("section", ""))
    story = rewriting.rewrite(row.guid, section, partner_slug=row.partner.slug, by=_editor(request))
    messages.success(request, f"An empty draft in {section.title}, noted as made from this item.")
    return redirect("wagtailadmin_pages:edit", story.pk)


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
    return redirect(_place(request, "here", row))


@require_POST
@needs("use_wire")
def set_time(request: HttpRequest, pk: int) -> HttpResponse:
    """The moment from which a held item may be in print."""
    row = _row(pk)
    until = clock.now() if request.POST.get("now") else _moment(request.POST.get("until", ""))
    actions.set_time(row, until, by=_editor(request), at=clock.now())
    messages.success(request, f"“{item_words.name(row)}” may be in print from {_said(until)}.")
    return redirect(_place(request, "here", row))


@require_POST
@needs("use_wire")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a killed item back in the version that has come since."""
    row = _row(pk)
    wire.confirm(row, by=_editor(request).email, at=clock.now())
    messages.success(
        request, f"“{item_words.name(row)}” is back; it is not in print before you publish it again."
    )
    return redirect(_place(request, "here", row))


def _row(pk: int) -> WireItem:
    return queries.item(pk)


def _editor(request: HttpRequest) -> Reader:
    return cast(Reader, request.user)


def _place(request: HttpRequest, name: str, row: WireItem) -> str:
    """Where the form says to go, else where it was sent from, if that lies in the wire desk; else the item."""
    for address in (request.POST.get(name, ""), request.POST.get("here", "")):
        if is_beneath(address, reverse("desk_wire")):
            return address
    return reverse("desk_wire_item", args=[row.pk])


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


def _said(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j M Y, H:i")


def _in_print(taken: actions.TakenIn) -> Any:
    title = taken.story.title
    if taken.scheduled_for:
        return f"“{title}” will be in print at {_said(taken.scheduled_for)}, when its embargo lifts."
    address = taken.story.address
    receipt = reverse("desk_receipt", args=[taken.seq])
    said = '“{}” is in print: <a href="{}">{}</a> · <a href="{}">receipt</a>'
    return format_html(said, title, address, address, receipt)

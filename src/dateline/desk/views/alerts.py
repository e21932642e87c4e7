"""Alerts: the bar as it stands now, and what somebody at the desk has seen."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_POST

from dateline.desk import actions
from dateline.desk.errors import NothingChosen
from dateline.desk.screens import is_beneath, needs
from dateline.house import clock
from dateline.readers.models import Reader


@require_GET
@needs("heed_alerts")
def bar(request: HttpRequest) -> HttpResponse:
    """The bar alone, for a screen that is open already."""
    return TemplateResponse(request, "desk/alert_bar.html")


@require_POST
@needs("heed_alerts")
def see(request: HttpRequest) -> HttpResponse:
    """Somebody puts their name to alerts: they are gone for the whole desk, and the record says who it was."""
    numbers = [int(word) for word in request.POST.get("alert", "").split(",") if word.isdigit()]
    if not numbers:
        raise NothingChosen("no alert was named")
    by, at = cast(Reader, request.user), clock.now()
    if actions.see(numbers, by=by, at=at):
        moment = date_format(timezone.localtime(at), "H:i")
        messages.success(request, f"Acknowledged by {by.get_full_name()}, {moment}.")
    address = request.POST.get("here", "")
    desk = reverse("wagtailadmin_home")
    return redirect(address if is_beneath(address, desk) else desk)

"""The calendar of what ends when: a month's sheet and list, and a file for other calendars."""

import calendar
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from dateline.desk import endings
from dateline.desk.screens import needs, screen
from dateline.house import clock
from dateline.licences import queries
from dateline.licences.errors import UnknownPartner
from dateline.licences.models import Partner

_CRUMB = ("Licences", "/desk/licences/")
# For so long ahead the file for other calendars tells.
DAYS_AHEAD = 400


@require_GET
@needs("see_licences")
def month(request: HttpRequest) -> HttpResponse:
    """One month, of one partner or of all."""
    at = clock.now()
    partner = _partner(request)
    first = _first(request.GET.get("month", "")) or timezone.localtime(at).date().replace(day=1)
    return screen(
        request, "desk/licences/calendar.html", title="What ends when", icon="calendar", crumbs=[_CRUMB],
        month=endings.month(first, at, partner), partner=partner, partners=queries.partners(),
        weekdays=list(calendar.day_name),
    )  # fmt: skip


@require_GET
@needs("see_licences")
def ics(request: HttpRequest) -> HttpResponse:
    """The same as a file, from now on."""
    written = endings.as_ics(clock.now(), DAYS_AHEAD, _partner(request))
    answer = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="what-ends-when.ics"'
    return answer


def _partner(request: HttpRequest) -> Partner | None:
    slug = request.GET.get("partner", "")
    try:
        return queries.partner(slug) if slug else None
    except UnknownPartner as cause:
        raise Http404(str(cause)) from cause


def _first(written: str) -> date | None:
    """The first day of the month that is asked for; None for what is none within reach."""
    try:
        first = date.fromisoformat(f"{written}-01")
    except ValueError:
        return None
    return first if 2000 <= first.year < 2200 else None

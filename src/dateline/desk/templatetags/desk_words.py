"""Small words that the desk's templates ask for."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dateline.desk import alert_bar as alert_bars
from dateline.desk import happenings, rules
from dateline.house import clock
from dateline.house.paper import paper

register = template.Library()


@register.simple_tag
def paper_name() -> str:
    """The paper's name."""
    return paper().name


@register.inclusion_tag("desk/_alert_bar.html", takes_context=True)
def alert_bar(context: Context) -> dict[str, Any]:
    """Kills and corrections on top of every screen, for those who may acknowledge them; nothing for others."""
    request = context.get("request")
    if request is None or not getattr(request, "user", None) or not request.user.has_perm("desk.heed_alerts"):
        return {"address": "", "alerts": None}
    return {
        "request": request,
        "address": reverse("desk_alerts"),
        "alerts": alert_bars.bar(request),
        "editor": request.user.get_full_name(),
        "here": request.get_full_path(),
        "may_open_items": request.user.has_perm("desk.use_wire"),
    }


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """A moment in the editor's zone: the time of today, the day before that; whole in the tooltip."""
    if value is None:
        return "never"
    local = timezone.localtime(value)
    today = timezone.localtime(clock.now()).date()
    said = "H:i" if local.date() == today else "j M, H:i" if local.year == today.year else "j M Y"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(), f"{date_format(local, 'l, j F Y, H:i')} {local:%Z}", date_format(local, said),
    )  # fmt: skip


@register.simple_tag
def embargo_clock(until: datetime, zone: str = "") -> SafeString:
    """When an embargo lifts: written in the paper's zone and in the partner's; a script counts down beside it."""
    said = [whole_moment(until)]
    if zone:
        theirs = until.astimezone(ZoneInfo(zone))
        if theirs.utcoffset() != timezone.localtime(until).utcoffset():
            said.append(format_html("({} {})", date_format(theirs, "j M, H:i"), f"{theirs:%Z}"))
    return format_html(
        '<embargo-clock data-until="{}" data-now="{}">{}</embargo-clock>',
        until.isoformat(), clock.now().isoformat(), format_html_join(" ", "{}", ((each,) for each in said)),
    )  # fmt: skip


@register.filter
def plain_moment(value: datetime) -> str:
    """The same in words alone, where nothing but text may stand."""
    local = timezone.localtime(value)
    return f"{date_format(local, 'j M, H:i')} {local:%Z}"


@register.filter
def whole_moment(value: datetime | None) -> SafeString | str:
    """A moment with its day, year and zone."""
    if value is None:
        return "never"
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{} {}</time>', value.isoformat(), date_format(local, "j M Y, H:i"), f"{local:%Z}"
    )


@register.filter
def happening(kind: str) -> str:
    """What a kind of notice is called in the middle of a line: `taken in from the wire`."""
    said = happenings.said(kind)
    return said[0].lower() + said[1:]


@register.filter
def until(value: datetime | None) -> str:
    """How long until then, in two words: `3 h 20 min`, `12 days`; empty once it is over."""
    if value is None or (left := value - clock.now()) <= timedelta():
        return ""
    if left >= timedelta(days=2):
        return f"{left.days} days"
    hours, minutes = divmod(int(left.total_seconds() // 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


@register.filter
def waited(value: datetime) -> str:
    """For how long, as one says it: `4 minutes`, `an hour`, `5 hours`, `2 days`."""
    return rules.said_span(clock.now() - value)


@register.filter
def ago(value: datetime) -> str:
    """How long ago: `just now`, `4 minutes ago`."""
    span = clock.now() - value
    return "just now" if span < timedelta(minutes=1) else f"{rules.said_span(span)} ago"


@register.filter
def seconds(value: int) -> str:
    """So many seconds, as one says it: `less than a minute`, `5 hours`."""
    return rules.said_span(timedelta(seconds=value))


@register.filter
def megabytes(value: int) -> str:
    """Room on a disk: `840 MB`, `84 GB`."""
    return f"{value} MB" if value < 1000 else f"{value / 1000:.0f} GB"

"""Small words that the desk's templates ask for."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dateline.house import clock
from dateline.house.paper import paper

register = template.Library()


@register.simple_tag
def paper_name() -> str:
    """The paper's name."""
    return paper().name


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
    """How long ago, in one word: `4 min`, `3 h`, `2 days`."""
    minutes = max(0, int((clock.now() - value).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"

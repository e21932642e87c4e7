"""What a story's body needs beside its blocks: the dateline that opens it."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def opened_with(body_html: str, dateline: str) -> SafeString:
    """The body, its first paragraph opened by "SEOUL—". `body_html` is safe already."""
    if not dateline:
        return mark_safe(body_html)  # noqa: S308
    place = format_html('<b class="dateline">{}—</b>', dateline)
    before, paragraph, after = body_html.partition("<p>")
    if not paragraph:
        return mark_safe(f"<p>{place}</p>{body_html}")  # noqa: S308
    return mark_safe(f"{before}{paragraph}{place}{after}")  # noqa: S308

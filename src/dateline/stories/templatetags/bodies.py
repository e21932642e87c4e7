"""What a story's body needs beside its blocks: the dateline that opens it."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_PARAGRAPH = re.compile(r"<p(?:\s[^>]*)?>")


@register.filter
def opened_with(body: object, dateline: str) -> SafeString:
    """The body, its first paragraph opened by "SEOUL—". `body` is safe already."""
    body_html = str(body)
    if not dateline:
        return mark_safe(body_html)
    place = format_html('<b class="dateline">{}—</b>', dateline)
    first = _PARAGRAPH.search(body_html)
    if first is None:
        return mark_safe(f"<p>{place}</p>{body_html}")
    return mark_safe(f"{body_html[: first.end()]}{place}{body_html[first.end() :]}")

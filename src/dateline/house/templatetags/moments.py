"""Moments as a printed page may say them: absolute, in the paper's zone; the browser makes them relative."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dateline.house.paper import paper

register = template.Library()

# Not strftime's names, which follow the machine's locale.
MONTHS = "January February March April May June July August September October November December".split()


@register.filter
def moment(at: datetime, language: str = "en") -> str:
    """ "November 24, 2026, 10:00 KST"; in Korean "2026년 11월 24일 10:00"."""
    here = at.astimezone(ZoneInfo(paper().zone))
    if language == "ko":
        return f"{day(at, language)} {here:%H:%M}"
    return f"{day(at, language)}, {here:%H:%M %Z}"


@register.filter
def day(at: datetime, language: str = "en") -> str:
    """ "November 24, 2026"; in Korean "2026년 11월 24일"."""
    here = at.astimezone(ZoneInfo(paper().zone))
    if language == "ko":
        return f"{here.year}년 {here.month}월 {here.day}일"
    return f"{MONTHS[here.month - 1]} {here.day}, {here.year}"


@register.filter
def iso(at: datetime) -> str:
    """ "2026-11-24T01:00:00Z", as machines read it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


@register.filter
def when(at: datetime, language: str = "en") -> SafeString:
    """A `<time>` that prints the moment and that the browser makes "2 hours ago"."""
    return _time(at, language, moment(at, language))


@register.filter
def when_day(at: datetime, language: str = "en") -> SafeString:
    """The same for cards: prints the day; the exact moment is its title."""
    return _time(at, language, day(at, language))


@register.filter
def reading_time(minutes: int, language: str = "en") -> str:
    """ "3 min read"; in Korean "읽는 시간 3분"."""
    return f"읽는 시간 {minutes}분" if language == "ko" else f"{minutes} min read"


def _time(at: datetime, language: str, text: str) -> SafeString:
    return format_html(
        '<time datetime="{}" data-relative title="{}">{}</time>', iso(at), moment(at, language), text
    )

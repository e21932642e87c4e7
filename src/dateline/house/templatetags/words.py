"""Words of the page's furniture: `{{ "Search"|said:language }}`, and mail addresses that fit a narrow line."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dateline.house import words

register = template.Library()


@register.filter
def said(phrase: str, language: str) -> str:
    """The phrase in the edition's language."""
    return words.said(phrase, language)


@register.filter
def breakable(address: str) -> SafeString:
    """A mail address that a narrow line may break behind its @."""
    name, at, host = address.partition("@")
    return format_html("{}{}<wbr>{}", name, at, host)

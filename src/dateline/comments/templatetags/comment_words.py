"""`{{ "Reply"|worded:language }}` prints a phrase of this room in the edition's language."""

from django import template

from dateline.comments.rules import wording

register = template.Library()


@register.filter
def worded(phrase: str, language: str) -> str:
    """The phrase in the edition's language."""
    return wording.said(phrase, language)

"""`{{ "Search"|said:language }}` prints a phrase of the page's furniture in the edition's language."""

from django import template

from dateline.house import words

register = template.Library()


@register.filter
def said(phrase: str, language: str) -> str:
    """The phrase in the edition's language."""
    return words.said(phrase, language)

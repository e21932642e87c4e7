"""What the page shell asks for: the bundles' addresses, the other edition's address, safe JSON-LD."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from dateline.house import bundles, runs
from dateline.house.paper import paper
from dateline.house.printing import Head

register = template.Library()


@register.simple_tag
def stylesheet_address() -> str:
    """Where the one style sheet stands."""
    return runs.once("stylesheet", bundles.stylesheet).address


@register.simple_tag
def script_address() -> str:
    """Where the one script stands."""
    return runs.once("script", bundles.script).address


@register.filter
def in_edition(address: str, language: str) -> str:
    """ "/search/" in the edition's own tree: "/ko/search/" for Korean."""
    return f"/ko{address}" if language == "ko" else address


@register.filter
def edition_address(head: Head, language: str) -> str:
    """This page in another edition when it exists there, else that edition's front. A path."""
    for alternate, address in head.alternates:
        if alternate == language:
            return address.removeprefix(paper().url) or "/"
    return in_edition("/", language)


@register.filter
def script_json(json_ld: str) -> SafeString:
    """JSON for a `<script>` of data: nothing in it can close the element."""
    escaped = json_ld.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return mark_safe(escaped)  # the three signs that could leave the element are escaped above

"""The marks that a printed page's template sets: `{% slot %}` and `{% licensed %}…{% endlicensed %}`."""

from datetime import datetime

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from dateline.house import printing

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, key: object = "") -> SafeString:
    """The part that the room above registered for this slot."""
    language, path = str(context.get("language", "en")), str(context.get("path", ""))
    return mark_safe(printing.fill_slot(name, key, language=language, path=path))


class LicensedNode(template.Node):
    """Its content, marked as ending with the licence."""

    def __init__(self, ends_at: FilterExpression, content: NodeList) -> None:
        self.ends_at = ends_at
        self.content = content

    def render(self, context: Context) -> SafeString:
        """The content between marks; plain where nothing is licensed."""
        ends_at = self.ends_at.resolve(context)
        html = self.content.render(context)
        return mark_safe(printing.licensed_range(html, ends_at if isinstance(ends_at, datetime) else None))


@register.tag
def licensed(parser: Parser, token: Token) -> LicensedNode:
    """`{% licensed card.licence_ends_at %}…{% endlicensed %}`: left out by the server from that moment."""
    words = token.split_contents()
    if len(words) != 2:
        raise template.TemplateSyntaxError("licensed takes one moment: {% licensed card.licence_ends_at %}")
    content = parser.parse(("endlicensed",))
    parser.delete_first_token()
    return LicensedNode(parser.compile_filter(words[1]), content)

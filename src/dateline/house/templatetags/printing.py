"""The marks that a printed page's template sets: `{% slot %}` and `{% licensed %}…{% endlicensed %}`."""

from collections.abc import Hashable
from datetime import datetime

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.template.library import SimpleNode
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from dateline.house import printing, runs

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, key: object = "") -> SafeString:
    """The part that the room above registered for this slot."""
    language, path = str(context.get("language", "en")), str(context.get("path", ""))
    return mark_safe(printing.fill_slot(name, key, language=language, path=path))


@register.simple_tag
def shared(template_name: str, **given: Hashable) -> SafeString:
    """What `{% include template_name with … only %}` sets: in a run of pages, once for the same words.

    For what no slot stands in: a slot's part belongs to one page.
    """
    key = ("shared", template_name, *given.items())
    return mark_safe(runs.once(key, lambda: render_to_string(template_name, given)))


class OnceNode(template.Node):
    """Its content, in a run of pages set once for the same words."""

    def __init__(self, words: list[FilterExpression], content: NodeList) -> None:
        self.words = words
        self.content = content

    def render(self, context: Context) -> SafeString:
        """The content, as any page with these words has it."""
        key = (self, *(str(word.resolve(context)) for word in self.words))
        return runs.once(key, lambda: self.content.render(context))


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """`{% once language current %}…{% endonce %}`: nothing within but hangs on these words, and on the paper."""
    words = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    content = parser.parse(("endonce",))
    parser.delete_first_token()
    if any(getattr(node, "func", None) is slot for node in content.get_nodes_by_type(SimpleNode)):
        raise template.TemplateSyntaxError("a slot's part belongs to one page, and cannot stand within once")
    return OnceNode(words, content)


class LicensedNode(template.Node):
    """Its content, marked as ending with the licence, and at the licence's borders."""

    def __init__(self, ends_at: FilterExpression, territory: FilterExpression, content: NodeList) -> None:
        self.ends_at = ends_at
        self.territory = territory
        self.content = content

    def render(self, context: Context) -> SafeString:
        """The content between marks; plain where nothing is licensed."""
        ends_at = self.ends_at.resolve(context)
        html = self.content.render(context)
        moment = ends_at if isinstance(ends_at, datetime) else None
        return mark_safe(printing.licensed_range(html, moment, str(self.territory.resolve(context))))


@register.tag
def licensed(parser: Parser, token: Token) -> LicensedNode:
    """`{% licensed card.licence_ends_at card.territory %}…{% endlicensed %}`: left out from then, and elsewhere."""
    words = token.split_contents()
    if len(words) != 3:
        raise template.TemplateSyntaxError(
            "licensed takes a moment and a territory: {% licensed card.licence_ends_at card.territory %}"
        )
    content = parser.parse(("endlicensed",))
    parser.delete_first_token()
    return LicensedNode(parser.compile_filter(words[1]), parser.compile_filter(words[2]), content)

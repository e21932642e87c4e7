"""The shell's own parts: the line under the name, the section nav and the footer."""

from django.template.loader import render_to_string
from django.utils.html import format_html

from dateline.house.paper import paper
from dateline.house.slots import Part, SlotCall
from dateline.stories import queries
from dateline.stories.models import Front, StandingPage
from dateline.stories.printed import Link, Nav, NavItem


def tagline(call: SlotCall) -> Part:
    """What stands under the paper's name: the edition's own line, or the paper's on the edition in its language."""
    said = (
        queries.few(Front)
        .filter(live=True, locale__language_code=call.language)
        .values_list("tagline", flat=True)
    )
    text = said.first() or (paper().tagline if paper().language == call.language else "")
    html = format_html('<p class="masthead-tagline">{}</p>', text) if text else ""
    return Part(html, frozenset({f"nav:{call.language}"}))


def nav(call: SlotCall) -> Part:
    """The sections of the edition; `call.key` is the slug of the one that is current."""
    items = tuple(
        NavItem(section.title, section.address, section.slug == call.key)
        for section in queries.sections(call.language)
    )
    markets = "시장" if call.language == "ko" else "Markets"
    front = "" if call.language == "en" else f"/{call.language}"
    first = NavItem(markets, f"{front}/markets/", call.key == "markets")
    html = render_to_string("stories/_nav.html", {"nav": Nav(call.language, (first, *items))})
    return Part(html, frozenset({f"nav:{call.language}"}))


def footer(call: SlotCall) -> Part:
    """Imprint, contact, privacy, licences, corrections, RSS: those that there are."""
    front = "" if call.language == "en" else f"/{call.language}"
    pages = queries.few(StandingPage).filter(live=True, in_footer=True, locale__language_code=call.language)
    links = (
        *(Link(page.title, page.address) for page in pages.select_related("locale").order_by("path")),
        Link("정정 보도" if call.language == "ko" else "Corrections", f"{front}/about/corrections/"),
        Link("RSS", f"{front}/feeds/all.rss"),
    )
    html = render_to_string("stories/_footer.html", {"links": links, "language": call.language})
    return Part(html, frozenset({f"nav:{call.language}"}))

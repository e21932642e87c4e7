"""Prints what machines are asked to keep to: `/robots.txt`, `/.well-known/tdmrep.json` and `/.well-known/rsl.xml`."""

from collections.abc import Iterable
from datetime import datetime

from dateline.feeds import rules, sitemaps
from dateline.feeds.printed import Reserved, RobotsPage
from dateline.feeds.printing import absolute
from dateline.house import printing
from dateline.house.printing import Head, Sheet
from dateline.licences.models import Partner
from dateline.licences.rules import Index, from_json
from dateline.licences.rules.signals import RSL_PATH, RSL_TYPE

ROBOTS, RESERVATIONS = "/robots.txt", "/.well-known/tdmrep.json"
TAG = "machines"  # posted anew with each change of a licence: see feeds.hearing

_KINDS = {
    ROBOTS: ("feeds/robots.txt", "text/plain; charset=utf-8"),
    # TDM Reservation Protocol, W3C community group's final report, 2024-05-10.
    RESERVATIONS: ("feeds/tdmrep.json", "application/json"),
    # Really Simple Licensing 1.0, Recommendation of 2025-11-06; its own media type.
    RSL_PATH: ("feeds/rsl.xml", f"{RSL_TYPE}; charset=utf-8"),
}


class MachinesPrinter:
    """The files that say what machines may do here."""

    name = "machines"

    def print(self, path: str, at: datetime) -> Sheet | None:
        """One of them; None for any other path, and for an RSL file that would name nobody."""
        partners = reserved() if path in _KINDS else ()
        if path not in _KINDS or (path == RSL_PATH and not partners):
            return None
        template, content_type = _KINDS[path]
        listed = tuple(map(absolute, (sitemaps.INDEX, sitemaps.NEWS)))
        rsl = absolute(RSL_PATH) if partners else ""
        page = RobotsPage(rules.AI_PRODUCTS, partners, listed, rsl)
        return printing.render(
            template, page, path=path, head=Head(title=""), at=at, tags={TAG}, content_type=content_type
        )

    def paths(self) -> Iterable[str]:
        """Two always, the RSL file while it names somebody."""
        return [path for path in _KINDS if path != RSL_PATH or reserved()]


def reserved() -> tuple[Reserved, ...]:
    """The partners whose contract keeps their work from models; each names a shelf `/*/<slug>/`."""
    contracts = ((partner, from_json(partner.terms)) for partner in Partner.objects.order_by("slug"))
    return tuple(
        Reserved(partner.slug, rules.xml_text(partner.name), partner.home, terms.index is Index.INDEX)
        for partner, terms in contracts
        if not terms.ai
    )

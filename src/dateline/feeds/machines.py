"""Prints what machines are asked to keep to: `/robots.txt` and `/.well-known/tdmrep.json`."""

from collections.abc import Iterable
from datetime import datetime

from dateline.feeds import rules, sitemaps
from dateline.feeds.printed import RobotsPage
from dateline.feeds.printing import absolute
from dateline.house import printing
from dateline.house.printing import Head, Sheet
from dateline.licences.models import Partner
from dateline.licences.rules import from_json

ROBOTS, RESERVATIONS = "/robots.txt", "/.well-known/tdmrep.json"
TAG = "machines"  # posted anew with each change of a licence: see feeds.hearing

_KINDS = {
    ROBOTS: ("feeds/robots.txt", "text/plain; charset=utf-8"),
    # TDM Reservation Protocol, W3C community group's final report, 2024-05-10.
    RESERVATIONS: ("feeds/tdmrep.json", "application/json"),
}


class MachinesPrinter:
    """The two files that say what machines may do here."""

    name = "machines"

    def print(self, path: str, at: datetime) -> Sheet | None:
        """One of the two; None for any other path."""
        if path not in _KINDS:
            return None
        template, content_type = _KINDS[path]
        listed = tuple(map(absolute, (sitemaps.INDEX, sitemaps.NEWS)))
        page = RobotsPage(rules.AI_PRODUCTS, reserved_slugs(), listed)
        return printing.render(
            template, page, path=path, head=Head(title=""), at=at, tags={TAG}, content_type=content_type
        )

    def paths(self) -> Iterable[str]:
        """Both, always."""
        return list(_KINDS)


def reserved_slugs() -> tuple[str, ...]:
    """The partners whose contract keeps their work from models; each names a shelf `/*/<slug>/`."""
    partners = Partner.objects.order_by("slug")
    return tuple(partner.slug for partner in partners if not from_json(partner.terms).ai)

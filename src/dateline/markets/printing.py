"""Prints the market page, and fills the markets' parts of other pages.

Every figure stands in a slot of its own that is volatile: ticks touch no page's tags, and `press check`
passes over them.
"""

from collections.abc import Iterable
from datetime import datetime

from django.template.loader import render_to_string

from dateline.house import printing
from dateline.house.paper import paper
from dateline.house.printing import Head, Sheet
from dateline.house.slots import Part, SlotCall
from dateline.markets import queries
from dateline.markets.printed import SnapshotPage, address, front_part, strip_part
from dateline.markets.rules import words
from dateline.markets.snapshot import snapshot_part

LANGUAGES = ("en", "ko")
TAGS = frozenset({"markets"})


class SnapshotPrinter:
    """`/markets/` and `/ko/markets/`."""

    name = "markets"

    def print(self, path: str, at: datetime) -> Sheet | None:
        """The market page of an edition; None for any other path."""
        for language in LANGUAGES:
            if path == address(language):
                return _sheet(path, language, at)
        return None

    def paths(self) -> Iterable[str]:
        """A page an edition."""
        return [address(language) for language in LANGUAGES]


def _sheet(path: str, language: str, at: datetime) -> Sheet:
    said = words(language)
    head = Head(
        title=f"{said.markets} — {paper().name}",
        description=said.standfirst,
        canonical=paper().absolute(path),
        alternates=tuple((other, paper().absolute(address(other))) for other in LANGUAGES),
        og=(("og:type", "website"), ("og:title", said.markets), ("og:url", paper().absolute(path))),
    )
    return printing.render(
        "markets/snapshot.html",
        SnapshotPage(said.markets, said.standfirst),
        path=path,
        head=head,
        at=at,
        language=language,
        tags={"markets", f"nav:{language}"},
        current="markets",
    )


def fill_strip(call: SlotCall) -> Part:
    """The strip above every page; nothing while no instrument stands on it."""
    part = strip_part(queries.figures(), language=call.language, at=call.at)
    return Part(render_to_string("markets/_strip.html", {"strip": part}) if part.lines else "", TAGS)


def fill_front(call: SlotCall) -> Part:
    """The front's table; nothing before the first tick."""
    part = front_part(queries.figures(), language=call.language)
    return Part(render_to_string("markets/_front.html", {"front": part}) if part.lines else "", TAGS)


def fill_snapshot(call: SlotCall) -> Part:
    """All that stands on the market page."""
    part = snapshot_part(queries.figures(), language=call.language, at=call.at)
    return Part(render_to_string("markets/_snapshot.html", {"snapshot": part}), TAGS)

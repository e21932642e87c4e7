"""Reads partners, their terms, and what is about to end."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from dateline.licences.errors import UnknownPartner
from dateline.licences.models import Partner
from dateline.licences.rules import (
    Mark,
    Source,
    StandingOrder,
    Terms,
    copyright_line,
    ends_at,
    from_json,
    source_from_json,
)


@dataclass(frozen=True)
class Ending:
    """A partner whose contract ends, and when."""

    partner: Partner
    ends_at: datetime


def partners() -> list[Partner]:
    """Every partner that is loaded, by name."""
    return list(Partner.objects.order_by("name", "slug"))


def partner(slug: str) -> Partner:
    """The partner of this slug. Raises UnknownPartner, naming those there are."""
    found = Partner.objects.filter(slug=slug).first()
    if found is None:
        raise UnknownPartner(f"no partner '{slug}'; {_known()}")
    return found


def terms_of(partner: Partner) -> Terms:
    """The contract in force, as one value."""
    return from_json(partner.terms)


def standing_order_of(partner: Partner) -> StandingOrder | None:
    """What happens to this partner's items by themselves; None when an editor decides."""
    return StandingOrder(**partner.standing_order) if partner.standing_order else None


def sources_of(partner: Partner) -> tuple[Source, ...]:
    """Where this partner's items are fetched from, in the file's order; none: they are handed in."""
    return tuple(source_from_json(kept) for kept in partner.sources)


def ending_within(days: int, at: datetime) -> list[Ending]:
    """Partners whose contract ends within so many days from `at`, or has ended; the soonest first."""
    limit = at + timedelta(days=days)
    endings = [Ending(partner, over_at) for partner in partners() if (over_at := ends_at(terms_of(partner)))]
    return sorted(
        (ending for ending in endings if ending.ends_at <= limit), key=lambda ending: ending.ends_at
    )


def logo(slug: str, *, dark: bool = False) -> str:
    """The partner's logo as clean SVG text, "" when there is none."""
    found = partner(slug)
    return found.logo_dark_svg if dark else found.logo_svg


def logo_address(svg: str) -> str:
    """Where this logo is printed: its own hash is in the address, so that a new logo is a new address."""
    return f"/pictures/{hashlib.sha256(svg.encode()).hexdigest()}/logo.svg" if svg else ""


def logos() -> Iterator[tuple[str, str, Partner]]:
    """Every logo in use: its address, its SVG, its partner."""
    for each in partners():
        for svg in (each.logo_svg, each.logo_dark_svg):
            if svg:
                yield logo_address(svg), svg, each


def mark(partner: Partner, terms: Terms | None = None) -> Mark:
    """The bar over a story under these terms; under the contract in force when none are given."""
    terms = terms_of(partner) if terms is None else terms
    return Mark(
        words=terms.mark,
        partner_name=partner.name,
        partner_slug=partner.slug,
        logo_address=logo_address(partner.logo_svg),
        logo_dark_address=logo_address(partner.logo_dark_svg),
        home=partner.home,
        link_back=terms.link_back,
        copyright=copyright_line(terms),
    )


def _known() -> str:
    names = ", ".join(Partner.objects.order_by("slug").values_list("slug", flat=True))
    return (
        f"known here: {names}; load it with `dateline licences load`"
        if names
        else "load one with `dateline licences load FILE.toml`"
    )

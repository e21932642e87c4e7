"""What must stand beside licensed work: mark, credit, byline, copyright. Never typed in by an editor."""

import re
from dataclasses import dataclass

from dateline.licences.rules.terms import Terms


@dataclass(frozen=True)
class Mark:
    """The bar over licensed copy. Logo addresses are paths of ours, "" when there is none.

    `words` is the text before the logo; `home` the partner's own address; `link_back` whether the page must
    lead there; `copyright` the notice that stands at the foot.
    """

    words: str
    partner_name: str
    partner_slug: str
    logo_address: str = ""
    logo_dark_address: str = ""
    home: str = ""
    link_back: bool = False
    copyright: str = ""


def credit_line(terms: Terms) -> str:
    """The credit exactly as licensed: the item's own, else the contract's, else the partner's name."""
    return terms.item_credit or terms.credit or terms.partner


def copyright_line(terms: Terms) -> str:
    """The notice of the contract; where it names none, the item's own; "" for our own work."""
    return terms.copyright or terms.item_copyright


def is_the_partners(terms: Terms, *said: str) -> bool:
    """Whether a picture is the partner's own by what it says of itself: its credit, its copyright.

    A picture that names nobody may be anybody's: what is not named is not allowed.
    """
    names = [re.escape(name.casefold()) for name in (terms.partner, terms.credit, terms.slug) if name]
    words = "\n".join(said).casefold()
    return any(re.search(rf"(?<!\w){name}(?!\w)", words) for name in names)


def byline(terms: Terms, writer: str) -> str:
    """The name that stands after "By": the partner's, or the writer's where the contract says so."""
    if terms.is_ours or terms.byline == "writer":
        return writer or terms.partner
    return terms.partner

"""What the archive's templates receive."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from dateline.archive.rules.excerpts import Piece
from dateline.stories.printed import Card


@dataclass(frozen=True)
class RelatedPart:
    """archive/_related.html: five cards as a rule; nothing is printed when there are none."""

    language: str
    heading: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Place:
    """One line of the most read: a story's headline and where it stands."""

    address: str
    headline: str
    partner_name: str
    published_at: datetime
    licence_ends_at: datetime | None
    territory: str = ""


@dataclass(frozen=True)
class MostReadPart:
    """archive/_most_read.html. Counted readings, or under its own honest heading the latest stories."""

    language: str
    heading: str
    places: tuple[Place, ...]
    is_counted: bool


def marked(pieces: tuple[Piece, ...]) -> SafeString:
    """An excerpt as HTML, what was asked for in `<mark>`."""
    return format_html_join("", "{}{}{}", (_around(piece) for piece in pieces))


def _around(piece: Piece) -> tuple[SafeString, str, SafeString]:
    if piece.is_hit:
        return SafeString("<mark>"), piece.text, SafeString("</mark>")
    return SafeString(""), piece.text, SafeString("")

"""What a notice without a guid says of the item that it means: its slug, number, headline, day; and which that is.

Old lines and letters recall and update by words: "EDS: KILL BC-Islands-Ferry, a0123, moved Nov. 23". One item that
agrees with every clue is meant. None or several: an editor settles it, nothing is guessed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dateline.wire.rules.item import Clues, Item

# A recall may come weeks later; another take of a story comes within the cycle.
LOOKED_BACK_FOR_A_KILL = timedelta(days=31)
LOOKED_BACK_FOR_A_TAKE = timedelta(hours=36)
_PREFIX = re.compile(r"\A(?:bc|am|pm|ap)-(?=\w)")
# From here on a slugline says which take it is, and no longer which story.
_TAKE = re.compile(
    r",|\b(?:\d{1,2}[snrt][tdh][ -]?(?:ld|lead)|writethru|kill|eliminat\w*|withdraw\w*|correct\w*|refile|repeat|"
    r"urgent|bulletin|advisory)\b"
)
_APART = re.compile(r"[\W_]+")
KEY_LIMIT = 120


@dataclass(frozen=True)
class Candidate:
    """An item that may be meant, by its keys; `sent_at` is the sender's moment, ours where there is none."""

    pk: int
    slug: str
    number: str
    headline: str
    sent_at: datetime


def slug_key(slugline: str) -> str:
    """A slugline as it is compared: `BC-Islands-Ferry,1stLd` and `Islands/Ferry/` are the same."""
    story = _TAKE.split(_PREFIX.sub("", slugline.casefold().strip()), maxsplit=1)[0]
    return _APART.sub("-", story).strip("-")[:KEY_LIMIT]


def number_key(number: str) -> str:
    """A line's number as it is compared: letters and digits."""
    return _APART.sub("", number.casefold())[:KEY_LIMIT]


def headline_key(headline: str) -> str:
    """A headline as it is compared: its words."""
    return _APART.sub(" ", headline.casefold()).strip()[:KEY_LIMIT]


def is_recall(item: Item) -> bool:
    """Whether an item recalls others by words."""
    return bool(item.means and item.kills)


def meant(clues: Clues, candidates: Iterable[Candidate], at: datetime) -> list[Candidate]:
    """Those that agree with every clue, sent no later than the notice, which was sent `at`."""
    return [
        one
        for one in candidates
        if one.sent_at <= at and _agrees(clues, one) and _is_of_day(clues.sent_on, one.sent_at)
    ]


def _agrees(clues: Clues, one: Candidate) -> bool:
    """Every clue that both have is the same, and at least one is."""
    pairs = [
        (slug_key(clues.slug), one.slug),
        (number_key(clues.number), one.number),
        (headline_key(clues.headline), one.headline),
    ]
    asked = [(clue, known) for clue, known in pairs if clue and known]
    return bool(asked) and all(clue == known for clue, known in asked)


def _is_of_day(day: str, sent_at: datetime) -> bool:
    """Whether it was that day ("11-23") somewhere on earth when it was sent; any day where none is named."""
    if not day:
        return True
    moments = (sent_at - timedelta(hours=12), sent_at, sent_at + timedelta(hours=14))
    return any(f"{moment:%m-%d}" == day for moment in moments)

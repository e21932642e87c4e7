"""How the wire room thinks: what an item is, which version is newer, what an arrival means."""

from dateline.wire.rules import clues
from dateline.wire.rules.arrival import (
    RECALLED,
    RECALLS,
    Arrival,
    State,
    Stored,
    arrive,
    confirm,
    kill_by_notice,
    release,
)
from dateline.wire.rules.item import (
    NOT_NEWS,
    PUB_STATUSES,
    Clues,
    Item,
    Link,
    Picture,
    Place,
    Subject,
    Unreadable,
)
from dateline.wire.rules.standing import Standing, publishable
from dateline.wire.rules.taking_back import words_for_readers
from dateline.wire.rules.versions import NEVER, Stamp, is_newer
from dateline.wire.rules.written import content_hash, from_fields, hash_of, printed, to_fields

__all__ = [
    "NEVER",
    "NOT_NEWS",
    "PUB_STATUSES",
    "RECALLED",
    "RECALLS",
    "Arrival",
    "Clues",
    "Item",
    "Link",
    "Picture",
    "Place",
    "Stamp",
    "Standing",
    "State",
    "Stored",
    "Subject",
    "Unreadable",
    "arrive",
    "clues",
    "confirm",
    "content_hash",
    "from_fields",
    "hash_of",
    "is_newer",
    "kill_by_notice",
    "printed",
    "publishable",
    "release",
    "to_fields",
    "words_for_readers",
]

"""What may be done with a partner's work: the terms as one value, and the one judge that every surface asks.

Values in, values out. A surface builds its terms once (`narrow` the contract by what the item says), keeps
them as JSON with its row, and asks `judge(terms, use, at)` each time.
"""

from dateline.licences.rules.credits import Mark, byline, copyright_line, credit_line, is_the_partners
from dateline.licences.rules.judging import (
    Verdict,
    changes_after,
    ends_at,
    is_yet_to_come,
    judge,
    judge_picture,
    licenses_picture,
    may_change,
)
from dateline.licences.rules.narrowing import (
    ItemFacts,
    accept,
    first_published,
    narrow,
    release,
    terms_hash,
    unaccepted,
    updated,
    with_contract,
)
from dateline.licences.rules.signals import Signals, canonical, signals
from dateline.licences.rules.sources import Source, SourceKind, source_from_json, source_to_json
from dateline.licences.rules.terms import (
    OWN,
    Canonical,
    Index,
    Pictures,
    StandingOrder,
    Status,
    Terms,
    TextRight,
    Use,
    from_json,
    to_json,
)

__all__ = [
    "OWN",
    "Canonical",
    "Index",
    "ItemFacts",
    "Mark",
    "Pictures",
    "Signals",
    "Source",
    "SourceKind",
    "StandingOrder",
    "Status",
    "Terms",
    "TextRight",
    "Use",
    "Verdict",
    "accept",
    "byline",
    "canonical",
    "changes_after",
    "copyright_line",
    "credit_line",
    "ends_at",
    "first_published",
    "from_json",
    "is_the_partners",
    "is_yet_to_come",
    "judge",
    "judge_picture",
    "licenses_picture",
    "may_change",
    "narrow",
    "release",
    "signals",
    "source_from_json",
    "source_to_json",
    "terms_hash",
    "to_json",
    "unaccepted",
    "updated",
    "with_contract",
]

"""What may be done with a partner's work: the terms as one value, and the one judge that every surface asks.

Values in, values out. A surface builds its terms once (`narrow` the contract by what the item says), keeps
them as JSON with its row, and asks `judge(terms, use, at)` each time.
"""

from dateline.licences.rules.changing import SURFACES, Change, change
from dateline.licences.rules.credits import Mark, byline, copyright_line, credit_line, is_the_partners
from dateline.licences.rules.judging import (
    Verdict,
    changes_after,
    ends_at,
    is_yet_to_come,
    judge,
    judge_picture,
    judge_reader,
    licenses_gallery,
    licenses_picture,
    may_change,
    status_after,
)
from dateline.licences.rules.ledger import Entry, Kind, PictureUse, first_break, from_facts, month_of, sealed
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
from dateline.licences.rules.reading import Reading, reading_from_json, reading_to_json
from dateline.licences.rules.signals import Signals, canonical, signals
from dateline.licences.rules.sources import Source, SourceKind, source_from_json, source_to_json
from dateline.licences.rules.statement import Line, Statement, bounds, statement
from dateline.licences.rules.terms import (
    OWN,
    After,
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
from dateline.licences.rules.territory import EVERYWHERE, Territory, territory

__all__ = [
    "EVERYWHERE",
    "OWN",
    "SURFACES",
    "After",
    "Canonical",
    "Change",
    "Entry",
    "Index",
    "ItemFacts",
    "Kind",
    "Line",
    "Mark",
    "PictureUse",
    "Pictures",
    "Reading",
    "Signals",
    "Source",
    "SourceKind",
    "StandingOrder",
    "Statement",
    "Status",
    "Terms",
    "Territory",
    "TextRight",
    "Use",
    "Verdict",
    "accept",
    "bounds",
    "byline",
    "canonical",
    "change",
    "changes_after",
    "copyright_line",
    "credit_line",
    "ends_at",
    "first_break",
    "first_published",
    "from_facts",
    "from_json",
    "is_the_partners",
    "is_yet_to_come",
    "judge",
    "judge_picture",
    "judge_reader",
    "licenses_gallery",
    "licenses_picture",
    "may_change",
    "month_of",
    "narrow",
    "reading_from_json",
    "reading_to_json",
    "release",
    "sealed",
    "signals",
    "source_from_json",
    "source_to_json",
    "statement",
    "status_after",
    "terms_hash",
    "territory",
    "to_json",
    "unaccepted",
    "updated",
    "with_contract",
]

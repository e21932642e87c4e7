"""Loads a vocabulary: what the codes of subjects are called."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dateline.house import clock
from dateline.wire.models import LoadedVocabulary
from dateline.wire.parsers import vocabulary
from dateline.wire.rules.media_topics import SCHEME


@dataclass(frozen=True)
class Naming:
    """What was loaded: terms in use, retired ones, and the day on which the file was released."""

    in_use: int
    retired: int
    released_on: str


@transaction.atomic
def load_vocabulary(raw: bytes, at: datetime | None = None) -> Naming:
    """Keep the IPTC's Media Topics in place of those loaded before. Raises UnreadableItem and keeps nothing then."""
    terms, released_on = vocabulary.read(raw)
    LoadedVocabulary.objects.update_or_create(
        scheme=SCHEME,
        defaults={
            "released_on": released_on,
            "loaded_at": at or clock.now(),
            "terms": [dataclasses.asdict(term) for term in terms.values()],
        },
    )
    retired = sum(term.is_retired for term in terms.values())
    return Naming(len(terms) - retired, retired, released_on)

"""The vocabulary as it is loaded now: read once, and again only when another was loaded."""

from datetime import datetime

from dateline.wire.models import LoadedVocabulary
from dateline.wire.rules.media_topics import SCHEME
from dateline.wire.rules.vocabulary import BUILT_IN, Term, Vocabulary

_read: dict[datetime, Vocabulary] = {}


def vocabulary() -> Vocabulary:
    """What is built in, and over it what an operator loaded."""
    rows = LoadedVocabulary.objects.filter(scheme=SCHEME)
    loaded_at = rows.values_list("loaded_at", flat=True).first()
    if loaded_at is None:
        return BUILT_IN
    if loaded_at not in _read:
        kept = rows.values_list("terms", flat=True).get()
        terms = [Term(**{**fields, "subject_codes": tuple(fields["subject_codes"])}) for fields in kept]
        _read.clear()
        _read[loaded_at] = Vocabulary.of({term.code: term for term in terms})
    return _read[loaded_at]

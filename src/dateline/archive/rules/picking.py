"""Which five stories stand under More to Read."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dateline.archive.rules.alike import Sketch, is_alike
from dateline.archive.rules.recency import recency_weight
from dateline.archive.rules.words import EVERYWHERE

FIVE = 5
TELLING_TERMS = 24  # asked of the index for one story; more adds cost and, on ECB+, no better picks
HEADLINE_COUNTS = 4  # a term in the headline counts as often as four in the body, in asking and in ranking


@dataclass(frozen=True)
class Candidate:
    """A story that might stand under another. `closeness`: above 0, greater is closer (bm25 turned round)."""

    key: int
    closeness: float
    published_at: datetime
    sketch: Sketch = field(default_factory=Sketch)
    headline: frozenset[str] = frozenset()


def pick(
    story: Candidate,
    candidates: Iterable[Candidate],
    at: datetime,
    *,
    may: Callable[[int], bool],
    first: Sequence[Candidate] = (),
    count: int = FIVE,
) -> tuple[int, ...]:
    """The keys of at most `count` stories to stand under `story` at the moment `at`, in order.

    An editor's pins come `first` and as they are; then the closest, the newer of two before the older.
    Never the story itself, never one that `may` says no to, and none of the index's that reads like the
    story or like one already taken. `may` is asked only for what would otherwise be taken.
    """
    taken: list[Candidate] = []
    for pinned in first:
        if pinned.key not in _keys(story, taken) and may(pinned.key):
            taken.append(pinned)
    ranked = sorted(candidates, key=lambda one: (-weight(one, at), -one.published_at.timestamp(), -one.key))
    for candidate in ranked:
        if len(taken) >= count:
            break
        if candidate.key in _keys(story, taken) or any(_same(candidate, other) for other in (story, *taken)):
            continue
        if may(candidate.key):
            taken.append(candidate)
    return tuple(one.key for one in taken[:count])


def weight(candidate: Candidate, at: datetime) -> float:
    """How much speaks for a candidate: closeness times recency."""
    return candidate.closeness * recency_weight(at - candidate.published_at)


def telling_terms(
    headline: Sequence[str], body: Sequence[str], standing_in: Mapping[str, int], stories: int
) -> tuple[str, ...]:
    """The terms that tell this story from others, most telling first.

    `standing_in` says in how many of the `stories` of this language each term stands. Left out is a term of
    no other story, which finds nothing, and one that half of them have, which tells nothing.
    """
    counts = Counter(body)
    for term in headline:
        counts[term] += HEADLINE_COUNTS
    weights = {
        term: (1 + math.log(count)) * math.log(stories / standing_in[term])
        for term, count in counts.items()
        if 1 < standing_in.get(term, 0) < max(stories / 2, 3) and term not in EVERYWHERE
    }
    told = (term for term in weights if weights[term] > 0)
    return tuple(sorted(told, key=lambda term: (-weights[term], term))[:TELLING_TERMS])


def estimate(count: int, reached: int, last: int, counted: int) -> int:
    """In how many of `last` stories a term stands: `count` were counted in their order, the last one the `reached`th.

    Exact where fewer than `counted` were found; else as dense to the end as until there.
    """
    return count if count < counted else max(count, round(count * last / max(reached, 1)))


def _keys(story: Candidate, taken: Iterable[Candidate]) -> set[int]:
    return {story.key, *(one.key for one in taken)}


def _same(one: Candidate, other: Candidate) -> bool:
    """Whether a reader would take one for the other: the same words in the headline, or the same text."""
    if len(one.headline) >= 3 and one.headline == other.headline:
        return True
    return is_alike(one.sketch, other.sketch)

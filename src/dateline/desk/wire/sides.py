"""Two versions side by side, word by word. Values in, values out."""

import difflib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dateline.desk.rules import FIELDS, Run, paragraphs, runs, written
from dateline.wire.rules import Item, Picture

# Two paragraphs are the same one, changed, from so large a share of words in common.
SAME_FROM = 0.4
# Beyond so many paragraphs in one changed stretch they are set against each other in their order.
MOST_ALIGNED = 60


@dataclass(frozen=True)
class Pair:
    """What stood there and what stands there now; an empty side: it was not there, or is no more."""

    said: str
    before: tuple[Run, ...]
    after: tuple[Run, ...]

    @property
    def is_changed(self) -> bool:
        """Whether the two differ in anything."""
        return any(run.kind != "same" for run in (*self.before, *self.after))


@dataclass(frozen=True)
class Sides:
    """Fields, pictures and text of two versions, each pair in its order in the newer one."""

    fields: tuple[Pair, ...]
    pictures: tuple[Pair, ...]
    text: tuple[Pair, ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything differs that an editor can see."""
        return any(pair.is_changed for pair in (*self.fields, *self.pictures, *self.text))


def sides(before: Item, after: Item) -> Sides:
    """`after` beside `before`: every field that differs, the headline always, and the whole text."""
    fields = [
        _pair(said, written(getattr(before, name)), written(getattr(after, name)))
        for name, said in FIELDS
        if name == "headline" or getattr(before, name) != getattr(after, name)
    ]
    return Sides(
        tuple(fields),
        tuple(_pictures(before.pictures, after.pictures)),
        tuple(_text(paragraphs(before.body_text), paragraphs(after.body_text))),
    )


def _pictures(before: Sequence[Picture], after: Sequence[Picture]) -> list[Pair]:
    """By their own names, else by their files: which came, which went, whose words changed."""
    old, new = ({picture.guid or picture.href: picture for picture in side} for side in (before, after))
    keys = [*new, *(key for key in old if key not in new)]
    pairs = [_pair("Picture", _words_of(old.get(key)), _words_of(new.get(key))) for key in keys]
    return [pair for pair in pairs if pair.is_changed]


def _words_of(picture: Picture | None) -> str:
    if picture is None:
        return ""
    said = (picture.caption, picture.credit, picture.copyright_notice, *picture.usage_terms)
    return " · ".join(filter(None, said)) or picture.href


def _text(old: list[str], new: list[str]) -> list[Pair]:
    found = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [_pair("", words, words) for words in new[c:d]]
        else:
            found += [_pair("", before, after) for before, after in _aligned(old[a:b], new[c:d])]
    return found


def _aligned(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Paragraphs of a changed stretch set beside those they came from, in their order; "" where there is none."""
    if len(old) * len(new) > MOST_ALIGNED**2:
        longer = max(len(old), len(new))
        return list(zip(old + [""] * (longer - len(old)), new + [""] * (longer - len(new)), strict=True))
    # The best sum of likenesses from each place on: the longest common subsequence, with likeness for equality.
    best: list[list[float]] = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for row in range(len(old) - 1, -1, -1):
        for column in range(len(new) - 1, -1, -1):
            together = _likeness(old[row], new[column])
            best[row][column] = max(
                best[row + 1][column],
                best[row][column + 1],
                together and together + best[row + 1][column + 1],
            )
    return list(_walked(old, new, best))


def _walked(old: list[str], new: list[str], best: list[list[float]]) -> Any:
    row = column = 0
    while row < len(old) and column < len(new):
        together = _likeness(old[row], new[column])
        if together and best[row][column] == together + best[row + 1][column + 1]:
            yield old[row], new[column]
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            yield old[row], ""
            row += 1
        else:
            yield "", new[column]
            column += 1
    yield from ((words, "") for words in old[row:])
    yield from (("", words) for words in new[column:])


def _likeness(one: str, other: str) -> float:
    """The share of words that two paragraphs have in common; 0 where they are two."""
    ours, theirs = Counter(one.split()), Counter(other.split())
    common = (ours & theirs).total()
    share = 2 * common / max(ours.total() + theirs.total(), 1)
    return share if share >= SAME_FROM else 0.0


def _pair(said: str, before: str, after: str) -> Pair:
    if before == after:
        same = (Run("same", before),) if before else ()
        return Pair(said, same, same)
    changed = runs(before.split(" "), after.split(" "))
    return Pair(
        said,
        tuple(run for run in changed if run.kind != "new"),
        tuple(run for run in changed if run.kind != "gone"),
    )

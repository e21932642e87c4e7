"""What a licence manager sees before new terms are kept: what changes in them, and what that does to the paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dateline.desk import licence_words
from dateline.desk.contracts import Changed, changed_facts, changed_terms
from dateline.licences.actions import Revision
from dateline.licences.models import Partner
from dateline.licences.rules import Use, to_json
from dateline.stories import foreseeing
from dateline.stories.foreseeing import Foreseen
from dateline.stories.judged import Judged

Outcome = Judged.Outcome
_HEADS = {
    Outcome.DOWN: "Leave the paper",
    Outcome.CHANGED: "Stay, and change",
    Outcome.COULD_RETURN: "Could be published again",
    Outcome.FAILED: "Cannot be judged, and would stand as they are",
}


@dataclass(frozen=True)
class SurfaceLine:
    """How many stories would leave a surface, and how many come to it."""

    said: str
    leave: int
    come: int


@dataclass(frozen=True)
class Stories:
    """The stories of one outcome: how many, and the first hundred."""

    outcome: str
    head: str
    count: int
    first: Sequence["StoryLine"]


@dataclass(frozen=True)
class StoryLine:
    """One story, and in words what becomes of it."""

    pk: int
    headline: str
    address: str
    words: str


@dataclass(frozen=True)
class Preview:
    """What a template shows. `version`: what the terms would be kept as; 0 where they stay as they are."""

    version: int
    changed: Sequence[Changed]
    judged: int
    stories: Sequence[Stories]
    surfaces: Sequence[SurfaceLine]
    says: Sequence[tuple[str, int]]
    pictures_hidden: int
    pictures_shown: int

    @property
    def is_nothing(self) -> bool:
        """Whether nothing of the partner's would be otherwise."""
        return not self.changed


def preview(partner: Partner, revision: Revision, at: datetime) -> Preview:
    """What this revision would change, by the judge that would change it; nothing is written."""
    before, after = partner.terms, to_json(revision.contract.terms)
    seen = foreseeing.preview(partner, revision.contract.terms, at)
    return Preview(
        version=partner.terms_version + 1 if before != after else 0,
        changed=(*changed_facts(partner, revision.fields), *changed_terms(before, after)),
        judged=seen.judged,
        stories=[
            Stories(outcome.value, head, count, [_line(each) for each in seen.stories[outcome]])
            for outcome, head in _HEADS.items()
            if (count := seen.counts[outcome])
        ],
        surfaces=[
            SurfaceLine(licence_words.SAID[use], seen.surfaces_left[use], seen.surfaces_gained[use])
            for use in Use
            if seen.surfaces_left[use] or seen.surfaces_gained[use]
        ],
        says=[(licence_words.KEYS.get(key, key), count) for key, count in seen.says.most_common()],
        pictures_hidden=seen.pictures_hidden,
        pictures_shown=seen.pictures_shown,
    )


def _line(seen: Foreseen) -> StoryLine:
    words = words_of(
        map(str, seen.change.left), map(str, seen.change.gained), seen.change.says, seen.hidden, seen.shown
    )
    said = {
        Outcome.DOWN: seen.change.reason,
        Outcome.COULD_RETURN: "An editor decides",
        Outcome.FAILED: seen.fault,
    }
    return StoryLine(seen.pk, seen.headline, seen.address, said.get(seen.outcome or Outcome.CHANGED, words))


def words_of(left: Iterable[str], gained: Iterable[str], says: Iterable[str], hidden: int, shown: int) -> str:
    """What becomes of a story that stays, in a line: what it leaves, comes to, says otherwise."""
    parts = [
        _part("no longer", [licence_words.IN_A_LINE[Use(use)] for use in left]),
        _part("now", [licence_words.IN_A_LINE[Use(use)] for use in gained]),
        _part("says otherwise", [licence_words.KEYS.get(key, key) for key in says]),
        f"{hidden} of its pictures hidden" if hidden else "",
        f"{shown} of its pictures shown" if shown else "",
    ]
    return "; ".join(part for part in parts if part)


def report_line(line: Judged) -> str:
    """What became of a story, of a kept report."""
    if line.reason:
        return line.reason
    if line.outcome == Outcome.COULD_RETURN:
        return "An editor decides"
    return words_of(
        line.surfaces_left, line.surfaces_gained, line.says, line.pictures_hidden, line.pictures_shown
    )


def _part(verb: str, words: list[str]) -> str:
    return f"{verb} {', '.join(words)}" if words else ""

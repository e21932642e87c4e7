"""What a partner's new terms would do to its stories and pictures: asked of the judge, nothing is written."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from dateline.licences.errors import UnreadableTerms
from dateline.licences.models import Partner
from dateline.licences.rules import (
    Change,
    Terms,
    TextRight,
    Use,
    change,
    from_json,
    judge_picture,
    to_json,
    with_contract,
)
from dateline.pictures.models import Picture
from dateline.pictures.queries import terms_of
from dateline.stories import rules
from dateline.stories.judged import Judged
from dateline.stories.models import Story

if TYPE_CHECKING:
    from dateline.stories.judged import Rejudging

SHOWN = 100
Outcome = Judged.Outcome
# All that is asked of a story; its body only where that decides.
_FACTS = (
    "pk", "title", "guid", "url_path", "locale__language_code", "live", "licence", "wire_hash", "lead_picture_id",
)  # fmt: skip


_PICTURE = re.compile(r'"picture": (\d+)')


@dataclass(frozen=True)
class Foreseen:
    """What becomes of one story. `terms` are its own under the new contract; `outcome` None: nothing is seen of it."""

    pk: int
    headline: str
    guid: str
    address: str
    is_in_print: bool
    terms: Terms
    is_same: bool
    change: Change
    hidden: int = 0
    shown: int = 0
    fault: str = ""

    @property
    def outcome(self) -> Judged.Outcome | None:
        """In a word."""
        if self.fault:
            return Outcome.FAILED
        if self.is_in_print and self.change.reason:
            return Outcome.DOWN
        if self.is_in_print and (self.hidden or self.shown or not self.change.is_nothing):
            return Outcome.CHANGED
        return Outcome.COULD_RETURN if self.change.could_return else None

    def line(self, rejudging: "Rejudging", at: datetime) -> Judged:
        """Its line in the report, of what has an outcome."""
        return Judged(
            rejudging=rejudging, story_id=self.pk, outcome=self.outcome or Outcome.FAILED, guid=self.guid,
            headline=self.headline, address=self.address, surfaces_left=list(map(str, self.change.left)),
            surfaces_gained=list(map(str, self.change.gained)), says=list(self.change.says),
            pictures_hidden=self.hidden, pictures_shown=self.shown, reason=self.fault or self.change.reason, at=at,
        )  # fmt: skip


@dataclass
class Preview:
    """What new terms would do: counts, and the first hundred of each outcome.

    `surfaces_left` and `surfaces_gained` count stories by surface, `says` those whose page would say otherwise, by key.
    """

    judged: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    surfaces_left: Counter[str] = field(default_factory=Counter)
    surfaces_gained: Counter[str] = field(default_factory=Counter)
    says: Counter[str] = field(default_factory=Counter)
    pictures_hidden: int = 0
    pictures_shown: int = 0
    stories: dict[str, list[Foreseen]] = field(default_factory=dict)

    def add(self, seen: Foreseen) -> None:
        """One more story."""
        self.judged += 1
        if (outcome := seen.outcome) is None:
            return
        self.counts[outcome] += 1
        self.surfaces_left.update(map(str, seen.change.left))
        self.surfaces_gained.update(map(str, seen.change.gained))
        self.says.update(seen.change.says)
        first = self.stories.setdefault(outcome, [])
        if len(first) < SHOWN:
            first.append(seen)


def preview(partner: Partner, contract: Terms, at: datetime) -> Preview:
    """What this contract would do to all that the partner has here, newest stories first."""
    foresight = Foresight(partner, contract, at)
    found = Preview(pictures_hidden=len(foresight.hidden), pictures_shown=len(foresight.shown))
    for seen in foresight.all():
        found.add(seen)
    return found


def licensed(partner: Partner) -> QuerySet[Story]:
    """The partner's stories that have a licence: all of which its terms are asked."""
    return Story.objects.filter(partner=partner, licence__isnull=False)


class Foresight:
    """Asks the judge of each story and picture of a partner, by another contract, at one moment."""

    def __init__(self, partner: Partner, contract: Terms, at: datetime) -> None:
        self.partner = partner
        self.contract = contract
        self.at = at
        self.hidden: set[int] = set()
        self.shown: set[int] = set()
        # Those that stay on their pages, and leave galleries or come back into them (R25).
        self._hidden_there: set[int] = set()
        self._shown_there: set[int] = set()
        self._judge_pictures()
        moved = self.hidden or self.shown or self._hidden_there or self._shown_there
        self._within = self._pictures_within() if moved else {}
        # Pages above stories, by their path, for whoever acts on what is seen.
        self.parents: dict[str, Any] = {}

    def all(self) -> Iterator[Foreseen]:
        """Every story of the partner that has a licence, the newest first."""
        yield from self.of(licensed(self.partner).order_by("-pk"))

    def of(self, stories: QuerySet[Story]) -> Iterator[Foreseen]:
        """These, which are the partner's and have a licence, in their order."""
        for row in stories.values_list(*_FACTS, named=True).iterator(chunk_size=1000):
            yield self._foreseen(row)

    def terms_of(self, picture: Picture) -> Terms:
        """A picture's own under the new contract."""
        if picture.terms is None:
            return self.contract
        return with_contract(from_json(picture.terms), self.contract)

    def _foreseen(self, row: Any) -> Foreseen:
        try:
            kept = from_json(row.licence)
        except UnreadableTerms as fault:
            return self._unread(row, str(fault))
        terms = with_contract(kept, self.contract)
        changed = change(
            kept, terms, self.at, is_in_print=row.live, objection=self._objection(row, kept, terms)
        )
        within, in_galleries = self._within.get(row.pk, (set(), set()))
        pictures = {row.lead_picture_id, *within, *in_galleries}
        hidden = (pictures & self.hidden) | (in_galleries & self._hidden_there)
        shown = (pictures & self.shown) | (in_galleries & self._shown_there)
        return Foreseen(
            pk=row.pk,
            headline=row.title,
            guid=row.guid,
            address=rules.address_of(row.url_path, row.locale__language_code),
            is_in_print=row.live,
            terms=terms,
            is_same=to_json(terms) == row.licence,
            change=changed,
            hidden=len(hidden),
            shown=len(shown) if not changed.reason else 0,
        )

    def _unread(self, row: Any, fault: str) -> Foreseen:
        """One whose kept terms this version cannot read: it keeps no other from being asked about."""
        address = rules.address_of(row.url_path, row.locale__language_code)
        return Foreseen(
            row.pk,
            row.title,
            row.guid,
            address,
            row.live,
            self.contract,
            is_same=False,
            change=Change(),
            fault=fault,
        )

    def _objection(self, row: Any, kept: Terms, terms: Terms) -> str:
        """What the door into print would say of the words, where they may have been changed and may not be now."""
        from dateline.stories import door

        if not (row.live and row.wire_hash) or terms.text in (kept.text, TextRight.FREE):
            return ""
        story = Story.objects.get(pk=row.pk)
        story.licence = to_json(terms)
        return door.objection(story, self.at)

    def _judge_pictures(self) -> None:
        """Find which of the partner's pictures in print would be hidden, and which shown that are not now."""
        for picture in Picture.objects.filter(partner=self.partner, is_withdrawn=False).iterator(
            chunk_size=1000
        ):
            picture.partner = self.partner
            kept, new = terms_of(picture), self.terms_of(picture)
            is_theirs = not picture.is_third_party
            was, will = (
                judge_picture(terms, Use.PAGE, self.at, is_the_partners=is_theirs).allowed
                for terms in (kept, new)
            )
            if was and not will and picture.is_in_print:
                self.hidden.add(picture.pk)
            if will and not was:
                self.shown.add(picture.pk)
            if will and was and (Use.GALLERY in kept.uses) != (Use.GALLERY in new.uses):
                (self._shown_there if Use.GALLERY in new.uses else self._hidden_there).add(picture.pk)

    def _pictures_within(self) -> dict[int, tuple[set[int], set[int]]]:
        """The pictures in the texts of the partner's stories in print, by story; those in their galleries besides."""
        written = Story.objects.filter(partner=self.partner, live=True).annotate(
            written=Cast("body", TextField())
        )
        rows = written.filter(written__contains='"picture": ').values_list("pk", "written")
        return {pk: _pictures_of(json.loads(text)) for pk, text in rows.iterator()}


def _pictures_of(body: list[dict[str, Any]]) -> tuple[set[int], set[int]]:
    """The pictures of a body as it is kept: outside its galleries, and in them."""
    outside, within = (
        json.dumps([block for block in body if (block["type"] == "gallery") is is_gallery])
        for is_gallery in (False, True)
    )
    return set(map(int, _PICTURE.findall(outside))), set(map(int, _PICTURE.findall(within)))

"""What other terms change of one item: the surfaces that it leaves or comes back to, and what is said of it."""

from dataclasses import dataclass, fields
from datetime import datetime

from dateline.licences.rules.credits import copyright_line, credit_line
from dateline.licences.rules.judging import ends_at, judge
from dateline.licences.rules.terms import ITEM_FIELDS, Terms, Use

# The surfaces on which a story in print stands by itself, where its licence lets it.
SURFACES = (Use.PAGE, Use.FRONT, Use.RELATED, Use.SEARCH, Use.FEED)
# Keys of the contract that no page says as they are; every other one is said, to readers or to machines. Credit,
# copyright and end are said as item and contract together have them; whose pictures are shown is asked of pictures.
_UNSAID = frozenset(
    ("slug", "time_zone", "uses", "credit", "copyright", "pictures", "text", "starts_on", "ends_on", "display_days",
     "quota_per_month", "retain", *ITEM_FIELDS)
)  # fmt: skip
_SAID = tuple(each.name for each in fields(Terms) if each.name not in _UNSAID)


@dataclass(frozen=True)
class Change:
    """What is otherwise under the new terms: surfaces `left` and `gained`; `says`, the keys of what is said otherwise.

    `reason`: why the page may not stand; "" where it may. `could_return`: it may not stand now, and might then.
    """

    left: tuple[Use, ...] = ()
    gained: tuple[Use, ...] = ()
    says: tuple[str, ...] = ()
    reason: str = ""
    ends_at: datetime | None = None
    could_return: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether no reader and no machine would see a difference."""
        return not (self.left or self.gained or self.says)


def change(kept: Terms, new: Terms, at: datetime, *, is_in_print: bool, objection: str = "") -> Change:
    """What `new` terms change, at the moment `at`, of an item that stands under `kept` ones.

    `objection`: what else keeps it out of print then. Of what is not in print nothing is shown; only whether the
    new terms would let it return.
    """
    reason = judge(new, Use.PAGE, at).reason or objection
    if not is_in_print:
        could_return = not reason and not judge(kept, Use.PAGE, at)
        return Change(reason=reason, ends_at=ends_at(new), could_return=could_return)
    was, now = _surfaces(kept, at), () if reason else _surfaces(new, at)
    return Change(
        left=tuple(use for use in was if use not in now),
        gained=tuple(use for use in now if use not in was),
        says=() if reason else _says(kept, new),
        reason=reason,
        ends_at=ends_at(new),
    )


def _surfaces(terms: Terms, at: datetime) -> tuple[Use, ...]:
    return tuple(use for use in SURFACES if judge(terms, use, at))


def _says(kept: Terms, new: Terms) -> tuple[str, ...]:
    found = [key for key in _SAID if getattr(kept, key) != getattr(new, key)]
    if credit_line(kept) != credit_line(new):
        found.append("credit")
    if copyright_line(kept) != copyright_line(new):
        found.append("copyright")
    if ends_at(kept) != ends_at(new):
        found.append("ends_on")
    return tuple(found)

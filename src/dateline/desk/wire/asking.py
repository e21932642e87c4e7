"""What an editor asks of the wire inbox. Each filter is a word of the address, so that what was asked can be kept."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

STATES = (
    ("", "In hand"),
    ("new", "New"),
    ("held", "Held"),
    ("used", "Used"),
    ("killed", "Killed"),
    ("withheld", "Withheld"),
    ("aside", "Set aside"),
    ("refused", "Not news"),
    ("unreadable", "Could not be read"),
)
KINDS = (("", "All kinds"), ("text", "Texts"), ("picture", "Pictures"), ("package", "Packages"))
# A sender's urgency: 1 is what stops the presses, 9 the least.
URGENCIES = (
    ("", "Any urgency"),
    ("1", "1"),
    ("2", "2 and above"),
    ("3", "3 and above"),
    ("5", "5 and above"),
)
EMBARGOES = (
    ("", "Embargoed or not"),
    ("running", "Under embargo"),
    ("over", "Embargo over"),
    ("none", "No embargo"),
)
_CHOICES = {"state": STATES, "kind": KINDS, "urgency": URGENCIES, "embargo": EMBARGOES}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Wanted:
    """The filters as asked for, each a word; empty: whatever it may be."""

    state: str = ""
    partner: str = ""
    section: str = ""
    urgency: str = ""
    kind: str = ""
    language: str = ""
    embargo: str = ""
    words: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether anything is asked for at all."""
        return self != Wanted()

    @property
    def query(self) -> str:
        """These filters as the query of an address; empty when there are none."""
        return urlencode({name: value for name, value in vars(self).items() if value})

    @property
    def others(self) -> list[tuple[str, str]]:
        """The filters that are set besides the words, by name: what a search for words keeps."""
        return [(name, value) for name, value in vars(self).items() if value and name != "words"]

    def but(self, **changed: str) -> "Wanted":
        """The same, with these filters changed."""
        return replace(self, **changed)


@dataclass(frozen=True)
class Place:
    """A place in the list, by the moment an item changed and its number."""

    changed_at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{(self.changed_at - _EPOCH) // _MICROSECOND}-{self.pk}"


def wanted(values: Mapping[str, str]) -> Wanted:
    """The filters that an address names; a word that no filter knows is passed over."""
    asked = {field.name: values.get(field.name, "").strip()[:200] for field in fields(Wanted)}
    known = {name: {value for value, _ in choices} for name, choices in _CHOICES.items()}
    return Wanted(**{name: value for name, value in asked.items() if value in known.get(name, (value,))})


def place(word: str) -> Place | None:
    """The place that an address names; None for anything that is none."""
    moment, _, number = word.partition("-")
    if not (moment.isdecimal() and number.isdecimal() and len(word) < 40):
        return None
    try:
        return Place(_EPOCH + int(moment) * _MICROSECOND, int(number))
    except OverflowError:
        return None

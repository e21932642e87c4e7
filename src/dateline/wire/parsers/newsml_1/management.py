"""What a NewsML 1 item says of itself as a piece of work: status, urgency, instructions, relations."""

from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.safe_xml import Element, child, children, text_of
from dateline.wire.parsers.words import PARTS_LIMIT, line
from dateline.wire.rules.item import Link

_DELETES = {"delete", "kill", "cancel", "canceled", "cancelled", "withdraw"}
_CORRECTS = {"rectify": "correction", "correct": "correction", "correction": "correction"}
_RELATIONS = {"AssociatedWith": "associated", "DerivedFrom": "derived"}


class Management:
    """A `NewsManagement` element, asked for facts; every fact is empty where there is none."""

    def __init__(self, element: Element | None, profile: Profile) -> None:
        self._element, self._profile = element, profile

    def of(self, name: str) -> str:
        """The text of a child."""
        return text_of(child(self._element, name))

    @property
    def status(self) -> str:
        """The status as sent."""
        return self._named("Status")

    @property
    def embargo(self) -> str | None:
        """The moment at which an embargoed item becomes usable, "" where it does not say, None where not embargoed."""
        return self._changes_at if self.status.lower() == "embargoed" else None

    @property
    def expires(self) -> str:
        """The moment at which a usable item stops being so."""
        future = child(self._element, "StatusWillChange", "FutureStatus")
        is_end = future is not None and line(future.get("FormalName")).lower() in (
            "canceled",
            "cancelled",
            "withheld",
        )
        return self._changes_at if is_end else ""

    @property
    def urgency(self) -> int | None:
        """1 (highest) to 9."""
        said = self._named("Urgency")
        return int(said) if said in tuple("123456789") else None

    @property
    def signals(self) -> tuple[str, ...]:
        """Instructions to whoever receives it, and a type of item that is no news."""
        sent = [line(one.get("FormalName")) for one in self._all("Instruction")]
        kind = self._named("NewsItemType")
        advisory = ["advisory"] if "advisory" in kind.lower() else []
        return tuple(dict.fromkeys([*(_CORRECTS.get(one.lower(), one) for one in sent if one), *advisory]))

    @property
    def is_deleted(self) -> bool:
        """Whether an instruction takes the item back."""
        return any(one.lower() in _DELETES for one in self.signals)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the instructions and properties say to editors."""
        said = [text_of(one) for one in self._all("Instruction")]
        said += [
            line(one.get("Value"))
            for one in self._all("Property")
            if "note" in line(one.get("FormalName")).lower()
        ]
        return tuple(one for one in said if one)

    @property
    def links(self) -> tuple[Link, ...]:
        """Items that this one goes with or was made from."""
        return tuple(
            Link(rel, ref)
            for name, rel in _RELATIONS.items()
            for one in self._all(name)
            if (ref := line(one.get("NewsItem")))
        )

    @property
    def _changes_at(self) -> str:
        return text_of(child(self._element, "StatusWillChange", "DateAndTime"))

    def _named(self, name: str) -> str:
        found = child(self._element, name)
        return line(found.get("FormalName")) if found is not None else ""

    def _all(self, name: str) -> list[Element]:
        return [] if self._element is None else list(children(self._element, name))[:PARTS_LIMIT]

"""The ledger's entries: what was shown of a partner's work, each bound by hash to the one before."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

# What stands before the first entry.
NOTHING = "0" * 64


class Kind(StrEnum):
    """What happened to an item: put in print, printed otherwise, taken out of print; purged, words and all."""

    PRINTED = "printed"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    PURGED = "purged"


# What is in print once this is written.
SHOWN = (Kind.PRINTED, Kind.CHANGED)


@dataclass(frozen=True)
class PictureUse:
    """A partner's picture that a story shows: the hash of its original, its credit."""

    hash: str
    credit: str


@dataclass(frozen=True)
class Entry:
    """One line of the ledger.

    `number` counts from 1 without a gap. `at` and `ends_at` are in UTC; `ends_at` is when the licence ends what is
    shown, None for never. `text_hash` is that of the words in print (SHA-256), "" where a picture alone is
    shown; `version` the wire's own. `uses` are the surfaces that the licence lets show it from now on, none for what
    is withdrawn. `counts_in` is the licence month ("2026-11", in the partner's zone) whose quota this publication
    counts in; "" where the item has counted before. `before` is the hash of the entry before, `hash` that of this one.
    """

    number: int
    at: datetime
    kind: Kind
    partner: str
    guid: str
    version: str
    text_hash: str
    terms_version: int
    actor: str
    reason: str
    address: str
    headline: str
    language: str
    uses: tuple[str, ...]
    pictures: tuple[PictureUse, ...]
    ends_at: datetime | None
    counts_in: str
    before: str
    hash: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        """All but its own hash, as plain JSON: what the hash is made of."""
        return {each.name: _plain(getattr(self, each.name)) for each in fields(self) if each.name != "hash"}


def sealed(entry: Entry) -> Entry:
    """The entry with its hash: SHA-256 of its facts as JSON with sorted keys and no white space."""
    written = json.dumps(entry.facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return replace(entry, hash=hashlib.sha256(written.encode()).hexdigest())


def from_facts(facts: Mapping[str, Any], hash_: str) -> Entry:
    """The entry out of its kept facts. Raises KeyError, TypeError or ValueError where they are no entry's."""
    return Entry(
        **{
            **facts,
            "at": datetime.fromisoformat(facts["at"]),
            "ends_at": datetime.fromisoformat(facts["ends_at"]) if facts["ends_at"] else None,
            "kind": Kind(facts["kind"]),
            "uses": tuple(facts["uses"]),
            "pictures": tuple(PictureUse(**each) for each in facts["pictures"]),
        },
        hash=hash_,
    )


def first_break(entries: Iterable[Entry]) -> str:
    """Where the chain does not hold, in a sentence; "" when every entry is as it was written, none is missing."""
    hash_ = NOTHING
    for number, entry in enumerate(entries, start=1):
        if entry.number != number:
            return f"entry {number} is missing; the next that is there is {entry.number}"
        if entry.before != hash_:
            return f"entry {number} does not follow the one before it: that was changed, or put in its place"
        if sealed(entry).hash != entry.hash:
            return f"entry {number} is not as it was written"
        hash_ = entry.hash
    return ""


def month_of(at: datetime, time_zone: str) -> str:
    """The licence month of a moment, "2026-11", by the partner's calendar."""
    return f"{at.astimezone(ZoneInfo(time_zone)):%Y-%m}"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, PictureUse):
        return {"hash": value.hash, "credit": value.credit}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value

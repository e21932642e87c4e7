"""Which of two versions is the newer one."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

_NUMBER = re.compile(r"[0-9]{1,40}(?:\.[0-9]{1,20})?\Z")


@dataclass(frozen=True)
class Stamp:
    """A version as sent, and when the sender made it."""

    version: str = ""
    at: datetime | None = None

    @property
    def number(self) -> Decimal | None:
        """The version as a number, where it is one."""
        return Decimal(self.version) if _NUMBER.match(self.version) else None

    def __str__(self) -> str:
        if self.version:
            return f"v{self.version}"
        return f"the version of {self.at:%Y-%m-%d %H:%M} UTC" if self.at else "an unnumbered version"


# Older than anything that was ever sent.
NEVER = Stamp()


def order(one: Stamp, other: Stamp) -> int:
    """-1 when `one` is older than `other`, 1 when newer, 0 when neither can be said.

    As numbers where both are numbers, then by moment.
    """
    if one.number is not None and other.number is not None and one.number != other.number:
        return 1 if one.number > other.number else -1
    if one.at is not None and other.at is not None and one.at != other.at:
        return 1 if one.at > other.at else -1
    return 0


def is_newer(one: Stamp, other: Stamp) -> bool:
    """Whether `one` is newer than `other`."""
    return order(one, other) > 0


def is_same_number(one: Stamp, other: Stamp) -> bool:
    """Whether both carry one and the same version number."""
    return one.number is not None and one.number == other.number

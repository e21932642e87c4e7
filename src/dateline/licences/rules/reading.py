"""How a partner's messages are read, where they say less than they mean: `[partner.reading]`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Reading:
    """`not_for_publication`: words before what is for editors alone; `body`: which body to take, best first;
    `encoding`: of texts that name none. Empty where the partner needs none of them."""

    not_for_publication: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    encoding: str = ""


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """As it is kept with the partner; what says nothing is left out."""
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in asdict(reading).items()
        if value
    }


def reading_from_json(kept: Mapping[str, Any]) -> Reading:
    """A kept reading; what an older release did not know has its default."""
    return Reading(
        not_for_publication=tuple(kept.get("not_for_publication", ())),
        body=tuple(kept.get("body", ())),
        encoding=kept.get("encoding", ""),
    )

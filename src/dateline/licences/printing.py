"""Prints the partners' logos: files like any other, so that a mark stands when the database does not."""

from collections.abc import Iterable
from datetime import datetime

from dateline.house.printing import DRAWING_HEADERS, Sheet
from dateline.licences import queries


class Logos:
    """`/pictures/<hash>/logo.svg`."""

    name = "logos"

    def print(self, path: str, at: datetime) -> Sheet | None:
        """The logo at this address, while a partner uses it."""
        if not path.startswith("/pictures/") or not path.endswith("/logo.svg"):
            return None
        for address, svg, partner in queries.logos():
            if address == path:
                return Sheet(
                    path=path,
                    body=svg.encode(),
                    content_type="image/svg+xml; charset=utf-8",
                    headers=DRAWING_HEADERS,
                    tags=frozenset({f"partner:{partner.slug}"}),
                )
        return None

    def paths(self) -> Iterable[str]:
        """Every logo in use."""
        return dict.fromkeys(address for address, _, _ in queries.logos())

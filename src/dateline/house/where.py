"""In which country a reader is, as far as anybody knows: said by the wiring, asked by whoever answers a request."""

from collections.abc import Mapping
from typing import Any

# What the wiring writes into a request: a country of ISO 3166-1 alpha-2, "" where nobody knows.
PLACE = "dateline.country"


def country_of(meta: Mapping[str, Any]) -> str:
    """The country that the reader of this request is in; "" where nobody knows."""
    return str(meta.get(PLACE, ""))

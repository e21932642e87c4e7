"""Classes of address: what every page of one class says of itself, so that another server can say it too.

nginx reads no sidecar. It knows a page's type and headers by its address alone, and so only a page that says
exactly what its class says lies where nginx looks. Any other is passed to the built-in server.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dateline.house.printing import DRAWING_HEADERS, FOR_EVER, NOSNIFF, OWN_CACHE, PAGE_HEADERS, Sheet
from dateline.pictures.rules import CONTENT_TYPES as PICTURE_TYPES

# Pages for what cannot be had: a server takes them for its own answers, whatever their status is.
DEAD_ENDS = re.compile(
    r"^(?:/ko)?/-/(?:200-withdrawn|200-ended|404|410|451|451-outside|503|400|403|403-form|500)(?:-desk)?/$"
)


@dataclass(frozen=True)
class AddressClass:
    """Addresses that answer alike. `pattern` is read by Python and by PCRE; `types` by the file's ending."""

    name: str
    pattern: str
    types: Mapping[str, str]
    headers: tuple[tuple[str, str], ...]


# The first that fits an address is its class.
CLASSES = (
    AddressClass(
        "Pages",
        r"/$",
        {"html": "text/html; charset=utf-8"},
        (("Cache-Control", OWN_CACHE), *PAGE_HEADERS),
    ),
    AddressClass("Partners' logos", r"^/pictures/[^/]+/logo\.svg$",
                 {"svg": "image/svg+xml; charset=utf-8"}, DRAWING_HEADERS),
    AddressClass("Pictures", r"^/pictures/[^/]+/[0-9]+\.[a-z]+$",
                 PICTURE_TYPES, (("Cache-Control", FOR_EVER), NOSNIFF)),
    AddressClass("The pages' style sheet and script", r"^/static/[^/]+\.(?:css|js)$",
                 {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"},
                 (("Cache-Control", FOR_EVER), NOSNIFF)),
    AddressClass("Feeds, sitemaps and what machines are told", r"\.(?:rss|xml|txt|json)$",
                 {"rss": "application/rss+xml; charset=utf-8", "xml": "application/xml; charset=utf-8",
                  "txt": "text/plain; charset=utf-8", "json": "application/json"},
                 (("Cache-Control", OWN_CACHE), NOSNIFF)),
)  # fmt: skip


def class_of(path: str) -> AddressClass | None:
    """The class of an address; None for one that only the built-in server knows."""
    return next((each for each in CLASSES if re.search(each.pattern, path)), None)


def says_what_its_class_says(sheet: Sheet) -> bool:
    """Whether its address alone tells the type and the headers of this sheet."""
    known = class_of(sheet.path)
    if known is None or not (sheet.status == 200 or DEAD_ENDS.search(sheet.path)):
        return False
    ending = "html" if sheet.path.endswith("/") else sheet.path.rpartition(".")[2]
    return known.types.get(ending) == sheet.content_type and set(known.headers) == set(sheet.headers)

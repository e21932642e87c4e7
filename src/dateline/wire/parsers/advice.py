"""Where a sender's message leaves its own standard: advice for the wire editor, never a gate.

A table of our own, of what ninjs 1.6, NewsML-G2 2.35 and NITF 3.6 require and of the values that they know; what real
feeds break most. A schema would say more, and would have to be asked of every item.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from dateline.wire.parsers.safe_xml import Element, child, local, text_of
from dateline.wire.parsers.words import line

# A message that is wrong in more than this is wrong altogether.
MOST = 12
_KINDS = {"text", "audio", "video", "picture", "graphic", "composite", "component"}
_STATUSES = {"usable", "withheld", "canceled"}
_MOMENTS = ("firstCreated", "versionCreated", "contentCreated", "embargoed", "embargoedUntil", "expires")
_LISTS = (
    "subject",
    "subjects",
    "place",
    "places",
    "person",
    "people",
    "organisation",
    "organisations",
    "event",
    "events",
)
_DATE_TIME = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE
)
_G2_ATTRIBUTES = ("standard", "standardversion", "guid", "version")
_G2_META = ("itemClass", "provider", "versionCreated")


def of_ninjs(value: Mapping[str, Any]) -> tuple[str, ...]:
    """What a ninjs object lacks or says in words that its standard does not know."""
    return _first(_of_ninjs(value))


def of_g2(element: Element) -> tuple[str, ...]:
    """The same of a NewsML-G2 item."""
    return _first(_of_g2(element))


def of_nitf(root: Element) -> tuple[str, ...]:
    """The same of a NITF document."""
    return _first(_of_nitf(root))


def _first(found: Iterator[str]) -> tuple[str, ...]:
    return tuple(islice(found, MOST))


def _of_ninjs(value: Mapping[str, Any]) -> Iterator[str]:
    if not line(value.get("uri")):
        yield "it has no uri"
    for name, known in (("type", _KINDS), ("pubstatus", _STATUSES), ("pubStatus", _STATUSES)):
        said = value.get(name)
        if said is not None and not (isinstance(said, str) and said in known):
            yield f"its {name} “{line(str(said))[:40]}” is none that the standard knows"
    urgency = value.get("urgency")
    if urgency is not None and (
        isinstance(urgency, bool) or not isinstance(urgency, int) or not 1 <= urgency <= 9
    ):
        yield "its urgency is no whole number from 1 to 9"
    for name in _MOMENTS:
        for spelled in dict.fromkeys((name, name.lower())):
            said = value.get(spelled)
            if said is not None and not (isinstance(said, str) and _DATE_TIME.fullmatch(said)):
                yield f"its {spelled} is no date and time with a zone"
    for name in _LISTS:
        if name in value and not isinstance(value[name], list):
            yield f"its {name} is no list"


def _of_g2(element: Element) -> Iterator[str]:
    for name in _G2_ATTRIBUTES:
        if not line(element.get(name)):
            yield f"the item has no attribute {name}"
    meta = child(element, "itemMeta")
    if meta is None:
        yield "the item has no itemMeta"
    else:
        for name in _G2_META:
            if child(meta, name) is None:
                yield f"itemMeta has no {name}"
        created = text_of(child(meta, "versionCreated"))
        if created and not _DATE_TIME.fullmatch(created):
            yield "versionCreated is no date and time with a zone"


def _of_nitf(root: Element) -> Iterator[str]:
    if local(root) != "nitf":
        yield "its outermost element is not nitf"
    body = child(root, "body")
    if body is None:
        yield "it has no body"
    elif child(body, "body.content") is None:
        yield "its body has no body.content"
    docdata = child(root, "head", "docdata")
    identity = child(docdata, "doc-id") if docdata is not None else None
    if identity is None or not line(identity.get("id-string")):
        yield "docdata names no doc-id: it is named by source, slugline and day"
    urgency = child(docdata, "urgency") if docdata is not None else None
    if urgency is not None and line(urgency.get("ed-urg")) not in set("12345678"):
        yield "its urgency is no whole number from 1 to 8"

"""Items as JSON values: what is kept of them, what programs are shown, what tells two apart."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from dateline.wire.rules.item import Clues, Item, Link, Picture, Place, Subject
from dateline.wire.rules.standing import publishable

_MOMENTS = ("version_created_at", "first_created_at", "embargoed_until", "expires_at")
_PARTS: dict[str, type[Any]] = {
    "subjects": Subject, "places": Place, "pictures": Picture, "links": Link, "means": Clues,
}  # fmt: skip
_PART = tuple(_PARTS.values())
_TUPLES = ("signals", "keywords", "usage_terms", "kills", "advice")
# What may differ between two deliveries of one and the same content (two feeds, two files).
_ENVELOPE = ("file", "format", "position", "is_numbered", "version_created_at", "first_created_at", "advice")
_INNER = ("hold", "position", "is_numbered", "means", "number", "advice")
_INNER_OF_PICTURES = ("hrefs", "guid", "copyright_notice", "usage_terms")


def to_fields(item: Item) -> dict[str, Any]:
    """Everything of an item as JSON values, empty fields left out, for keeping."""
    return {
        name: written for name, value in vars(item).items() if _says_something(written := _written(value))
    }


def from_fields(fields: Mapping[str, Any]) -> Item:
    """The item that `to_fields` has written; fields that it does not know are passed over."""
    known = {field.name for field in dataclasses.fields(Item)}
    values: dict[str, Any] = {name: value for name, value in fields.items() if name in known}
    for name in _MOMENTS:
        if values.get(name):
            values[name] = datetime.fromisoformat(values[name])
    for name, part in _PARTS.items():
        values[name] = tuple(_part(part, value) for value in values.get(name, ()))
    for name in _TUPLES:
        values[name] = tuple(values.get(name, ()))
    return Item(**values)


def printed(item: Item, at: datetime) -> dict[str, Any]:
    """What `wire read` and `wire show` print: DOOR.md's fields, a missing fact left out."""
    fields = {name: value for name, value in to_fields(item).items() if name not in _INNER}
    if "pictures" in fields:
        fields["pictures"] = [
            {name: value for name, value in picture.items() if name not in _INNER_OF_PICTURES and value}
            for picture in fields["pictures"]
        ]
    standing = publishable(item, at)
    fields["publishable"] = standing.publishable
    if standing.reason:
        fields["reason"] = standing.reason
    return fields


def content_hash(item: Item) -> str:
    """Tells contents apart: two deliveries of the same content have the same one (R3)."""
    return hash_of(to_fields(item))


def hash_of(fields: Mapping[str, Any]) -> str:
    """As `content_hash`, of an item that `to_fields` has written."""
    told = {name: value for name, value in fields.items() if name not in _ENVELOPE}
    written = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _part(part: type[Any], value: Mapping[str, Any]) -> Any:
    known = {field.name for field in dataclasses.fields(part)}
    return part(
        **{
            name: tuple(inner) if isinstance(inner, list) else inner
            for name, inner in value.items()
            if name in known
        }
    )


def _written(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, list | tuple):
        return [_written(inner) for inner in value]
    if isinstance(value, _PART):
        return {name: _written(inner) for name, inner in vars(value).items() if _says_something(inner)}
    return value


def _says_something(value: Any) -> bool:
    return bool(value) or isinstance(value, int)

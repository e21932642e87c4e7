"""What a source had for us this time, and where we stand with its server then."""

from dataclasses import dataclass, field
from typing import Any

from dateline.wire.folders.gathering import Message


@dataclass(frozen=True)
class Place:
    """Where we stand with a server: sent along the next time, so that it tells only what is new."""

    etag: str = ""
    modified: str = ""
    cursor: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Collected:
    """Messages in the order they came; `files` are the names and stamps of what need not be fetched again, `gone`
    those that the server has no more."""

    messages: tuple[Message, ...] = ()
    place: Place = field(default_factory=Place)
    files: dict[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()

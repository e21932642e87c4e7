"""Files on a partner's server: which are new and whole, and the pictures that they name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dateline.wire.errors import SourceFailed
from dateline.wire.folders.beside import SIZE_LIMIT
from dateline.wire.folders.gathering import Message, is_hidden, is_media
from dateline.wire.parsers import sniff
from dateline.wire.rules.whole import BROKEN_SECONDS, patience
from dateline.wire.sources.collected import Collected, Place

# A server with more new files than this has the rest fetched in the next poll, which comes soon.
MOST_FILES = 5_000
MOST_PICTURES = 500
SECONDS = 600.0


@dataclass(frozen=True)
class Entry:
    """A plain file on the server; `stamp` differs whenever its content may."""

    name: str
    stamp: str


class Files(Protocol):
    """A connection to a server, in the folder that the source names."""

    def entries(self) -> list[Entry]:
        """The plain files there."""

    def read(self, name: str, most: int) -> bytes:
        """A file's bytes, cut short just beyond `most`."""


def gather(
    files: Files,
    location: str,
    place: Place,
    folder: Path,
    *,
    known: Mapping[str, str],
    wanted: Iterable[str],
) -> Collected:
    """What is new in the server's folder, oldest name first. Pictures come along that the new messages name, and
    those `wanted` that were missing before; what breaks off in the middle waits for the next poll.
    """
    there = {entry.name: entry.stamp for entry in files.entries() if is_plain_name(entry.name)}
    waited = place.cursor.get("waiting", {})
    waiting: dict[str, str] = {}
    taken: dict[str, str] = {}
    messages: list[Message] = []
    named = {name.encode() for name in wanted}
    pictures = [name for name in there if is_media(name)]
    for name in sorted(there.keys() - pictures_and_hidden(there)):
        if known.get(name) == there[name] or len(taken) >= MOST_FILES:
            continue
        raw = files.read(name, sniff.SIZE_LIMIT)
        if patience(raw) == BROKEN_SECONDS and waited.get(name) != there[name]:
            waiting[name] = there[name]
            continue
        path = folder / name
        path.write_bytes(raw)
        messages.append(Message(path, called=f"{location.rstrip('/')}/{name}"))
        taken[name] = there[name]
        named |= {picture.encode() for picture in pictures if picture.encode() in raw}
    _fetch_pictures(files, folder, [name for name in pictures if name.encode() in named])
    return Collected(
        tuple(messages),
        Place(cursor={"waiting": waiting}),
        taken,
        gone=frozenset(known.keys() - there.keys()),
    )


def pictures_and_hidden(names: Iterable[str]) -> set[str]:
    """Those of the names that are of no message."""
    return {name for name in names if is_media(name) or is_hidden(name)}


def is_plain_name(name: str) -> bool:
    """Whether a name that a server gives may be a file's name with us."""
    is_short = 0 < len(name.encode("utf-8", "replace")) <= 250
    return (
        is_short
        and name not in (".", "..")
        and not any(letter in "/\\" or ord(letter) < 32 for letter in name)
    )


def _fetch_pictures(files: Files, folder: Path, names: list[str]) -> None:
    for name in names[:MOST_PICTURES]:
        try:
            raw = files.read(name, SIZE_LIMIT)
        except SourceFailed:
            continue  # gone meanwhile: it says so where it is missing
        if len(raw) <= SIZE_LIMIT:
            (folder / name).write_bytes(raw)

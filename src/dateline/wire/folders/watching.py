"""Watches a folder that a partner writes into: which messages are there, new and whole."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dateline.wire.folders.gathering import is_hidden, is_media
from dateline.wire.parsers import sniff
from dateline.wire.rules.whole import WHOLE_SECONDS, patience

# A file that is written over in place changes no folder: looked for this often.
LOOK_THROUGH_SECONDS = 5.0


@dataclass(frozen=True)
class Ready:
    """A message that is written to its end; `name` is its path within the folder."""

    name: str
    stamp: str
    path: Path


@dataclass
class _Waiting:
    stamp: str
    since: float
    seconds: float


@dataclass
class FolderWatch:
    """Remembers what it has seen. `known`: names and stamps of what was received; the caller adds to it."""

    root: Path
    known: dict[str, str]
    has_new_pictures: bool = False
    gone: set[str] = field(default_factory=set)
    _folders: dict[str, int] = field(default_factory=dict)
    _waiting: dict[str, _Waiting] = field(default_factory=dict)
    _pictures: dict[str, str] = field(default_factory=dict)
    _through_at: float = float("-inf")

    def look(self, now: float) -> list[Ready]:
        """What may be received now, by name; `now` is in seconds by a clock that only goes forward.

        Raises OSError when the folder cannot be read.
        """
        if not (self._waiting or now - self._through_at >= LOOK_THROUGH_SECONDS or self._has_changed()):
            return []
        self._through_at = now
        self._folders = {}
        seen = {name: (path, stamp) for name, path, stamp in self._files()}
        self.gone = self.known.keys() - seen.keys()
        self._waiting = {name: each for name, each in self._waiting.items() if name in seen}
        return [
            Ready(name, stamp, path)
            for name, (path, stamp) in sorted(seen.items())
            if self.known.get(name) != stamp and self._is_whole(name, path, stamp, now)
        ]

    def received(self, ready: Mapping[str, str]) -> None:
        """These names with these stamps need not be received again."""
        self.known.update(ready)
        for name in ready:
            self._waiting.pop(name, None)

    def _is_whole(self, name: str, path: Path, stamp: str, now: float) -> bool:
        waiting = self._waiting.get(name)
        if waiting is None or waiting.stamp != stamp:
            self._waiting[name] = waiting = _Waiting(stamp, now, WHOLE_SECONDS)
            return False
        if now - waiting.since < waiting.seconds:
            return False
        if waiting.seconds == WHOLE_SECONDS:
            # Unchanged for a moment: only now is it worth reading, once.
            waiting.seconds = _patience(path)
        return now - waiting.since >= waiting.seconds

    def _has_changed(self) -> bool:
        try:
            return any(Path(folder).stat().st_mtime_ns != moment for folder, moment in self._folders.items())
        except OSError:
            return True

    def _files(self) -> Iterator[tuple[str, Path, str]]:
        """Plain files that may be messages; pictures are only noted. No link is followed but the root itself."""
        pictures: dict[str, str] = {}
        for folder, entries in _walk(str(self.root), self._folders):
            for entry in entries:
                name = os.path.relpath(entry.path, self.root)
                if "\x00" in name or len(os.fsencode(name)) > 600:
                    continue
                found = entry.stat(follow_symlinks=False)
                stamp = f"{found.st_size}-{found.st_mtime_ns}-{found.st_ino}"
                if is_media(entry.name):
                    pictures[name] = stamp
                else:
                    yield (
                        os.fsencode(name).decode("utf-8", "backslashreplace"),
                        Path(folder, entry.name),
                        stamp,
                    )
        if pictures != self._pictures:
            self.has_new_pictures = True
            self._pictures = pictures


def _walk(root: str, folders: dict[str, int]) -> Iterator[tuple[str, list["os.DirEntry[str]"]]]:
    """Each folder with its plain files; `folders` gets the moment of each one's last change."""
    left = [root]
    while left:
        folder = left.pop()
        folders[folder] = Path(folder).stat().st_mtime_ns
        with os.scandir(folder) as found:
            entries = [entry for entry in found if not is_hidden(entry.name)]
        left += [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
        yield folder, [entry for entry in entries if entry.is_file(follow_symlinks=False)]


def _patience(path: Path) -> float:
    try:
        with path.open("rb") as file:
            return patience(file.read(sniff.SIZE_LIMIT + 1))
    except OSError:
        return WHOLE_SECONDS  # its reason is told when it is received

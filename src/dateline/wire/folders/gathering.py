"""Which files of a folder are messages, and the bytes of one."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.wire.errors import NothingThere
from dateline.wire.parsers import sniff

# Beside messages lie what they name: looked up then, and no messages themselves.
_MEDIA = {
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".tif", ".tiff", ".heic", ".bmp", ".svg", ".eps",
    ".pdf", ".mp4", ".mov", ".m4v", ".webm", ".wmv", ".mp3", ".m4a", ".wav", ".ogg",
}  # fmt: skip
# How programs call what they have not written to its end.
_UNFINISHED = (".part", ".tmp", ".temp", ".filepart", ".crdownload", ".partial", ".writing", "~")


@dataclass(frozen=True)
class Message:
    """A file to read: where it lies, and the folder that its pictures may lie in."""

    path: Path
    # What the desk reads in place of its path, where it came from elsewhere.
    called: str = ""
    # Why it is set aside unread: a letter that is not from the partner.
    refused: str = ""

    @property
    def address(self) -> str:
        """Where on the web it was fetched from; empty where it was not."""
        return self.called if self.called.startswith(("https://", "http://")) else ""

    @property
    def folder(self) -> Path:
        """Pictures are looked up here and never outside."""
        return self.path.parent

    @property
    def name(self) -> str:
        """Its path in one line that can be printed and kept, whatever its name is made of."""
        written = self.called.encode() or os.fsencode(self.path)
        return re.sub(r"[\x00-\x1f\x7f]", "?", written.decode("utf-8", "replace"))

    @property
    def size(self) -> int:
        """Its bytes, counted; 0 where the disk does not say."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def read(self) -> bytes:
        """Its bytes, cut short just beyond what is read in one piece. Raises OSError."""
        with self.path.open("rb") as file:
            return file.read(sniff.SIZE_LIMIT + 1)


def messages(paths: Iterable[Path]) -> list[Message]:
    """The messages among files and folders: folders are searched whole, in the order of their names.

    Raises NothingThere when one of the paths does not exist.
    """
    given = list(paths)
    for path in given:
        if not path.exists():
            raise NothingThere(f"there is no file or folder {path}; nothing was received")
    found = (message for path in given for message in _in_path(path))
    return list(dict.fromkeys(found))


def _in_path(path: Path) -> Iterator[Message]:
    if not path.is_dir():
        yield Message(path)
        return
    for inner in _files_in(path):
        if inner.suffix.lower() not in _MEDIA and not _is_picture(inner):
            yield Message(inner)


def _files_in(folder: Path) -> Iterator[Path]:
    """Every plain file below, sorted; hidden ones, links and half-written ones are passed over."""
    found: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found.extend(Path(root) / name for name in names if not name.startswith("."))
    for path in sorted(found):
        if not is_hidden(path.name) and path.is_file() and not path.is_symlink():
            yield path


def is_hidden(name: str) -> bool:
    """Whether a name is of a hidden file, or of one that a program is still writing."""
    return name.startswith(".") or name.lower().endswith(_UNFINISHED)


def is_media(name: str) -> bool:
    """Whether a name is of a picture or another thing that messages only name."""
    return Path(name).suffix.lower() in _MEDIA


def _is_picture(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return sniff.is_picture(file.read(4096))
    except OSError:
        return False

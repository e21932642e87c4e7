"""A further folder that follows the press, and its failures, for tests."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from dateline.house.home import printing_to
from dateline.press import files, followers
from dateline.press.followers import Follower
from dateline.press.followers.folder import Folder


def folder(at: Path, name: str = "elsewhere") -> Folder:
    """A folder that is mounted."""
    (at / "open").mkdir(parents=True, exist_ok=True)
    return Folder(name, at)


def have(monkeypatch: pytest.MonkeyPatch, *these: Follower) -> None:
    """The settings name these followers, and no others."""
    monkeypatch.setattr(followers, "configured", lambda: these)


@contextmanager
def there(follower: Folder) -> Iterator[None]:
    """What `files` says within this is said of that folder."""
    with printing_to(follower._place):
        yield


def is_printed_at(follower: Folder, path: str) -> bool:
    with there(follower):
        return files.is_printed(path)


class Watched:
    """Notes what it is asked to bring."""

    kind = "folder"

    def __init__(self, name: str = "watched") -> None:
        self.name = name
        self.asked: list[list[str]] = []

    def bring(self, paths: Sequence[str]) -> Mapping[str, str]:
        self.asked.append(list(paths))
        return dict.fromkeys(paths, "printed")

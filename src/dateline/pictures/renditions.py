"""Rendered files that wait for the press, under `DATELINE_HOME/renditions/<hash>/`.

Rendering one picture in all widths and formats takes a second or two of CPU: it is done before the press
asks, so that no page waits behind it. What is not there is rendered when asked for.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path

from dateline.house import atomic_file
from dateline.house.home import home
from dateline.pictures import metadata
from dateline.pictures.errors import PictureUnreadable
from dateline.pictures.models import Picture
from dateline.pictures.queries import facts_to_embed
from dateline.pictures.rules import Name


def of(picture: Picture, name: Name) -> bytes:
    """One rendition, as it lies there, or made now."""
    path = path_of(name)
    if not path.exists():
        make(picture, [name])
    return path.read_bytes()


def make(picture: Picture, names: Iterable[Name]) -> None:
    """Render what is missing of these, the original opened once.

    Raises PictureUnreadable when the original is lost, NotAPicture when it cannot be opened.
    """
    missing = [name for name in names if not path_of(name).exists()]
    if not missing:
        return
    wanted = [(name.width, name.ext) for name in missing]
    facts = facts_to_embed(picture)
    rendered = metadata.render(_original(picture), wanted, facts=facts, name=picture.title)
    for name, content in zip(missing, rendered, strict=True):
        atomic_file.write(path_of(name), content)


def drop(address_hash: str) -> None:
    """Remove all of one picture's."""
    shutil.rmtree(_folder(address_hash), ignore_errors=True)


def path_of(name: Name) -> Path:
    """Where a rendition lies once it is made."""
    return _folder(name.hash) / f"{name.width}.{name.ext}"


def _folder(address_hash: str) -> Path:
    return home() / "renditions" / address_hash


def _original(picture: Picture) -> bytes:
    try:
        with picture.file.open("rb") as file:
            content: bytes = file.read()
            return content
    except OSError as cause:
        raise PictureUnreadable(
            f"the original of {picture.title} ({picture.file.name}) cannot be read; restore it from a backup"
        ) from cause

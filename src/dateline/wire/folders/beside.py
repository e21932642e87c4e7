"""Finds the file of a picture beside its message: never outside the folder, through no link."""

import os
import stat
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from PIL import Image

from dateline.wire.errors import NotAPicture
from dateline.wire.rules import Picture

# The formats that the press prints; Pillow's other readers are where its holes were (SAFETY.md, 7).
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
SIZE_LIMIT = 60_000_000
TEXT_LIMIT = 5_000_000
# A JPEG is decoded at an eighth of its size to try it, everything else whole.
PIXEL_LIMIT = 40_000_000
JPEG_PIXEL_LIMIT = 150_000_000
# A feed's folder can hold a hundred thousand files; by name alone we do not look at more than these.
_SEARCH_LIMIT = 20_000


@dataclass(frozen=True)
class Found:
    """A picture's file, checked to be one; or only the reason why there is none."""

    reason: str = ""
    content: bytes = b""
    file_name: str = ""
    content_type: str = ""
    width: int = 0
    height: int = 0

    @property
    def is_picture(self) -> bool:
        """Whether there is a picture to attach."""
        return bool(self.content)


def look_up(picture: Picture, folder: Path | None, enclosed: Mapping[str, bytes] | None = None) -> Found:
    """The picture's file: enclosed in its message, else in the message's folder by relative path or file name."""
    if enclosed and (found := _enclosed(picture, enclosed)):
        return found
    if folder is None:
        return Found("it came without a folder; receive it from one")
    refused = ""
    for path in _candidates(picture, folder):
        try:
            return _checked(path)
        except NotAPicture as cause:
            refused = refused or str(cause)
    name = _file_name(picture.href) or picture.href
    return Found(refused or f"no file “{name[:120]}” beside the message; put it there and receive it again")


def _enclosed(picture: Picture, enclosed: Mapping[str, bytes]) -> Found | None:
    name = next(
        (name for href in picture.hrefs or (picture.href,) if (name := _file_name(href)) in enclosed), ""
    )
    if not name:
        return None
    try:
        media_type, width, height = check(enclosed[name], name)
    except NotAPicture as cause:
        return Found(str(cause))
    return Found("", enclosed[name], name, media_type, width, height)


class Texts:
    """Texts that a message points at, in its own folder alone; `used` are those that were asked for and found."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.used: set[Path] = set()

    def __call__(self, href: str) -> bytes | None:
        """The bytes of the file that an href names, None where there is none that can be read."""
        names = (PurePosixPath(name),) if (name := _file_name(href)) else ()
        for relative in (*filter(None, [_relative(href)]), *names):
            if not _is_plain(self._folder, relative):
                continue
            path = self._folder / relative
            try:
                found = _bytes_of(path)
            except NotAPicture:
                continue
            if found and len(found) <= TEXT_LIMIT:
                self.used.add(path)
                return found
        return None


def check(content: bytes, name: str) -> tuple[str, int, int]:
    """Media type, width and height of a picture's bytes. Raises NotAPicture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return _decoded(content)
    except Exception as cause:  # Pillow's readers raise nearly anything on broken bytes.
        what = str(cause).partition(" <")[0][:120]
        raise NotAPicture(
            f"“{name}” is no picture that can be printed ({what}); ask the sender for another"
        ) from cause


def _decoded(content: bytes) -> tuple[str, int, int]:
    with Image.open(BytesIO(content), formats=FORMATS) as image:
        width, height = image.size
        if width * height > (JPEG_PIXEL_LIMIT if image.format == "JPEG" else PIXEL_LIMIT):
            raise NotAPicture(f"{width} × {height} pixels are too many")
        image.draft("RGB", (256, 256))
        image.load()
        return Image.MIME[image.format or ""], width, height


def _checked(path: Path) -> Found:
    content = _bytes_of(path)
    media_type, width, height = check(content, path.name)
    return Found("", content, path.name, media_type, width, height)


def _bytes_of(path: Path) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as cause:
        raise NotAPicture(f"“{path.name}” cannot be read: {cause.strerror}; check its permissions") from cause
    with os.fdopen(handle, "rb") as file:
        kind = os.fstat(file.fileno())
        if not stat.S_ISREG(kind.st_mode):
            raise NotAPicture(f"“{path.name}” is no plain file; send the picture itself")
        if kind.st_size > SIZE_LIMIT:
            raise NotAPicture(
                f"“{path.name}” is larger than {SIZE_LIMIT // 1_000_000} MB; ask for a smaller one"
            )
        return file.read()


def _candidates(picture: Picture, folder: Path) -> Iterator[Path]:
    hrefs = picture.hrefs or (picture.href,)
    seen: set[Path] = set()
    for path in (*_by_path(hrefs, folder), *_by_name(hrefs, folder)):
        if path not in seen:
            seen.add(path)
            yield path


def _by_path(hrefs: tuple[str, ...], folder: Path) -> Iterator[Path]:
    for href in hrefs:
        relative = _relative(href)
        if relative is not None and _is_plain(folder, relative):
            yield folder / relative


def _by_name(hrefs: tuple[str, ...], folder: Path) -> Iterator[Path]:
    names = [name for href in hrefs if (name := _file_name(href))]
    for name in names:
        if _is_plain(folder, PurePosixPath(name)):
            yield folder / name
    yield from _deeper(names, folder)


def _deeper(names: list[str], folder: Path) -> Iterator[Path]:
    """Files of these names anywhere below, in the order of the names."""
    wanted: dict[str, list[Path]] = {name: [] for name in names}
    looked_at = 0
    for root, _, files in os.walk(folder):
        looked_at += len(files)
        if looked_at > _SEARCH_LIMIT:
            break
        for name in wanted.keys() & set(files):
            path = Path(root) / name
            if _is_plain(folder, PurePosixPath(path.relative_to(folder).as_posix())):
                wanted[name].append(path)
    for name in names:
        yield from sorted(wanted[name])


def _is_plain(folder: Path, relative: PurePosixPath) -> bool:
    """Whether a plain file stands there, and nothing on the way to it is a link."""
    path = folder
    for part in relative.parts:
        path = path / part
        try:
            mode = path.lstat().st_mode
        except (OSError, ValueError):
            return False
        if stat.S_ISLNK(mode):
            return False
    return path.is_file()


def _relative(href: str) -> PurePosixPath | None:
    """An href as a path within the folder; None when it is an address, absolute, or climbs out."""
    parts = _split(href)
    if parts is None or parts[0] not in ("", "file") or parts[1]:
        return None
    written = parts[2].strip()
    path = PurePosixPath(written[len("/") :] if written.startswith("/./") else written)
    if not written or path.is_absolute() or ".." in path.parts or "\x00" in written:
        return None
    return path


def _file_name(href: str) -> str:
    parts = _split(href)
    name = (parts[2] if parts else href).rstrip("/").rpartition("/")[2].strip()
    return "" if name in ("", ".", "..") or "\x00" in name or len(name.encode()) > 255 else name


def _split(href: str) -> tuple[str, str, str] | None:
    """Scheme, host and path of an href, the path decoded, Windows' slashes turned."""
    try:
        found = urlsplit(href.strip().replace("\\", "/"))
    except ValueError:
        return None
    return found.scheme.lower(), found.netloc, unquote(found.path)

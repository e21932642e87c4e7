"""One style sheet and one script for every page, joined from the rooms' small files.

Their addresses carry a hash of what stands in them, so they may be kept for ever. Each script is a custom
element without imports, set into a block of its own, so that their names cannot meet.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders

from dateline.house.stylesheets import ORDER, SCRIPTS

# How the addresses of both begin.
BEGIN = "/static/dateline."
# A string, or a comment: strings are matched first so that "/*" within one is left alone.
_CSS_TOKEN = re.compile(r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|/\*.*?\*/""", re.DOTALL)
_CSS_SPACE = re.compile(r"\s+")
_CSS_AROUND = re.compile(r"\s*([{};,>])\s*")
_CSS_COLON = re.compile(r"(?<=[\w-]):\s+")  # a declaration's; "a :hover" keeps its space
_JS_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*.*?\*/[ \t]*)$\n?", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Bundle:
    """A file to serve: its address, its bytes, what they are."""

    address: str
    content: bytes
    content_type: str


def stylesheet() -> Bundle:
    """The style sheet of the readers' pages."""
    return _bundle("css", "text/css; charset=utf-8", ORDER)


def script() -> Bundle:
    """The script of the readers' pages, an ES module."""
    return _bundle("js", "text/javascript; charset=utf-8", SCRIPTS)


def _bundle(kind: str, content_type: str, names: tuple[str, ...]) -> Bundle:
    files = tuple((path, path.stat().st_mtime_ns) for path in _found(names))
    return _joined(kind, content_type, files)


@lru_cache(maxsize=2)
def _found(names: tuple[str, ...]) -> tuple[Path, ...]:
    places = (finders.find(name) for name in names)
    return tuple(Path(str(place)) for place in places if place)


@lru_cache(maxsize=8)
def _joined(kind: str, content_type: str, files: tuple[tuple[Path, int], ...]) -> Bundle:
    texts = [path.read_text() for path, _ in files]
    if kind == "css":
        joined = "\n".join(small_css(text) for text in texts)
    else:
        joined = "\n".join(f"{{\n{small_js(text)}}}" for text in texts)
    content = joined.encode()
    return Bundle(f"{BEGIN}{hashlib.sha256(content).hexdigest()[:12]}.{kind}", content, content_type)


def small_css(text: str) -> str:
    """The same style sheet without comments and needless white space; strings are left as they are."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        if match[1] is None:
            return " "
        kept.append(match[1])
        return f"\0{len(kept) - 1}\0"

    bare = _CSS_SPACE.sub(" ", _CSS_TOKEN.sub(keep, text))
    bare = _CSS_COLON.sub(":", _CSS_AROUND.sub(r"\1", bare)).replace(";}", "}").strip()
    return re.sub("\0(\\d+)\0", lambda match: kept[int(match[1])], bare)


def small_js(text: str) -> str:
    """The same script without the comments that have lines of their own, and without indentation.

    For our own files, which hold no strings over several lines.
    """
    bare = _JS_COMMENT.sub("", text)
    return "".join(f"{line.strip()}\n" for line in bare.splitlines() if line.strip())

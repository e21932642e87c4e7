"""How the demo's files are read: moments that count from now, and stories in a plain form of their own."""

import html
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dateline.demo.errors import UnreadableContent

Block = tuple[str, Any]

_MOMENT = re.compile(r"\{\{([+-]\d+)([mh])\}\}")
_DAY = re.compile(r"\{\{DAY([+-]\d+)\}\}")
_UNITS = {"m": "minutes", "h": "hours"}


@dataclass(frozen=True)
class StoryFile:
    """One story as its file has it: what stands before the text, and the blocks of its body.

    The lead picture's words are in `facts["picture"]`; a gallery names stories, whose lead pictures it shows.
    """

    facts: Mapping[str, Any]
    body: tuple[Block, ...]


def fill_moments(template: str, at: datetime) -> str:
    """The text with `{{-2h}}` and `{{+90m}}` as moments in UTC and `{{DAY+30}}` as a date, all from `at`."""
    filled = _MOMENT.sub(lambda found: _moment(at, int(found[1]), found[2]), template)
    return _DAY.sub(lambda found: str(_day(at) + timedelta(days=int(found[1]))), filled)


def utc(moment: datetime) -> datetime:
    """A moment without a zone, said to be in UTC."""
    return moment.replace(tzinfo=UTC)


def read_story(text: str, *, name: str) -> StoryFile:
    """The story of a file: TOML between two lines of `+++`, then the text.

    Raises UnreadableContent, naming the file.
    """
    parts = text.split("+++\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise UnreadableContent(f"{name} does not begin with its facts between two lines of +++")
    try:
        facts = tomllib.loads(parts[1])
    except tomllib.TOMLDecodeError as cause:
        raise UnreadableContent(f"{name}: {cause}") from cause
    return StoryFile(facts, tuple(_blocks(parts[2])))


def _blocks(text: str) -> Iterator[Block]:
    fenced = re.split(r"^:::(table|facts|chart|gallery)(.*)\n((?:.*\n)*?):::\n", text, flags=re.MULTILINE)
    yield from _plain(fenced[0])
    for kind, title, inside, after in zip(
        fenced[1::4], fenced[2::4], fenced[3::4], fenced[4::4], strict=True
    ):
        yield _FENCED[kind](title.strip(), inside.strip().splitlines())
        yield from _plain(after)


def _plain(text: str) -> Iterator[Block]:
    for piece in re.split(r"\n\s*\n", text):
        piece = piece.strip()
        if piece.startswith("## "):
            yield "heading", piece[3:]
        elif piece.startswith(">> "):
            yield "pull_quote", {"text": _unquoted(piece[3:])}
        elif piece.startswith("> "):
            lines = [line.removeprefix(">").strip() for line in piece.splitlines()]
            said_by = lines.pop()[1:].strip() if lines[-1].startswith("—") else ""
            yield "quote", {"text": " ".join(lines), "attribution": said_by}
        elif piece:
            yield "paragraph", f"<p>{_marked(piece)}</p>"


def _table(title: str, lines: list[str]) -> Block:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    table = {
        "columns": [{"type": "text", "heading": heading} for heading in rows[0]],
        "rows": [{"values": row} for row in rows[1:]],
        "caption": "",
    }
    return "table", {"title": title, "table": table, "source": _source(lines)}


def _facts(title: str, lines: list[str]) -> Block:
    points = "".join(f"<li>{_marked(line[2:])}</li>" for line in lines if line.startswith("- "))
    return "fact_box", {"title": title, "text": f"<ul>{points}</ul>"}


def _chart(title: str, lines: list[str]) -> Block:
    kind, _, rest = title.partition(" ")
    words, _, unit = rest.partition("|")
    figures = "\n".join(line for line in lines if line and not line.startswith("Source:"))
    return "chart", {
        "title": words.strip(),
        "kind": kind,
        "figures": figures,
        "unit": unit.strip(),
        "source": _source(lines),
    }


def _gallery(title: str, lines: list[str]) -> Block:
    rows = [line.removeprefix("- ").partition(" | ") for line in lines if line.startswith("- ")]
    return "gallery", {"title": title, "pictures": [{"picture": of, "caption": said} for of, _, said in rows]}


_FENCED = {"table": _table, "facts": _facts, "chart": _chart, "gallery": _gallery}


def _source(lines: list[str]) -> str:
    return next((line.removeprefix("Source:").strip() for line in lines if line.startswith("Source:")), "")


def _marked(text: str) -> str:
    """Emphasis between stars, all else as it is written."""
    safe = html.escape(" ".join(text.split()), quote=False)
    return re.sub(r"\*([^*]+)\*", r"<i>\1</i>", safe)


def _unquoted(text: str) -> str:
    return " ".join(text.split()).strip("“”")


def _moment(at: datetime, count: int, unit: str) -> str:
    moved = at.astimezone(UTC) + timedelta(**{_UNITS[unit]: count})
    return f"{moved:%Y-%m-%dT%H:%M:%SZ}"


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()

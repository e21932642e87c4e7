"""What has changed between two versions of an item, and how long a span is, as an editor reads it.

Values in, values out.
"""

import difflib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dateline.wire.rules import Item

# The fields that an editor compares, and what they are called.
FIELDS = (
    ("headline", "Headline"),
    ("standfirst", "Standfirst"),
    ("byline", "By"),
    ("dateline", "Dateline"),
    ("pub_status", "Status"),
    ("embargoed_until", "Embargo"),
    ("expires_at", "Expires"),
    ("usage_terms", "Usage terms"),
    ("credit", "Credit"),
    ("copyright_notice", "Copyright"),
    ("edit_note", "Note to editors"),
)
# Beyond this many changed paragraphs the text is as good as new.
MOST_PARAGRAPHS = 40


@dataclass(frozen=True)
class Change:
    """One field that differs."""

    said: str
    before: str
    after: str


@dataclass(frozen=True)
class Run:
    """A run of words: `same`, `gone` or `new`."""

    kind: str
    words: str


@dataclass(frozen=True)
class Difference:
    """Fields that differ, and the paragraphs that do, word by word. `is_rewritten`: too many to show."""

    fields: tuple[Change, ...]
    paragraphs: tuple[tuple[Run, ...], ...]
    is_rewritten: bool = False

    def __bool__(self) -> bool:
        return bool(self.fields or self.paragraphs or self.is_rewritten)


def difference(before: Item, after: Item) -> Difference:
    """What an editor must look at when `after` has come in place of `before`."""
    fields = tuple(
        Change(said, written(getattr(before, name)), written(getattr(after, name)))
        for name, said in FIELDS
        if getattr(before, name) != getattr(after, name)
    )
    pictures = _pictures(before, after)
    old, new = paragraphs(before.body_text), paragraphs(after.body_text)
    changed = tuple(_changed_paragraphs(old, new))
    if len(changed) > MOST_PARAGRAPHS:
        return Difference(fields + pictures, (), is_rewritten=True)
    return Difference(fields + pictures, changed)


def said_span(span: timedelta) -> str:
    """A span of time as one says it, in one unit: a count is rounded down below two hours, to the nearest above."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 120:
        return _counted(minutes // 60, "hour", "an") if minutes >= 60 else _counted(minutes, "minute", "a")
    hours = round(minutes / 60)
    return f"{hours} hours" if hours < 48 else f"{round(hours / 24)} days"


def _counted(count: int, unit: str, one: str) -> str:
    return f"{one} {unit}" if count == 1 else f"{count} {unit}s"


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, a blank line between them."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _pictures(before: Item, after: Item) -> tuple[Change, ...]:
    old, new = ([picture.href for picture in item.pictures] for item in (before, after))
    return (Change("Pictures", ", ".join(old), ", ".join(new)),) if old != new else ()


def _changed_paragraphs(old: list[str], new: list[str]) -> list[tuple[Run, ...]]:
    found = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            found.append(runs("\n".join(old[a:b]).split(" "), "\n".join(new[c:d]).split(" ")))
    return found


def runs(old: list[str], new: list[str]) -> tuple[Run, ...]:
    """Two texts, a word an entry, as runs of words that stayed, went and came."""
    found = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Run("same", " ".join(old[a:b])))
            continue
        found += [Run("gone", " ".join(old[a:b]))] if any(old[a:b]) else []
        found += [Run("new", " ".join(new[c:d]))] if any(new[c:d]) else []
    return tuple(found)


def written(value: Any) -> str:
    """A field as an editor reads it."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)

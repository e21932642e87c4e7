"""JSON that nobody can read in two ways: a key given twice, NaN and bottomless nesting are flaws.

Python's own reader takes the last of two equal keys, so that a second `usageterms` could show
one licence to a checker and another to us. A flaw is found where it stands, so that an item
beside it can still be read.
"""

import json
import math
import re
from collections import Counter
from typing import Any

from dateline.wire.errors import NotWellFormed

DEPTH_LIMIT = 100
# A string, or the rest of the text where it has no end: else each escaped quote in it would be tried as another.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_OPENING, _BRACKETS = b"[{", b"[]{}"
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in _BRACKETS)


class _Flaw:
    """Stands where a value was that must not be used."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


def read(raw: bytes) -> Any:
    """The value of a JSON text; ask `flaw_of` before using any part of it.

    Raises NotWellFormed when it is no JSON at all.
    """
    if _depth(raw) > DEPTH_LIMIT:
        raise NotWellFormed(f"JSON nested more than {DEPTH_LIMIT} deep; ask the sender to send it again")
    try:
        return json.loads(
            _text(raw),
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_number,
            parse_int=_whole,
        )
    except json.JSONDecodeError as cause:
        where = f"line {cause.lineno}, column {cause.colno}"
        raise NotWellFormed(
            f"broken JSON at {where} ({cause.msg}); ask the sender to send it again"
        ) from cause
    except RecursionError as cause:
        raise NotWellFormed("JSON nested too deeply; ask the sender to send it again") from cause


def flaw_of(value: Any) -> str:
    """The first flaw in a value that `read` gave, as a sentence; empty when there is none."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, _Flaw):
            return one.reason
        if isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return ""


def _text(raw: bytes) -> str:
    encoding = json.detect_encoding(raw)
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as cause:
        raise NotWellFormed(
            f"broken JSON: byte {cause.start} is no {encoding.removesuffix('-sig').upper()}; "
            "ask the sender to send it as UTF-8"
        ) from cause


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Flaw:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
    return _Flaw(
        f"the JSON key “{twice[:80]}” stands twice in one object; which one counts is for the sender to say"
    )


def _constant(word: str) -> _Flaw:
    return _Flaw(f"the JSON holds {word}, which is no number; ask the sender to send it again")


def _number(digits: str) -> float | _Flaw:
    found = float(digits)
    return (
        found
        if math.isfinite(found)
        else _Flaw(f"the JSON holds the number {digits[:40]}, which is without bound")
    )


def _whole(digits: str) -> int | _Flaw:
    return int(digits) if len(digits) <= 40 else _Flaw(f"the JSON holds a number of {len(digits)} digits")


def _depth(raw: bytes) -> int:
    """How deep brackets nest; strings are passed over. Reads ASCII marks, so any UTF-8 will do."""
    if raw.count(b"[") + raw.count(b"{") <= DEPTH_LIMIT:
        return 0  # not so deep, however they nest
    deepest = depth = 0
    for bracket in _STRING.sub(b"", raw).translate(None, _NO_BRACKETS):
        depth += 1 if bracket in _OPENING else -1
        deepest = max(deepest, depth)
    return deepest

"""Ticks as JSON lines: one object a line, figures as text or numbers, read exactly."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from dateline.markets.errors import UnreadableTick
from dateline.markets.rules import Tick

KEYS = ("symbol", "last", "previous_close", "at")
OPTIONAL_KEYS = ("halted",)
LONGEST_LINE = 2_000
# What the table of ticks keeps without loss.
MOST_DIGITS = 15
MOST_DECIMALS = 6


def parse_tick(line: str, *, received_at: datetime) -> Tick:
    """Read `{"symbol": "KOSPI", "last": "2843.31", "previous_close": "2866.09", "at": "…+09:00"}`.

    `"halted": true` may stand besides. Not a number is read as such: refusing it is the rules' business.
    Raises UnreadableTick, whose reason is fit for a person.
    """
    values = _object(line)
    for key in values:
        if key not in KEYS + OPTIONAL_KEYS:
            raise UnreadableTick(f"unknown key '{key}'; a tick has {', '.join(KEYS)}")
    for key in KEYS:
        if key not in values:
            raise UnreadableTick(f"no '{key}'; a tick has {', '.join(KEYS)}")
    symbol, halted = values["symbol"], values.get("halted", False)
    if not isinstance(symbol, str) or not symbol.strip() or len(symbol) > 32:
        raise UnreadableTick(f"symbol is not a short text: {symbol!r}"[:120])
    if not isinstance(halted, bool):
        raise UnreadableTick("halted is neither true nor false")
    return Tick(
        symbol=symbol.strip(),
        last=_figure(values, "last"),
        previous_close=_figure(values, "previous_close"),
        at=_moment(values["at"]),
        received_at=received_at,
        halted=halted,
    )


def numbered(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers from 1."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, line.strip()


def _object(line: str) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise UnreadableTick(f"longer than {LONGEST_LINE} characters")
    try:
        values = json.loads(
            line, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_without_duplicates
        )
    except (ValueError, RecursionError) as cause:
        raise UnreadableTick(f"not JSON: {cause}") from cause
    if not isinstance(values, dict):
        raise UnreadableTick("not a JSON object")
    return values


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise UnreadableTick("a key stands twice")
    return values


def _figure(values: dict[str, Any], key: str) -> Decimal:
    text = values[key]
    try:
        value = Decimal(text) if isinstance(text, str) and "_" not in text else _no_number(key, text)
    except InvalidOperation:
        _no_number(key, text)
    if value.is_finite():
        digits, exponent = value.as_tuple().digits, int(value.as_tuple().exponent)
        if (
            len(digits) > MOST_DIGITS
            or exponent < -MOST_DECIMALS
            or value.adjusted() >= MOST_DIGITS - MOST_DECIMALS
        ):
            raise UnreadableTick(f"{key} has more digits than a price: {text!r}"[:120])
    return value


def _no_number(key: str, text: object) -> NoReturn:
    raise UnreadableTick(f"{key} is not a number: {text!r}"[:120])


def _moment(text: object) -> datetime:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
        if moment is None or moment.tzinfo is None:
            raise UnreadableTick(f"at is no moment with a zone, as 2026-11-23T13:01:00+09:00: {text!r}"[:120])
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as cause:
        raise UnreadableTick(f"at is no moment: {text!r}"[:120]) from cause

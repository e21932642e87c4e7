"""As much of CBOR (RFC 8949) as an assertion about mining is written in; tags are passed over."""

import struct
from typing import Any

DEEPEST = 16
MOST_ITEMS = 10_000


class Unreadable(ValueError):
    """These bytes are no CBOR, or more of it than any assertion has."""


def decode(raw: bytes) -> Any:
    """The first item of these bytes. Raises Unreadable."""
    try:
        return _Reader(raw).item(0)
    except (IndexError, struct.error, UnicodeError, TypeError) as cause:
        raise Unreadable(f"no CBOR: {cause}") from cause


class _Reader:
    def __init__(self, raw: bytes) -> None:
        self._raw, self._at, self._items = raw, 0, 0

    def item(self, depth: int) -> Any:
        """The next item; `_BREAK` where an item without a length ends."""
        self._items += 1
        if depth > DEEPEST or self._items > MOST_ITEMS:
            raise Unreadable("nested too deeply, or too many items")
        head = self._raw[self._at]
        self._at += 1
        kind, short = head >> 5, head & 31
        if kind == 7:
            return self._simple(short)
        length = None if short == 31 else self._number(short)
        if kind in (0, 1):
            return length if kind == 0 else -1 - (length or 0)
        if kind in (2, 3):
            said = self._taken(length) if length is not None else self._pieces(depth)
            return said.decode() if kind == 3 else said
        if kind == 6:
            return self.item(depth + 1)
        values = self._values(length if kind == 4 or length is None else 2 * length, depth)
        return values if kind == 4 else dict(zip(values[::2], values[1::2], strict=True))

    def _number(self, short: int) -> int:
        if short < 24:
            return short
        sizes = {24: ">B", 25: ">H", 26: ">I", 27: ">Q"}
        if short not in sizes:
            raise Unreadable("a length that no standard knows")
        size = struct.calcsize(sizes[short])
        (number,) = struct.unpack(sizes[short], self._taken(size))
        return int(number)

    def _taken(self, length: int) -> bytes:
        taken = self._raw[self._at : self._at + length]
        if len(taken) < length:
            raise Unreadable("cut off")
        self._at += length
        return taken

    def _pieces(self, depth: int) -> bytes:
        found = []
        while (piece := self.item(depth + 1)) is not _BREAK:
            if not isinstance(piece, bytes | str):
                raise Unreadable("a text in pieces that are none")
            found.append(piece.encode() if isinstance(piece, str) else piece)
        return b"".join(found)

    def _values(self, count: int | None, depth: int) -> list[Any]:
        found: list[Any] = []
        while count is None or len(found) < count:
            value = self.item(depth + 1)
            if value is _BREAK:
                if count is None:
                    break
                raise Unreadable("an end where none belongs")
            found.append(value)
        return found

    def _simple(self, short: int) -> Any:
        if short == 31:
            return _BREAK
        if short in (25, 26, 27):
            size = {25: ">e", 26: ">f", 27: ">d"}[short]
            return struct.unpack(size, self._taken(struct.calcsize(size)))[0]
        return {20: False, 21: True}.get(short)


_BREAK = object()

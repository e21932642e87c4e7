"""Whether a file in a folder has been written to its end, by what stands in it."""

import json
import re

# A partner's program writes a file in one go, or keeps on writing: unchanged for so long, it is taken as it is.
WHOLE_SECONDS = 0.1
UNKNOWN_SECONDS = 3.0
BROKEN_SECONDS = 60.0
_FIRST_TAG = re.compile(rb"<([^\s<>/!?]+)")
_LAST_TAG = re.compile(rb"</([^\s<>/]+)\s*>\s*(?:<!--[^<]*-->\s*)*$")


def patience(raw: bytes) -> float:
    """Seconds for which a file must not have changed before it is read; a half-written one may stand still a while."""
    opening = raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if opening == b"<":
        return WHOLE_SECONDS if _is_closed(raw) else BROKEN_SECONDS
    if opening in (b"{", b"["):
        return WHOLE_SECONDS if _is_json(raw) else BROKEN_SECONDS
    return UNKNOWN_SECONDS


def _is_closed(raw: bytes) -> bool:
    """Whether the element that opens the file also ends it."""
    first = _FIRST_TAG.search(raw[:65_536])
    last = _LAST_TAG.search(raw[-4096:].rstrip(b" \t\r\n\x00\x1a"))
    return bool(first and last and first[1] == last[1])


def _is_json(raw: bytes) -> bool:
    try:
        json.loads(raw)
    except (ValueError, RecursionError):
        return False
    return True

"""Whether a letter in a partner's mailbox is from the partner: its From, and what our own mail server found of it.

RFC 8601 (Authentication-Results): only what the server found that took the letter in counts, and of that the topmost,
which that server wrote last; what stands beneath may have come with the letter.
"""

import re
from collections.abc import Sequence
from email.utils import getaddresses

from dateline.wire.errors import UnreadableItem
from dateline.wire.parsers.mail.letter import Letter

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"\s*(?P<method>[a-z][a-z0-9-]*)(?:/\d+)?\s*=\s*(?P<result>[a-z]+)", re.IGNORECASE)
# The methods, and whose mail each has found it to be.
_WHOSE = {
    "dkim": re.compile(r"\bheader\.(?:d|i)\s*=\s*(?:\"?[^\s;@\"]*@)?\"?([^\s;\"]+)", re.IGNORECASE),
    "spf": re.compile(r"\bsmtp\.mailfrom\s*=\s*(?:\"?[^\s;@\"]*@)?\"?([^\s;\"]+)", re.IGNORECASE),
    "dmarc": re.compile(r"\bheader\.from\s*=\s*(?:\"?[^\s;@\"]*@)?\"?([^\s;\"]+)", re.IGNORECASE),
}


def objection(raw: bytes, *, senders: Sequence[str], host: str = "", methods: Sequence[str] = ()) -> str:
    """Why a letter is set aside; empty when it may be read.

    `senders` are addresses, or domains as `@quayside.example`; none: anybody's. `host` is our own mail server's name in
    Authentication-Results, empty where none is asked; one of `methods` must have passed for the sender's domain.
    """
    if not senders:
        return ""
    try:
        letter = Letter(raw)
    except UnreadableItem as cause:
        return str(cause)
    address = _address(letter.all("From"))
    if not address:
        return "set aside: it names no one sender"
    if not any(_is(address, sender.lower()) for sender in senders):
        return f"set aside: {address} is none of the partner's senders; add it to 'senders' if it is"
    if host and not _has_passed(
        letter.all("Authentication-Results"), address.rpartition("@")[2], host, methods
    ):
        return (
            f"set aside: {host} did not find that it is from {address} ({' or '.join(methods or _WHOSE)}); "
            "ask the partner whether it is"
        )
    return ""


def _address(headers: Sequence[str]) -> str:
    """The one address in the one From header; a letter with more says two things to two programs."""
    if len(headers) != 1:
        return ""
    found = [address for _, address in getaddresses([headers[0][:1_000]]) if address]
    return found[0].lower() if len(found) == 1 and found[0].count("@") == 1 else ""


def _is(address: str, sender: str) -> bool:
    """Whether an address is this sender's; a domain is itself alone, and no other beneath it."""
    return address.endswith(sender) if sender.startswith("@") else address == sender


def _has_passed(headers: Sequence[str], domain: str, host: str, methods: Sequence[str]) -> bool:
    ours = next((text for text in headers if _server_of(text) == host.lower()), "")
    for part in _COMMENT.sub(" ", ours[:20_000]).split(";")[1:]:
        found = _RESULT.match(part)
        method = found["method"].lower() if found else ""
        if found and method in (methods or _WHOSE) and found["result"].lower() == "pass":
            whose = _WHOSE[method].search(part)
            if whose and _is_aligned(whose[1].lower().strip(".<>"), domain):
                return True
    return False


def _server_of(text: str) -> str:
    words = _COMMENT.sub(" ", text[:2_000]).partition(";")[0].split()
    return words[0].lower() if words else ""


def _is_aligned(found: str, domain: str) -> bool:
    """The same domain, or one beneath the other, as DMARC's relaxed alignment has it; never only a common ending."""
    return found == domain or (
        min(found.count("."), domain.count(".")) >= 1
        and (found.endswith(f".{domain}") or domain.endswith(f".{found}"))
    )

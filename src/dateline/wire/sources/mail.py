"""A mailbox over IMAP: letters that have come since, left in it as they are, unread ones unread."""

import imaplib
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from dateline.house.fetching import fetcher
from dateline.house.fetching.guard import Deadline, Guard, deadline
from dateline.licences.rules import Source
from dateline.wire.errors import SourceFailed
from dateline.wire.folders.gathering import Message
from dateline.wire.parsers import sniff
from dateline.wire.parsers.mail.senders import objection
from dateline.wire.sources.asking import guard_for, keep_in, secret_of
from dateline.wire.sources.collected import Collected, Place

PORTS = {"imaps": 993, "imap": 143}
# A mailbox with more new letters than this has the rest fetched in the next poll.
MOST_LETTERS = 2_000
SECONDS = 300.0


def collect(source: Source, place: Place, folder: Path, at: datetime) -> Collected:
    """The letters behind the last one that was received. Raises SourceFailed with what the server said."""
    with _mailbox(source) as mailbox:
        validity = _number(mailbox, "UIDVALIDITY")
        # Numbers count within one life of the mailbox; in a new one we begin anew, and know again what we had.
        last = int(place.cursor.get("uid", 0)) if place.cursor.get("uidvalidity") == validity else 0
        messages: list[Message] = []
        for uid in _newer(mailbox, last)[:MOST_LETTERS]:
            raw = _letter(mailbox, uid)
            refused = objection(
                raw, senders=source.senders, host=source.authentication_host, methods=source.authentication
            )
            path = keep_in(folder, uid, raw, ".eml")
            messages.append(Message(path, called=f"{source.location} letter {uid}", refused=refused))
            last = uid
        return Collected(tuple(messages), Place(cursor={"uidvalidity": validity, "uid": last}))


@contextmanager
def _mailbox(source: Source) -> Iterator[imaplib.IMAP4]:
    where = urlsplit(source.location)
    with deadline(SECONDS) as limit:
        try:
            server = _Guarded(where, guard_for(source), limit)
        except (imaplib.IMAP4.error, OSError, EOFError) as cause:
            raise SourceFailed(
                f"{where.hostname} does not answer as a mail server ({_words(cause)})"
            ) from cause
        try:
            if where.scheme == "imap":
                server.starttls(fetcher.trusted())
            server.login(source.user, secret_of(source))
            _select(server, unquote(where.path).strip("/") or "INBOX")
            yield server
        except (imaplib.IMAP4.error, OSError, EOFError, UnicodeError) as cause:
            why = "it took too long" if limit.has_passed else _words(cause)
            raise SourceFailed(f"{where.hostname} did not give its letters ({why})") from cause
        finally:
            server.shutdown()


class _Guarded(imaplib.IMAP4):
    """A connection that the guard makes, with TLS from its first byte for `imaps`."""

    def __init__(self, where: SplitResult, guard: Guard, limit: Deadline) -> None:
        self._where, self._guard, self._limit = where, guard, limit
        super().__init__(where.hostname or "", where.port or PORTS[where.scheme], timeout=30)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        made = self._guard.connect(self.host, self.port, self._limit)
        if self._where.scheme == "imap":
            return made
        return fetcher.trusted().wrap_socket(made, server_hostname=self.host)

    def read(self, size: int) -> bytes:
        """As many bytes as the server announces, which need not be as many as were asked for."""
        if size > sniff.SIZE_LIMIT + 1:
            raise self.abort("it announces more than it was asked for")
        return super().read(size)


def _select(server: imaplib.IMAP4, folder: str) -> None:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    status, said = server.select(f'"{escaped}"', readonly=True)
    if status != "OK":
        raise SourceFailed(f"the mailbox has no folder “{folder}” ({_text(said)})")


def _number(server: imaplib.IMAP4, name: str) -> int:
    _, said = server.response(name)
    found = re.search(r"\d+", _text(said))
    return int(found[0]) if found else 0


def _newer(server: imaplib.IMAP4, last: int) -> list[int]:
    status, said = server.uid("SEARCH", f"UID {last + 1}:*")
    if status != "OK":
        raise SourceFailed(f"the mailbox cannot be searched ({_text(said)})")
    # The star is the newest letter, also where that is an older one.
    return sorted(uid for uid in map(int, _text(said).split()) if uid > last)


def _letter(server: imaplib.IMAP4, uid: int) -> bytes:
    """A letter's bytes, cut short just beyond what is read; asked for so that it stays unread."""
    status, said = server.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{sniff.SIZE_LIMIT + 1}>)")
    for part in said if status == "OK" else ():
        if isinstance(part, tuple):
            return bytes(part[1])
    raise SourceFailed(f"letter {uid} cannot be had ({_text(said)})")


def _text(said: Any) -> str:
    pieces = said if isinstance(said, list | tuple) else [said]
    return " ".join(piece.decode("utf-8", "replace") for piece in pieces if isinstance(piece, bytes))


def _words(cause: BaseException) -> str:
    words = cause.args[0] if cause.args else ""
    return (words.decode("utf-8", "replace") if isinstance(words, bytes) else str(cause))[:200]

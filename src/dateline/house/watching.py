"""What whoever watches a paper follows work by: this process's part, the request and the notice at hand.

Log lines carry all three; so one line of a page that could not be printed leads to the notice that had it
printed, and from there to its receipts. A request's number and a notice's are never on a printed page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_request: ContextVar[str] = ContextVar("request", default="")
_notice: ContextVar[int | None] = ContextVar("notice", default=None)
_part = "command"


def take_part(part: str) -> None:
    """Say what this process is: server, press, group; a command until it says otherwise."""
    global _part
    _part = part


def part() -> str:
    """What this process is."""
    return _part


def request_number() -> str:
    """The request that is being answered; "" outside of one."""
    return _request.get()


def notice_number() -> int | None:
    """The notice that is being heard or printed; None outside of one."""
    return _notice.get()


@contextmanager
def answering(number: str) -> Iterator[None]:
    """Within this, the request of this number is being answered."""
    token = _request.set(number)
    try:
        yield
    finally:
        _request.reset(token)


@contextmanager
def hearing(number: int) -> Iterator[None]:
    """Within this, what is done is done because of the notice of this number."""
    token = _notice.set(number)
    try:
        yield
    finally:
        _notice.reset(token)

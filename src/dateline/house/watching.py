"""What whoever watches a paper follows work by: this process's part, the request and the notice at hand.

Log lines carry all three; so one line of a page that could not be printed leads to the notice that had it
printed, and from there to its receipts. A request's number and a notice's are never on a printed page.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from dateline.house.models import Notice

_request: ContextVar[str] = ContextVar("request", default="")
_notice: ContextVar[int | None] = ContextVar("notice", default=None)
_part = "command"
# Where a notice carries the trace that it was posted in.
MARK = "trace"


class Tracing(Protocol):
    """Whoever follows steps: OpenTelemetry, where a collector is named; else nobody."""

    def step(self, name: str, facts: Mapping[str, str | int]) -> AbstractContextManager[None]:
        """Within this, the step is taken."""

    def going_on(self, mark: str) -> AbstractContextManager[None]:
        """Within this, steps belong to the trace of this mark."""

    def mark(self) -> str:
        """By what another process goes on in the trace of now."""


_tracing: Tracing | None = None


def trace_with(tracing: Tracing | None) -> None:
    """Have steps followed from now on, or not any more."""
    global _tracing
    _tracing = tracing


@contextmanager
def step(name: str, **facts: str | int) -> Iterator[None]:
    """Within this, or a function under it, a step is taken that whoever follows sees by this name."""
    with _tracing.step(name, facts) if _tracing else nullcontext():
        yield


def marks() -> dict[str, str]:
    """What a notice that is posted now carries along; empty when nobody follows."""
    mark = _tracing.mark() if _tracing else ""
    return {MARK: mark} if mark else {}


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
def hearing(notice: "Notice") -> Iterator[None]:
    """Within this, what is done is done because of this notice, and in the trace that it was posted in."""
    token = _notice.set(notice.seq)
    mark = notice.facts.get(MARK) if _tracing else None
    try:
        with _tracing.going_on(mark) if _tracing and isinstance(mark, str) else nullcontext():
            yield
    finally:
        _notice.reset(token)

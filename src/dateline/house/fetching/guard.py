"""Connects to vetted addresses alone: a name is resolved once, and the very address that was vetted is called."""

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from dateline.house.errors import NotAllowed, NotFetched
from dateline.house.fetching import addresses

Resolve = Callable[[str, int], list[str]]
CONNECT_SECONDS = 10.0


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name, as the machine's resolver says. Raises NotFetched when there is none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as cause:
        raise NotFetched(f"{host} cannot be found ({cause})") from cause
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def call(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to this very address."""
    return socket.create_connection((address, port), timeout=seconds)


@dataclass(frozen=True)
class Guard:
    """Says which machines may be asked. `private_hosts`: names within our own network that may be, as
    `host` or `host:port`; what is link-local never is, so that no cloud's keys are read."""

    private_hosts: frozenset[str] = frozenset()
    resolve: Resolve = resolve
    call: Callable[[str, int, float], socket.socket] = call

    def vetted(self, host: str, port: int) -> list[str]:
        """The addresses of a host, all of them allowed. Raises NotAllowed when a single one is not."""
        ip = addresses.literal(host)
        found = [str(ip)] if ip else self.resolve(host, port)
        is_named = host in self.private_hosts or f"{host}:{port}" in self.private_hosts
        for each in found:
            where = ipaddress.ip_address(each)
            if addresses.is_link_local(where) or not (is_named or addresses.is_public(where)):
                raise NotAllowed(
                    f"{host} leads into a private network ({each}), where nothing is fetched; "
                    "a gateway of your own is named in DATELINE_GATEWAYS"
                )
        if not found:
            raise NotFetched(f"{host} has no address")
        return found

    def connect(self, host: str, port: int, deadline: "Deadline") -> socket.socket:
        """A connection to a vetted address, closed when the deadline passes. Raises NotAllowed or NotFetched."""
        fault: OSError | None = None
        for address in self.vetted(host, port):
            try:
                made = self.call(address, port, min(CONNECT_SECONDS, deadline.left()))
            except OSError as cause:
                fault = cause
                continue
            made.settimeout(deadline.left())
            deadline.close_in_time(made)
            return made
        raise NotFetched(f"{host} does not answer ({fault})") from fault


@dataclass
class Deadline:
    """A moment after which nothing is waited for, however slowly a server drips."""

    until: float
    _open: list[socket.socket] = field(default_factory=list)

    def left(self) -> float:
        """Seconds that are left. Raises NotFetched when there are none."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise NotFetched("it took too long")
        return left

    @property
    def has_passed(self) -> bool:
        """Whether there is no time left."""
        return time.monotonic() >= self.until

    def close_in_time(self, made: socket.socket) -> None:
        """Have this connection cut off when the deadline passes; it may become another's, so we hold one of our own."""
        self._open.append(made.dup())

    def cut(self) -> None:
        """Cut off what is open: whoever waits for it wakes up with an error."""
        for made in self._open:
            try:
                made.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def forget(self) -> None:
        """Let go of the connections; whoever made them closes them."""
        for made in self._open:
            made.close()


@contextmanager
def deadline(seconds: float) -> Iterator[Deadline]:
    """Within it, connections made with this deadline live no longer than so many seconds."""
    given = Deadline(time.monotonic() + seconds)
    watch = threading.Timer(seconds, given.cut)
    watch.daemon = True
    watch.start()
    try:
        yield given
    finally:
        watch.cancel()
        given.forget()

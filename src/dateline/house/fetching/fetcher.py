"""One answer over HTTP, through the guard: size, time, type and redirects bounded, secrets for their own host alone."""

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from dateline.house.errors import NotAllowed, NotFetched
from dateline.house.fetching import addresses
from dateline.house.fetching.addresses import Address
from dateline.house.fetching.guard import Deadline, Guard, deadline
from dateline.house.paper import paper

REDIRECTS = 5
_MOVED = (301, 302, 303, 307, 308)
_PIECE = 1 << 16
# Servers of our own kind name their port; a redirect or a picture may not have us knock at mail or databases.
_LOWEST_PORT = 1024


@dataclass(frozen=True)
class Wanted:
    """What to ask for, and how much of it at most. `secret` headers go to the first address's own host alone."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    secret: Mapping[str, str] = field(default_factory=dict)
    types: tuple[str, ...] = ()  # how a media type may begin; empty: any
    most_bytes: int = 20_000_000
    seconds: float = 60.0


@dataclass(frozen=True)
class Answer:
    """What a server answered in the end; header names are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


def user_agent() -> str:
    """Who we are to the servers that we ask: the paper and where to find it."""
    name = paper().name.encode("ascii", "ignore").decode().strip() or "Newspaper"
    return f"Dateline ({name}; +{paper().url}/)"


def fetch(wanted: Wanted, guard: Guard) -> Answer:
    """Ask for an address and follow where it leads. Raises NotAllowed or NotFetched, each with its reason."""
    first = at = addresses.read(wanted.url)
    with deadline(wanted.seconds) as limit:
        for _ in range(REDIRECTS + 1):
            own = at.origin == first.origin
            answer = _ask(at, wanted, guard, limit, secret=wanted.secret if own else {})
            where = answer.headers.get("location", "")
            if answer.status not in _MOVED or not where:
                return answer
            at = _next(at, where, first)
    raise NotFetched(f"{first.host} leads on and on; more than {REDIRECTS} redirects are not followed")


def _next(at: Address, where: str, first: Address) -> Address:
    found = addresses.read(where, base=at.href)
    if at.scheme == "https" and found.scheme == "http":
        raise NotAllowed(f"{at.host} leads from https to http, which is not followed")
    if found.port < _LOWEST_PORT and found.port not in (*addresses.PORTS.values(), first.port):
        raise NotAllowed(f"{at.host} leads to port {found.port}, where no pages are served")
    return found


def _ask(at: Address, wanted: Wanted, guard: Guard, limit: Deadline, *, secret: Mapping[str, str]) -> Answer:
    connection = _connection(at, guard, limit)
    headers = {
        "Host": _host(at), "User-Agent": user_agent(), "Accept-Encoding": "gzip", "Connection": "close",
        **wanted.headers, **secret,
    }  # fmt: skip
    try:
        connection.request("GET", at.target, headers=headers, preload_content=False)
        with connection.getresponse() as response:
            named = {name.lower(): value for name, value in response.headers.items()}
            body = b""
            if 200 <= response.status < 300:
                _refuse_type(at, named, wanted)
                body = _body(response, at, wanted, limit)
            return Answer(response.status, named, body, at.href)
    except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError) as cause:
        why = "it took too long" if limit.has_passed else _words(cause)
        raise NotFetched(f"{at.host} does not answer as it should ({why})") from cause
    finally:
        connection.close()


def _refuse_type(at: Address, named: Mapping[str, str], wanted: Wanted) -> None:
    kind = named.get("content-type", "").partition(";")[0].strip().lower()
    if wanted.types and kind and not kind.startswith(wanted.types):
        raise NotFetched(f"{at.host} sent {kind[:60]}, which is not what was asked for")


def _body(response: Any, at: Address, wanted: Wanted, limit: Deadline) -> bytes:
    """The whole body, unpacked. Raises NotFetched beyond the limit, before it is read or unpacked."""
    too_large = NotFetched(f"{at.host} sent more than {wanted.most_bytes // 1_000_000} MB")
    stated = response.headers.get("content-length", "")
    if stated.isdigit() and int(stated) > wanted.most_bytes:
        raise too_large
    read = bytearray()
    while piece := response.read(_PIECE, decode_content=True):
        limit.left()
        read += piece
        if len(read) > wanted.most_bytes:
            raise too_large
    limit.left()  # what was cut off is no whole answer
    return bytes(read)


class _Vetted:
    """Mixed into a connection: it is made by the guard, whatever the name means by now."""

    guard: Guard
    limit: Deadline
    at: Address

    def _new_conn(self) -> Any:
        return self.guard.connect(self.at.host, self.at.port, self.limit)


class _Plain(_Vetted, HTTPConnection):
    pass


class _Encrypted(_Vetted, HTTPSConnection):
    pass


def _connection(at: Address, guard: Guard, limit: Deadline) -> HTTPConnection:
    made: _Plain | _Encrypted
    if at.scheme == "https":
        # The certificate must be the host's: urllib3 checks the name that is asked for, not the address.
        made = _Encrypted(at.host, at.port, timeout=limit.left(), ssl_context=trusted())
    else:
        made = _Plain(at.host, at.port, timeout=limit.left())
    made.guard, made.limit, made.at = guard, limit, at
    return made


@cache
def trusted() -> ssl.SSLContext:
    """The authorities that this machine trusts."""
    return ssl.create_default_context()


def _host(at: Address) -> str:
    name = f"[{at.host}]" if ":" in at.host else at.host
    return name if at.port == addresses.PORTS[at.scheme] else f"{name}:{at.port}"


def _words(cause: BaseException) -> str:
    return str(cause).replace("\n", " ")[:200] or type(cause).__name__

"""Who really asks: behind a proxy that is trusted, the address and the scheme that it says; else the peer's own."""

from collections.abc import Iterable, MutableMapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

Address = IPv4Address | IPv6Address
Networks = tuple[IPv4Network | IPv6Network, ...]
# What only a proxy may say. From anybody else nobody behind us gets to read it.
SAID_BY_PROXIES = (
    "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT",
    "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_REQUEST_ID",
)  # fmt: skip
CAME_THROUGH_A_STRANGER = "dateline.forwarded_by_a_stranger"


def settle(environ: MutableMapping[str, Any], trusted: Networks) -> None:
    """Make REMOTE_ADDR and the scheme those of the client, and take out what nobody may be believed to say."""
    peer = read(environ.get("REMOTE_ADDR", ""))
    if peer is None or not is_within(peer, trusted):
        is_forwarded = any(name in environ for name in SAID_BY_PROXIES if name != "HTTP_X_REQUEST_ID")
        environ[CAME_THROUGH_A_STRANGER] = is_forwarded
        for name in SAID_BY_PROXIES:
            environ.pop(name, None)
        return
    environ["REMOTE_ADDR"] = str(client(peer, environ.get("HTTP_X_FORWARDED_FOR", ""), trusted))
    if (scheme := environ.get("HTTP_X_FORWARDED_PROTO", "").strip().lower()) in ("http", "https"):
        environ["wsgi.url_scheme"] = scheme


def client(peer: Address, forwarded_for: str, trusted: Networks) -> Address:
    """The nearest address that no trusted proxy has, from the right: what stands to its left anybody can write.

    A word that is no address ends the search at the last proxy that is one.
    """
    nearest = peer
    for word in reversed(forwarded_for.split(",") if forwarded_for.strip() else []):
        if (address := read(word)) is None:
            return nearest
        nearest = address
        if not is_within(address, trusted):
            return nearest
    return nearest


def read(word: str) -> Address | None:
    """An address as proxies write it, with or without a port; an IPv4 address within IPv6 as IPv4."""
    word = word.strip()
    if word.startswith("["):
        word = word[1:].partition("]")[0]
    elif word.count(":") == 1:
        word = word.partition(":")[0]
    try:
        address = ip_address(word.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def is_within(address: Address, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    """Whether it lies in one of them."""
    return any(address in network for network in networks)

"""What an address means by the URL standard, and which machines may be asked: values in, values out."""

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass

from ada_url import URL

from dateline.house.errors import NotAllowed

IP = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = {"http": 80, "https": 443}
# What is private by the standards is refused by what it is; these answer metadata at public addresses of their own.
_METADATA = frozenset({ipaddress.ip_address("168.63.129.16"), ipaddress.ip_address("192.0.0.192")})
# An IPv4 address stands in the last 32 bits of these, and is what is reached in the end.
_CARRIES_IPV4 = tuple(
    ipaddress.IPv6Network(network)
    for network in ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96")
)
# Python's own list has grown from release to release; these are refused by each.
_NEVER = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16",
        "fc00::/7", "fe80::/9", "ff00::/8",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Address:
    """An address of the web, read as browsers read it. `host` is a name in ASCII, or an IP without brackets."""

    href: str
    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> tuple[str, str, int]:
        """What must be equal for a credential to be sent."""
        return self.scheme, self.host, self.port


def read(text: str, *, base: str = "", schemes: Collection[str] = ("http", "https")) -> Address:
    """The address that `text` is, on the page `base`. Raises NotAllowed for what must never be asked."""
    try:
        found = URL(text, base) if base else URL(text)
    except (ValueError, UnicodeError) as cause:
        raise NotAllowed(f"“{text[:120]}” is no address; mend it") from cause
    scheme = found.protocol.rstrip(":")
    if scheme not in schemes:
        raise NotAllowed(f"“{scheme}:” is not fetched; only {', '.join(schemes)} are")
    if found.username or found.password:
        raise NotAllowed("an address with a name or password in it is not fetched; take them out")
    host = found.hostname.removeprefix("[").removesuffix("]")
    if not host:
        raise NotAllowed(f"“{text[:120]}” names no host; mend it")
    port = int(found.port) if found.port else PORTS.get(scheme, 0)
    return Address(found.href, scheme, host, port, (found.pathname or "/") + found.search)


def literal(host: str) -> IP | None:
    """The IP address that a host is written as; None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_public(ip: IP) -> bool:
    """Whether a machine at this address stands in the open internet, whatever carries it there."""
    if isinstance(ip, ipaddress.IPv6Address):
        if (inner := _inner(ip)) is not None:
            return is_public(inner)
        if ip.scope_id is not None or ip.teredo is not None:
            return False
    return ip.is_global and not _is_refused(ip)


def is_link_local(ip: IP) -> bool:
    """Whether this is where clouds answer with their keys, or a neighbour on the wire: never asked, even by name."""
    if isinstance(ip, ipaddress.IPv6Address) and (inner := _inner(ip)) is not None:
        return is_link_local(inner)
    return ip.is_link_local or ip in _METADATA or ip == ipaddress.ip_address("fd00:ec2::254")


def _is_refused(ip: IP) -> bool:
    if ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip in _METADATA:
        return True
    return any(ip.version == network.version and ip in network for network in _NEVER)


def _inner(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address within, by mapping, translation (NAT64) or 6to4."""
    if ip in (ipaddress.IPv6Address("::"), ipaddress.IPv6Address("::1")):
        return None
    if ip.sixtofour is not None:
        return ip.sixtofour
    if any(ip in network for network in _CARRIES_IPV4):
        return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    return None

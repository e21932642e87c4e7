"""What reading needs to know of the partner who sent a message, and of how it came."""

from collections.abc import Callable
from dataclasses import dataclass


def nothing(href: str) -> bytes | None:
    """No text at hand, whatever is asked for."""
    return None


@dataclass(frozen=True)
class Profile:
    """What the partner and the delivery tell, empty where unknown.

    `time_zone` (IANA name) is for the partner's times that carry none, `encoding` for texts that name none.
    `body` names the bodies to take, best first, where a format has several (ninjs' roles, RSS's elements).
    `not_for_publication` are the partner's own words before what is for editors alone. `address` is where a
    message was fetched from, which relative addresses in it start from. `beside` gives the bytes of a text
    that a message only points at (AP's NITF), None where they are not at hand.
    """

    time_zone: str = ""
    encoding: str = ""
    not_for_publication: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    address: str = ""
    beside: Callable[[str], bytes | None] = nothing


PLAIN = Profile()

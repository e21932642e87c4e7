"""What reading needs to know of the partner who sent a message."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """What the partner and the delivery tell, empty where unknown.

    `time_zone` (IANA name) is for the partner's times that carry none. `address` is where a message was
    fetched from, which relative addresses in it start from.
    """

    time_zone: str = ""
    address: str = ""


PLAIN = Profile()

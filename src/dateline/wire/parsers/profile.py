"""What reading needs to know of the partner who sent a message."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """`time_zone` (IANA name) is for the partner's times that carry none; empty when unknown."""

    time_zone: str = ""


PLAIN = Profile()

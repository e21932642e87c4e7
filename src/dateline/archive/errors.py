"""What can go wrong in the archive.

ArchiveError
└── UnreadableCounts        a line of a readings file that is no count of pages
"""

from dateline.house.errors import DatelineError


class ArchiveError(DatelineError):
    """Something in the archive room was refused."""


class UnreadableCounts(ArchiveError):
    """A line of a readings file is no count; the line is passed over and the rest is read."""

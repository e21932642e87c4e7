"""What can go wrong in the archive.

ArchiveError
└── UnreadableReadings      a file of page counts that is not ours to read
"""

from dateline.house.errors import DatelineError


class ArchiveError(DatelineError):
    """Something in the archive room was refused."""


class UnreadableReadings(ArchiveError):
    """A line of a readings file is no count; carries the file's name and the line's place."""

    def __init__(self, file: str, offset: int, why: str) -> None:
        self.file = file
        self.offset = offset
        super().__init__(f"{file} at byte {offset}: {why}; the line is passed over")

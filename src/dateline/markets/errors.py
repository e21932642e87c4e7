"""What can go wrong in the markets room.

MarketsError
├── UnreadableTick        a line that is no tick
├── UnreadableRecording   a file of ticks that cannot be replayed
├── NoCalendar            an exchange whose trading days nobody has told us
└── NotLoaded             no instruments yet
"""

from dateline.house.errors import DatelineError


class MarketsError(DatelineError):
    """Anything wrong in the markets room."""


class UnreadableTick(MarketsError):
    """A line that is no tick; the reason is fit to print beside its number."""


class UnreadableRecording(MarketsError):
    """A file of ticks that cannot be replayed."""


class NoCalendar(MarketsError):
    """An exchange whose trading days nobody has told us."""


class NotLoaded(MarketsError):
    """There are no instruments yet."""

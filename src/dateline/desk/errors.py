"""What can go wrong at the desk.

DeskError
├── NothingChosen      a form came without what it is about
├── NotAMoment         a date and time that cannot be read
└── MayNotPublish      the editor has no right to print in this section
"""

from dateline.house.errors import DatelineError


class DeskError(DatelineError):
    """Anything wrong at the desk."""


class NothingChosen(DeskError):
    """A form came without what it is about."""


class NotAMoment(DeskError):
    """A date and time that cannot be read."""


class MayNotPublish(DeskError):
    """The editor has no right to print in this section."""

"""What can go wrong in the readers room.

ReaderError
├── UnknownRole          there is no such role on the desk
├── NotAnAddress         mail cannot be sent to this
├── NotAName             readers cannot be shown this name
└── InvitationIsOver     used, too old, or never given
"""

from dateline.house.errors import DatelineError


class ReaderError(DatelineError):
    """Something the readers room cannot do."""


class UnknownRole(ReaderError):
    """No role of this name; the sentence lists the roles there are."""


class NotAnAddress(ReaderError):
    """Mail cannot be sent to this."""


class NotAName(ReaderError):
    """Readers cannot be shown this name; the sentence says why."""


class InvitationIsOver(ReaderError):
    """The one-time address was used, has run out, or was never given."""

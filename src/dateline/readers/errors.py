"""What can go wrong in the readers room.

ReaderError
├── UnknownRole          there is no such role on the desk
├── NotAnAddress         this is not an e-mail address
├── AlreadyOnTheDesk     this person has an account with this role
└── InvitationIsOver     used, too old, or never given
"""

from dateline.house.errors import DatelineError


class ReaderError(DatelineError):
    """Something the readers room cannot do."""


class UnknownRole(ReaderError):
    """No role of this name; the sentence lists the roles there are."""


class NotAnAddress(ReaderError):
    """Mail cannot be sent to this."""


class AlreadyOnTheDesk(ReaderError):
    """Inviting again would change nothing."""


class InvitationIsOver(ReaderError):
    """The one-time address was used, has run out, or was never given."""

"""Reads readers and invitations."""

from datetime import datetime

from dateline.readers.errors import InvitationIsOver
from dateline.readers.models import Invitation
from dateline.readers.rules import token_hash


def open_invitation(token: str, at: datetime, *, for_update: bool = False) -> Invitation:
    """The invitation of this token, neither used nor over. Raises InvitationIsOver."""
    invitations = Invitation.objects.select_for_update() if for_update else Invitation.objects.all()
    found = invitations.filter(token_hash=token_hash(token), used_at=None, expires_at__gt=at).first()
    if found is None:
        raise InvitationIsOver("this invitation has been used or is over; ask for a new one")
    return found

"""Gives people keys to the desk, and keeps the names of readers."""

import secrets
from datetime import datetime

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from dateline.house.paper import paper
from dateline.readers import queries
from dateline.readers.errors import NotAnAddress
from dateline.readers.models import Invitation, Reader
from dateline.readers.rules import Role, clean_name, ends_at, token_hash


@transaction.atomic
def ensure_roles() -> dict[Role, Group]:
    """A group for every role, made where it is missing; safe to repeat."""
    return {role: Group.objects.get_or_create(name=role.value)[0] for role in Role}


def invite(email: str, role: Role, *, at: datetime) -> str:
    """The full one-time address, good for 24 hours, at which this person sets up a desk account.

    An earlier invitation to the same address is over from now on. Raises NotAnAddress.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as cause:
        raise NotAnAddress(f"'{email}' is not an e-mail address; write it as name@example.com") from cause
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Invitation.objects.filter(email=email, used_at=None, expires_at__gt=at).update(expires_at=at)
        Invitation.objects.create(
            email=email, role=role.value, token_hash=token_hash(token), invited_at=at, expires_at=ends_at(at)
        )
    return paper().absolute(f"/-/account/invited/{token}/")


@transaction.atomic
def accept(token: str, *, display_name: str, password: str, at: datetime) -> Reader:
    """The reader with a desk account, made or given the role; the invitation is used up.

    The password ends every session in which an older one was typed.
    Raises InvitationIsOver, and changes nothing, when there is no such invitation any more.
    """
    invitation = queries.open_invitation(token, at, for_update=True)
    name = clean_name(display_name)
    reader = Reader.objects.filter(email=invitation.email).first() or Reader(email=invitation.email)
    reader.display_name = name
    reader.is_staff = reader.is_active = True
    reader.set_password(password)
    reader.save()
    reader.groups.add(ensure_roles()[Role(invitation.role)])
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    return reader


def rename(reader: Reader, display_name: str) -> None:
    """Keep the name that other readers see. Raises NotAName."""
    reader.display_name = clean_name(display_name)
    reader.save(update_fields=["display_name"])

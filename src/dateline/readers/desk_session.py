"""Whether a session may open the desk: only one in which the desk's own password was typed."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from dateline.readers.models import Reader

# The address of the desk's own form; nothing else than a password passes it.
DESK_SIGN_IN = "wagtailadmin_login"
_KEY = "desk_password_of"


def open_desk(session: SessionBase, reader: AbstractBaseUser) -> None:
    """Remember that this reader typed the desk's password in this session."""
    session[_KEY] = str(reader.pk)


def may_open_desk(request: HttpRequest) -> bool:
    """Whether the one who is signed in typed the desk's password in this very session."""
    return request.user.is_authenticated and request.session.get(_KEY) == str(request.user.pk)


def hear_sign_in(sender: type[Reader], request: HttpRequest, user: Reader, **facts: Any) -> None:
    """Django's `user_logged_in`: through which door did they come?"""
    match = getattr(request, "resolver_match", None)
    if match is not None and match.view_name == DESK_SIGN_IN:
        open_desk(request.session, user)

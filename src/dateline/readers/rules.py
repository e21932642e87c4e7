"""Roles, names and invitations: values in, values out."""

import hashlib
import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum

from dateline.readers.errors import NotAName, UnknownRole

LONGEST_NAME = 40
INVITATION_LASTS = timedelta(hours=24)


class Role(StrEnum):
    """Who may do what on the desk. The names are those of the groups that hold the rights."""

    EDITOR = "editor"
    WIRE_EDITOR = "wire editor"
    MODERATOR = "moderator"
    LICENCE_MANAGER = "licence manager"
    ADMINISTRATOR = "administrator"


def read_role(word: str) -> Role:
    """The role of this name; "wire-editor" is one way to write it. Raises UnknownRole."""
    try:
        return Role(" ".join(word.replace("-", " ").casefold().split()))
    except ValueError as cause:
        raise UnknownRole(f"no role '{word}'; the roles are: {', '.join(Role)}") from cause


def clean_name(written: str) -> str:
    """The name as other readers see it: one line, no marks that turn or hide text. Raises NotAName."""
    name = " ".join(unicodedata.normalize("NFC", written).split())
    if not any(unicodedata.category(letter)[0] in "LN" for letter in name):
        raise NotAName("Write a name with at least one letter.")
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cn", "Cs") for letter in name):
        raise NotAName("Write the name without invisible signs.")
    if len(name) > LONGEST_NAME:
        raise NotAName(f"Write a name of at most {LONGEST_NAME} letters.")
    return name


def ends_at(invited_at: datetime) -> datetime:
    """When an invitation is over; at that very moment it is."""
    return invited_at + INVITATION_LASTS


def token_hash(token: str) -> str:
    """What is kept of a token: enough to know it again, not enough to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_own_path(address: str) -> bool:
    """Whether an address leads to a page of this site: a plain path that no browser reads otherwise."""
    is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
    return is_path and not any(sign in address for sign in "\\\t\r\n\0")

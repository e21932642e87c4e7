"""People with keys to the demo's desk: one a role, and one who may do everything."""

import secrets
from dataclasses import dataclass

from django.db import transaction

from dateline.house import atomic_file
from dateline.house.home import home
from dateline.readers.actions import ensure_roles
from dateline.readers.models import Reader
from dateline.readers.rules import Role

DESK = "desk@hangangledger.example"
MODERATOR = "moderator@hangangledger.example"


@dataclass(frozen=True)
class Account:
    """Somebody on the desk. `name` is what readers see when they answer a comment."""

    email: str
    name: str
    role: Role


ACCOUNTS = (
    Account(DESK, "The desk", Role.ADMINISTRATOR),
    Account("editor@hangangledger.example", "Yoon Min-seo", Role.EDITOR),
    Account("wire@hangangledger.example", "Bang Ro-un", Role.WIRE_EDITOR),
    Account(MODERATOR, "설가온", Role.MODERATOR),
    Account("licences@hangangledger.example", "Nam Yi-deun", Role.LICENCE_MANAGER),
    Account("admin@hangangledger.example", "Jin Sol", Role.ADMINISTRATOR),
)


def make() -> None:
    """An account for each, all with one password; made anew, the password stays."""
    word = password()
    groups = ensure_roles()
    for account in ACCOUNTS:
        with transaction.atomic():
            reader = Reader.objects.filter(email=account.email).first()
            if reader is None:
                reader = Reader.objects.create_user(
                    account.email,
                    word,
                    display_name=account.name,
                    is_staff=True,
                    is_superuser=account.email == DESK,
                )
            reader.groups.set([groups[account.role]])


def desk(language: str = "en") -> Reader:
    """Who answers the readers of an edition."""
    return Reader.objects.get(email=MODERATOR if language == "ko" else DESK)


def password() -> str:
    """The password of the demo's accounts, kept in `DATELINE_HOME/demo/accounts`, which only its owner reads."""
    path = home() / "demo" / "accounts"
    if not path.exists():
        word = "-".join(secrets.token_hex(2) for _ in range(4))
        lines = [f"password {word}", *(f"{account.email}\t{account.role}" for account in ACCOUNTS)]
        atomic_file.write(path, ("\n".join(lines) + "\n").encode(), mode=0o600)
    return path.read_text().splitlines()[0].removeprefix("password ")

"""Keeps allauth's book of addresses in step with our one address a reader."""

from typing import Any

from allauth.account.models import EmailAddress

from dateline.readers.models import Reader


def hear_step(
    sender: type[Reader], *, method: str, user: Reader, email: str | None = None, **facts: Any
) -> None:
    """allauth's `authentication_step_completed`: a typed code proves the address.

    A reader made by an invitation or by an operator is not in the book yet; without this line allauth would
    ask for a second code at once.
    """
    if method == "code" and email and email.lower() == user.email:
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})

"""People with a role, and what their screens say: make only what matters."""

from django.test import Client
from tests.makers import hear_all

from dateline.press import actions as press
from dateline.press import files
from dateline.readers.models import Reader
from dateline.readers.rules import Role

PASSWORD = "seven green herons wade"  # a test's


def make_person(role: Role | None, email: str = "") -> Reader:
    """Somebody with a desk account in this role; None: a reader without keys."""
    from dateline.readers.actions import ensure_roles

    name = str(role or "reader")
    reader = Reader.objects.create_user(
        email or f"{name.replace(' ', '-')}@example.com",
        PASSWORD,
        display_name=name.title(),
        is_staff=role is not None,
    )
    if role:
        reader.groups.add(ensure_roles()[role])
    return reader


def signed_in(reader: Reader) -> Client:
    """A browser in which this person typed the desk's password."""
    client = Client()
    answer = client.post("/desk/login/", {"username": reader.email, "password": PASSWORD, "next": "/desk/"})
    assert answer.status_code == 302, answer.content[:500]
    return client


def is_printed(path: str) -> bool:
    """Whether readers get this page, once the press has done all that waits."""
    hear_all()
    press.run(until_empty=True)
    return files.read(path) is not None and not files.is_gone(path)


def said(answer: object) -> list[str]:
    """The messages that the screen shows."""
    return [str(message) for message in answer.context["messages"]]  # type: ignore[attr-defined]

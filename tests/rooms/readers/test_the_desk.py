"""Keys to the desk: an invitation, a password, and never an e-mailed code."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client

from dateline.house import clock
from dateline.readers import actions
from dateline.readers.cli import invite
from dateline.readers.errors import InvitationIsOver, NotAnAddress, UnknownRole
from dateline.readers.models import Invitation, Reader
from dateline.readers.rules import Role

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(hours=24)
PASSWORD = "seven green herons wade"  # a test's


@pytest.fixture
def editor() -> Reader:
    editor = Reader.objects.create_user("ed@example.com", PASSWORD, display_name="Ed", is_staff=True)
    group = actions.ensure_roles()[Role.EDITOR]
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    editor.groups.add(group)
    return editor


def path_of(address: str) -> str:
    return address.removeprefix("http://127.0.0.1:8000")


def sign_in_by_code(client: Client, email: str) -> None:
    client.post("/-/account/login/", {"email": email})
    found = re.search(r"[B-Z]{4}-[B-Z]{4}", str(mail.outbox[-1].body))
    assert found
    client.post("/-/account/login/code/confirm/", {"code": found.group()})
    assert "_auth_user_id" in client.session


def type_password(client: Client, password: str = PASSWORD):
    return client.post("/desk/login/", {"username": "ed@example.com", "password": password, "next": "/desk/"})


def test_a_code_does_not_open_the_desk(client, editor):
    sign_in_by_code(client, "ed@example.com")
    assert client.get("/desk/").url == "/desk/login/?next=/desk/"
    assert client.get("/desk/account/").url == "/desk/login/?next=/desk/account/"
    assert client.get("/desk/login/").status_code == 200
    assert client.get("/-/account/").status_code == 200


def test_the_password_opens_the_desk(client, editor):
    assert type_password(client).url == "/desk/"
    assert client.get("/desk/account/").status_code == 200


def test_the_password_opens_the_desk_in_a_session_that_a_code_began(client, editor):
    sign_in_by_code(client, "ed@example.com")
    type_password(client)
    assert client.get("/desk/account/").status_code == 200


def test_a_password_typed_once_does_not_open_a_later_session(client, editor):
    type_password(client)
    client.post("/-/account/logout/")
    sign_in_by_code(client, "ed@example.com")
    assert client.get("/desk/").url == "/desk/login/?next=/desk/"


def test_a_code_for_another_reader_in_the_desks_session_closes_the_desk(client, editor):
    type_password(client)
    Reader.objects.create_user("kim@example.com", is_superuser=True)
    client.post("/-/account/logout/")
    sign_in_by_code(client, "kim@example.com")
    assert client.get("/desk/").status_code == 302


def test_a_reader_without_a_role_is_not_let_in_by_a_password(client):
    Reader.objects.create_user("ed@example.com", PASSWORD)
    type_password(client)
    assert client.get("/desk/account/").status_code == 302


def test_guessing_passwords_is_slowed_down(client, editor):
    for _ in range(5):
        assert type_password(client, "wrong").status_code == 200
    assert type_password(client).status_code == 429
    assert "Please wait a few minutes" in type_password(client).content.decode()


def test_right_passwords_do_not_count_as_tries(client, editor):
    for _ in range(7):
        assert type_password(client).status_code == 302


def test_an_invitation_makes_an_account_with_its_role(client):
    with clock.frozen(NOON):
        path = path_of(actions.invite("New@Example.com", Role.MODERATOR, at=NOON))
        assert "new@example.com · moderator" in client.get(path).content.decode()
        answer = client.post(path, {"display_name": "New Ed", "password": PASSWORD})
    assert answer.url == "/desk/login/?next=/desk/"
    reader = Reader.objects.get()
    assert (reader.email, reader.display_name, reader.is_staff) == ("new@example.com", "New Ed", True)
    assert [group.name for group in reader.groups.all()] == ["moderator"]
    assert reader.check_password(PASSWORD)
    assert not reader.is_superuser


def test_an_invitation_is_good_once(client):
    with clock.frozen(NOON):
        path = path_of(actions.invite("new@example.com", Role.EDITOR, at=NOON))
        client.post(path, {"display_name": "New Ed", "password": PASSWORD})
        again = client.post(path, {"display_name": "Thief", "password": PASSWORD})
    assert again.status_code == 410
    assert "This invitation is over" in again.content.decode()
    assert Reader.objects.get().display_name == "New Ed"


@pytest.mark.parametrize(
    ("at", "status"),
    [(NOON + DAY - timedelta(seconds=1), 200), (NOON + DAY, 410)],
    ids=["in time", "too late"],
)
def test_an_invitation_is_good_for_a_day(client, at, status):
    path = path_of(actions.invite("new@example.com", Role.EDITOR, at=NOON))
    with clock.frozen(at):
        assert client.get(path).status_code == status


def test_a_second_invitation_ends_the_first(client):
    first = actions.invite("new@example.com", Role.EDITOR, at=NOON)
    second = actions.invite("NEW@example.com", Role.EDITOR, at=NOON)
    with clock.frozen(NOON):
        assert client.get(path_of(first)).status_code == 410
        assert client.get(path_of(second)).status_code == 200


def test_an_address_that_was_never_given_is_over(client):
    assert client.get("/-/account/invited/nonsense/").status_code == 410
    with pytest.raises(InvitationIsOver):
        actions.accept("nonsense", display_name="X", password=PASSWORD, at=NOON)


@pytest.mark.parametrize("weak", ["short", "123456789012", "passwordpassword"[:8], "new@example.com"])
def test_a_weak_password_is_refused_and_the_invitation_stays(client, weak):
    with clock.frozen(NOON):
        path = path_of(actions.invite("new@example.com", Role.EDITOR, at=NOON))
        answer = client.post(path, {"display_name": "New", "password": weak})
        assert (answer.status_code, Reader.objects.count()) == (200, 0)
        assert client.get(path).status_code == 200


def test_a_reader_who_is_invited_keeps_the_account_and_gets_the_role(client, editor):
    with clock.frozen(NOON):
        path = path_of(actions.invite("ed@example.com", Role.ADMINISTRATOR, at=NOON))
        client.post(path, {"display_name": "Ed", "password": "eleven blue otters swim"})
    assert Reader.objects.get().groups.count() == 2
    assert type_password(client).status_code == 200
    assert type_password(client, "eleven blue otters swim").status_code == 302


def test_only_the_hash_of_a_token_is_kept():
    address = actions.invite("new@example.com", Role.EDITOR, at=NOON)
    token = address.rstrip("/").rsplit("/", 1)[1]
    assert token not in str(Invitation.objects.values().get())


def test_roles_are_made_once():
    actions.ensure_roles()
    actions.ensure_roles()
    assert set(Group.objects.filter(name__in=list(Role)).values_list("name", flat=True)) == set(Role)


def test_invite_prints_the_address():
    result = CliRunner().invoke(invite, ["new@example.com", "--role", "wire editor"])
    assert result.exit_code == 0
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/-/account/invited/[\w-]{43}/\n", result.output)


def test_invite_refuses_a_strange_role_or_address():
    strange_role = CliRunner().invoke(invite, ["new@example.com", "--role", "king"])
    assert isinstance(strange_role.exception, UnknownRole)
    strange_address = CliRunner().invoke(invite, ["new", "--role", "editor"])
    assert isinstance(strange_address.exception, NotAnAddress)
    assert not Invitation.objects.exists()

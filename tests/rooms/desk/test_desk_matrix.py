"""Every address of the desk's own against every role, from the address list itself."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import URLPattern, reverse
from tests.makers import NOON, make_source, receive
from tests.rooms.desk.making import make_person, signed_in

from dateline.desk import urls
from dateline.house import notices
from dateline.readers.rules import Role
from dateline.stories.judged import Rejudging
from dateline.wire.models import Unclear

EVERYBODY = frozenset(Role)
WIRE = {Role.WIRE_EDITOR, Role.ADMINISTRATOR}
HEED = {Role.EDITOR, Role.WIRE_EDITOR, Role.ADMINISTRATOR}
COMMENTS = {Role.MODERATOR, Role.ADMINISTRATOR}
READ_CONTRACTS = {Role.EDITOR, Role.WIRE_EDITOR, Role.LICENCE_MANAGER, Role.ADMINISTRATOR}
WORK_WITH_PICTURES = {Role.EDITOR, Role.WIRE_EDITOR, Role.ADMINISTRATOR}


@dataclass(frozen=True)
class Line:
    """Who may open an address, and by which methods it answers."""

    roles: frozenset[Role]
    methods: tuple[str, ...] = ("GET",)


def reads(roles) -> Line:
    return Line(frozenset(roles))


def writes(roles) -> Line:
    return Line(frozenset(roles), ("POST",))


# docs/editors.md tells the same. An address that is not here fails the first test.
TABLE = {
    "desk-media": reads(WORK_WITH_PICTURES),
    "desk_wire": reads(WIRE),
    "desk_alerts": reads(HEED),
    "desk_alert_seen": writes(HEED),
    "desk_wire_sources": reads(WIRE),
    "desk_wire_poll": writes(WIRE),
    "desk_wire_item": reads(WIRE),
    "desk_wire_changes": reads(HEED),
    "desk_wire_take_in": writes(WIRE),
    "desk_wire_rewrite": writes(WIRE),
    "desk_wire_unclear": reads(WIRE),
    "desk_wire_unclear_say": writes(WIRE),
    "desk_wire_accept": writes(WIRE),
    "desk_wire_set_time": writes(WIRE),
    "desk_wire_confirm": writes(WIRE),
    "desk_wire_set_aside": writes(WIRE),
    "desk_wire_take_up": writes(WIRE),
    "desk_wire_picture": reads(WIRE),
    "desk_comments": reads(COMMENTS),
    "desk_comments_decide": writes(COMMENTS),
    "desk_licences": reads(READ_CONTRACTS),
    "desk_licences_load": Line(frozenset({Role.LICENCE_MANAGER, Role.ADMINISTRATOR}), ("GET", "POST")),
    "desk_partner": reads(READ_CONTRACTS),
    "desk_licences_calendar": reads(READ_CONTRACTS),
    "desk_licences_ics": reads(READ_CONTRACTS),
    "desk_contract": Line(frozenset({Role.LICENCE_MANAGER, Role.ADMINISTRATOR}), ("GET", "POST")),
    "desk_contract_keep": writes({Role.LICENCE_MANAGER, Role.ADMINISTRATOR}),
    "desk_contract_export": reads(READ_CONTRACTS),
    "desk_judged": reads(READ_CONTRACTS),
    "desk_judged_report": reads(READ_CONTRACTS),
    "desk_press": reads(READ_CONTRACTS),
    "desk_press_print": writes({Role.ADMINISTRATOR}),
    "desk_receipt": reads(READ_CONTRACTS),
}
PATTERNS = [*urls.urlpatterns, *urls.screens]
# As the desk's own scripts ask: a missing right is a 403 then, and not a way home.
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def addresses(section, tmp_path) -> dict[str, str]:
    """Each name's address, with keys of rows that are there where one is needed."""
    item = receive(tmp_path)
    source = make_source(pk=item.pk)
    Rejudging.objects.create(
        pk=item.pk, partner=item.partner, notice=1, version=1, begun_at=NOON, ended_at=NOON
    )
    Unclear.objects.create(pk=item.pk, notice=item, sent_at=item.received_at)
    keys = {"pk": source.pk, "slug": "harbour", "seq": notices.latest(), "name": "original_images/none.jpg"}
    return {pattern.name: reverse(pattern.name, kwargs=_keys(pattern, keys)) for pattern in PATTERNS}


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_every_address_has_a_line_in_the_table(pattern):
    assert pattern.name in TABLE


def test_the_table_names_no_address_that_is_gone():
    assert set(TABLE) == {pattern.name for pattern in PATTERNS}


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_the_table_says(addresses, desk, role):
    assert opened_by(desk(role), addresses) == {name: role in line.roles for name, line in TABLE.items()}


def test_a_right_too_many_would_be_noticed(addresses, desk):
    client = desk(Role.MODERATOR)
    Group.objects.get(name=Role.MODERATOR).permissions.add(Permission.objects.get(codename="use_wire"))
    opened = opened_by(client, addresses)
    assert opened["desk_wire"] and Role.MODERATOR not in TABLE["desk_wire"].roles


def test_whoever_is_not_signed_in_is_sent_to_sign_in(addresses, client):
    for name, address in addresses.items():
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            assert answer.status_code in (302, 405), (name, method)
            if answer.status_code == 302:
                assert answer.url.startswith("/desk/login/?next="), (name, method)
            else:
                assert method.upper() not in TABLE[name].methods


def test_a_reader_without_keys_is_not_let_in(addresses):
    browser = Client()
    browser.force_login(make_person(None))
    for name, address in addresses.items():
        answer = getattr(browser, TABLE[name].methods[0].lower())(address)
        assert answer.url.startswith("/desk/login/"), name


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_an_address_answers_by_its_own_methods_alone(addresses, administrator, method):
    allowed = {
        name
        for name, address in addresses.items()
        if administrator.generic(method, address, headers=SCRIPT).status_code != 405
    }
    assert allowed == {name for name, line in TABLE.items() if method in line.methods}


def test_looking_changes_nothing(addresses, administrator):
    before = notices.latest()
    for name, line in TABLE.items():
        if "GET" in line.methods:
            administrator.get(addresses[name])
    assert notices.latest() == before


def test_a_form_from_elsewhere_is_refused_at_every_address_that_writes(addresses):
    person = make_person(Role.ADMINISTRATOR)
    session = signed_in(person).cookies["sessionid"].value
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["sessionid"] = session
    assert browser.get("/desk/").status_code == 200
    for name, line in TABLE.items():
        if "POST" in line.methods:
            answer = browser.post(addresses[name], headers={"Origin": "https://elsewhere.example"})
            assert answer.status_code == 403, name


def opened_by(client: Client, addresses: dict[str, str]) -> dict[str, bool]:
    """Whether each address lets this browser in, whatever it then says of an empty form."""
    return {
        name: client.generic(TABLE[name].methods[0], address, headers=SCRIPT).status_code != 403
        for name, address in addresses.items()
    }


def _keys(pattern: URLPattern, keys: dict[str, object]) -> dict[str, object]:
    return {key: keys[key] for key in pattern.pattern.converters}

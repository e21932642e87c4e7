"""Who may open which screen: the table, screen by screen and role by role."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from tests.rooms.desk.making import make_person, receive, signed_in
from wagtail.models import GroupPagePermission

from dateline.desk import roles, urls
from dateline.house import notices
from dateline.readers.rules import Role

WIRE = {Role.WIRE_EDITOR, Role.ADMINISTRATOR}
COMMENTS = {Role.MODERATOR, Role.ADMINISTRATOR}
LICENCES = {Role.EDITOR, Role.WIRE_EDITOR, Role.LICENCE_MANAGER, Role.ADMINISTRATOR}
PRESS = {Role.EDITOR, Role.WIRE_EDITOR, Role.LICENCE_MANAGER, Role.ADMINISTRATOR}
# Every screen of ours, and who may open it. A screen that is not here fails the test below.
MAY = {
    "desk_wire": WIRE,
    "desk_alert_seen": WIRE,
    "desk_wire_item": WIRE,
    "desk_wire_take_in": WIRE,
    "desk_wire_accept": WIRE,
    "desk_wire_set_time": WIRE,
    "desk_wire_confirm": WIRE,
    "desk_wire_picture": WIRE,
    "desk_comments": COMMENTS,
    "desk_comments_decide": COMMENTS,
    "desk_licences": LICENCES,
    "desk_licences_load": {Role.LICENCE_MANAGER, Role.ADMINISTRATOR},
    "desk_partner": LICENCES,
    "desk_press": PRESS,
    "desk_press_print": {Role.ADMINISTRATOR},
    "desk_receipt": PRESS,
}
POSTED = {
    name
    for name in MAY
    if name.endswith(("_seen", "_in", "_accept", "_time", "_confirm", "_decide", "_print"))
}
WAGTAILS = {
    "wagtailadmin_home": set(Role),
    "wagtailusers_users:index": {Role.ADMINISTRATOR},
    "wagtailusers_groups:index": {Role.ADMINISTRATOR},
    "wagtailimages:index": {Role.EDITOR, Role.WIRE_EDITOR, Role.ADMINISTRATOR},
    "wagtailsnippets_stories_author:list": {Role.EDITOR, Role.WIRE_EDITOR, Role.ADMINISTRATOR},
    "wagtailsnippets_comments_watchedword:list": {Role.MODERATOR, Role.ADMINISTRATOR},
}


def test_every_screen_of_ours_is_in_the_table():
    assert {pattern.name for pattern in urls.screens} == set(MAY)


@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: str(role or "reader"))
def test_a_screen_opens_for_those_in_the_table_alone(section, tmp_path, role):
    item = receive(tmp_path)
    numbers = {"desk_receipt": notices.latest(), "desk_wire_picture": 999}
    person = make_person(role)
    client = signed_in(person) if role else _as_reader(person)
    opened = {}
    for name in MAY:
        route = next(pattern for pattern in urls.screens if pattern.name == name)
        kwargs = {
            key: "harbour" if key == "slug" else numbers.get(name, item.pk)
            for key in route.pattern.converters
        }
        address = reverse(name, kwargs=kwargs)
        answer = client.post(address) if name in POSTED else client.get(address)
        sent_away = answer.status_code == 302 and answer.url in ("/desk/",) and not _was_refused(client)
        opened[name] = answer.status_code in (200, 404) or (
            answer.status_code == 302 and not sent_away and "login" not in answer.url
        )
    assert opened == {name: role in roles_ for name, roles_ in MAY.items()}


@pytest.mark.parametrize("role", list(Role))
def test_wagtails_own_screens_open_as_the_table_says(section, desk, role):
    client = desk(role)
    opened = {name: client.get(reverse(name)).status_code == 200 for name in WAGTAILS}
    assert opened == {name: role in roles_ for name, roles_ in WAGTAILS.items()}


def test_rights_are_granted_on_both_fronts_and_granting_twice_changes_nothing(newsroom):
    before = set(GroupPagePermission.objects.values_list("group__name", "page__slug", "permission__codename"))
    roles.grant()
    after = set(GroupPagePermission.objects.values_list("group__name", "page__slug", "permission__codename"))
    assert before == after
    assert {slug for name, slug, _ in after if name == "editor"} == {"home", "home-ko"}


def test_what_the_table_does_not_name_is_taken_away(newsroom):
    group = Group.objects.get(name=Role.MODERATOR)
    group.permissions.add(Permission.objects.get(codename="use_wire"))
    roles.grant()
    assert not group.permissions.filter(codename="use_wire").exists()


def test_wagtails_own_groups_do_not_stand_beside_our_roles(newsroom):
    assert set(Group.objects.values_list("name", flat=True)) == set(Role)


def _as_reader(person):
    from django.test import Client

    client = Client()
    client.force_login(person)
    return client


def _was_refused(client) -> bool:
    """Whether what sent us home was the action's own sentence, not a missing right."""
    text = client.get("/desk/").content.decode()
    return "you do not have permission" not in text

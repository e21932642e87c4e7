"""What each role may do in Wagtail's own screens, and that granting writes the table and nothing else."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from dateline.desk import roles
from dateline.readers.rules import Role

# Wagtail's own screens; ours stand in `test_desk_matrix.py`.
WAGTAILS = {
    "wagtailadmin_home": set(Role),
    "wagtailusers_users:index": {Role.ADMINISTRATOR},
    "wagtailusers_groups:index": {Role.ADMINISTRATOR},
    "wagtailimages:index": {Role.EDITOR, Role.WIRE_EDITOR, Role.ADMINISTRATOR},
    "wagtailsnippets_stories_author:list": {Role.EDITOR, Role.WIRE_EDITOR, Role.ADMINISTRATOR},
    "wagtailsnippets_comments_watchedword:list": {Role.MODERATOR, Role.ADMINISTRATOR},
}


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

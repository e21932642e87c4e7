"""What each role may do at the desk, as one table; `grant` writes it into the groups."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Workflow

from dateline.readers.actions import ensure_roles
from dateline.readers.rules import Role
from dateline.stories.models import Front

_PAGES = ("add", "change", "publish", "lock", "unlock")
# Wagtail asks for the rights of its own image model, whichever stands in its place.
_PICTURES = ("add_image", "change_image", "choose_image")
_NAMES = ("author", "topic")
_ENTER = ("wagtailadmin.access_admin",)


@dataclass(frozen=True)
class Rights:
    """What a role may: `pages` on both fronts and all beneath, `pictures` in every collection, `rights` anywhere."""

    rights: tuple[str, ...]
    pages: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


def _all(room: str, *models: str) -> tuple[str, ...]:
    return tuple(f"{room}.{verb}_{model}" for model in models for verb in ("add", "change", "delete", "view"))


_EDITOR = ("desk.heed_alerts", "desk.see_licences", "desk.see_press", *_all("stories", *_NAMES))

TABLE: dict[Role, Rights] = {
    Role.EDITOR: Rights((*_ENTER, *_EDITOR), _PAGES, _PICTURES),
    Role.WIRE_EDITOR: Rights((*_ENTER, *_EDITOR, "desk.use_wire", "desk.set_moment"), _PAGES, _PICTURES),
    Role.MODERATOR: Rights((*_ENTER, "desk.moderate", *_all("comments", "watchedword"))),
    Role.LICENCE_MANAGER: Rights((*_ENTER, "desk.see_licences", "desk.manage_licences", "desk.see_press")),
    Role.ADMINISTRATOR: Rights(
        (
            *_ENTER, *_EDITOR,
            "desk.use_wire", "desk.moderate", "desk.manage_licences", "desk.run_press", "desk.set_moment",
            *_all("comments", "watchedword"),
            *_all("readers", "reader"), *_all("auth", "group"),
            *_all("wagtailcore", "locale", "workflow", "task"), "wagtailcore.change_site",
            "simple_translation.submit_translation",
        ),
        (*_PAGES, "bulk_delete"),
        (*_PICTURES, "delete_image"),
    ),
}  # fmt: skip


@transaction.atomic
def grant() -> None:
    """Give every role its rights, and take from it what the table does not name. Safe to repeat.

    Groups that are no role of ours are left alone, but for Wagtail's own two while nobody is in them.
    """
    for role, group in ensure_roles().items():
        rights = TABLE[role]
        group.permissions.set(_permissions(rights.rights))
        _grant_pages(group, rights.pages)
        _grant_pictures(group, rights.pictures)
    _clear_what_wagtail_brought()


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    found = []
    for name in names:
        room, _, codename = name.partition(".")
        found.append(Permission.objects.get(content_type__app_label=room, codename=codename))
    return found


def _grant_pages(group: Group, verbs: tuple[str, ...]) -> None:
    wanted = set()
    for front in Front.objects.all():
        for permission in _of_model("wagtailcore", *(f"{verb}_page" for verb in verbs)):
            row, _ = GroupPagePermission.objects.get_or_create(
                group=group, page_id=front.pk, permission=permission
            )
            wanted.add(row.pk)
    # Further pages may be granted at the desk; the fronts are the table's.
    fronts = Front.objects.values("pk")
    GroupPagePermission.objects.filter(group=group, page_id__in=fronts).exclude(pk__in=wanted).delete()


def _grant_pictures(group: Group, codenames: tuple[str, ...]) -> None:
    root = Collection.get_first_root_node()
    wanted = set()
    for permission in _of_model("wagtailimages", *codenames):
        row, _ = GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )
        wanted.add(row.pk)
    rows = GroupCollectionPermission.objects.filter(
        group=group, permission__content_type__app_label="wagtailimages"
    )
    rows.exclude(pk__in=wanted).delete()


def _of_model(room: str, *codenames: str) -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label=room, codename__in=codenames)


def _clear_what_wagtail_brought() -> None:
    """Wagtail's first migration makes groups and a workflow of its own; a newsroom would take them for ours."""
    for group in Group.objects.filter(name__in=["Editors", "Moderators"], user=None):
        for workflow in Workflow.objects.filter(name="Moderators approval", workflow_states=None):
            workflow.workflow_tasks.all().delete()
            workflow.delete()
        group.delete()

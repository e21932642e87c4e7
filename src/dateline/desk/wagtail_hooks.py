"""Everything that we hang into Wagtail's desk."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from dateline.desk import home_panels, refusals, urls
from dateline.desk.names import VIEW_SETS

# What does not serve here: pictures are all we keep, and the paper has one site of its own making.
_NOT_SHOWN = {"documents", "snippets", "help"}
_SAID_HERE = {"explorer": "Stories", "images": "Pictures"}
_NOT_IN_SETTINGS = {"sites"}

for _view_set in VIEW_SETS:
    register_snippet(_view_set)


class RoomItem(MenuItem):
    """A room in the menu, for those who have its key."""

    def __init__(self, label: str, name: str, *, right: str, icon: str, order: int) -> None:
        super().__init__(label, reverse(name), name=name, icon_name=icon, order=order)
        self._right = right

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(f"desk.{self._right}"))


def wire() -> MenuItem:
    return RoomItem("Wire", "desk_wire", right="use_wire", icon="desk-wire", order=50)


def comments() -> MenuItem:
    return RoomItem("Comments", "desk_comments", right="moderate", icon="comment", order=150)


def licences() -> MenuItem:
    return RoomItem("Licences", "desk_licences", right="see_licences", icon="desk-licence", order=400)


def press() -> MenuItem:
    return RoomItem("Press", "desk_press", right="see_press", icon="desk-press", order=450)


def addresses() -> list[URLPattern]:
    return urls.screens


def icons(known: list[str]) -> list[str]:
    return [*known, *(f"desk/icons/{name}.svg" for name in ("wire", "licence", "press"))]


def rights() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="desk")


def tidy_menu(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in _NOT_SHOWN]
    for item in items:
        item.label = _SAID_HERE.get(item.name, item.label)


def tidy_settings(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in _NOT_IN_SETTINGS]


def tidy_summary(request: HttpRequest, items: list[Any]) -> None:
    items.clear()


def panels(request: HttpRequest, shown: list[Any]) -> None:
    ours = home_panels.panels_for(request)
    if ours:
        shown.insert(0, home_panels.RoomsPanel(ours))


def looks() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


def scripts() -> SafeString:
    ours = ((static(f"desk/{name}.js"),) for name in ("alerts", "clock"))
    return format_html_join("", '<script type="module" src="{}"></script>', ours)


def before_publish_page(request: HttpRequest, page: Any) -> HttpResponse | None:
    return refusals.before_publish(request, page)


def before_bulk_action(
    request: HttpRequest, kind: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    return refusals.before_bulk(request, kind, objects, action)


for _hook, _ours in (
    ("register_admin_menu_item", wire),
    ("register_admin_menu_item", comments),
    ("register_admin_menu_item", licences),
    ("register_admin_menu_item", press),
    ("register_admin_urls", addresses),
    ("register_icons", icons),
    ("register_permissions", rights),
    ("construct_main_menu", tidy_menu),
    ("construct_settings_menu", tidy_settings),
    ("construct_homepage_panels", panels),
    ("insert_global_admin_css", looks),
    ("insert_global_admin_js", scripts),
    ("before_publish_page", before_publish_page),
    ("before_bulk_action", before_bulk_action),
):
    hooks.register(_hook, _ours)
# After Wagtail's own rooms have said theirs, whose hooks come later in the order of apps.
hooks.register("construct_homepage_summary_items", tidy_summary, order=100)

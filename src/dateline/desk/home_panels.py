"""What stands on the desk's home screen, for each room that the editor has the keys to."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from dateline.comments import queries as comments
from dateline.desk import alert_bar, contracts, machine_room, moderation
from dateline.desk.wire import finding, listing
from dateline.house import clock
from dateline.stories import reporting


class WirePanel(Component):
    """The newest of the wire, and what must not be overlooked."""

    name = "desk_wire"
    right = "use_wire"
    order = 20
    template_name = "desk/home/wire.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        at = clock.now()
        fresh = finding.untouched(at)
        return {
            "count": fresh.count(),
            "rows": listing.rows(list(fresh[:5]), at),
            "alerts": alert_bar.beneath(parent_context["request"]),
            "request": parent_context["request"],
        }


class CommentsPanel(Component):
    """How many comments wait, and for how long."""

    name = "desk_comments"
    right = "moderate"
    order = 30
    template_name = "desk/home/comments.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        lines = moderation.waiting()
        return {
            "count": comments.waiting_count(),
            "oldest": lines[0].comment.submitted_at if lines else None,
            "lines": lines[:3],
        }


class LicencesPanel(Component):
    """What leaves the paper within 30 days, and whose quota is nearly used."""

    name = "desk_licences"
    right = "see_licences"
    order = 40
    template_name = "desk/home/licences.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        at = clock.now()
        return {
            "contracts": contracts.contracts_ending(at),
            "stories": contracts.stories_ending(at, most=5),
            "quotas": contracts.quotas_nearly_used(at),
            "at_work": reporting.at_work(),
            "failures": reporting.with_failures(),
            "soon_days": contracts.SOON_DAYS,
            "at": at,
        }


class MachinePanel(Component):
    """How press and markets are."""

    name = "desk_machine"
    right = "see_press"
    order = 50
    template_name = "desk/home/machine.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        at = clock.now()
        return {
            "press": machine_room.press_state(at),
            "markets": machine_room.market_state(at),
            "late": machine_room.late_presses(at),
        }


class RoomsPanel(Component):
    """Our rooms side by side, above Wagtail's own panels."""

    name = "desk_rooms"
    order = 10
    template_name = "desk/home/rooms.html"

    def __init__(self, panels: list[Component]) -> None:
        self.panels = panels

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"panels": self.panels, "request": parent_context["request"]}


def panels_for(request: HttpRequest) -> list[Component]:
    """The panels of the rooms that this editor may enter."""
    kinds = (WirePanel, CommentsPanel, LicencesPanel, MachinePanel)
    return [kind() for kind in kinds if request.user.has_perm(f"desk.{kind.right}")]

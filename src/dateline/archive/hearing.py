"""What the archive does when something is in print, changed or withdrawn."""

from dateline.archive import actions
from dateline.archive.actions.indexing import HEARER
from dateline.house import notices
from dateline.house.models import Notice


def register() -> None:
    """Hear of stories; the index follows what is in print, outside of the publish path."""
    notices.hear("story.", HEARER, follow)


def follow(notice: Notice) -> None:
    """Index the story as it stands now, whatever the notice said of it; hearing twice changes nothing."""
    kind, _, number = notice.about.partition(":")
    if kind == "story" and number.isdecimal():
        actions.index(int(number))

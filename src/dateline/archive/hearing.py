"""What the archive does when something is in print, changed or withdrawn."""

from collections.abc import Sequence

from dateline.archive import actions, queries
from dateline.archive.actions.indexing import HEARER
from dateline.house import notices
from dateline.house.models import Notice


def register() -> None:
    """Hear of stories; the index follows what is in print, outside of the publish path."""
    notices.hear("story.", HEARER, follow, together=follow_together)


def follow(notice: Notice) -> None:
    """Index the story as it stands now, whatever the notice said of it; hearing twice changes nothing."""
    kind, _, number = notice.about.partition(":")
    if kind == "story" and number.isdecimal():
        actions.index(int(number))


def follow_together(some: Sequence[Notice]) -> None:
    """Several of one kind: those whose words are kept as they should be need nothing."""
    numbers = [int(number) for each in some if (number := each.about.removeprefix("story:")).isdecimal()]
    if some[0].kind == "story.withdrawn":
        actions.drop_unprinted(numbers)
    if some[0].kind in ("story.withdrawn", "story.relicensed"):
        numbers = queries.kept_otherwise(numbers)
    for pk in numbers:
        actions.index(pk)

"""Fills the dataclasses of `stories.printed` and prints this room's pages."""

from datetime import datetime
from typing import Any

from dateline.house import clock, printing, slots
from dateline.house.printing import Sheet
from dateline.stories import lineage
from dateline.stories.models import Front, Section, Shelf, StandingPage, Story
from dateline.stories.printing import dead_ends, furniture, lists, standing, story
from dateline.stories.printing.pictures import body_picture, bounds_of_all, gallery_pictures

__all__ = ["body_picture", "bounds_of_all", "gallery_pictures", "in_place_of_recalled", "preview", "register"]


def register() -> None:
    """Tell the house who prints our addresses and fills the shell's slots."""
    printing.register(dead_ends.DeadEndPrinter())
    printing.register(standing.BundlePrinter())
    printing.register(standing.StandingPrinter())
    printing.register(standing.CorrectionsPrinter())
    printing.register(lists.FrontPrinter())
    printing.register(lists.NamedPrinter())
    # The story first: the others know no address of its, and an editor waits for it.
    printing.register(story.StoryPrinter())
    printing.register(lists.SectionPrinter())
    printing.register(lists.ShelfPrinter())
    slots.register("shell.tagline", furniture.tagline, is_shared=True)
    slots.register("shell.nav", furniture.nav, is_shared=True)
    slots.register("shell.footer", furniture.footer, is_shared=True)


def preview(page: Any) -> Sheet:
    """The sheet that a reader would get of this draft."""
    at: datetime = clock.now()
    if isinstance(page, Story):
        return story.sheet(page, at)
    if isinstance(page, Section):
        return lists.first_section_sheet(page, at)
    if isinstance(page, Shelf):
        return lists.shelf_sheet(page, at)
    if isinstance(page, StandingPage):
        return standing.standing_sheet(page, at)
    if isinstance(page, Front):
        return lists.front_sheet(page, at)
    raise TypeError(f"a {type(page).__name__} has no page of its own")


def in_place_of_recalled(draft: Story) -> Sheet | None:
    """What a preview of a recalled story shows: the reason and none of its words; None of any other."""
    row = Story.objects.select_related("partner", "locale").filter(pk=draft.pk).first() if draft.pk else None
    reason = lineage.why_recalled(row) if row else ""
    return dead_ends.recalled_sheet(row.address, row.language, reason) if row and reason else None

"""Chooses the stories that stand under a story."""

from datetime import datetime

from django.db import transaction

from dateline.archive import queries
from dateline.archive.actions.indexing import catch_up
from dateline.archive.models import Selection
from dateline.archive.rules.picking import FIVE, pick
from dateline.licences.rules import Use
from dateline.stories.models import Story


def choose(story: Story, at: datetime) -> tuple[int, ...]:
    """Choose what stands under a story, and keep it. The numbers of at most five stories, in order."""
    catch_up(story.language)
    picks = choice_for(story, at)
    chosen = {
        "picks": list(picks),
        "pins": [one.key for one in queries.pinned(story)],
        "text_hash": story.text_hash,
    }
    # Written only when something is new: printing a page again must not wait for those who write.
    if not Selection.objects.filter(story=story, **chosen).exists():
        with transaction.atomic():
            Selection.objects.update_or_create(story=story, defaults={**chosen, "chosen_at": at})
    return picks


def choice_for(story: Story, at: datetime) -> tuple[int, ...]:
    """What would be chosen for a story, a draft included; nothing is kept."""

    itself, first, near = queries.itself(story), queries.pinned(story), queries.near(story)
    may = queries.may_stand((one.key for one in (*first, *near)), story.language, Use.RELATED, at)
    picks = pick(itself, near, at, may=may.__contains__, first=first)
    if len(picks) == FIVE:
        return picks
    fillers = queries.fillers(story)
    may |= queries.may_stand((one.key for one in fillers), story.language, Use.RELATED, at)
    return pick(itself, [*near, *fillers], at, may=may.__contains__, first=first)

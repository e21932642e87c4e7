"""What a partner's recall takes down: the item's story wherever it stands, all that was made from it, its pictures."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from dateline.house import clock, who
from dateline.licences.rules import Status, Terms, from_json, status_after, to_json
from dateline.pictures import actions as picture_actions
from dateline.pictures.models import Picture
from dateline.stories import actions, lineage
from dateline.stories.models import Origin, Story
from dateline.wire.models import WireItem, WirePicture
from dateline.wire.queries import notice_for_readers
from dateline.wire.rules import State

SAID = {
    Origin.How.COPY: "a copy of it",
    Origin.How.TRANSLATION: "a translation of it",
    Origin.How.REWRITE: "written from it",
}


def recall(row: WireItem, stories: Iterable[Story]) -> None:
    """Killed or withheld: `stories` are the item's own. Safe to repeat; every one is down before work is closed."""
    own = list(stories)
    made = lineage.made_of(row, own)
    for story in own:
        _recall(story, row)
    for story, origin in made.items():
        _recall_made(story, row, origin)
    for picture in pictures_named(row, is_withdrawn=False):
        picture_actions.withdraw(
            picture, reason=f"{row.state} by {row.partner.name}"
        )  # the stories stay (R14)
    for story in (*own, *made):
        _close_work(story, row)


def bring_pictures_back(row: WireItem) -> None:
    """A recalled picture of which a newer version counts again is shown again (R16)."""
    if row.current is not None and row.state == State.USABLE:
        for picture in pictures_named(row, is_withdrawn=True):
            picture_actions.bring_back(picture)


def pictures_named(row: WireItem, *, is_withdrawn: bool) -> list[Picture]:
    """Our pictures whose bytes came under this item's guid, whichever item they came with."""
    kept = Picture.objects.filter(partner=row.partner, is_withdrawn=is_withdrawn)
    if not kept.exists():
        return []
    sent = WirePicture.objects.filter(version__item__partner=row.partner, guid=row.guid)
    return list(kept.filter(sha__in=sent.exclude(sha256="").values("sha256")))


def _status(row: WireItem) -> Status:
    """What the terms of whatever is recalled say of it."""
    return Status.CANCELED if row.state == State.KILLED else Status.WITHHELD


def _recall(story: Story, row: WireItem) -> None:
    """The story is down and its record says so, whoever is editing it."""
    status = _status(row)
    terms = replace(story.terms, status=status)
    with transaction.atomic():
        # Withheld first and killed now: its address says so.
        says_more = story.licence != to_json(terms) and story.withdrawals.exists()
        if story.licence != to_json(terms):
            actions.record(story, licence=to_json(terms))
        _take_down(story, row, terms, reason=f"{status} by {row.partner.name}", says_more=says_more)


def _recall_made(story: Story, row: WireItem, origin: Origin) -> None:
    how = SAID[Origin.How(origin.how)]
    terms = replace(from_json(row.partner.terms), status=_status(row))
    with transaction.atomic():
        _take_down(story, row, terms, reason=f"{how}: {row.state} by {row.partner.name}")


def _take_down(story: Story, row: WireItem, terms: Terms, *, reason: str, says_more: bool = False) -> None:
    """`terms` say what its address answers then, with the sender's own words for readers."""
    if says_more or story.live or story.revisions.filter(approved_go_live_at__isnull=False).exists():
        actions.withdraw(
            story, reason=reason, by=row.partner.slug, status=status_after(terms, clock.now()),
            notice=notice_for_readers(row), page="",
        )  # fmt: skip


def _close_work(story: Story, row: WireItem) -> None:
    """Nobody is asked any more to approve what cannot be in print."""
    waits = Story.objects.get(pk=story.pk).current_workflow_state
    if waits is not None:
        with transaction.atomic(), who.acting(row.partner.slug):
            waits.cancel(user=None)

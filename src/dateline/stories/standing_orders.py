"""What a partner's standing order does with what came in: takes it in, prints it, schedules it."""

from datetime import datetime

from django.db import transaction

from dateline.house import clock, notices, who
from dateline.house.errors import DatelineError
from dateline.licences import queries as licences
from dateline.stories import actions, taking_in, wire_copy, wire_items
from dateline.stories.models import Story
from dateline.wire.models import WireItem
from dateline.wire.rules import Item


def obey(row: WireItem, at: datetime) -> None:
    """The partner's standing order takes the item in, and publishes or schedules it where it says so."""
    order = licences.standing_order_of(row.partner)
    if order is None or row.current is None or row.kind not in ("text", "composite"):
        return
    wire_copy.open_pictures(row)
    # In one transaction: a draft without its publication would never be published, since it is here already.
    with transaction.atomic():
        try:
            taken = taking_in.take_in(
                row.guid,
                section_slug=order.section,
                partner_slug=row.partner.slug,
                at=at,
                by="the standing order",
            )
            if order.publish:
                with transaction.atomic():
                    _put_in_print(taken.story, wire_items.admissible(row), at)
        except DatelineError as refusal:
            notices.post(
                f"item:{row.pk}", "standing-order.refused", facts={"guid": row.guid, "reason": str(refusal)}
            )


def obey_again(story: Story, row: WireItem, item: Item) -> None:
    """What the sender itself had taken out of print goes by the standing order once it may again, or will.

    Not what was killed: that comes back by an editor's hand alone (R16). Not what an editor took out.
    """
    order = licences.standing_order_of(row.partner)
    last = story.withdrawals.order_by("-pk").first()
    if order is None or not order.publish or last is None or last.by != row.partner.slug or row.killed_at:
        return
    try:
        with transaction.atomic():
            _put_in_print(Story.objects.get(pk=story.pk), item, clock.now())
    except DatelineError as refusal:
        notices.post(
            f"item:{row.pk}", "standing-order.refused", facts={"guid": row.guid, "reason": str(refusal)}
        )


def schedule_again(story: Story, moment: datetime, was_embargoed: datetime | None) -> None:
    """The newer version at the old one's moment: with the embargo where that moved, never before it."""
    embargo = story.terms.embargo_until
    if moment == was_embargoed:
        moment = embargo or clock.now()
    moment = max(moment, embargo or moment)
    story = Story.objects.get(pk=story.pk)
    if moment > clock.now():
        _schedule(story, moment)
    else:
        draft = story.get_latest_revision_as_object()
        draft.go_live_at = None
        draft.save_revision()
        actions.publish(Story.objects.get(pk=story.pk))  # it must know its newest draft


def _put_in_print(story: Story, item: Item, at: datetime) -> None:
    """Now, dated as the item was first made; or when its embargo ends."""
    embargo = story.terms.embargo_until
    if embargo and embargo > at:
        _schedule(story, embargo)
        return
    first = item.first_created_at
    with who.acting("the standing order"):
        actions.publish(
            story, at=first if first and first <= at and not (embargo and first < embargo) else None
        )


def _schedule(story: Story, moment: datetime) -> None:
    draft = story.get_latest_revision_as_object()
    draft.go_live_at = moment
    draft.save_revision().publish()  # Wagtail's word for a moment ahead: it is scheduled

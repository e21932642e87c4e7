"""What a newer version, a kill or a recall does to the stories that were made of an item."""

from django.db import transaction

from dateline.house import clock, notices, who
from dateline.house.models import Notice
from dateline.licences.rules import Terms, Use, from_json, judge, status_after, updated
from dateline.stories import actions, door, queries, recalling, standing_orders, wire_copy, wire_items
from dateline.stories.errors import StoriesError
from dateline.stories.models import Story
from dateline.wire.models import WireItem
from dateline.wire.rules import RECALLED, Item, State


def hear_kill(notice: Notice) -> None:
    """`wire.killed` and `wire.withheld`, ahead of all that waits: what is recalled now is withdrawn."""
    if (row := _item(notice)) and row.state in RECALLED:
        recalling.recall(row, list(queries.of_item(row.partner, row.guid)))


def hear_wire(notice: Notice) -> None:
    """`wire.…` about `wire:<pk>`: withdraw what was killed, keep what was corrected, obey a standing order."""
    row = _item(notice)
    if row is None:
        return
    stories = list(queries.of_item(row.partner, row.guid))
    if row.state in RECALLED:
        recalling.recall(row, stories)
        return
    recalling.bring_pictures_back(row)
    if row.current is None or row.state == State.REFUSED:
        return
    if stories:
        for story in stories:
            _hear_newer(story, row, is_pictured=notice.kind == "wire.pictured")
    elif row.state == State.USABLE:
        standing_orders.obey(row, clock.now())


def _item(notice: Notice) -> WireItem | None:
    """The item as it is now, whatever the notice says of it."""
    pk = int(notice.about.partition(":")[2])
    return WireItem.objects.select_related("partner", "current").filter(pk=pk).first()


def _hear_newer(story: Story, row: WireItem, *, is_pictured: bool) -> None:
    """A newer version of what we have: applied where the text is as it was sent, else the desk is told."""
    if row.current is None:
        return
    item = row.current.read
    terms = updated(story.terms, from_json(row.partner.terms), wire_items.facts_of(row, item))
    if not wire_copy.says_news(story, row, item, terms, is_pictured=is_pictured):
        return
    draft = story.get_latest_revision_as_object()
    untouched = draft.title == story.wire_headline and door.wire_hash(draft.plain_text()) == story.wire_hash
    if not untouched:
        with transaction.atomic():
            _keep_or_withdraw(story, terms)
            notices.post(
                story.tag, "story.correction-waits", facts={"guid": row.guid, "version": row.version}
            )
        return
    at = clock.now()
    wire_copy.open_pictures(row)
    with transaction.atomic():
        if story.live and judge(terms, Use.PAGE, at):
            _print_newer(story, row, item, terms)
            return
        was_embargoed = story.terms.embargo_until
        scheduled = story.revisions.filter(approved_go_live_at__isnull=False).first()
        wire_copy.bring_up_to_date(story, row, item)
        if story.live:
            reason = judge(terms, Use.PAGE, at).reason
            actions.withdraw(story, reason=reason, by=row.partner.slug, status=status_after(terms, at))
        if scheduled:
            standing_orders.schedule_again(story, scheduled.approved_go_live_at, was_embargoed)
        else:
            standing_orders.obey_again(story, row, item)


def _print_newer(story: Story, row: WireItem, item: Item, terms: Terms) -> None:
    """Print the newer version; where it lacks something the older one stays, and the desk is told."""
    try:
        with transaction.atomic(), who.acting("the wire"):
            wire_copy.bring_up_to_date(story, row, item)
            actions.publish(Story.objects.get(pk=story.pk))
    except StoriesError as refusal:
        _keep_or_withdraw(Story.objects.get(pk=story.pk), terms)
        notices.post(
            story.tag, "story.correction-waits",
            facts={"guid": row.guid, "version": row.version, "reason": str(refusal)},
        )  # fmt: skip


def _keep_or_withdraw(story: Story, terms: Terms) -> None:
    from dateline.stories.licensing import relicense

    relicense(story, terms)

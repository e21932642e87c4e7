"""What a newer version, a kill or a recall does to the stories that were made of an item."""

from dataclasses import replace

from django.db import transaction

from dateline.house import clock, notices, who
from dateline.house.models import Notice
from dateline.licences.rules import Status, Terms, Use, from_json, is_yet_to_come, judge, to_json, updated
from dateline.pictures import actions as picture_actions
from dateline.pictures.models import Picture
from dateline.stories import actions, door, queries, standing_orders, wire_copy, wire_items
from dateline.stories.errors import StoriesError
from dateline.stories.models import Story
from dateline.wire.models import WireItem, WirePicture
from dateline.wire.rules import Item, State


def hear_wire(notice: Notice) -> None:
    """`wire.…` about `wire:<pk>`: withdraw what was killed, keep what was corrected, obey a standing order."""
    row = (
        WireItem.objects.select_related("partner", "current")
        .filter(pk=int(notice.about.partition(":")[2]))
        .first()
    )
    if row is None:
        return
    stories = list(queries.of_item(row.partner, row.guid))
    if row.state in (State.KILLED, State.WITHHELD):
        for story in stories:
            _recall(story, row)
        _recall_pictures(row)
        return
    _bring_pictures_back(row)
    if row.current is None or row.state == State.REFUSED:
        return
    if stories:
        for story in stories:
            _hear_newer(story, row, is_pictured=notice.kind == "wire.pictured")
    elif row.state == State.USABLE:
        standing_orders.obey(row, clock.now())


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
            status = 404 if is_yet_to_come(terms, at) else 410
            reason = judge(terms, Use.PAGE, at).reason
            actions.withdraw(story, reason=reason, by=row.partner.slug, status=status)
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


def _recall(story: Story, row: WireItem) -> None:
    """Killed or withheld: the story is down and its record says so, whoever is editing it. Safe to repeat."""
    status = Status.CANCELED if row.state == State.KILLED else Status.WITHHELD
    terms = replace(story.terms, status=status)
    with transaction.atomic():
        if story.licence != to_json(terms):
            actions.record(story, licence=to_json(terms))
        scheduled = story.revisions.filter(approved_go_live_at__isnull=False).exists()
        if story.live or scheduled:
            actions.withdraw(story, reason=f"{status} by {row.partner.name}", by=row.partner.slug)


def _recall_pictures(row: WireItem) -> None:
    """A recalled picture leaves every story that it came with; the stories stay (R14)."""
    for picture in _pictures_named(row, is_withdrawn=False):
        picture_actions.withdraw(picture, reason=f"{row.state} by {row.partner.name}")


def _bring_pictures_back(row: WireItem) -> None:
    """A recalled picture of which a newer version counts again is shown again (R16)."""
    if row.current is not None and row.state == State.USABLE:
        for picture in _pictures_named(row, is_withdrawn=True):
            picture_actions.bring_back(picture)


def _pictures_named(row: WireItem, *, is_withdrawn: bool) -> list[Picture]:
    """Our pictures whose bytes came under this item's guid, whichever item they came with."""
    kept = Picture.objects.filter(partner=row.partner, is_withdrawn=is_withdrawn)
    if not kept.exists():
        return []
    sent = WirePicture.objects.filter(version__item__partner=row.partner, guid=row.guid)
    return list(kept.filter(sha__in=sent.exclude(sha256="").values("sha256")))

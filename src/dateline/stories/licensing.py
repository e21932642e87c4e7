"""What other terms do to one story: its record, its pictures, and whether it may stay in print."""

from django.db import transaction

from dateline.house import clock, notices, who
from dateline.house.models import Notice
from dateline.licences.rules import Kind, Terms, change, ends_at, status_after, to_json
from dateline.pictures import actions as picture_actions
from dateline.stories import accounting, actions, door
from dateline.stories.models import Story
from dateline.stories.printing.pictures import pictures_of

IN_PRINT = ("story.published", "story.changed")


def relicense(story: Story, terms: Terms) -> None:
    """Keep new terms for a story; withdraw it when they no longer let it stand, else print it again.

    What nobody would see a difference of is not printed again: a hundred thousand pages take a while.
    """
    kept, before = to_json(terms), story.terms
    if kept == story.licence:
        return
    with transaction.atomic(), who.acting("the licence"):
        actions.record(story, licence=kept, ends_at=ends_at(terms))
        for picture in pictures_of(story):
            if picture.partner_id:
                picture_actions.bind(picture, terms)
        if not story.live:
            return
        at = clock.now()
        if refused := door.objection(story, at):
            actions.withdraw(story, reason=refused, by="the licence", status=status_after(terms, at))
        else:
            accounting.write(story, Kind.CHANGED, reason="its licence changed")
            if change(before, terms, at, is_in_print=True).is_nothing and before.pictures == terms.pictures:
                return
            notices.post(
                story.tag, "story.relicensed", tags=door.tags(story), paths=[story.address],
                facts=door.published_fact(story),
            )  # fmt: skip


def hear_story(notice: Notice) -> None:
    """`story.published` and `story.changed`: have the renditions of its pictures made."""
    story = Story.objects.filter(pk=int(notice.about.partition(":")[2]), live=True).first()
    if story:
        for picture in pictures_of(story):
            picture_actions.use(picture)

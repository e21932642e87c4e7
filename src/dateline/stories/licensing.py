"""When the licence changes, every story made under it is judged again."""

from django.db import transaction

from dateline.house import clock, notices, who
from dateline.house.models import Notice
from dateline.licences.models import Partner
from dateline.licences.rules import Kind, Terms, ends_at, from_json, is_yet_to_come, to_json, with_contract
from dateline.pictures import actions as picture_actions
from dateline.pictures.models import Picture
from dateline.stories import accounting, actions, door
from dateline.stories.models import Story
from dateline.stories.printing.pictures import pictures_of


def hear_licence(notice: Notice) -> None:
    """`licence.changed` about `partner:<slug>`: judge all that stands under it again."""
    slug = notice.about.partition(":")[2]
    partner = Partner.objects.filter(slug=slug).first()
    if partner is None:
        return
    contract = from_json(partner.terms)
    for story in (
        Story.objects.filter(partner=partner).select_related("locale", "partner").iterator(chunk_size=200)
    ):
        if story.licence is not None:
            relicense(story, with_contract(story.terms, contract))
    # Those that stand in stories of our own as well, or came with a story that is gone.
    for picture in Picture.objects.filter(partner=partner):
        kept = contract if picture.terms is None else with_contract(from_json(picture.terms), contract)
        picture_actions.bind(picture, kept)


def relicense(story: Story, terms: Terms) -> None:
    """Keep new terms for a story; withdraw it when they no longer let it stand, else print it again."""
    kept = to_json(terms)
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
            status = 404 if is_yet_to_come(terms, at) else 410
            actions.withdraw(story, reason=refused, by="the licence", status=status)
        else:
            accounting.write(story, Kind.CHANGED, reason="its licence changed")
            notices.post(story.tag, "story.relicensed", tags=door.tags(story), paths=[story.address])


def hear_story(notice: Notice) -> None:
    """`story.published` and `story.changed`: have the renditions of its pictures made."""
    if notice.kind not in ("story.published", "story.changed"):
        return
    story = Story.objects.filter(pk=int(notice.about.partition(":")[2]), live=True).first()
    if story:
        for picture in pictures_of(story):
            picture_actions.use(picture)

"""What the newsroom does with stories: write, publish, withdraw, correct; and what falls due by itself."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Revision

from dateline.house import ballast, clock, database, notices, watching, who
from dateline.licences.rules import Use, judge, status_after
from dateline.pictures.models import Picture
from dateline.stories import door, illustrating, lineage, rules, tree
from dateline.stories.errors import StoriesError
from dateline.stories.models import Author, Correction, InPrint, Origin, Section, Story, Topic, Withdrawal

log = logging.getLogger(__name__)


def write_story(
    section: Section,
    *,
    headline: str,
    body: Sequence[tuple[str, Any]],
    standfirst: str = "",
    slug: str = "",
    dateline: str = "",
    authors: Sequence[Author] = (),
    topics: Sequence[Topic] = (),
    lead_picture: Picture | None = None,
    original: Story | None = None,
    by: Any = None,
) -> Story:
    """A draft of our own in this section. `body`: pairs of block and value, as StreamField takes them.

    `original`: the same story in the other edition.
    """
    story = Story(
        title=headline, slug=tree.free_slug(section, slug or rules.slug_of(headline, "story")), locale=section.locale,
        standfirst=standfirst, dateline=dateline, body=list(body), lead_picture=lead_picture, live=False, owner=by,
    )  # fmt: skip
    if original:
        story.translation_key = original.translation_key
        lineage.say(story, lineage.Said(Origin.How.TRANSLATION, source=original))
    story.authors = list(authors)
    story.topics = list(topics)
    with transaction.atomic():
        section.add_child(instance=story)
        story.save_revision(user=by)
    return story


def publish(story: Story, *, at: datetime | None = None, by: Any = None) -> int:
    """Put a story's newest draft in print; the number of its notice.

    `at`: the moment that readers see, not in the future. Raises NotLicensed or NotComplete, and changes nothing.
    """
    if at is not None and at > clock.now():
        raise StoriesError(f"{at.isoformat()} is in the future; schedule the story instead")
    revision = story.get_latest_revision() or story.save_revision(user=by)
    with transaction.atomic():
        if at is not None:
            Story.objects.filter(pk=story.pk).update(published_at=at)
        revision.publish(user=by)
        seq = notices.latest()
    story.refresh_from_db()
    return seq


def record(story: Story, **facts: Any) -> None:
    """Write the newsroom's own record of a story (`door.KEPT`), past what drafts may say."""
    with transaction.atomic():
        Story.objects.filter(pk=story.pk).update(**facts)
    for name, value in facts.items():
        setattr(story, name, value)


@watching.step("withdraw story")
def withdraw(
    story: Story, *, reason: str, by: str, status: int = 410, notice: str = "", page: str | None = None
) -> int:
    """Take a story out of print, drafts and all its surfaces; the number of the notice.

    `status` is what its address answers then: 410, 404 of what is yet to come, 200 with a page of notice, on which
    `notice` is what its sender wants readers told; which page that is, its terms say when `page` does not.
    Works while an editor has it locked. Safe to repeat: an address that is gone is withdrawn again.
    """
    ballast.make_room()
    with transaction.atomic(), who.acting(by):
        address = story.address
        Story.objects.filter(pk=story.pk).update(live=False, has_unpublished_changes=True, live_revision=None)
        story.live = False
        Revision.objects.for_instance(story).update(approved_go_live_at=None)
        Withdrawal.objects.create(
            story=story, address=address, guid=story.guid, reason=reason, by=by, withdrawn_at=clock.now()
        )
        seq = door.post_withdrawal(
            story, address=address, reason=reason, status=status, notice=notice, page=page
        )
        # In a picture's place nothing can be said.
        illustrating.take_down(story, reason=reason, status=410 if status == 200 else status)
    return seq


def correct(story: Story, *, text: str, is_grave: bool = False, at: datetime | None = None) -> Correction:
    """Add a correction to a story and print it."""
    with transaction.atomic():
        correction = Correction(text=text, corrected_at=at or clock.now(), is_grave=is_grave)
        story.corrections.add(correction)
        story.save_revision().publish()
        notices.post(story.tag, "story.corrected", tags=[f"corrections:{story.language}"])
    return correction


def publish_due(at: datetime) -> int:
    """Put in print what was scheduled for now or before; how many. A refusal is said to the desk and unscheduled."""
    due = list(Revision.objects.filter(approved_go_live_at__lte=at).order_by("approved_go_live_at"))
    return sum(_publish_scheduled(revision) for revision in due)


def _publish_scheduled(revision: Revision) -> bool:
    """One that fell due. Whatever keeps it out of print must not keep the others out, nor what ends in it."""
    try:
        with transaction.atomic(), who.acting("the schedule"):
            revision.publish()
    except database.UNREACHABLE:
        raise
    except StoriesError as refusal:
        _unschedule(revision, str(refusal))
    except Exception as fault:
        log.exception("revision %s could not be published when it fell due", revision.pk)
        _unschedule(revision, f"{type(fault).__name__}: {fault}")
    else:
        return True
    return False


def _unschedule(revision: Revision, reason: str) -> None:
    with transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        notices.post(f"story:{revision.object_id}", "story.not-published", facts={"reason": reason})


def end_due(at: datetime) -> int:
    """Withdraw what the licence has ended by now, and what its editor's own end says; how many.

    What cannot be withdrawn keeps nothing else in print: it is tried again each turn, and raised at the end.
    """
    due = [
        *(
            (story, _why_ended(story, at), "the licence", status_after(story.terms, at))
            for story in _standing(Story.objects.filter(ends_at__lte=at))
        ),
        *(
            (story, "its editor's end date", "the schedule", 410)
            for story in _standing(InPrint.objects.filter(expire_at__lte=at))
        ),
    ]
    failure: Exception | None = None
    for story, reason, by, status in due:
        try:
            withdraw(story, reason=reason, by=by, status=status)
        except Exception as fault:  # noqa: BLE001 - raised again below, when the others are down
            failure = failure or fault
    if failure:
        raise failure
    return len(due)


def _standing(due: QuerySet[Any]) -> list[Story]:
    """Those of them that stand in print. Asked each turn: first one table by the index that knows what is due."""
    # Wagtail's own order, by the tree, would read the whole of its table for it.
    numbers = list(due.order_by().values_list("pk", flat=True))
    if not numbers:
        return []
    found = Story.objects.filter(live=True, pk__in=numbers)
    return list(found.select_related("locale", "partner", "lead_picture__partner"))


def _why_ended(story: Story, at: datetime) -> str:
    return judge(story.terms, Use.PAGE, at).reason or "the licence ended"


def next_due(after: datetime) -> datetime | None:
    """The next moment at which something falls due by itself; None when nothing does."""
    scheduled = Revision.objects.filter(approved_go_live_at__gt=after).order_by("approved_go_live_at")
    ends = Story.objects.filter(live=True, ends_at__gt=after).order_by("ends_at")
    moments = [
        scheduled.values_list("approved_go_live_at", flat=True).first(),
        ends.values_list("ends_at", flat=True).first(),
    ]
    return min((moment for moment in moments if moment), default=None)

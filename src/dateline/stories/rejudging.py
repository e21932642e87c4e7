"""Judges all stories of a partner again when its terms change: what must leave print first, some at a time.

How far it is stands in a row, and what was done with a few stories is one transaction: killed in the middle it goes
on where it was, and no kill and no editor waits for a hundred thousand of them.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from dateline.house import clock, database, notices, watching, who
from dateline.house.models import Notice
from dateline.licences.models import Partner
from dateline.licences.rules import from_json, with_contract
from dateline.pictures import actions as picture_actions
from dateline.pictures.models import Picture
from dateline.stories import relisting
from dateline.stories.foreseeing import Foreseen, Foresight, licensed
from dateline.stories.judged import Judged, Rejudging
from dateline.stories.licensing import relicense
from dateline.stories.models import Story
from dateline.stories.queries import parent_path
from dateline.stories.relicensing import relicense_all
from dateline.stories.reporting import counted

log = logging.getLogger(__name__)
Row = TypeVar("Row")
Step = Rejudging.Step
# So many are judged where the change is heard, before the press's next turn; more, by a process beside it.
A_FEW = 100
LOOKED_AT_ONCE = 200
AT_ONCE = 100
# Between two transactions, so that whoever waits for the database has a turn.
PAUSE_SECONDS = 0.003


def _breathe() -> None:
    time.sleep(PAUSE_SECONDS)


def hear_licence(notice: Notice) -> None:
    """`licence.changed` about `partner:<slug>`: judge all that stands under it again, or have it judged."""
    # A new name of the file's or another logo is no reason to judge.
    if notice.kind != "licence.changed" or notice.facts.get("change") == "details":
        return
    partner = Partner.objects.filter(slug=notice.about.partition(":")[2]).first()
    if partner is None:
        return
    rejudging = begin(partner, notice.seq, clock.now())
    if rejudging.is_at_work and rejudging.total <= A_FEW:
        go_on(rejudging)


@transaction.atomic
def ask(partner: Partner) -> int:
    """Have all of the partner's judged again by the terms as they are; the number of the notice."""
    return notices.post(
        f"partner:{partner.slug}", "licence.changed", tags=[f"partner:{partner.slug}"],
        facts={"partner": partner.slug, "version": partner.terms_version, "change": "asked"},
    )  # fmt: skip


@transaction.atomic
def begin(partner: Partner, seq: int, at: datetime) -> Rejudging:
    """Begin to judge all that is the partner's by its terms as they are now; the same notice again, the same row.

    What is left of an earlier one is done by this one.
    """
    Rejudging.objects.filter(partner=partner, ended_at=None, notice__lt=seq).update(
        ended_at=at, is_overtaken=True
    )
    rejudging, _ = Rejudging.objects.get_or_create(
        notice=seq,
        defaults={
            "partner": partner,
            "version": partner.terms_version,
            "begun_at": at,
            "total": licensed(partner).count() + Picture.objects.filter(partner=partner).count(),
        },
    )
    return rejudging


def go_on(
    rejudging: Rejudging,
    *,
    stop: Callable[[], bool] = lambda: False,
    between: Callable[[], None] = _breathe,
) -> None:
    """Go on where it was, to the end or until told to stop; returns as well when newer terms have overtaken it.

    `between`: done between two transactions, for whoever must not be left behind.
    """
    partner = Partner.objects.get(pk=rejudging.partner_id)
    foresight = Foresight(partner, from_json(partner.terms), clock.now())
    # Whoever hears what is posted here may tell that all of it was done for one reason.
    with watching.hearing(Notice.objects.get(seq=rejudging.notice)):
        _go_on(rejudging, foresight, stop, between)


def _go_on(
    rejudging: Rejudging, foresight: Foresight, stop: Callable[[], bool], between: Callable[[], None]
) -> None:
    told_to = 0
    while not stop():
        rejudging.refresh_from_db()
        if not rejudging.is_at_work:
            return
        step = _pictures if rejudging.step == Step.PICTURES else _stories
        if step(rejudging, foresight, between):
            continue
        told_to = _shift_lists(rejudging, told_to)
        if rejudging.step == Step.PICTURES:
            _end(rejudging)
            return
        _move(rejudging, step=rejudging.step + 1, place=None)


def _shift_lists(rejudging: Rejudging, told_to: int) -> int:
    """Have lists printed without what has been taken down behind the line `told_to`; the number of the last line."""
    down = Judged.objects.filter(rejudging=rejudging, outcome=Judged.Outcome.DOWN, pk__gt=told_to)
    if told_to == 0:  # what was overtaken has told of no list
        overtaken = Rejudging.objects.filter(partner=rejudging.partner_id, is_overtaken=True)
        down |= Judged.objects.filter(rejudging__in=overtaken, outcome=Judged.Outcome.DOWN)
    last = down.order_by("-pk").values_list("pk", flat=True).first()
    if last is not None:
        relisting.shift(Story.objects.filter(pk__in=down.values("story")))
    return last or told_to


def _stories(rejudging: Rejudging, foresight: Foresight, between: Callable[[], None]) -> bool:
    """Judge the next stories of this step; whether there were any."""
    stories = licensed(foresight.partner)
    if rejudging.step in (Step.TAKING_DOWN, Step.IN_PRINT):
        stories = stories.filter(live=True)
    if rejudging.place is not None:
        stories = stories.filter(pk__lt=rejudging.place)
    looked_at = list(foresight.of(stories.order_by("-pk")[:LOOKED_AT_ONCE]))
    if not looked_at:
        return False
    for few in _by(AT_ONCE, [seen for seen in looked_at if _is_due(seen, rejudging.step)]):
        if not _judge(rejudging, few, foresight):
            return True
        between()
    done = rejudging.judged + _newly_judged(rejudging, looked_at)
    _move(rejudging, place=looked_at[-1].pk, judged=done)
    return True


def _is_due(seen: Foreseen, step: int) -> bool:
    return not seen.is_same and (step != Step.TAKING_DOWN or bool(seen.change.reason))


def _newly_judged(rejudging: Rejudging, looked_at: Sequence[Foreseen]) -> int:
    """How many of these no earlier step has counted."""
    if rejudging.step == Step.TAKING_DOWN:
        return sum(_is_due(seen, rejudging.step) for seen in looked_at)
    if rejudging.step == Step.IN_PRINT:
        return len(looked_at)
    resting = [seen.pk for seen in looked_at if not seen.is_in_print]
    taken_down = Judged.objects.filter(
        rejudging=rejudging, story__in=resting, outcome__in=(Judged.Outcome.DOWN, Judged.Outcome.FAILED)
    )
    return len(resting) - taken_down.count()


def _judge(rejudging: Rejudging, few: Sequence[Foreseen], foresight: Foresight) -> bool:
    """Judge these in one transaction, with their lines in the report; False when newer terms have overtaken it."""
    at = clock.now()
    with transaction.atomic(), who.acting("the licence"):
        if not _is_still_at_work(rejudging):
            return False
        # All of them before any notice is posted: an editor who saves one of these holds its row first as well.
        locked = Story.objects.select_for_update(of=("self", "page_ptr")).filter(
            pk__in=[seen.pk for seen in few]
        )
        beside = ("locale", "partner", "lead_picture__partner")
        found = {story.pk: story for story in locked.select_related(*beside).order_by("pk")}
        stories = {
            seen.pk: found[seen.pk] for seen in few if seen.pk in found and found[seen.pk].licence is not None
        }
        for story in stories.values():
            _know_parent(story, foresight.parents)
        was_live = {story.pk for story in stories.values() if story.live}
        failures = _relicensed(list(stories.values()), foresight, at)
        lines = []
        for seen in few:
            if seen.pk not in stories:
                continue
            failure = failures.get(seen.pk, "")
            is_down = seen.pk in was_live and not stories[seen.pk].live
            if failure or seen.outcome or is_down:
                lines.append(seen.line(rejudging, at))
            if is_down:
                lines[-1].outcome = Judged.Outcome.DOWN
            if failure:
                lines[-1].outcome, lines[-1].reason = Judged.Outcome.FAILED, failure
        Judged.objects.bulk_create(lines, ignore_conflicts=True)
    return True


def _know_parent(story: Story, parents: dict[str, Any]) -> None:
    """Its parent and grandparent, whose tags it has, are asked for once and not with each story."""
    above = parent_path(story.path)
    if above in parents:
        story._cached_parent_obj = parents[above]
    else:
        parents[above] = story.get_parent()


def _relicensed(stories: Sequence[Story], foresight: Foresight, at: datetime) -> dict[int, str]:
    """Why some of these could not be judged, by number; none as a rule. One that cannot be keeps no other from it."""
    before = {story.pk: (story.licence, story.ends_at, story.live) for story in stories}
    try:
        with transaction.atomic():
            relicense_all(
                foresight.partner,
                [(story, with_contract(story.terms, foresight.contract)) for story in stories],
                at,
            )
    except database.UNREACHABLE:
        raise
    except Exception:
        log.warning("%s stories are judged one by one: one of them stumbles", len(stories), exc_info=True)
    else:
        return {}
    for story in stories:
        story.licence, story.ends_at, story.live = before[story.pk]
    return {story.pk: failure for story in stories if (failure := _relicensed_alone(story, foresight))}


def _relicensed_alone(story: Story, foresight: Foresight) -> str:
    """Why it could not be judged; "" as a rule."""
    try:
        with transaction.atomic():
            relicense(story, with_contract(story.terms, foresight.contract))
    except database.UNREACHABLE:
        raise
    except Exception as fault:
        log.exception("story %s could not be judged again", story.pk)
        return f"{type(fault).__name__}: {fault}"
    return ""


def _pictures(rejudging: Rejudging, foresight: Foresight, between: Callable[[], None]) -> bool:
    """Bind the next pictures that stand elsewhere too, or whose story is gone; whether there were any."""
    pictures = Picture.objects.filter(partner=foresight.partner).order_by("-pk")
    if rejudging.place is not None:
        pictures = pictures.filter(pk__lt=rejudging.place)
    some = list(pictures[:LOOKED_AT_ONCE])
    for few in _by(AT_ONCE, some):
        with transaction.atomic():
            if not _is_still_at_work(rejudging):
                return True
            for picture in few:
                picture_actions.bind(picture, foresight.terms_of(picture))
        between()
    if some:
        _move(rejudging, place=some[-1].pk, judged=rejudging.judged + len(some))
    return bool(some)


def _is_still_at_work(rejudging: Rejudging) -> bool:
    """Asked in the transaction that acts, and held to its end."""
    return Rejudging.objects.select_for_update().filter(pk=rejudging.pk, ended_at=None).exists()


def _move(rejudging: Rejudging, **facts: object) -> None:
    with transaction.atomic():
        Rejudging.objects.filter(pk=rejudging.pk, ended_at=None).update(**facts)


def _end(rejudging: Rejudging) -> None:
    counts = counted(rejudging)
    with transaction.atomic():
        _move(rejudging, step=Step.DONE, place=None, ended_at=clock.now(), judged=rejudging.total)
        notices.post(
            f"partner:{rejudging.partner.slug}", "rejudging.ended",
            facts={"rejudging": rejudging.pk, "version": rejudging.version, **counts},
        )  # fmt: skip


def _by(size: int, rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]

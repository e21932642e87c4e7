"""What other terms do to many stories of a partner at once: the same as `licensing.relicense`, in a few statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from wagtail.models import Page, Revision

from dateline.house import ballast, notices, who
from dateline.licences import ledger
from dateline.licences.models import Partner
from dateline.licences.rules import Kind, Terms, change, ends_at, status_after, to_json
from dateline.pictures import actions as picture_actions
from dateline.stories import accounting, door, illustrating, lineage, relisting, standing
from dateline.stories.models import Author, Origin, Story, Topic, Withdrawal
from dateline.stories.printing.pictures import pictures_of

BY = "the licence"


@dataclass(frozen=True)
class Judged:
    """A story with its new terms, those that it had, and why it may not stay in print; "" where it may."""

    story: Story
    before: Terms
    terms: Terms
    refused: str = ""


def relicense_all(partner: Partner, wanted: Sequence[tuple[Story, Terms]], at: datetime) -> None:
    """Keep new terms for these stories of one partner; withdraw what they no longer let stand, else print it again.

    In the caller's transaction, which holds their rows. The first pages of their lists are told of once for all of
    them, the further ones by whoever calls, when all of it is done (`relisting.shift`).
    """
    changed = [(story, story.terms, terms) for story, terms in wanted if to_json(terms) != story.licence]
    with who.acting(BY):
        _record([(story, terms) for story, _, terms in changed])
        for story, _, terms in changed:
            for picture in pictures_of(story):
                if picture.partner_id:
                    picture_actions.bind(picture, terms)
        in_print = _objections([each for each in changed if each[0].live], at)
        _withdraw(partner, [each for each in in_print if each.refused], at)
        _print_again([each for each in in_print if not each.refused], at)


def _record(wanted: Sequence[tuple[Story, Terms]]) -> None:
    """Write the newsroom's own record, as `actions.record` does for one."""
    fields = [Story._meta.get_field(name) for name in ("licence", "ends_at")]
    columns = ", ".join(f"{connection.ops.quote_name(field.column)} = %s" for field in fields)
    rows = []
    for story, terms in wanted:
        story.licence, story.ends_at = to_json(terms), ends_at(terms)
        kept = [field.get_db_prep_save(getattr(story, field.attname), connection) for field in fields]
        rows.append([*kept, story.pk])
    if rows:
        table, key = (
            connection.ops.quote_name(name) for name in (Story._meta.db_table, Story._meta.pk.column)
        )
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET {columns} WHERE {key} = %s", rows)  # noqa: S608 - names alone


def _objections(changed: Sequence[tuple[Story, Terms, Terms]], at: datetime) -> list[Judged]:
    """What the door into print says of each."""
    made = set(
        Origin.objects.filter(story__in=[s.pk for s, *_ in changed]).values_list("story_id", flat=True)
    )
    found = []
    for story, before, terms in changed:
        refused = door.licences_objection(story, at)
        if not refused and story.pk in made:
            refused = lineage.objection(story)
        found.append(Judged(story, before, terms, refused))
    return found


def _withdraw(partner: Partner, down: Sequence[Judged], at: datetime) -> None:
    """Take these out of print, as `actions.withdraw` does one."""
    if not down:
        return
    ballast.make_room()
    stories = [each.story for each in down]
    numbers = [story.pk for story in stories]
    Page.objects.filter(pk__in=numbers).update(live=False, has_unpublished_changes=True, live_revision=None)
    of_them = Revision.objects.filter(
        base_content_type=stories[0].get_base_content_type(),
        object_id__in=[str(number) for number in numbers],
    )
    of_them.exclude(approved_go_live_at=None).update(approved_go_live_at=None)
    Withdrawal.objects.bulk_create(
        Withdrawal(
            story=each.story, address=each.story.address, guid=each.story.guid, reason=each.refused, by=BY,
            withdrawn_at=at,
        )
        for each in down
    )  # fmt: skip
    standing.drop_all(numbers)
    shown = ledger.shown(partner, [story.guid for story in stories])
    ledger.write(
        [
            accounting.told(each.story, Kind.WITHDRAWN, address=each.story.address, reason=each.refused)
            for each in down
            if (each.story.guid, each.story.language) in shown
        ]
    )
    told = []
    for each in down:
        each.story.live = False
        facts = door.withdrawn_facts(each.story, reason=each.refused, status=status_after(each.terms, at))
        facts[relisting.TOLD_LATER] = True
        tags = (each.story.tag, *door.picture_tags(each.story))
        told.append(
            notices.Told(each.story.tag, "story.withdrawn", facts, tags, withdrawn=(each.story.address,))
        )
    notices.post_all([*told, _lists(partner, stories)])
    for each in down:
        status = status_after(each.terms, at)
        illustrating.take_down(each.story, reason=each.refused, status=410 if status == 200 else status)


def _print_again(standing_on: Sequence[Judged], at: datetime) -> None:
    """Enter these into the ledger; what somebody would see a difference of is printed again."""
    ledger.write(
        [accounting.told(each.story, Kind.CHANGED, reason="its licence changed") for each in standing_on]
    )
    seen = [
        each.story
        for each in standing_on
        if not change(each.before, each.terms, at, is_in_print=True).is_nothing
        or each.before.pictures != each.terms.pictures
    ]
    if seen:
        assert seen[0].partner  # noqa: S101 - all are one partner's
        told = [
            notices.Told(
                each.tag, "story.relicensed", door.published_fact(each), (each.tag,), (each.address,)
            )
            for each in seen
        ]
        notices.post_all([*told, _lists(seen[0].partner, seen)])


def _lists(partner: Partner, stories: Sequence[Story]) -> notices.Told:
    """One word for every list that any of these stands in: a story's own notice touches what shows the story."""
    named = named_tags(stories)
    tags = {tag for story in stories for tag in door.tags(story, named[story.pk])}
    tags -= {story.tag for story in stories}
    return notices.Told(f"partner:{partner.slug}", "rejudging.lists", {"stories": len(stories)}, tags)


def named_tags(stories: Iterable[Story]) -> Mapping[int, list[str]]:
    """The tags of the authors and topics of these stories, by the story's number."""
    found: dict[int, list[str]] = {story.pk: [] for story in stories}
    for named, through in ((Author, Story.authors.through), (Topic, Story.topics.through)):
        name = named._meta.model_name
        rows = through.objects.filter(story__in=list(found)).values_list("story_id", f"{name}_id")
        for pk, named_pk in rows:
            found[pk].append(named(pk=named_pk).tag)
    return found

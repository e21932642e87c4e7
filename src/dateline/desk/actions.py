"""What an editor does at the desk that spans rooms: each one transaction, with its line in the record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dateline.desk.errors import MayNotPublish, NothingChosen
from dateline.desk.models import Seen, SetAside
from dateline.house import notices
from dateline.house.models import Notice
from dateline.licences.rules import accept, release, terms_hash, to_json, unaccepted
from dateline.press import rules as press_rules
from dateline.press.errors import NoSuchAddress
from dateline.readers.models import Reader
from dateline.stories import actions as stories
from dateline.stories import queries as story_queries
from dateline.stories import taking_in
from dateline.stories.models import Section, Story
from dateline.wire import actions as wire
from dateline.wire.models import WireItem


@dataclass(frozen=True)
class TakenIn:
    """The story; `scheduled_for` when its embargo put off printing; `seq` is the notice to ask a receipt for."""

    story: Story
    seq: int
    scheduled_for: datetime | None = None


@transaction.atomic
def take_in(
    row: WireItem, section: Section, *, by: Reader, at: datetime, publish: bool, accepted: Iterable[str] = ()
) -> TakenIn:
    """An item as a draft, or in print; under embargo it is scheduled for the moment it lifts.

    Usage terms of the hashes in `accepted` are accepted first. Raises StoriesError or MayNotPublish; then
    nothing has changed.
    """
    if publish and not section.permissions_for_user(by).can_publish_subpage():
        raise MayNotPublish(
            f"you may not publish in {section.title}; take it in as a draft, or ask an administrator"
        )
    taken = taking_in.take_in(
        row.guid, section_slug=section.slug, partner_slug=row.partner.slug, at=at, by=by.email, user=by
    )
    story = taken.story
    accept_terms(story, accepted, by=by, at=at)
    if not publish:
        return TakenIn(story, taken.seq)
    story.refresh_from_db()
    embargo = story.terms.embargo_until
    if embargo and embargo > at:
        draft = story.get_latest_revision_as_object()
        draft.go_live_at = embargo
        draft.save_revision(user=by).publish(user=by)
        seq = notices.post(story.tag, "story.scheduled", facts={"by": by.email, "for": embargo.isoformat()})
        return TakenIn(story, seq, embargo)
    seq = stories.publish(story, by=by)
    notices.post(story.tag, "story.put-in-print", facts={"by": by.email, "guid": story.guid})
    return TakenIn(story, seq)


@transaction.atomic
def accept_terms(story: Story, hashes: Iterable[str], *, by: Reader, at: datetime) -> int:
    """An editor has read and accepts these usage terms of a story (R34); how many were accepted now.

    Who, when and which text, by its hash, are kept in a notice; a hash that no waiting text has is passed over.
    """
    chosen = set(hashes)
    terms = story.terms
    texts = [text for text in sorted(unaccepted(terms)) if terms_hash(text) in chosen]
    for text in texts:
        terms = accept(terms, terms_hash(text))
        notices.post(
            story.tag, "story.terms-accepted",
            facts={"by": by.email, "name": by.get_full_name(), "hash": terms_hash(text), "text": text,
                   "at": at.isoformat(), "guid": story.guid},
        )  # fmt: skip
    if texts:
        stories.record(story, licence=to_json(terms))
    return len(texts)


@transaction.atomic
def set_time(row: WireItem, until: datetime, *, by: Reader, at: datetime) -> None:
    """Set the moment from which a held item may be in print, in the wire and in stories made of it (R7)."""
    wire.release(row, until=until, by=by.email, at=at)
    for story in story_queries.of_item(row.partner, row.guid):
        stories.record(story, licence=to_json(release(story.terms, until)))


@transaction.atomic
def set_aside(row: WireItem, *, by: Reader, at: datetime) -> None:
    """Take an item off the list of what is new; a newer version of it is asked for anew. Safe to repeat."""
    SetAside.objects.update_or_create(
        item=row,
        defaults={"by": by, "by_name": by.get_full_name(), "at": max(at, row.changed_at)},
    )
    notices.post(f"wire:{row.pk}", "desk.set-aside", facts={"by": by.email, "guid": row.guid})


@transaction.atomic
def take_up(row: WireItem, *, by: Reader) -> None:
    """Bring an item back that was set aside. Safe to repeat."""
    if SetAside.objects.filter(item=row).delete()[0]:
        notices.post(f"wire:{row.pk}", "desk.taken-up", facts={"by": by.email, "guid": row.guid})


@transaction.atomic
def see(numbers: Iterable[int], *, by: Reader, at: datetime) -> int:
    """An editor has seen these alerts; how many were new to the desk."""
    rows = Notice.objects.filter(seq__in=list(numbers), seen=None)
    seen = [Seen(notice=notice, by=by, by_name=by.get_full_name(), at=at) for notice in rows]
    Seen.objects.bulk_create(seen, ignore_conflicts=True)
    return len(seen)


@transaction.atomic
def print_again(path: str, *, by: Reader) -> int:
    """Have one address printed again by every press; the number of its notice.

    Raises NothingChosen or NoSuchAddress.
    """
    path = path.strip()
    if not path.startswith("/"):
        raise NothingChosen("write the page's address within the paper, such as /economy/")
    if press_rules.file_of(path) is None:
        raise NoSuchAddress(
            f"{path} is no address of a printed page; it begins and ends with /, such as /economy/"
        )
    return notices.post("press:by-hand", "press.asked", paths=[path], facts={"by": by.email})

"""What has ended and may not be kept is purged: from drafts, versions, wire and pictures; the record stays (R18)."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from wagtail.models import PageLogEntry

from dateline.house import who
from dateline.licences.models import Partner
from dateline.licences.rules import Kind, Terms, ends_at, from_json
from dateline.pictures.models import Picture
from dateline.pictures.queries import terms_of
from dateline.stories import accounting, wire_items
from dateline.stories.models import Story
from dateline.stories.printing.pictures import pictures_of
from dateline.wire.actions import forget_bytes, purge
from dateline.wire.models import WireItem

log = logging.getLogger(__name__)


def purge_ended(at: datetime, *, before_each: Callable[[], object] = lambda: None) -> int:
    """Purge all whose licence has ended by `at` and lets us keep nothing; how many items there were.

    One that cannot be purged keeps no other from it, and is tried again the next time. `before_each`: done ahead of
    each item that is looked at, for what must not wait for an archive of them.
    """
    done = 0
    for partner in Partner.objects.all():
        contract = from_json(partner.terms)
        for row in _items(partner, contract).select_related("current", "partner").iterator():
            before_each()
            done += _tried(row, contract, at)
        for picture in _pictures(partner, contract):
            before_each()
            if _must_go(terms_of(picture), at) and not _is_shown(picture):
                picture.delete()
    return done


def _items(partner: Partner, contract: Terms) -> QuerySet[WireItem]:
    """Those that may have to go, and those gone: of a partner who lets us keep all, the latter alone."""
    rows = WireItem.objects.filter(partner=partner)
    if contract.retain and not Story.objects.filter(partner=partner, licence__retain=False).exists():
        return rows.filter(purged_at__isnull=False)
    return rows


def _pictures(partner: Partner, contract: Terms) -> QuerySet[Picture]:
    found = Picture.objects.filter(partner=partner)
    return found.filter(terms__retain=False) if contract.retain else found


def _tried(row: WireItem, contract: Terms, at: datetime) -> bool:
    try:
        return _purged(row, contract, at)
    except DatabaseError:
        raise
    except Exception:
        log.exception("%s of %s could not be purged", row.guid, row.partner)
        return False


def _purged(row: WireItem, contract: Terms, at: datetime) -> bool:
    if row.purged_at is not None:
        forget_bytes(row)
        return False
    stories = list(
        Story.objects.filter(partner=row.partner, guid=row.guid).select_related("locale", "partner")
    )
    kept = [story.terms for story in stories] or [_terms(row, contract)]
    if any(story.live for story in stories) or not all(_must_go(terms, at) for terms in kept):
        return False
    with transaction.atomic(), who.acting("the licence"):
        for story in stories:
            _purge_story(story)
    purge(row, at)
    return True


def _purge_story(story: Story) -> None:
    """The page stays in the tree, without a word of the partner's: its address and its record are ours."""
    accounting.write(story, Kind.PURGED, reason="its licence has ended and lets nothing be kept")
    story.title = story.draft_title = f"Purged: {story.guid}"[:255]
    story.standfirst = story.dateline = story.byline = story.contact = story.lead_caption = ""
    story.seo_title = story.search_description = story.wire_headline = ""
    story.body, story.lead_picture, story.latest_revision, story.live_revision = [], None, None, None
    story.revisions.all().delete()
    fields = [
        "title", "draft_title", "standfirst", "dateline", "byline", "contact", "lead_caption", "seo_title",
        "search_description", "wire_headline", "body", "lead_picture", "latest_revision", "live_revision",
    ]  # fmt: skip
    story.save(update_fields=fields, clean=False)
    PageLogEntry.objects.filter(page=story.pk).update(label=story.title, data={})


def _terms(row: WireItem, contract: Terms) -> Terms:
    return wire_items.terms_for(row, row.current.read) if row.current else contract


def _must_go(terms: Terms, at: datetime) -> bool:
    over = ends_at(terms)
    return not terms.retain and over is not None and over <= at


def _is_shown(picture: Picture) -> bool:
    """Whether a story in print still shows it; one that ended is not in print."""
    return picture.is_in_print and any(
        picture in pictures_of(story) for story in Story.objects.filter(live=True, partner=picture.partner)
    )

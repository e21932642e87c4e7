"""Words for what the door into print would refuse, before Wagtail tries: the draft is kept, the editor stays."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dateline.house import clock, notices
from dateline.stories import actions, door
from dateline.stories.errors import StoriesError
from dateline.stories.models import Story
from dateline.wire.models import WireItem


def before_publish(request: HttpRequest, page: object) -> HttpResponse | None:
    """Back to the editor with the reason when the story may not be in print at the moment it would be."""
    if not isinstance(page, Story):
        return None
    at = clock.now()
    goes_live_at = page.go_live_at if page.go_live_at and page.go_live_at > at else at
    _take_the_moment(request, page)
    try:
        door.must_be_printable(page, goes_live_at)
    except StoriesError as refusal:
        messages.error(request, f"{refusal}. Your draft is saved.{_remedy(page)}")
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


def before_bulk(request: HttpRequest, kind: str, pages: Iterable[Any], action: Any) -> HttpResponse | None:
    """Nothing of the selection is published when one of it may not be; each such story is named."""
    if kind != "publish":
        return None
    at = clock.now()
    refusals = []
    for page in _to_publish(pages, action):
        try:
            door.must_be_printable(page.get_latest_revision_as_object(), at)
        except StoriesError as refusal:
            refusals.append(str(refusal))
    for sentence in refusals:
        messages.error(request, f"Nothing was published. {sentence}.")
    return redirect(action.next_url) if refusals else None


def _to_publish(pages: Iterable[Any], action: Any) -> Iterator[Story]:
    """The stories that this would publish: those chosen, and drafts beneath what was chosen when asked for."""
    with_descendants = bool(
        action.cleaned_form and action.cleaned_form.cleaned_data.get("include_descendants")
    )
    for page in pages:
        specific = page.specific
        if isinstance(specific, Story):
            yield specific
        elif with_descendants:
            yield from Story.objects.descendant_of(page).filter(live=False)


def _take_the_moment(request: HttpRequest, page: Story) -> None:
    """The moment that readers see, where an editor who may has set another one: into the record, with a line."""
    kept = Story.objects.filter(pk=page.pk).values_list("published_at", flat=True).first()
    moment: datetime | None = page.published_at
    if moment is None or moment == kept or not request.user.has_perm("desk.set_moment"):
        return
    with transaction.atomic():
        actions.record(page, published_at=moment)
        notices.post(
            page.tag, "story.backdated",
            facts={"by": request.user.get_username(), "published_at": moment.isoformat()},
        )  # fmt: skip


def _remedy(page: Story) -> str:
    """Where the editor can do something about it."""
    if not page.guid or not WireItem.objects.filter(partner=page.partner, guid=page.guid).exists():
        return ""
    return " What the licence says stands above the headline."

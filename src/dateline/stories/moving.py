"""When a page moves, changes its slug or is deleted: where its old addresses lead, and those of all below it."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from wagtail.models import Page

from dateline.house import notices
from dateline.stories import door, illustrating, rules, standing
from dateline.stories.models import Author, PaperPage, Shelf, Story, Topic


def after_move(sender: Any, **facts: Any) -> None:
    """Wagtail's `post_page_move`: `url_path_before` and `url_path_after` of the page that moved."""
    lead_on(facts["instance"], facts["url_path_before"], facts["url_path_after"])


def before_delete(sender: Any, instance: Any, **facts: Any) -> None:
    """Django's `pre_delete`, which is told of every page below a deleted one too: `delete()` is not."""
    with transaction.atomic():
        if isinstance(instance, Story) and instance.live:
            door.post_withdrawal(instance, reason="deleted")
            illustrating.take_down(instance, reason="its story is deleted")
        elif isinstance(instance, PaperPage) and instance.live and instance.url_path:
            kind = f"{type(instance).__name__.lower()}.withdrawn"
            instance.post_printing_notice(kind, was=instance.address, goes=True)
        elif isinstance(instance, Author | Topic):
            kind = f"{type(instance).__name__.lower()}.withdrawn"
            notices.post(
                instance.tag, kind, tags=[instance.name_tag, instance.names_tag], withdrawn=[instance.address]
            )


def lead_on(page: Page, before: str, after: str, *, itself: bool = True) -> None:
    """Post, for each page in print at or below this one, that its old address leads to the new one."""
    if before == after:
        return
    for moved in _in_print_below(page):
        if moved.pk == page.pk and not itself:
            continue
        old_path = before + moved.url_path.removeprefix(after)
        old = rules.address_of(old_path, moved.language)
        kind = type(moved).__name__.lower()
        with transaction.atomic():
            if isinstance(moved, Story):
                standing.keep([moved])
            notices.post(
                f"{kind}:{moved.pk}", f"{kind}.moved", paths=[moved.address], withdrawn=[old],
                tags=door.tags(moved) if isinstance(moved, Story) else moved.notice_tags(),
                facts={"status": 301, "location": moved.address} | _published(moved),
            )  # fmt: skip


def _published(page: PaperPage) -> dict[str, str]:
    return door.published_fact(page) if isinstance(page, Story) else {}


def _in_print_below(page: Page) -> Iterator[PaperPage]:
    """Shelves and stories at or below this page."""
    below = {"live": True, "path__startswith": page.path}
    yield from Shelf.objects.filter(**below).select_related("locale", "partner")
    yield from Story.objects.filter(**below).select_related("locale", "partner").iterator(chunk_size=200)

"""When a page moves or changes its slug, what stood at its old addresses leads to the new ones."""

from typing import Any

from django.db import transaction
from wagtail.models import Page

from dateline.house import notices
from dateline.stories import door, rules
from dateline.stories.models import Story


def after_move(sender: Any, **facts: Any) -> None:
    """Wagtail's `post_page_move`: `url_path_before` and `url_path_after` of the page that moved."""
    lead_on(facts["instance"], facts["url_path_before"], facts["url_path_after"])


def after_slug_change(sender: Any, **facts: Any) -> None:
    """Wagtail's `page_slug_changed`: the page itself was printed by its own save; what stands below it was not."""
    lead_on(facts["instance"], facts["instance_before"].url_path, facts["instance"].url_path, itself=False)


def lead_on(page: Page, before: str, after: str, *, itself: bool = True) -> None:
    """Post, for each story in print at or below the page, that its old address leads to the new one."""
    if before == after:
        return
    stories = Story.objects.filter(live=True, path__startswith=page.path).select_related("locale", "partner")
    for story in stories.iterator(chunk_size=200):
        if story.pk == page.pk and not itself:
            continue
        old_path = before + story.url_path.removeprefix(after)
        old = rules.address_of(old_path, story.language)
        with transaction.atomic():
            notices.post(
                story.tag, "story.moved", tags=door.tags(story), paths=[story.address], withdrawn=[old],
                facts={"status": 301, "location": story.address},
            )  # fmt: skip

"""Who has which story open in the desk now."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from wagtail.admin.models import EditingSession
from wagtail.models import Page

from dateline.stories.models import Story

# A browser that has a form open says so every ten seconds.
OPEN_WITHIN = timedelta(seconds=60)


def editors_of(stories: Iterable[int], at: datetime) -> dict[int, tuple[str, ...]]:
    """The names of those who have these stories open, by the story's number; each once."""
    wanted = {str(pk) for pk in stories}
    if not wanted:
        return {}
    kinds = ContentType.objects.get_for_models(Story, Page, for_concrete_models=False).values()
    sessions = EditingSession.objects.filter(
        object_id__in=wanted, content_type__in=kinds, last_seen_at__gt=at - OPEN_WITHIN
    )
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for session in sessions.select_related("user").order_by("pk"):
        found[int(session.object_id)][session.user.get_full_name() or session.user.get_username()] = None
    return {pk: tuple(names) for pk, names in found.items()}

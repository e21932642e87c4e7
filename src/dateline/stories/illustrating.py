"""A story's pictures: ready while it is in print, a partner's taken down with it."""

from django.db.models import TextField
from django.db.models.functions import Cast

from dateline.pictures import actions as picture_actions
from dateline.pictures.models import Picture
from dateline.stories.models import Story
from dateline.stories.printing.pictures import pictures_of


def use(story: Story) -> None:
    """Have the story's pictures made ready, a partner's bound to the terms that the story has now."""
    for picture in pictures_of(story):
        if picture.partner_id and picture.partner_id == story.partner_id:
            picture_actions.bind(picture, story.terms)
        picture_actions.use(picture)


def take_down(story: Story, *, reason: str, status: int = 410) -> None:
    """Take a partner's pictures out of print that no other story shows; for a story that goes out of print."""
    for picture in pictures_of(story):
        if picture.partner_id and not _in_print_elsewhere(picture, story):
            picture_actions.take_out_of_print(picture, reason=reason, status=status)
            if picture.partner_id == story.partner_id:
                picture_actions.bind(picture, story.terms)


def _in_print_elsewhere(picture: Picture, story: Story) -> bool:
    others = Story.objects.filter(live=True).exclude(pk=story.pk)
    if others.filter(lead_picture=picture).exists():
        return True
    # A body is JSON, and SQLite cannot be asked what a JSON holds: as text, the picture's number stands in it.
    written = others.annotate(written=Cast("body", TextField()))
    candidates = written.filter(written__contains=f'"picture": {picture.pk}')
    return any(picture in pictures_of(other) for other in candidates)

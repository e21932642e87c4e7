"""Run inside a newsroom's home: puts a partner's picture above a story of our own, as an editor would."""

import sys

from dateline.cli.main import start_django

start_django()

# Only now has Django its models.
from dateline.pictures.models import Picture  # noqa: E402
from dateline.stories.models import Story  # noqa: E402

story = Story.objects.get(slug=sys.argv[1])
story.lead_picture = Picture.objects.get(partner__slug=sys.argv[2])
story.save_revision().publish()

"""Run inside a newsroom's home: publishes a story of our own, or changes it, as an editor's process does."""

import sys

from dateline.cli.main import start_django

start_django()

# Only now has Django its models.
from dateline.house.models import Notice  # noqa: E402
from dateline.stories import actions  # noqa: E402
from dateline.stories.models import Section, Story  # noqa: E402


def main(slug: str, words: str) -> None:
    """The story of this slug says these words now; prints the number of the notice that tells of it."""
    body = [("paragraph", f"<p>{words} {'The harbour master counts the boats at dusk. ' * 20}</p>")] * 3
    if story := Story.objects.filter(slug=slug).first():
        story.body = body
        story.save_revision().publish()
    else:
        section = Section.objects.get(slug="economy")
        actions.publish(
            actions.write_story(section, headline=slug.title(), standfirst=words, body=body, slug=slug)
        )
    story = Story.objects.get(slug=slug)
    told = Notice.objects.filter(about=story.tag).order_by("-seq")
    sys.stdout.write(f"{next(each.seq for each in told if story.address in each.paths)}\n")


main(*sys.argv[1:])

"""The newsroom of stock Wagtail, as `bench/publish.py` has it work: filled, publishing."""

import json
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from pages.models import Author, Home, Section, Story
from wagtail.models import Page, Site

from bench.installation import body, headline, sentence

AT_ONCE = 50


def fill(stories: int, drafts: int, email: str, password: str, archive: int) -> dict[str, list[Any]]:
    """A site with so many stories in print, and drafts beside them, each with its path."""
    root = Page.objects.get(depth=1)
    for welcome in root.get_children():
        welcome.delete()
    home = Page.objects.get(depth=1).add_child(instance=Home(title="The Peer", slug="peer"))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "127.0.0.1", "port": 80, "site_name": "The Peer", "root_page": home},
    )
    section = home.add_child(instance=Section(title="Economy", slug="economy", show_in_menus=True))
    author = Author.objects.create(name="A. Person")
    made: list[Story] = []
    while len(made) < stories + drafts:
        with transaction.atomic():
            for number in range(len(made), min(stories + drafts, len(made) + AT_ONCE)):
                story = Story(
                    title=headline(number), standfirst=sentence(), body=json.dumps(_blocks()),
                    live=number < stories,
                )  # fmt: skip
                story.authors = [author]
                section.add_child(instance=story)
                story.save_revision()
                made.append(story)
    get_user_model().objects.create_superuser(email, email, password)
    return {
        "stories": [(story.pk, f"/economy/{story.slug}/") for story in made[:stories]],
        "drafts": [(story.pk, f"/economy/{story.slug}/", story.title) for story in made[stories:]],
    }


def _blocks() -> list[dict[str, str]]:
    return [{"type": kind, "value": value} for kind, value in body(700)]


def command(pk: int) -> None:
    """What a command of such a site calls to put a draft in print."""
    story(pk).get_latest_revision().publish()


def story(pk: int) -> Story:
    """The story as it stands."""
    return Story.objects.get(pk=pk)


def come_to_rest() -> None:
    """Nothing is put off here: its tasks have run within the publish."""

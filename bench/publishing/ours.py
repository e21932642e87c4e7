"""The newsroom of Dateline, as `bench/publish.py` has it work: filled, publishing, come to rest."""

import json
import tempfile
import time
from pathlib import Path
from typing import Any

from django.db import transaction

from bench import filling
from bench.installation import body, headline, sentence
from dateline.cli.background import stamp_printed
from dateline.house import clock, notices, tasks
from dateline.house.models import Place
from dateline.licences import actions as licences
from dateline.press import working
from dateline.press.everything import print_everything
from dateline.readers.models import Reader
from dateline.stories import rules, taking_in, tree
from dateline.stories.models import Story
from dateline.wire import actions as wire

# Each story in a transaction of its own would sync the disk a thousand times.
AT_ONCE = 50
CONTRACT = """
[[partner]]
slug = "bench-wire"
name = "Bench Wire"
home = "https://benchwire.example/"
time_zone = "UTC"

[partner.terms]
mark = "Featured article licensed from"
credit = "Bench Wire"
byline = "partner"
copyright = "© Bench Wire"
uses = ["page", "front", "related", "search", "feed"]
pictures = "all"
text = "verbatim"
after_end = "410"
after_kill = "410"
index = "index"
canonical = "self"
ai = false
comments = true
"""


def fill(stories: int, drafts: int, email: str, password: str, archive: int) -> dict[str, list[Any]]:
    """A paper with so many stories in print and printed, and licensed drafts beside them, each with its path."""
    if archive:
        filling.fill(archive)
    section = tree.make_section("economy", "Economy")
    made: list[Story] = []
    while len(made) < stories:
        with transaction.atomic():
            for number in range(len(made), min(stories, len(made) + AT_ONCE)):
                title = headline(number)
                story = Story(
                    title=title, slug=rules.slug_of(title, "story"), locale=section.locale, standfirst=sentence(),
                    body=body(700), live=True,
                )  # fmt: skip
                section.add_child(instance=story)
                story.save_revision()
                made.append(story)
    working.catch_up()
    taken = _take_in(drafts)
    Reader.objects.create_superuser(email, password)
    working.catch_up()
    for _ in print_everything():
        pass
    stamp_printed()
    come_to_rest()
    return {
        "stories": [(story.pk, story.address) for story in made],
        "drafts": [(story.guid, story.address, story.title) for story in taken],
    }


def _take_in(drafts: int) -> list[Story]:
    """So many items of a partner's, received and taken in, none in print."""
    with tempfile.TemporaryDirectory(prefix="dateline-bench-wire-") as folder:
        contract = Path(folder) / "licences.toml"
        contract.write_text(CONTRACT)
        licences.load(contract, at=clock.now(), by="the bench")
        contract.unlink()
        for number in range(drafts):
            (Path(folder) / f"{number:04}.json").write_text(json.dumps(_item(number)))
        receipts = wire.receive("bench-wire", [Path(folder)])
    return [
        taking_in.take_in(receipt.guid, section_slug="economy", at=clock.now(), by="the bench").story
        for receipt in receipts
    ]


def _item(number: int) -> dict[str, Any]:
    """An item of IPTC's ninjs."""
    return {
        "uri": f"urn:bench:{number}",
        "type": "text",
        "version": "1",
        "versioncreated": "2026-11-24T09:00:00Z",
        "pubstatus": "usable",
        "language": "en",
        "byline": "By A. Person",
        "headline": f"{headline(number)} of the wire",
        "description_text": sentence(),
        "body_html": "".join(value for _, value in body(700)),
    }


def command(guid: str) -> None:
    """What `dateline stories take-in GUID --publish` calls."""
    taking_in.take_in(guid, section_slug="economy", publish=True, at=clock.now(), by="the command line")


def story(pk: int) -> Story:
    """The story as it stands."""
    return Story.objects.get(pk=pk)


def come_to_rest() -> None:
    """Return when the press, the rooms' ears and what they put off are done: the machine is the other's then."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        behind = Place.objects.filter(seq__lt=notices.latest()).exists()
        if not behind and not tasks.run_some(50):
            return
        time.sleep(0.01)
    raise SystemExit("the press has not come to rest in two minutes; is it running?")

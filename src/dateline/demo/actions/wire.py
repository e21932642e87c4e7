"""Has the partners' files delivered, just as an operator would: licences loaded, files received, items taken in."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from dateline.demo.content_files import CONTENT, table
from dateline.demo.rules import fill_moments
from dateline.house import atomic_file, notices
from dateline.house.home import home
from dateline.licences import actions as licences
from dateline.stories import taking_in
from dateline.stories.errors import StoriesError
from dateline.stories.models import Story
from dateline.wire import actions as wire

Say = Callable[[str], None]
BY = "demo"

# What editors took in by hand; what Harbour Wire sends is published by its standing order.
TAKEN_IN = (
    ("urn:newsml:meridian.example:2026:plate-price", "companies"),
    ("urn:newsml:meridian.example:2026:tower-loans", "economy"),
    ("urn:newsml:hanbit.example:2026:ginkgo", "politics"),
    ("urn:newsml:hanbit.example:2026:salt", "economy"),
)
# First what was sent in the morning, then the corrections and recalls that came after.
ROUNDS = ("1-morning", "2-later")


def agree(at: datetime) -> None:
    """Load the partners' terms."""
    folder = home() / "demo"
    for logo in sorted((CONTENT / "logos").glob("*.svg")):
        atomic_file.write(folder / "logos" / logo.name, logo.read_bytes())
    path = folder / "licences.toml"
    atomic_file.write(path, fill_moments((CONTENT / "licences.toml").read_text(), at).encode())
    licences.load(path, at=at, by=BY)


def receive(drawn: Mapping[str, bytes], at: datetime, say: Say) -> None:
    """Deliver, file, and take in."""
    for part in ROUNDS:
        for partner in sorted(path for path in (CONTENT / "wire").iterdir() if path.is_dir()):
            if (partner / part).is_dir():
                folder = _deliver(partner / part, drawn, at)
                for receipt in wire.receive(partner.name, [folder], at):
                    say(f"  {partner.name}: {receipt.guid.rpartition(':')[2]} {receipt.state}")
        # Standing orders are obeyed as notices are heard, as the press's own worker does it.
        notices.deliver()
    for guid, section in TAKEN_IN:
        if not Story.objects.filter(guid=guid, live=True).exists():
            _take_in(guid, section, at)


def _deliver(folder: Path, drawn: Mapping[str, bytes], at: datetime) -> Path:
    """Write a partner's files and their pictures to its inbox, the moments in them counted from `at`."""
    inbox = home() / "inbox" / folder.parent.name / folder.name
    for template in sorted(folder.iterdir()):
        atomic_file.write(inbox / template.name, fill_moments(template.read_text(), at).encode())
    prefix = f"{folder.parent.name}/{folder.name}/"
    for words in table("wire/pictures.toml")["picture"]:
        for name in (words["file"], *words.get("also", ())):
            if name.startswith(prefix):
                atomic_file.write(inbox / name.removeprefix(prefix), drawn[words["file"]])
    return inbox


def _take_in(guid: str, section: str, at: datetime) -> None:
    taken = taking_in.take_in(guid, section_slug=section, at=at, by=BY)
    item = taken.story
    sent_at = _first_sent(guid)
    taking_in.take_in(guid, section_slug=section, at=at, by=BY, publish=True, published_at=sent_at)
    if not Story.objects.filter(pk=item.pk, live=True).exists():
        raise StoriesError(f"{guid} was taken in, but is not in print")


def _first_sent(guid: str) -> datetime | None:
    from dateline.wire.models import WireItem

    row = WireItem.objects.select_related("current").get(guid=guid)
    return row.current.read.first_created_at if row.current else None

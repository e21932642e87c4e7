"""Run inside a newsroom's home: one address of each class in print, all made by the rooms' own actions in one go."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from dateline.cli.main import start_django

start_django()

# Only now has Django its models.
from wagtail.models import Locale  # noqa: E402

from dateline.house import clock, notices  # noqa: E402
from dateline.house.printing import OWN_CACHE, PAGE_HEADERS, Sheet  # noqa: E402
from dateline.licences import actions as licences  # noqa: E402
from dateline.markets import actions as markets  # noqa: E402
from dateline.pictures import actions as pictures  # noqa: E402
from dateline.press import files, working  # noqa: E402
from dateline.press.everything import print_everything  # noqa: E402
from dateline.stories import actions, taking_in, tree  # noqa: E402
from dateline.stories.models import Section, Story, Topic  # noqa: E402
from dateline.wire import actions as wire  # noqa: E402

WORDS = "The harbour master counts the boats at dusk, and again before the first ferry leaves the quay. " * 9
KOREAN = "항만 관리인은 해 질 녘에 배를 세고, 첫 연락선이 떠나기 전에 다시 한 번 센다. " * 9


def make(folder: Path) -> None:
    """What lies in `folder` is taken in; the rest is our own."""
    at = clock.now()
    licences.load(folder / "licences.toml", at=at, by="a test")
    markets.load(folder / "markets.toml", at=at)
    markets.record((folder / "ticks.jsonl").read_text().splitlines(), at=at)
    markets.write_strip(at, force=True)
    economy = tree.make_section("economy", "Economy")
    korean = tree.make_section("economy", "경제", language="ko", original=economy)
    tree.make_section("north-korea", "North Korea")
    shipping = Topic.objects.create(
        locale=Locale.objects.get(language_code="en"), name="Shipping", slug="shipping"
    )
    ferry = pictures.keep((folder / "ferry.jpg").read_bytes(), name="ferry.jpg")
    _publish(economy, "The harbour counts its boats", lead_picture=ferry, topics=[shipping])
    _publish(korean, "항구는 배를 센다", slug="항구는-배를-센다")
    for number in range(1, 5):
        _publish(economy, f"Quay {number} opens", slug=f"quay-{number}")
    wire.receive("meadow", [folder / "inbox"])
    taking_in.take_in("urn:meadow:envoy", section_slug="north-korea", at=at, by="a test", publish=True)
    working.catch_up()
    actions.withdraw(Story.objects.get(slug="quay-1"), reason="it closed again", by="a test")
    _move(Story.objects.get(slug="quay-2"), "quay-two")
    working.catch_up()
    for _ in print_everything(workers=0):
        pass
    _place_by_hand()


def _publish(section: Section, headline: str, **story: Any) -> None:
    words = KOREAN if section.locale.language_code == "ko" else WORDS
    body = [("paragraph", f"<p>{words}</p>")] * 4
    actions.publish(
        actions.write_story(section, headline=headline, standfirst=words[:90], body=body, **story)
    )


def _move(story: Story, slug: str) -> None:
    story.slug = slug
    story.save_revision().publish()


def _place_by_hand() -> None:
    """A page that had to go by law, one that has ended, one that says of itself what its class does not."""
    version = notices.latest()
    files.withdraw("/economy/by-law/", version, status=451)
    files.withdraw("/economy/taken-back/", version, status=200, notice="Its sender has withdrawn it.")
    files.place(_sheet("/economy/bound/", territory="KR", licensed=True), version)
    files.place(_sheet("/economy/ended/", ends_at=clock.now() - timedelta(seconds=1), licensed=True), version)
    files.place(_sheet("/economy/told-apart/", ("X-Robots-Tag", "noindex")), version)


def _sheet(path: str, *headers: tuple[str, str], **facts: Any) -> Sheet:
    standing = (("Cache-Control", OWN_CACHE), *PAGE_HEADERS, *headers)
    body = f"<!doctype html><title>A page</title><p>{WORDS}".encode()
    return Sheet(path, body, "text/html; charset=utf-8", standing, **facts)


if __name__ == "__main__":
    make(Path(sys.argv[1]))

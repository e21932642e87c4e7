"""AP Media API: JSON, its NITF body beside, and what AP's own fields forbid."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.wire.parsers import Profile, parse
from dateline.wire.rules import Item, Link, Place, Subject, Unreadable, publishable

SAMPLES = Path(__file__).parents[1] / "samples"
RAW = (SAMPLES / "wire" / "crane-yard.ap.json").read_bytes()
NITF = (SAMPLES / "wire-beside" / "crane-yard.nitf").read_bytes()
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def read(beside: dict[str, bytes]) -> list[Item | Unreadable]:
    return parse(RAW, name="crane-yard.json", profile=Profile(beside=beside.get))


@pytest.fixture
def cranes() -> Item:
    found = read({"https://api.example/download/crane-yard.nitf?x=1": NITF})[0]
    assert isinstance(found, Item), found
    return found


def test_an_answer_gives_every_fact(cranes: Item) -> None:
    assert (cranes.format, cranes.guid, cranes.version) == ("ap", "aaaa0001", "0")
    assert cranes.version_created_at == datetime(2026, 11, 23, 0, 40, tzinfo=UTC)
    assert cranes.first_created_at == datetime(2026, 11, 23, 0, 10, tzinfo=UTC)
    assert cranes.headline == "Cranes move at night"
    assert cranes.standfirst == "Cranes move at night so that the port can work by day"
    assert cranes.slugline == "BC-AS--Crane Yard, 1st Ld-Writethru"
    assert cranes.byline == "By DANA WHITLOCK, Northwire Writer"
    assert (cranes.located, cranes.dateline) == ("BUSAN, South Korea", "BUSAN, South Korea")
    assert (cranes.urgency, cranes.language, cranes.keywords) == (4, "en", ("cranes",))
    assert cranes.usage_terms == ("No Use in Japan", "No Archiving Permitted")
    assert cranes.copyright_notice == "Copyright 2026 Northwire."
    assert cranes.subjects == (
        Subject("http://cv.ap.org/id/", "f", "Business"),
        Subject("http://cv.ap.org/id/", "o1", "Busan Port"),
    )
    assert cranes.places == (Place("p1", "Busan"),)
    assert Link("canonical", "https://northwire.example/crane-yard") in cranes.links
    assert publishable(cranes, NOON).publishable


def test_the_text_is_the_nitf_beside(cranes: Item) -> None:
    assert cranes.body_html == (
        "<p>BUSAN, South Korea (NW) — The cranes move at <em>night</em>.</p><p>Nobody sees them.</p>"
    )


@pytest.mark.parametrize("name", ["aaaa0001.nitf", "aaaa0001.xml", "crane-yard.nitf", "crane-yard.nitf.xml"])
def test_a_folder_may_call_the_text_by_the_item_or_the_message(name: str) -> None:
    found = read({name: NITF})[0]
    assert isinstance(found, Item) and found.body_text.endswith("Nobody sees them.")


def test_a_picture_goes_by_its_own_id_with_caption_and_credit(cranes: Item) -> None:
    (picture,) = cranes.pictures
    assert (picture.guid, picture.href) == ("bbbb0002", "https://api.example/crane.jpg")
    assert (picture.caption, picture.credit) == ("Two cranes at dusk.", "NORTHWIRE")


def test_the_note_to_editors_stays_with_them(cranes: Item) -> None:
    assert "555-0100" in cranes.edit_note
    assert "555-0100" not in cranes.body_html


def test_without_the_signal_of_news_it_is_never_published() -> None:
    advisory = read({})[1]
    assert isinstance(advisory, Item)
    assert "advisory" in publishable(advisory, NOON).reason


def test_a_kill_recalls_itself_and_the_items_that_it_names() -> None:
    kill = read({})[2]
    assert isinstance(kill, Item) and kill.kills == ("dddd0004", "bbbb0002")


def test_one_without_an_id_leaves_its_neighbours() -> None:
    found = read({})
    assert [type(one).__name__ for one in found] == ["Item", "Item", "Item", "Unreadable"]


def test_a_single_item_reads_like_a_page_of_them() -> None:
    (found,) = parse(
        b'{"data": {"item": {"altids": {"itemid": "i"}, "headline": "h", "signals": ["newscontent"]}}}',
        name="x",
    )
    assert isinstance(found, Item) and (found.guid, found.headline) == ("i", "h")

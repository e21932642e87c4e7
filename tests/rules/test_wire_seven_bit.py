"""IPTC 7901 and ANPA 1312: text between control characters."""

from datetime import UTC, datetime

import pytest

from dateline.wire.parsers import PLAIN, Profile, parse
from dateline.wire.rules import Item, Subject, Unreadable, publishable

SEOUL = Profile(time_zone="Asia/Seoul")
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

IPTC = (
    "\x01nwr0123 3 pl 42 hafen\r\nIslands/Ferry/\r\n\x02The winter ferry keeps its hours\r\n"
    "By Dana Whitlock\r\n   MOKPO, South Korea (Northwire) - The first boat leaves\r\nbefore light.\r\n"
    "   It carries mail.\r\n   The following information is not for publication\r\n   Desk: 555-0100\r\n"
    "\x03230805 GMT Nov 26\x04"
)
ANPA = (
    "\x16\x16\x01a0123\x1fUS\x1f---\r\nu i\x13\x11 BC-Islands-Ferry,1stLd-Writethru   11-23 0456\r\n"
    "\x02^BC-Islands-Ferry, 1st Ld-Writethru,456<\r\n^The winter ferry keeps its hours<\r\n"
    "^Eds: UPDATES with quote. With Photos.<\r\n^By DANA WHITLOCK=\r\n^Northwire Writer=\r\n"
    "\tMOKPO, South Korea (NW) _ The first boat leaves\r\nbefore light.\r\n\tIt carries mail.\r\n"
    "\x03NW-NY-11-23-26 0805EST<\r\n\x04"
)


def read(raw: str | bytes, profile: Profile = SEOUL) -> list[Item | Unreadable]:
    return parse(raw.encode() if isinstance(raw, str) else raw, name="a.txt", profile=profile)


def one(raw: str | bytes, profile: Profile = SEOUL) -> Item:
    (found,) = read(raw, profile)
    assert isinstance(found, Item), found
    return found


def test_iptc_7901_gives_every_fact() -> None:
    item = one(IPTC)
    assert (item.format, item.headline) == ("iptc7901", "The winter ferry keeps its hours")
    assert (item.slugline, item.keywords) == ("Islands/Ferry/", ("Islands/Ferry/",))
    assert (item.byline, item.located) == ("By Dana Whitlock", "MOKPO, South Korea")
    assert item.dateline == "MOKPO, South Korea (Northwire) -"
    assert (item.urgency, item.credit) == (3, "nwr")
    assert item.subjects == (Subject("iptc7901", "pl"),)
    assert item.version_created_at == datetime(2026, 11, 23, 8, 5, tzinfo=UTC)
    assert item.body_text.split("\n\n") == [
        "MOKPO, South Korea (Northwire) - The first boat leaves before light.",
        "It carries mail.",
    ]
    assert item.edit_note == "Desk: 555-0100"
    assert publishable(item, NOON).publishable


def test_anpa_1312_gives_every_fact() -> None:
    item = one(ANPA)
    assert (item.format, item.headline) == ("anpa1312", "The winter ferry keeps its hours")
    assert item.slugline == "BC-Islands-Ferry,1stLd-Writethru"
    assert (item.version, item.signals) == ("2", ("update", "writethru"))
    assert item.byline == "By DANA WHITLOCK, Northwire Writer"
    assert (item.urgency, item.credit, item.located) == (2, "NW", "MOKPO, South Korea")
    assert item.version_created_at == datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
    assert item.edit_note == "Eds: UPDATES with quote. With Photos."
    assert item.body_text.split("\n\n") == [
        "MOKPO, South Korea (NW) _ The first boat leaves before light.",
        "It carries mail.",
    ]


@pytest.mark.parametrize("raw", [IPTC, ANPA], ids=["7901", "anpa"])
def test_line_feeds_alone_and_other_controls_read_alike(raw: str) -> None:
    plain = one(raw.replace("\r\n", "\n"))
    assert (plain.headline, plain.body_text) == (one(raw).headline, one(raw).body_text)
    assert not any(ord(mark) < 32 and mark not in "\n\t" for mark in plain.body_text + plain.body_html)


@pytest.mark.parametrize("raw", [IPTC, ANPA], ids=["7901", "anpa"])
def test_the_same_take_twice_has_the_same_name_and_another_story_another(raw: str) -> None:
    assert one(raw).guid == one(raw).guid
    assert one(raw).guid != one(raw.replace("0123", "0124")).guid


def test_a_date_without_a_year_is_no_date_and_one_without_a_zone_is_the_partners() -> None:
    assert one(IPTC.replace("230805 GMT Nov 26", "230805 Nov")).version_created_at is None
    local = one(IPTC.replace("230805 GMT Nov 26", "230805 Nov 26"))
    assert local.version_created_at == datetime(2026, 11, 22, 23, 5, tzinfo=UTC)
    assert one(IPTC.replace(" GMT", ""), PLAIN).version_created_at == datetime(2026, 11, 23, 8, 5, tzinfo=UTC)


def test_characters_are_utf_8_the_partners_or_latin() -> None:
    text = IPTC.replace("It carries mail.", "Größe: 40 Säcke.")
    for raw, profile in (
        (text.encode(), SEOUL),
        (text.encode("latin-1"), SEOUL),
        (text.encode("cp850"), Profile(encoding="cp850")),
    ):
        assert "Größe: 40 Säcke." in one(raw, profile).body_text


@pytest.mark.parametrize("word", ["KILL", "ELIMINATION", "STORY WITHDRAWN"])
@pytest.mark.parametrize(
    ("raw", "slug"), [(IPTC, "Islands/Ferry/"), (ANPA, "BC-Islands-Ferry,1stLd-Writethru")]
)
def test_a_kill_stands_in_the_keyword_line(word: str, raw: str, slug: str) -> None:
    item = one(raw.replace(slug, f"{slug} {word}"))
    assert item.kills == (item.guid,)


def test_an_advisory_is_never_published() -> None:
    item = one(ANPA.replace("u i\x13", "u v\x13"))
    assert "advisory" in publishable(item, NOON).reason


def test_an_order_to_hold_holds() -> None:
    assert one(IPTC.replace("   MOKPO", "   HOLD FOR RELEASE 6 a.m.\r\n   MOKPO")).hold
    assert one(ANPA.replace("Eds: UPDATES", "Eds: HOLD FOR RELEASE")).hold


def test_several_messages_in_one_file_each_by_itself() -> None:
    found = read(IPTC + "\r\n\x01###\r\nx\r\n\x02broken\x03\x04\r\n" + IPTC.replace("0123", "0124"))
    assert [type(each).__name__ for each in found] == ["Item", "Unreadable", "Item"]
    assert [each.position for each in found] == [1, 2, 3]


def test_marks_without_a_text_say_so() -> None:
    (found,) = read("\x01nwr0123 3 pl 42\r\nslug\x02")
    assert isinstance(found, Item) and "nothing to print" in publishable(found, NOON).reason
    (none,) = read("\x01\x02")
    assert isinstance(none, Unreadable)

"""Our own samples, read: one a format and a trap."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.wire import rules
from dateline.wire.parsers import Profile, parse
from dateline.wire.rules import (
    Item,
    Link,
    Place,
    State,
    Subject,
    Unreadable,
    arrive,
    from_fields,
    publishable,
    to_fields,
)

SAMPLES = Path(__file__).parents[1] / "samples" / "wire"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SEOUL = Profile(time_zone="Asia/Seoul")


def read(name: str, profile: Profile = SEOUL) -> list[Item | Unreadable]:
    return parse((SAMPLES / name).read_bytes(), name=name, profile=profile)


def read_one(name: str, profile: Profile = SEOUL) -> Item:
    (found,) = read(name, profile)
    assert isinstance(found, Item), found
    return found


def test_ninjs_2_gives_every_fact() -> None:
    item = read_one("ferry.json")
    assert (item.guid, item.version, item.kind) == (
        "urn:newsml:northwire.example:20261123:ferry",
        "1",
        "text",
    )
    assert item.version_created_at == datetime(2026, 11, 22, 21, 40, tzinfo=UTC)
    assert item.first_created_at == datetime(2026, 11, 22, 21, 10, tzinfo=UTC)
    assert item.headline == "The winter ferry keeps its hours"
    assert item.standfirst.startswith("Eleven islands")
    assert (item.byline, item.located, item.language, item.urgency) == ("Dana Whitlock", "Mokpo", "en", 4)
    assert item.usage_terms == ("No use after 30 days",)
    assert item.subjects == (
        Subject("http://cv.iptc.org/newscodes/mediatopic/", "20000340", "water transport"),
    )
    assert item.places == (Place("mokpo", "Mokpo"),)
    assert item.links == (
        Link("earlier", "urn:newsml:northwire.example:20261101:islands", "Islands without a doctor"),
    )
    assert publishable(item, NOON).publishable


def test_a_body_has_a_blank_line_between_paragraphs_and_no_headline_or_counter() -> None:
    item = read_one("ferry.json")
    assert item.body_text.split("\n\n") == [
        "MOKPO, South Korea—The first boat leaves before light.",
        "It carries mail, gas bottles and bread.",
        "six crossings on weekdays\nfour on Sundays",
        "“We have missed two days in ten years,” its master said.",
    ]
    assert '<a href="https://northwire.example/bread">bread</a>' in item.body_html
    assert "<h1" not in item.body_html and "<img" not in item.body_html
    assert len(item.pictures) == 1


def test_a_picture_has_its_widest_file_caption_credit_and_alt() -> None:
    (picture,) = read_one("ferry.json").pictures
    assert picture.href == "pictures/ferry.jpg"
    assert picture.hrefs == ("pictures/ferry.jpg", "pictures/ferry-small.jpg")
    assert picture.caption == "The ferry at the outer pier, before light."
    assert picture.credit == "Jun Ha-eun/Northwire"
    assert picture.alt == "A small white ferry lit by one lamp"


@pytest.mark.parametrize("name", ["ferry.json", "package.xml", "nitf-inside.xml", "tram-3x.json"])
def test_a_note_to_editors_is_in_no_public_field(name: str) -> None:
    secrets = (
        "night line",
        "roster",
        "010-0000",
        "held until nine",
        "Check the name",
        "agreed with the city",
    )
    for item in read(name):
        if isinstance(item, Item):
            public = {key: value for key, value in rules.printed(item, NOON).items() if key != "edit_note"}
            assert not [secret for secret in secrets if secret in str(public)]


def test_ninjs_1_names_its_fields_by_suffix() -> None:
    item = read_one("cranes-1x.json")
    assert item.headline == "Cranes return to the estuary"
    assert item.standfirst == "A count of four thousand is the highest in this century."
    assert item.body_text == "The birds came in at dusk.\n\nBy dark the count stood at four thousand."
    assert item.subjects == (Subject("http://cv.northwire.example/topics/", "t417", "birds"),)
    assert item.places == (Place("p88", "Suncheon Bay"),)
    assert [picture.href for picture in item.pictures] == ["http://northwire.example/pictures/cranes.jpg"]
    assert item.pictures[0].credit == "O. Marsh"
    assert item.links == (Link("film", "http://northwire.example/films/cranes", "Cranes, two minutes"),)


def test_ninjs_3_times_without_a_zone_are_the_partners() -> None:
    item = read_one("tram-3x.json")
    assert item.embargoed_until == datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
    assert item.version_created_at == datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert item.expires_at == datetime(2026, 12, 31, 15, 0, tzinfo=UTC)
    assert item.hold == ""


def test_an_embargo_in_no_known_zone_is_held() -> None:
    item = read_one("tram-3x.json", Profile())
    assert "names no time zone" in item.hold
    assert item.embargoed_until is None


def test_a_link_to_rights_is_among_the_usage_terms() -> None:
    assert read_one("tram-3x.json").usage_terms == (
        "Editorial use only",
        "https://northwire.example/rights/42",
    )


def test_ninjs_with_a_guid_and_escaped_html() -> None:
    item = read_one("guid-only.json")
    assert (item.guid, item.version) == ("urn:northwire:guid-only", "2")
    assert item.body_text == "Nobody remembers why.\n\nTrains leave on time."
    assert item.pictures[0].caption == "The clock on Bell Street."
    assert item.pictures[0].alt == "A round clock with white hands"


def test_a_canceled_item_kills_itself() -> None:
    item = read_one("ferry-v3-killed.json")
    assert (item.pub_status, item.kills) == ("canceled", (item.guid,))


def test_a_news_message_gives_all_its_items_in_order() -> None:
    kinds = [found.kind if isinstance(found, Item) else "unreadable" for found in read("package.xml")]
    assert kinds == ["package", "text", "picture", "unreadable", "concept"]


def test_a_package_joins_its_picture_and_its_embargo_to_the_text() -> None:
    text = read("package.xml")[1]
    assert isinstance(text, Item)
    (picture,) = text.pictures
    assert (picture.href, picture.guid) == ("./lighthouse.jpg", "urn:nw:lighthouse-picture")
    assert (picture.caption, picture.credit) == ("Noh Si-woo on the gallery.", "Ida Brandt/Northwire")
    assert picture.usage_terms == ("One use only",)
    assert text.embargoed_until == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


def test_newsml_g2_gives_every_fact() -> None:
    text = read("package.xml")[1]
    assert isinstance(text, Item)
    assert (text.version, text.urgency, text.language) == ("2", 5, "en-GB")
    assert text.headline == "The last keeper climbs down"
    assert text.byline == "Noh Si-woo and Ida Brandt"
    assert text.dateline == "ULSAN, Nov. 23 (Northwire)"
    assert (text.copyright_holder, text.copyright_notice) == ("Northwire", "© 2026 Northwire")
    assert text.usage_terms == ("No archive use", "보관 금지")
    assert text.expires_at == datetime(2026, 12, 31, tzinfo=UTC)
    assert (text.signals, text.keywords) == (("sig:update",), ("coast",))
    assert text.places == (Place("city:Ulsan", "Ulsan"),)
    assert text.body_text.split("\n\n") == [
        "There are ninety-one steps.",
        "Fog",
        "He counted them every night.",
        "“The sea does not read notices.”",
    ]


def test_nitf_inside_gives_body_head_and_picture() -> None:
    item = read_one("nitf-inside.xml")
    assert item.headline == "A market moves across the road"
    assert (item.byline, item.dateline) == ("By Rosa Lind", "HADONG, Nov. 23")
    assert item.standfirst == "The stalls had stood on the bank since 1926."
    assert item.body_text.split("\n\n") == [
        "The mayor carried the first crate.",
        "Across the road",
        "Write to Rosa Lind at rosa@northwire.example",
    ]
    (picture,) = item.pictures
    assert (picture.href, picture.caption, picture.credit) == ("market.jpg", "The first crate.", "R. Lind")
    assert picture.alt == "A crate of pears"


def test_an_empty_embargo_is_held() -> None:
    assert read_one("nitf-inside.xml").hold == "embargoed without a time; an editor must set one"


def test_a_kill_notice_kills_the_item_it_names_and_not_itself() -> None:
    item = read_one("kill-notice.xml")
    assert (item.kills, item.pub_status) == (("urn:nw:lighthouse",), "usable")


@pytest.mark.parametrize(
    "raw",
    [
        b'{"uri": "u:1", "pubStatus": "canceled"}',
        b'{"uri": "u:1", "pubstatus": "cancelled"}',
        b'{"uri": "u:1", "editorialtypes": ["Kill"]}',
        b'{"uri": "u:1", "headline": "STORY WITHDRAWN - Bridge opens"}',
        b'{"uri": "u:1", "signals": ["x:kill"]}',
        b'<newsItem guid="u:1"><itemMeta><pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>'
        b"</itemMeta></newsItem>",
        b'<newsItem guid="u:1"><itemMeta><signal qcode="sig:kill"/></itemMeta></newsItem>',
        b'<newsItem guid="u:1"><contentSet><inlineXML><nitf><head><docdata management-status="canceled"/></head>'
        b"<body/></nitf></inlineXML></contentSet></newsItem>",
    ],
)
def test_each_way_to_say_kill_kills(raw: bytes) -> None:
    (item,) = parse(raw, name="x")
    assert isinstance(item, Item)
    assert (item.pub_status, item.kills) == ("canceled", ("u:1",))


def test_an_unknown_status_is_held_and_not_guessed() -> None:
    (item,) = parse(b'{"uri": "u:1", "headline": "h", "pubstatus": "parked"}', name="x")
    assert isinstance(item, Item)
    assert "“parked” is unknown" in publishable(item, NOON).reason
    assert arrive(None, item, "content").word == "held"


def test_what_its_sender_withholds_is_withheld_whatever_else_is_said_of_it() -> None:
    fields = b'{"uri": "u:1", "headline": "h", "pubstatus": "withheld", "ednote": "EMBARGO until noon"}'
    (item,) = parse(fields, name="x")
    assert isinstance(item, Item)
    assert publishable(item, NOON).reason == "withheld by the sender"
    assert arrive(None, item, "content").stored.state is State.WITHHELD


def test_neighbours_of_broken_xml_still_come() -> None:
    one, two, three = read("broken-neighbour.xml")
    assert isinstance(one, Item) and one.headline == "One stands"
    assert isinstance(two, Unreadable) and two.position == 2 and "broken XML" in two.reason
    assert isinstance(three, Item) and (three.headline, three.language) == ("Three stands", "en")


@pytest.mark.parametrize("words", ["EMBARGO till Friday", "Hold for release", "금요일까지 엠바고"])
def test_an_embargo_in_words_is_held(words: str) -> None:
    (item,) = parse(f'{{"uri": "u:1", "headline": "h", "ednote": "{words}"}}'.encode(), name="x")
    assert isinstance(item, Item)
    assert "an editor must set the time" in item.hold


def test_a_time_that_a_clock_shows_twice_is_the_later_one() -> None:
    raw = b'{"uri": "u:1", "headline": "h", "embargoed": "2026-11-01T01:30:00"}'
    (item,) = parse(raw, name="x", profile=Profile(time_zone="America/New_York"))
    assert isinstance(item, Item)
    assert item.embargoed_until == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_a_message_with_no_namespace_and_one_with_a_prefix_read_alike() -> None:
    plain = b'<newsItem guid="u:1" version="2"><contentMeta><headline>h</headline></contentMeta></newsItem>'
    prefixed = (
        b'<n:newsItem xmlns:n="http://iptc.org/std/nar/2006-10-01/" guid="u:1" version="2">'
        b"<n:contentMeta><n:headline>h</n:headline></n:contentMeta></n:newsItem>"
    )
    assert parse(plain, name="x") == parse(prefixed, name="x")


def test_a_blank_line_before_the_declaration_is_forgiven() -> None:
    (item,) = parse(b'\n <?xml version="1.0" encoding="UTF-8"?><newsItem guid="u:1"/>', name="x")
    assert isinstance(item, Item)


def test_an_inline_text_may_come_as_cdata_or_in_base64() -> None:
    escaped = b"<inlineData contenttype='text/html'><![CDATA[<p>One.</p><p>Two.</p>]]></inlineData>"
    encoded = b"<inlineData contenttype='text/plain' encoding='en:base64'>T25lLgoKVHdvLg==</inlineData>"
    for content in (escaped, encoded):
        (item,) = parse(
            b'<newsItem guid="u:1"><contentSet>' + content + b"</contentSet></newsItem>", name="x"
        )
        assert isinstance(item, Item)
        assert item.body_text == "One.\n\nTwo."


def test_a_version_that_was_not_sent_is_1_and_no_number() -> None:
    (item,) = parse(b'<newsItem guid="u:1"/>', name="x")
    assert isinstance(item, Item)
    assert (item.version, item.is_numbered) == ("1", False)


@given(st.binary(max_size=400))
def test_any_bytes_parse_or_say_why(raw: bytes) -> None:
    found = parse(raw, name="x")
    assert found
    assert all(isinstance(one, Item) or one.reason for one in found)


@given(st.sampled_from(sorted(SAMPLES.iterdir())), st.data())
def test_a_damaged_sample_parses_or_says_why(path: Path, data: st.DataObject) -> None:
    raw = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=6))
    assert all(isinstance(one, Item | Unreadable) for one in parse(bytes(raw), name="x"))


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_what_is_kept_of_an_item_gives_it_back(path: Path) -> None:
    for item in parse(path.read_bytes(), name=path.name):
        if isinstance(item, Item):
            assert from_fields(to_fields(item)) == item


BEGINNINGS = [
    b"\x01nwr0123 3 pl 42\r\nslug\r\n\x02",
    b"\x16\x16\x01a0123\x1f\r\nr i\x13\x11 BC-a 11-23 0456\r\n\x02",
    b"From: a\nDate: b\nSubject: c\n",
    b"<rss><channel><item>",
    b"<feed><entry>",
    b"<nitf>",
    b"<NewsML><NewsItem>",
    b'{"data": {"item": {"altids": {"itemid": "i"},',
]


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=300))
def test_any_bytes_after_any_formats_beginning_parse_or_say_why(start: bytes, rest: bytes) -> None:
    found = parse(start + rest, name="x")
    assert found
    assert all(
        isinstance(one, Item) or (one.reason and "cannot be read (" not in one.reason) for one in found
    )

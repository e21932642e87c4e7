"""RSS and Atom: what each field is read from, and what is forgiven."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.wire.parsers import Profile, parse
from dateline.wire.rules import Item, Link, Subject, Unreadable

SAMPLES = Path(__file__).parents[1] / "samples" / "wire"
SEOUL = Profile(time_zone="Asia/Seoul")


def read(raw: bytes | str, profile: Profile = SEOUL) -> list[Item | Unreadable]:
    return parse(raw.encode() if isinstance(raw, str) else raw, name="feed.xml", profile=profile)


def one(raw: bytes | str, profile: Profile = SEOUL) -> Item:
    (found,) = read(raw, profile)
    assert isinstance(found, Item), found
    return found


def rss(inner: str, head: str = "") -> str:
    return f'<rss version="2.0">{head}<channel><item><guid>g</guid>{inner}</item></channel></rss>'


@pytest.fixture
def harbour() -> list[Item | Unreadable]:
    return read((SAMPLES / "harbour.rss").read_bytes())


@pytest.fixture
def lanterns() -> list[Item | Unreadable]:
    return read((SAMPLES / "lanterns.atom").read_bytes())


def test_rss_gives_every_fact(harbour: list[Item | Unreadable]) -> None:
    item = harbour[0]
    assert isinstance(item, Item)
    assert (item.format, item.guid, item.version, item.language) == ("rss", "harbour-4411", "", "ko-KR")
    assert item.headline == "Pilots & tugs wait for the fog to lift — again"
    assert item.standfirst == "Forty ships lie at anchor."
    assert item.byline == "Seo Yuna, Kim Doha, The desk"
    assert item.first_created_at == datetime(2026, 11, 22, 23, 5, tzinfo=UTC)
    assert item.version_created_at == datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
    assert item.copyright_notice == "© Harbour Post"
    assert item.usage_terms == ("https://creativecommons.org/licenses/by-nd/4.0/",)
    assert item.subjects == (
        Subject("http://cv.iptc.org/newscodes/mediatopic/", "20000344", "20000344"),
        Subject("", "", "Shipping"),
    )
    assert item.links == (Link("alternate", "https://harbour.example/news/2026/fog"),)


def test_a_body_has_whole_addresses_and_its_lead_once(harbour: list[Item | Unreadable]) -> None:
    item = harbour[0]
    assert isinstance(item, Item)
    assert item.body_text == "The harbour master closed the channel at dawn.\u00a0No one was hurt."
    assert '<a href="https://harbour.example/news/pilots">' in item.body_html
    assert "alert" not in item.body_html


def test_media_rss_gives_the_widest_picture_with_caption_and_credit(harbour: list[Item | Unreadable]) -> None:
    item = harbour[0]
    assert isinstance(item, Item)
    pier, fog = item.pictures
    assert pier.href == "https://harbour.example/pictures/pier-2000.jpg"
    assert (pier.caption, pier.credit, pier.alt) == (
        "The east pier",
        "Han Bora / Harbour Post",
        "Lamps in fog",
    )
    assert (fog.href, fog.caption) == ("https://harbour.example/pictures/fog.jpg", "The pier on Monday")


def test_a_description_alone_is_body_and_standfirst_and_a_link_names_the_item(
    harbour: list[Item | Unreadable],
) -> None:
    item = harbour[1]
    assert isinstance(item, Item)
    assert (item.guid, item.body_text) == ("https://harbour.example/news/short", "One sentence.")
    assert item.version_created_at == datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    assert isinstance(harbour[2], Unreadable) and "which item it is" in harbour[2].reason


def test_atom_gives_every_fact(lanterns: list[Item | Unreadable]) -> None:
    item = lanterns[0]
    assert isinstance(item, Item)
    assert (item.format, item.guid, item.headline) == ("atom", "urn:lanterns:1", "The river festival")
    assert (item.byline, item.language, item.standfirst) == ("Dana Whitlock", "en-GB", "Ten thousand lights.")
    assert item.first_created_at == datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    assert item.version_created_at == datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert item.copyright_notice == "© Lanterns 2026"
    assert item.usage_terms == ("https://lanterns.example/terms",)
    assert item.subjects == (Subject("urn:iptc:", "01000000", "Culture"),)
    assert item.links == (Link("alternate", "https://lanterns.example/feed/one/page", "On our site"),)
    assert '<a href="https://lanterns.example/feed/one/bridge">' in item.body_html
    assert item.pictures[0].href == "https://lanterns.example/feed/one/river.jpg"
    assert item.pictures[0].caption == "The river at night"


def test_an_entry_inherits_the_feeds_author_never_an_address(lanterns: list[Item | Unreadable]) -> None:
    item = lanterns[1]
    assert isinstance(item, Item)
    assert (item.byline, item.body_text) == ("Lanterns desk", "Plain <text> stays plain.")


def test_a_tombstone_kills_the_entry_that_it_names(lanterns: list[Item | Unreadable]) -> None:
    item = lanterns[2]
    assert isinstance(item, Item)
    assert (item.guid, item.kills, item.pub_status) == ("urn:lanterns:3", ("urn:lanterns:3",), "canceled")
    assert item.edit_note == "Withdrawn at request"


def test_rss_1_has_its_items_beside_the_channel() -> None:
    item = one(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="c"><link>https://a.example/</link>'
        '</channel><item rdf:about="https://a.example/1"><title>T</title><link>https://a.example/1</link>'
        "<description>D</description><dc:date>2026-11-23</dc:date></item></rdf:RDF>"
    )
    assert (item.guid, item.headline, item.body_text) == ("https://a.example/1", "T", "D")


def test_atom_0_3_content_may_be_in_base64() -> None:
    item = one(
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><id>i</id><issued>2026-11-23T10:00:00Z</issued>'
        '<content mode="base64" type="text/html">PHA+RXhhbXBsZTwvcD4=</content></entry></feed>'
    )
    assert item.body_text == "Example"
    assert item.first_created_at == datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "utc"),
    [
        ("Sat, 07 Sep 2002 00:00:01 GMT", "2002-09-07T00:00:01"),
        ("Mon, 23 Nov 26 08:05 +0900", "2026-11-22T23:05:00"),
        ("23 Nov 2026 08:05:00 EST", "2026-11-23T13:05:00"),
        ("Mon, 23 Nov 2026 08:05:00 CET", "2026-11-23T07:05:00"),
        ("Mon, 23 Nov 2026 08:05:00", "2026-11-22T23:05:00"),
        ("2026-11-23T08:05:00.123+09:00", "2026-11-22T23:05:00.123000"),
        ("2026년 11월 23일 (월) 오후 1:05:07", "2026-11-23T04:05:07"),
        ("2026-11-23 오전 12:05:00", "2026-11-22T15:05:00"),
        ("2026.11.23 08:05", "2026-11-22T23:05:00"),
        ("soon", ""),
        ("Mon, 99 Foo 2026 08:05:00 GMT", ""),
    ],
)
def test_dates_as_feeds_write_them(date: str, utc: str) -> None:
    at = one(rss(f"<title>t</title><pubDate>{date}</pubDate>")).first_created_at
    assert (at.isoformat().removesuffix("+00:00") if at else "") == utc


def test_korean_encodings_hold_their_extension_too() -> None:
    raw = ('<?xml version="1.0" encoding="euc-kr"?>' + rss("<title>똠방각하 펲시콜라</title>")).encode(
        "cp949"
    )
    assert one(raw).headline == "똠방각하 펲시콜라"
    declared = raw.replace(b"euc-kr", b"ks_c_5601-1987")
    assert one(declared).headline == "똠방각하 펲시콜라"


def test_windows_quotes_under_a_latin_name_are_quotes() -> None:
    raw = b'<?xml version="1.0" encoding="iso-8859-1"?>' + rss("<title>QUOTES</title>").encode()
    assert one(raw.replace(b"QUOTES", b"\x93caf\xe9\x94")).headline == "“café”"


@pytest.mark.parametrize(
    "broken",
    [
        rss("<title>Tom & Jerry</title>"),
        rss("<title>Tom &nbsp;&amp; Jerry</title>").replace("&nbsp;", "&nbsp;\x0c"),
        rss("<title>Tom &amp; Jerry</title><media:content url='a'/>"),
        "\n\n" + rss("<title>Tom &amp; Jerry</title>"),
        rss("<title>Tom &amp; Jerry</title><link>https://a.example/?a=1&b=2</link>"),
    ],
    ids=["ampersand", "control", "prefix", "blank-lines", "query"],
)
def test_the_usual_faults_of_feeds_are_forgiven(broken: str) -> None:
    assert one(broken).headline in ("Tom & Jerry", "Tom \u00a0& Jerry")


def test_items_beside_a_broken_one_still_come() -> None:
    raw = (
        "<rss><channel><language>ko</language><item><guid>a</guid><title>A</title></item>"
        "<item><guid>b</guid><title>B</b></item><item><guid>c</guid><title>C</title></item></channel></rss>"
    )
    first, second, third = read(raw)
    assert isinstance(first, Item) and isinstance(third, Item)
    assert (first.guid, third.guid) == ("a", "c")
    assert isinstance(second, Unreadable) and "broken XML" in second.reason


def test_without_an_identity_the_same_item_gives_the_same_one_twice() -> None:
    raw = "<rss><channel><title>C</title><item><title>T</title><pubDate>{}</pubDate></item></channel></rss>"
    first, again = one(raw.format("2026-11-23")), one(raw.format("2026-11-23"))
    assert first.guid == again.guid != one(raw.format("2026-11-24")).guid


def test_addresses_start_from_where_the_feed_was_fetched() -> None:
    raw = rss('<description>&lt;p&gt;&lt;a href="b"&gt;x&lt;/a&gt;&lt;/p&gt;</description>')
    item = one(raw, Profile(address="https://a.example/feed/rss"))
    assert item.body_html == '<p><a href="https://a.example/feed/b">x</a></p>'


def test_an_embargo_and_an_expiry_of_prism_are_kept() -> None:
    head = rss("<title>t</title><p:embargoDate>2026-12-01T08:00:00</p:embargoDate>"
               "<p:expirationDate>2026-12-31</p:expirationDate>")  # fmt: skip
    item = one(head.replace("<rss", '<rss xmlns:p="http://prismstandard.org/namespaces/basic/2.0/"'))
    assert item.embargoed_until == datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    assert item.expires_at == datetime(2026, 12, 30, 15, 0, tzinfo=UTC)

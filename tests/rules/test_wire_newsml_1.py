"""NewsML 1.2: identity without its revision, components, rights, pictures, and what ends an item."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.wire.parsers import Profile, parse
from dateline.wire.rules import Item, Link, Place, Subject, Unreadable, publishable

SAMPLES = Path(__file__).parents[1] / "samples" / "wire"
SEOUL = Profile(time_zone="Asia/Seoul")
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NAMED = (
    "<NewsML><NewsItem><Identification><NewsIdentifier><NewsItemId>1</NewsItemId></NewsIdentifier>"
    "</Identification>"
)
SALT = (SAMPLES / "salt.newsml").read_bytes()


def read(raw: bytes, profile: Profile = SEOUL) -> list[Item | Unreadable]:
    return parse(raw, name="a.xml", profile=profile)


@pytest.fixture
def salt() -> Item:
    found = read(SALT)[0]
    assert isinstance(found, Item), found
    return found


def test_newsml_1_gives_every_fact(salt: Item) -> None:
    assert (salt.format, salt.guid, salt.version) == (
        "newsml-1.2", "urn:newsml:quayside.example:20261123:salt-7", "2",
    )  # fmt: skip
    assert salt.first_created_at == datetime(2026, 11, 22, 23, 5, tzinfo=UTC)
    assert salt.version_created_at == datetime(2026, 11, 22, 23, 6, tzinfo=UTC)
    assert (salt.headline, salt.standfirst) == ("Salt dries on the last pans", "Three families remain.")
    assert (salt.byline, salt.dateline, salt.located) == ("Rosa Lind, Quayside", "Sinan, Nov. 23", "Sinan")
    assert (salt.slugline, salt.language, salt.urgency) == ("salt-pans", "en", 3)
    assert (salt.signals, salt.keywords) == (("correction",), ("salt", "islands"))
    assert (salt.credit, salt.copyright_notice) == ("Quayside", "© Quayside 2026")
    assert salt.copyright_holder == "Quayside News Agency"
    assert salt.usage_terms == ("NO RESALE; Geography KR; EndDate 20261231T000000+0900", "No archival use")
    assert salt.subjects[0] == Subject("http://cv.iptc.org/newscodes/subjectcode/", "04000000", "economy")
    assert salt.places == (Place("KOR", "Sinan"),)
    assert salt.links == (Link("derived", "urn:newsml:quayside.example:20261122:salt-6"),)
    assert salt.edit_note == "Second paragraph\nADDS the third family"


def test_an_embargo_ends_when_the_status_will_change_and_rights_end_the_item(salt: Item) -> None:
    assert salt.pub_status == "embargoed"
    assert salt.embargoed_until == datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
    assert salt.expires_at == datetime(2026, 12, 30, 15, 0, tzinfo=UTC)
    assert publishable(salt, NOON).publishable


def test_an_embargo_without_a_change_is_held() -> None:
    (found, *_) = read(SALT.replace(b"<DateAndTime>20261124T060000+0900</DateAndTime>", b""))
    assert isinstance(found, Item) and "without a time" in found.hold


def test_the_text_is_the_main_components_and_no_captions(salt: Item) -> None:
    assert salt.body_html == "<p>The sun <em>does</em> the work.</p><p>Rain ends it.</p>"


def test_each_photo_component_is_one_picture(salt: Item) -> None:
    pans, boat = salt.pictures
    assert (pans.hrefs, pans.caption, pans.credit) == (
        ("pans.jpg", "pans-s.jpg"), "Three pans at dusk.", "Jun Ha-eun/Quayside",
    )  # fmt: skip
    assert boat.href == "boat.jpg"


def test_a_canceled_revision_kills_what_every_revision_is_called() -> None:
    killed = read(SALT)[1]
    assert isinstance(killed, Item)
    assert killed.kills == ("urn:newsml:quayside.example:20261122:salt-6",)


def test_one_without_an_identifier_leaves_its_neighbours() -> None:
    assert isinstance(read(SALT)[2], Unreadable)


def test_two_revisions_share_one_identity(salt: Item) -> None:
    later = read(SALT.replace(b">2</RevisionId>", b">3</RevisionId>").replace(b"salt-7:2N", b"salt-7:3N"))[0]
    assert isinstance(later, Item)
    assert (later.guid, later.version) == (salt.guid, "3")


def test_an_instruction_to_delete_is_a_kill_and_changes_alone_are_refused() -> None:
    (deleted, *_) = read(SALT.replace(b'"Rectify"', b'"Delete"'))
    assert isinstance(deleted, Item) and deleted.kills == (deleted.guid,)
    (update,) = read(f"{NAMED}<Update><Delete DuidRef='a'/></Update></NewsItem></NewsML>".encode())
    assert isinstance(update, Unreadable) and "whole item" in update.reason


def test_a_text_that_stands_in_a_file_beside_is_read_from_there() -> None:
    raw = SALT.replace(
        b'<ContentItem>\n          <MediaType FormalName="Text"/>',
        b'<ContentItem Href="salt.nitf"><MediaType FormalName="Text"/>',
        1,
    )
    start, end = raw.index(b"<DataContent>&lt;"), raw.index(b"</DataContent>") + len(b"</DataContent>")
    files = {"salt.nitf": b"<nitf><body><body.content><p>From beside.</p></body.content></body></nitf>"}
    (found, *_) = read(raw[:start] + raw[end:], Profile(time_zone="Asia/Seoul", beside=files.get))
    assert isinstance(found, Item) and found.body_text == "From beside."


def test_a_package_lists_and_a_set_of_topics_is_no_news() -> None:
    package = read(
        f'{NAMED}<NewsComponent><NewsItemRef NewsItem="u:2"/></NewsComponent></NewsItem></NewsML>'.encode()
    )[0]
    assert isinstance(package, Item) and (package.kind, package.links) == ("package", (Link("item", "u:2"),))
    topics = read(f"{NAMED}<TopicSet/></NewsItem></NewsML>".encode())[0]
    assert isinstance(topics, Item) and not publishable(topics, NOON).publishable

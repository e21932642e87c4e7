"""NITF as a message of its own: its head, its text, its pictures, its kills."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.wire.parsers import PLAIN, Profile, parse
from dateline.wire.rules import Item, Link, Place, Subject, publishable

SAMPLES = Path(__file__).parents[1] / "samples" / "wire"
SEOUL = Profile(time_zone="Asia/Seoul")
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def one(raw: bytes | str, profile: Profile = SEOUL) -> Item:
    (found,) = parse(raw.encode() if isinstance(raw, str) else raw, name="a.xml", profile=profile)
    assert isinstance(found, Item), found
    return found


def nitf(docdata: str = "", attributes: str = "", body: str = "<p>Text.</p>") -> str:
    return (
        f'<nitf><head><docdata {attributes}><doc-id id-string="d:1"/>{docdata}</docdata></head>'
        f"<body><body.head><hedline><hl1>H</hl1></hedline></body.head><body.content>{body}</body.content></body></nitf>"
    )


@pytest.fixture
def kelp() -> Item:
    return one((SAMPLES / "kelp.nitf").read_bytes())


def test_nitf_gives_every_fact(kelp: Item) -> None:
    assert (kelp.format, kelp.guid, kelp.version) == ("nitf", "northwire-kelp-2", "2")
    assert kelp.version_created_at == datetime(2026, 11, 22, 23, 5, tzinfo=UTC)
    assert kelp.headline == "Kelp\u00a0feeds the “quiet” islands"
    assert kelp.standfirst == "Half of it is dried by hand."
    assert kelp.slugline == "BC-Kelp Farm"
    assert kelp.byline == "By Dana Whitlock, Northwire Staff"
    assert (kelp.dateline, kelp.located) == ("Wando, South Korea Nov. 23", "Wando, South Korea")
    assert (kelp.language, kelp.urgency, kelp.keywords) == ("en-US", 4, ("kelp", "harvest"))
    assert (kelp.credit, kelp.copyright_holder, kelp.copyright_notice) == (
        "Northwire",
        "Northwire",
        "© 2026 Northwire",
    )
    assert kelp.usage_terms == (
        "Rights: owner Northwire; geography KOR; enddate 20261201T000000+0900",
        "Not for use in Japan",
    )
    assert kelp.subjects == (
        Subject("http://cv.iptc.org/newscodes/subjectcode/", "04001000", "Agriculture"),
        Subject("category", "f", "Financial"),
    )
    assert kelp.places == (Place("KOR", "Wando, South Jeolla"),)
    assert kelp.signals == ("correction",)
    assert kelp.links == (
        Link("canonical", "https://northwire.example/kelp"),
        Link("corrects", "northwire-kelp-1"),
    )


def test_the_earlier_of_expiry_and_end_of_rights_counts_and_a_past_release_is_no_embargo(kelp: Item) -> None:
    assert kelp.expires_at == datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
    assert kelp.hold == ""
    assert publishable(kelp, NOON).publishable


def test_all_inline_markup_of_the_body_is_kept(kelp: Item) -> None:
    assert kelp.body_text.split("\n\n") == [
        "The first boats leave at four, Bae Sun-ok said.",
        "They carry 1/2 a ton; CO2 is low.",
        "Drying",
        "by hand\nby wind",
        "“It smells of rain.”",
        "Bae Sun-ok",
        "Year\tTons\n2025\t40",
        "Kim Doha contributed from Mokpo.",
    ]
    assert '<em>first</em> boats <a href="https://northwire.example/boats">leave</a>' in kelp.body_html
    assert "CO<sub>2</sub>" in kelp.body_html and "<h2>Drying</h2>" in kelp.body_html
    assert "<blockquote>" in kelp.body_html and "<th>Year</th>" in kelp.body_html


def test_a_picture_has_its_files_best_first_and_all_captions(kelp: Item) -> None:
    (picture,) = kelp.pictures
    assert (picture.href, picture.hrefs) == ("kelp.jpg", ("kelp.jpg", "kelp-thumb.jpg"))
    assert picture.caption == "Kelp dries in Wando. Taken on Monday."
    assert (picture.credit, picture.alt, picture.guid) == (
        "Jun Ha-eun/Northwire",
        "Racks of kelp",
        "northwire-pic-9",
    )


def test_notes_and_contacts_are_for_editors_alone(kelp: Item) -> None:
    for secret in ("no online use", "Corrects the number", "Pictures follow.", "dana@northwire.example"):
        assert secret in kelp.edit_note
        assert secret not in kelp.body_text + kelp.body_html
    assert "Hold the last paragraph" in kelp.edit_note
    assert "Hold the last paragraph" not in kelp.body_html


def test_a_release_in_the_future_is_an_embargo() -> None:
    item = one(nitf('<date.issue norm="20261123T080500"/><date.release norm="20261125T060000"/>'))
    assert item.embargoed_until == datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
    assert "under embargo" in publishable(item, NOON).reason


@pytest.mark.parametrize(
    ("docdata", "attributes"),
    [
        ('<date.release norm="20261125T060000"/>', ""),
        ('<date.release norm="YYYYMMDD000000-HHMM"/>', ""),
        ("", 'management-status="embargoed"'),
        ("", 'management-status="postponed"'),
        ('<ed-msg info="HOLD FOR RELEASE at 6"/>', ""),
    ],
    ids=["no zone", "a template", "no time", "postponed", "in words"],
)
def test_what_only_an_editor_can_time_is_held(docdata: str, attributes: str) -> None:
    assert one(nitf(docdata, attributes), PLAIN).hold


def test_a_status_of_its_own_kills_itself_and_a_named_document_is_killed_instead() -> None:
    assert one(nitf(attributes='management-status="canceled"')).kills == ("d:1",)
    notice = one(nitf(attributes='management-doc-idref="d:0" management-idref-status="canceled"'))
    assert (notice.kills, notice.pub_status) == (("d:0",), "usable")
    assert notice.links == (Link("recalls", "d:0"),)
    both = one(
        nitf(
            attributes='management-status="canceled" management-doc-idref="d:0" management-idref-status="canceled"'
        )
    )
    assert both.kills == ("d:0",) and not publishable(both, NOON).publishable


def test_without_an_id_it_has_the_same_one_twice() -> None:
    raw = nitf('<du-key key="slug"/><date.issue norm="20261123"/>').replace('<doc-id id-string="d:1"/>', "")
    assert (
        one(raw).guid
        == one(raw.replace("Text.", "Other words.")).guid
        != one(raw.replace("slug", "other")).guid
    )


def test_nitf_in_its_own_namespace_reads_alike() -> None:
    item = one(nitf().replace("<nitf>", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">'))
    assert (item.guid, item.headline, item.body_text) == ("d:1", "H", "Text.")


@pytest.mark.parametrize(
    "body",
    [
        "<p>a<script>alert(1)</script></p>",
        '<p onclick="x()" style="position:fixed" id="main">a</p>',
        '<p><a href="javascript:x()">a</a></p>',
        '<p><a href="//evil.example/">a</a></p>',
        '<p>a</p><svg xmlns="http://www.w3.org/2000/svg"><text>hidden</text></svg>',
        '<p>a</p><iframe src="x"><p>hidden</p></iframe><form><p>hidden</p></form>',
        "<p>a</p><style>p{}</style>",
        '<p>a<img src="x.gif" width="1" height="1"/></p>',
    ],
)
def test_nothing_that_runs_or_hides_comes_out_of_a_tree(body: str) -> None:
    item = one(nitf(body=body))
    assert (item.body_html, item.body_text) == ("<p>a</p>", "a")


def test_a_picture_at_an_address_that_runs_is_none() -> None:
    for source in ("javascript:x()", "data:image/png;base64,AAAA", "vbscript:x"):
        assert one(nitf(body=f'<p>a</p><p><img src="{source}"/></p>')).pictures == ()


def test_xhtml_of_every_block_reads_from_its_tree() -> None:
    body = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>H</h1><p>One <b>bold</b>.</p><ol><li>First</li></ol>'
        "<table><tr><th>Y</th></tr><tr><td>1</td></tr></table><pre>a  b</pre><hr/></body></html>"
    )
    raw = f'<newsItem guid="u:1"><contentSet><inlineXML>{body}</inlineXML></contentSet></newsItem>'
    item = one(raw)
    assert item.body_html == (
        "<h2>H</h2><p>One <strong>bold</strong>.</p><ol><li>First</li></ol><table><tbody><tr><th>Y</th></tr>"
        "<tr><td>1</td></tr></tbody></table><pre>a  b</pre><hr>"
    )

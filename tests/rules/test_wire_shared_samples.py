"""Every sample of the shared folder, its own values compared: real files break schemas, not us."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.wire.parsers import parse
from dateline.wire.rules import Item, Link, Place, Unreadable

DPA = "urn:newsml:dpa.com:20090101:"


@pytest.fixture
def wire_samples(shared_folder: Path) -> Path:
    return shared_folder / "wire-samples"


def items(folder: Path, name: str) -> list[Item | Unreadable]:
    return parse((folder / name).read_bytes(), name=name)


def only(folder: Path, name: str) -> Item:
    (found,) = items(folder, name)
    assert isinstance(found, Item), found
    return found


def test_every_sample_is_read_or_refused_with_a_reason(wire_samples: Path) -> None:
    for folder in ("newsml-g2", "newsml-1.2", "nitf", "ninjs-1.x", "ninjs-2.x", "ninjs-3.x", "rss-atom"):
        for path in sorted((wire_samples / folder).rglob("*.*")):
            for found in items(wire_samples, str(path.relative_to(wire_samples))):
                if isinstance(found, Unreadable):
                    assert "cannot be read (" not in found.reason, (path.name, found.reason)


# File, then facts as they stand in it.
TEXTS = [
    (
        "newsml-g2/LISTING_2_NewsML-G2_Text_Document.xml",
        {
            "guid": "urn:newsml:acmenews.com:20161121:US-FINANCE-FED",
            "version": "11",
            "headline": 'Fed to halt QE to avert "bubble"',
            "slugline": "US-Finance-Fed",
            "byline": "Meredith Jameson",
            "located": "New York, NY",
            "language": "en-US",
            "copyright_holder": "Acme News and Media LLC",
            "version_created_at": datetime(2018, 11, 21, 21, 25, 32, tzinfo=UTC),
        },
    ),
    (
        "newsml-g2/dpa/eil.xml",
        {
            "guid": DPA + "240925-930-242744",
            "headline": "Grünen-Spitze tritt nach Wahlniederlagen ab",
            "dateline": "Berlin (dpa) -",
            "urgency": 2,
            "keywords": ("Grüne",),
            "credit": "dpa",
        },
    ),
    (
        "newsml-g2/dpa/embargoed.xml",
        {
            "embargoed_until": datetime(2025, 1, 23, 18, 0, tzinfo=UTC),
            "hold": "",
            "headline": "Steinmeier: Russland zerstört kulturelles Erbe der Ukraine",
        },
    ),
    (
        "newsml-g2/dpa/image.xml",
        {"kind": "picture", "version": "4", "signals": ("sig:correction",), "credit": "Steve Helber/AP/dpa"},
    ),
    (
        "newsml-g2/LISTING_3_Photo_in_NewsML-G2.xml",
        {
            "kind": "picture",
            "first_created_at": datetime(2010, 10, 20, 20, 58, tzinfo=UTC),
            "byline": "Spencer Platt",
            "copyright_holder": "Getty Images North America",
        },
    ),
    ("newsml-g2/ap_metadata_example.xml", {"kind": "video", "guid": "tag:example.com,2008:407624"}),
    ("newsml-g2/LISTING_29_Hop_History.xml", {"version": "11", "headline": ""}),
    (
        "ninjs-2.x/ntb_text.json",
        {"version": "6", "urgency": 5, "slugline": "skien-google", "located": ""},
    ),
    ("ninjs-2.x/dpa_text.json", {"version": "2", "byline": "Von Christian Hollmann, dpa", "language": "de"}),
    ("ninjs-3.x/dpa_text.json", {"version": "2", "copyright_holder": "dpa", "urgency": 4}),
    ("ninjs-3.x/ap_image.json", {"kind": "picture", "version": "0", "credit": "ASSOCIATED PRESS"}),
    ("ninjs-3.x/tt_text_image_3.json", {"expires_at": datetime(2023, 5, 30, 22, 0, tzinfo=UTC)}),
    (
        "newsml-1.2/afp.com_newsml1.2_sample.xml",
        {
            "guid": "urn:newsml:afp.com:20210516T080625Z:TX-PAR-WGF71",
            "version": "1",
            "headline": "Israel strikes key Hamas targets as UN Security Council to meet",
            "slugline": "Israel-Palestinians-conflict",
            "byline": "Adel Zaanoun with Guillaume Lavallee in Jerusalem",
            "dateline": "Gaza City, Palestinian Territories, May 16, 2021 (AFP) -",
            "located": "Gaza City",
            "places": (Place("PSE", "Gaza City"),),
            "language": "en",
            "urgency": 4,
            "signals": ("update",),
            "credit": "AFP",
            "pub_status": "usable",
            "version_created_at": datetime(2021, 5, 16, 8, 6, 25, tzinfo=UTC),
            "first_created_at": datetime(2021, 5, 16, 8, 6, 25, tzinfo=UTC),
            "links": (Link("associated", "urn:newsml:afp.com:20210508T124951Z:doc-99j8na"),),
            "edit_note": "RECASTS with attack on Hamas targets, RAISES Gaza death toll, UPDATES throughout",
        },
    ),
    (
        "newsml-1.2/businesswire-newsml-20130605006126.xml",
        {
            "guid": "urn:newsml:businesswire.com:20010714:20130605006126",
            "headline": "Cambrios被Gartner評選為「最酷供應商」",
            "dateline": "加州桑尼維爾",
            "language": "zh",
            "copyright_notice": "Copyright Business Wire 2013",
            "version_created_at": datetime(2013, 6, 5, 21, 0, tzinfo=UTC),
        },
    ),
    (
        "newsml-1.2/businesswire-newsml-20130731006140.xml",
        {
            "headline": "Lunch Taking a Toll? Let Applebee’s® Industrial Strength Lunch Decoy Stand In",
            "standfirst": "With a Year’s Worth of Lunch Combos Starting at $6.99, New 62-Inch, 12-Gauge Vinyl "
            "Model Built to Endure Even More Mundane Work Situations",
            "slugline": "MO-APPLEBEE’S",
            "dateline": "KANSAS CITY, Mo.",
            "kind": "text",
        },
    ),
    (
        "nitf/NTB_nitf_sample.xml",
        {
            "guid": "NTB5df9281a-a270-4dc5-a618-869bbc3bbca7_00",
            "version": "1",
            "headline": "Pandemien herjer på den legeløse indiske landsbygda",
            "slugline": "india-korona-bygd",
            "keywords": ("india-korona-bygd",),
            "byline": "NTB-AFP-DPA",
            "dateline": "Unnao",
            "language": "nb-NO",
            "urgency": 5,
            "credit": "NTB",
            # Its times carry no zone; without a partner's they are in UTC.
            "version_created_at": datetime(2021, 5, 16, 9, 0, 4, tzinfo=UTC),
            "edit_note": "kenneth.kandolf.haug@ntb.no/per.christensen@ntb.no",
        },
    ),
    ("rss-atom/entry_id.xml", {"guid": "http://example.com/", "format": "atom"}),
    ("rss-atom/entry_rights.xml", {"copyright_notice": "Example Atom"}),
    ("rss-atom/euc-kr-item.xml", {"body_text": "년", "format": "rss"}),
    ("rss-atom/item_content_encoded.xml", {"body_html": "<p>Example content</p>"}),
    ("rss-atom/item_dc_date.xml", {"version_created_at": datetime(2003, 12, 31, 10, 14, 55, tzinfo=UTC)}),
    ("rss-atom/item_guid_not_permalink.xml", {"guid": "http://guid.example.com/", "links": ()}),
    ("rss-atom/media_thumbnail.xml", {"headline": "Example Atom"}),
    (
        "ninjs-1.x/006_photo_only.json",
        {"headline": "Costa Concordia cruise ship", "byline": "Paulo Santalucia"},
    ),
]


@pytest.mark.parametrize(("name", "facts"), TEXTS, ids=[name for name, _ in TEXTS])
def test_the_facts_of_a_sample(wire_samples: Path, name: str, facts: dict[str, object]) -> None:
    item = only(wire_samples, name)
    assert {fact: getattr(item, fact) for fact in facts} == facts


PICTURES = [
    ("newsml-g2/LISTING_3_Photo_in_NewsML-G2.xml", "./GYI0062134533.jpg", "Getty Images", "A general view"),
    ("ninjs-2.x/tt_text_image_2.json", "a001_NormalHires.jpg", "Karl Melander/TT", "En stor internationell"),
    ("ninjs-3.x/tt_text_image_3.json", "a001_NormalHires.jpg", "Karl Melander/TT", "En stor internationell"),
    ("ninjs-1.x/ninjsExSimplePhoto1.json", "-big.jpg", "Paulo Santalucia", "The Costa Concordia"),
    ("ninjs-2.x/imageLinkedRights.json", "2.59562475.jpg?1", "John Smith", "Valentino Rossi"),
    ("nitf/NTB_nitf_sample.xml", "JsxLggxsoo4", "", "Kremasjonsbål for koronaofre"),
    ("newsml-1.2/businesswire-newsml-20130605006126.xml", "CambriosLogoFinal.jpg", "", ""),
    ("newsml-1.2/businesswire-newsml-20130731006140.xml", "AB_LOGO_webready.jpg", "", ""),
    ("rss-atom/media_thumbnail.xml", "http://example.com/thumbnail.jpg", "", ""),
    ("newsml-g2/dpa/with_infobox.xml", "", "", "ausgebranntes Fahrzeug"),
]


@pytest.mark.parametrize(("name", "href", "credit", "caption"), PICTURES, ids=[row[0] for row in PICTURES])
def test_the_picture_of_a_sample(wire_samples: Path, name: str, href: str, credit: str, caption: str) -> None:
    (picture,) = only(wire_samples, name).pictures
    assert picture.href.endswith(href)
    assert picture.credit == credit
    assert caption in picture.caption


def test_tt_sends_three_items_in_no_namespace_and_the_text_gets_the_picture(wire_samples: Path) -> None:
    package, text, picture = items(wire_samples, "newsml-g2/TT_newsmlg2_sample.xml")
    assert isinstance(package, Item) and isinstance(text, Item) and isinstance(picture, Item)
    assert (package.kind, text.kind, picture.kind) == ("package", "text", "picture")
    assert len(text.body_text.split("\n\n")) == 5
    assert [one.credit for one in text.pictures] == ["Naina Helén Jåma/TT"]
    assert text.subjects[0].code == "20000013"


@pytest.mark.parametrize("name", ["newsml-g2/dpa/embargoed.xml", "newsml-g2/dpa/with_infobox.xml"])
def test_contacts_and_notes_are_in_no_body(wire_samples: Path, name: str) -> None:
    item = only(wire_samples, name)
    for secret in ("@dpa.com", "Sperrfrist", "Notizblock", "dpa sza", "dpa lst", "Redaktionelle"):
        assert secret not in item.body_text and secret not in item.body_html
    assert item.body_text.count("\n\n") > 5


def test_bodies_of_older_formats_keep_their_markup_and_no_journalists_address(wire_samples: Path) -> None:
    lunch = only(wire_samples, "newsml-1.2/businesswire-newsml-20130731006140.xml")
    assert "<li>" in lunch.body_html and "<sup>®</sup>" in lunch.body_html
    assert "cwagner@crossroads.us" not in lunch.body_html
    afp = only(wire_samples, "newsml-1.2/afp.com_newsml1.2_sample.xml")
    assert "<h2>- Media offices destroyed -</h2>" in afp.body_html
    assert afp.subjects[0].code == "16000000" and len(afp.subjects) == 6
    ntb = only(wire_samples, "nitf/NTB_nitf_sample.xml")
    assert "<h2>Ingen fagfolk</h2>" in ntb.body_html and "@ntb.no" not in ntb.body_html


def test_an_empty_feed_says_that_it_is_empty(wire_samples: Path) -> None:
    (found,) = items(wire_samples, "rss-atom/euc-kr.xml")
    assert isinstance(found, Unreadable) and "without any item" in found.reason


def test_what_is_not_news_or_only_a_part_says_so(wire_samples: Path) -> None:
    assert only(wire_samples, "newsml-g2/LISTING_13_Complete_Catalog_Item.xml").kind == "catalog"
    for name in ("LISTING_7_Group_Set_example_showing_Hierarchical_Package_Structure",
                 "LISTING_25_An_NITF_marked-up_article_conveyed_in_inlineXML",
                 "LISTING_28_Illustrating_Located_Subject_and_Dateline"):  # fmt: skip
        (found,) = items(wire_samples, f"newsml-g2/{name}.xml")
        assert isinstance(found, Unreadable) and "only a part" in found.reason


def test_a_package_without_a_guid_leaves_its_neighbours(wire_samples: Path) -> None:
    name = "newsml-g2/LISTING_24_News_Message_conveying_a_complete_News_Package.xml"
    first, *others = items(wire_samples, name)
    assert isinstance(first, Unreadable)
    assert [one.guid for one in others if isinstance(one, Item)] == ["N1", "N2", "N3", "N4"]


def test_a_key_given_twice_refuses_the_item_by_name(wire_samples: Path) -> None:
    (found,) = items(wire_samples, "ninjs-1.x/businesswire-newsml-20130731006140.json")
    assert isinstance(found, Unreadable) and "“broadband” stands twice" in found.reason


# File; how its copyright notice and first usage term begin; subjects, places, keywords, links; length of the body.
COUNTED = [
    ("newsml-g2/LISTING_2_NewsML-G2_Text_Document.xml", "Copyright 2017-18 Acme", "", (3, 0, 0, 0), 839),
    ("newsml-g2/LISTING_3_Photo_in_NewsML-G2.xml", "Copyright 2010 Getty", "Contact your local", (3, 2, 7, 0), 0),
    ("newsml-g2/LISTING_26_Embedded_photo_metadata_fields_mapped_to_NewsML-G2.xml",
     "Copyright 2008 Thomson", "NO ARCHIVAL OR WIRELESS USE", (0, 1, 5, 0), 0),
    ("newsml-g2/ap_metadata_example.xml", "", "", (2, 1, 0, 0), 0),
    ("newsml-g2/dpa/eil.xml", "Copyright 2024, dpa", "Nutzung nur nach", (2, 1, 1, 0), 308),
    ("newsml-g2/dpa/embargoed.xml", "Copyright 2025, dpa", "Nutzung nur nach", (5, 5, 0, 1), 1820),
    ("newsml-g2/dpa/image.xml", "", "Nutzung nur nach", (4, 0, 1, 0), 0),
    ("newsml-g2/dpa/with_infobox.xml", "Copyright 2025, dpa", "Nutzung nur nach", (4, 2, 0, 3), 5498),
    ("ninjs-2.x/dpa_text.json", "Copyright 2019, dpa", "", (0, 0, 0, 0), 3063),
    ("ninjs-2.x/imageEncodedRights.json", "", '{"policytype":"http://www.w3.org/ns/odrl', (0, 0, 0, 0), 0),
    ("ninjs-2.x/imageLinkedRights.json", "", "http://example.agency.com/rights", (0, 0, 0, 0), 0),
    ("ninjs-2.x/ntb_text.json", "", "", (4, 1, 0, 0), 0),
    ("ninjs-2.x/tt_text_image_2.json", "", "", (1, 3, 0, 0), 934),
    ("ninjs-3.x/tt_text_image_3.json", "", "", (1, 3, 0, 0), 934),
    ("ninjs-3.x/ap_image.json", "", "This content is intended for editorial use only", (3, 6, 0, 0), 0),
    ("ninjs-3.x/businesswire-newsml-20130605006126.json", "", "", (13, 0, 0, 0), 110),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "notice", "term", "counts", "length"), COUNTED, ids=[row[0] for row in COUNTED]
)
def test_rights_subjects_and_length_of_a_sample(
    wire_samples: Path, name: str, notice: str, term: str, counts: tuple[int, ...], length: int
) -> None:
    item = only(wire_samples, name)
    assert item.copyright_notice.startswith(notice) and bool(item.copyright_notice) is bool(notice)
    assert "".join(item.usage_terms[:1]).startswith(term) and bool(item.usage_terms) is bool(term)
    assert (len(item.subjects), len(item.places), len(item.keywords), len(item.links)) == counts
    assert len(item.body_text) == length

"""Where a message leaves its own standard: told, and never a reason to refuse it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.makers import NOON

from dateline.wire.parsers import PLAIN, parse
from dateline.wire.parsers.advice import MOST, of_ninjs
from dateline.wire.rules import Item, content_hash, publishable

GOOD = {"uri": "urn:a", "type": "text", "versioncreated": "2026-11-24T09:00:00Z", "urgency": 3, "headline": "Tides",
        "body_text": "High at noon.", "pubstatus": "usable"}  # fmt: skip
G2 = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" {head} guid="urn:a" version="1"><itemMeta>{meta}</itemMeta>'
    "<contentMeta><headline>Tides</headline></contentMeta></newsItem>"
)
WHOLE = {
    "head": 'standard="NewsML-G2" standardversion="2.35"',
    "meta": '<itemClass qcode="ninat:text"/><provider literal="q"/>'
    "<versionCreated>2026-11-24T09:00:00Z</versionCreated>",
}
NITF = (
    "<nitf><head><docdata>{docdata}</docdata></head><body><body.head><hedline><hl1>Tides</hl1></hedline></body.head>"
    "{body}</body></nitf>"
)


def one(raw: str) -> Item:
    (item,) = parse(raw.encode(), name="a", profile=PLAIN)
    assert isinstance(item, Item), item
    return item


def test_what_is_as_its_standard_asks_is_not_spoken_of() -> None:
    assert one(json.dumps(GOOD)).advice == ()
    assert one(G2.format(**WHOLE)).advice == ()
    assert (
        one(
            NITF.format(docdata='<doc-id id-string="a"/>', body="<body.content><p>High.</p></body.content>")
        ).advice
        == ()
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"uri": None, "guid": "urn:a"}, "it has no uri"),
        ({"type": "poem"}, "its type “poem” is none that the standard knows"),
        ({"pubstatus": "embargoed"}, "its pubstatus “embargoed” is none that the standard knows"),
        ({"urgency": "3"}, "its urgency is no whole number from 1 to 9"),
        ({"versioncreated": "24.11.2026"}, "its versioncreated is no date and time with a zone"),
        ({"subject": "tides"}, "its subject is no list"),
    ],
)
def test_ninjs_says_what_is_wrong_and_is_read_all_the_same(change, said) -> None:
    item = one(json.dumps({name: value for name, value in (GOOD | change).items() if value is not None}))
    assert item.advice == (said,)
    assert item.headline == "Tides"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"head": ""}, "the item has no attribute standard"),
        ({"meta": ""}, "itemMeta has no itemClass"),
        ({"meta": WHOLE["meta"].replace("2026-11-24T09:00:00Z", "now")},
         "versionCreated is no date and time with a zone"),
    ],
)  # fmt: skip
def test_newsml_g2_says_what_is_wrong(change, said) -> None:
    assert said in one(G2.format(**WHOLE | change)).advice


def test_nitf_says_what_is_wrong() -> None:
    item = one(NITF.format(docdata='<urgency ed-urg="x"/>', body=""))
    assert len(item.advice) == 3 and "its body has no body.content" in item.advice


def test_advice_is_no_content_and_keeps_nothing_out() -> None:
    item = one(json.dumps(GOOD))
    wrong = one(json.dumps(GOOD | {"subject": "tides"}))
    assert publishable(wrong, NOON) == publishable(item, NOON)
    assert content_hash(wrong) == content_hash(item)


@given(
    st.dictionaries(
        st.sampled_from([*GOOD, "subject", "embargoed"]),
        st.none() | st.integers() | st.text() | st.lists(st.text()),
    )
)
def test_any_object_at_all_is_advised_on(value) -> None:
    assert len(of_ninjs(value)) <= MOST

"""Whether an item by itself may be published."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dateline.wire.rules import Item, Picture, publishable

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ITEM = Item(guid="urn:x:1", headline="A headline", body_text="A body.")


def test_a_plain_item_is_publishable() -> None:
    assert publishable(ITEM, NOON).publishable


def test_an_embargo_lifts_on_the_minute() -> None:
    item = replace(ITEM, embargoed_until=NOON)
    assert not publishable(item, NOON - timedelta(seconds=1)).publishable
    assert publishable(item, NOON).publishable


def test_an_item_expires_on_the_minute() -> None:
    item = replace(ITEM, expires_at=NOON)
    assert publishable(item, NOON - timedelta(seconds=1)).publishable
    assert publishable(item, NOON).reason == "expired 2026-11-24 12:00 UTC"


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"pub_status": "canceled", "kills": ("urn:x:1",)}, "killed"),
        ({"kills": ("urn:x:2",)}, "kill notice for urn:x:2"),
        ({"pub_status": "withheld"}, "withheld"),
        ({"pub_status": "embargoed"}, "without a time"),
        ({"hold": "embargo “soon” cannot be read"}, "cannot be read"),
        ({"kind": "catalog"}, "catalog"),
        ({"kind": "package", "body_text": ""}, "only lists other items"),
        ({"edit_note": "Not for publication"}, "Not for publication"),
        ({"usage_terms": ("On-line out",)}, "On-line out"),
        ({"signals": ("apsig:advisory",)}, "advisory"),
        ({"headline": "", "body_text": ""}, "nothing to print"),
    ],
)
def test_each_ground_gives_its_reason(changes: dict[str, object], word: str) -> None:
    standing = publishable(replace(ITEM, **changes), NOON)  # type: ignore[arg-type]  # any field by name
    assert not standing.publishable
    assert word in standing.reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"kills": ("urn:x:1",)}, "killed: the sender has recalled it in every version"),
        ({"kills": ("urn:x:2", "urn:x:3")}, "a kill notice for urn:x:2, urn:x:3"),
        ({"pub_status": "withheld"}, "withheld by the sender"),
        ({"pub_status": "withheld", "hold": "the note speaks of “EMBARGO”"}, "withheld by the sender"),
        ({"pub_status": "embargoed"}, "embargoed without a time; an editor must set one"),
        (
            {"signals": ("http://x.example:8080/sig:advisory",)},
            "an advisory to editors, never for publication",
        ),
        ({"headline": "Sheet: Online out"}, "marked “Online out” by the sender"),
        ({"kind": "package", "body_text": ""}, "a package only lists other items; take those in"),
        ({"headline": "", "body_text": ""}, "nothing to print: no headline, no text and no picture"),
    ],
)
def test_each_reason_is_said_in_so_many_words(changes: dict[str, object], reason: str) -> None:
    standing = publishable(replace(ITEM, **changes), NOON)  # type: ignore[arg-type]  # any field by name
    assert (standing.publishable, standing.reason) == (False, reason)


@pytest.mark.parametrize(
    "changes",
    [{"headline": ""}, {"body_text": ""}, {"headline": "", "body_text": "", "pictures": (Picture("a.jpg"),)}],
)
def test_a_headline_a_text_or_a_picture_alone_is_something_to_print(changes: dict[str, object]) -> None:
    assert publishable(replace(ITEM, **changes), NOON).publishable  # type: ignore[arg-type]  # any field by name


def test_a_kill_is_said_before_an_embargo() -> None:
    item = replace(ITEM, pub_status="canceled", embargoed_until=NOON + timedelta(days=1))
    assert "killed" in publishable(item, NOON).reason

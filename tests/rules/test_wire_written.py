"""What is kept and printed of an item, and the hash that tells contents apart."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from dateline.wire.rules import (
    Item,
    Picture,
    Place,
    Stamp,
    Subject,
    content_hash,
    from_fields,
    printed,
    to_fields,
)
from dateline.wire.rules.versions import is_newer, order

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ITEM = Item(
    guid="urn:x:1",
    file="a.json",
    version="2",
    version_created_at=datetime(2026, 11, 24, 21, tzinfo=timezone(timedelta(hours=9))),
    headline="항구, 밤사이 “조용”",
    urgency=4,
    body_text="Of the harbour.",
    subjects=(Subject("medtop", "15000000"),),
    places=(Place(name="Ulsan"),),
    pictures=(Picture("a.jpg", credit="Ann Lee", hrefs=("a.jpg",), guid="urn:p", usage_terms=("No sales",)),),
    hold="EMBARGO",
    is_numbered=False,
)


def test_what_is_kept_leaves_out_what_says_nothing_and_comes_back_as_it_was() -> None:
    kept = to_fields(ITEM)
    assert kept["version_created_at"] == "2026-11-24T12:00:00Z"
    assert kept["is_numbered"] is False
    assert kept["subjects"] == [{"scheme": "medtop", "code": "15000000"}]
    assert not {"standfirst", "links", "kills", "expires_at"} & set(kept)
    assert from_fields(kept) == ITEM
    assert to_fields(from_fields(kept)) == kept


def test_what_is_printed_has_the_documented_fields_and_none_of_our_own() -> None:
    shown = printed(ITEM, NOON)
    assert not {"hold", "position", "is_numbered"} & set(shown)
    assert shown["pictures"] == [{"href": "a.jpg", "credit": "Ann Lee", "state": "missing"}]
    assert (shown["publishable"], shown["reason"]) == (False, "EMBARGO")
    assert shown["headline"] == ITEM.headline
    plain = printed(Item(guid="urn:x:2", headline="Tides"), NOON)
    assert plain["publishable"] is True
    assert not {"reason", "pictures"} & set(plain)


def test_a_picture_without_words_prints_none() -> None:
    (picture,) = printed(Item(guid="u", headline="h", pictures=(Picture("b.jpg"),)), NOON)["pictures"]
    assert picture == {"href": "b.jpg", "state": "missing"}


def test_the_hash_of_a_content_outlives_a_release() -> None:
    # Kept with every version in every newsroom's database: another one would have all come again as new (R3).
    assert content_hash(ITEM) == "3af5e06bde6ab44de7b53ec3e4ee94fe488fd2e7c99ab559dd5ddd4792d0d3c8"


@pytest.mark.parametrize(
    ("stamp", "said"),
    [
        (Stamp("3", NOON), "v3"),
        (Stamp("", NOON), "the version of 2026-11-24 12:00 UTC"),
        (Stamp(), "an unnumbered version"),
    ],
)
def test_a_version_is_called_by_its_number_else_by_its_moment(stamp: Stamp, said: str) -> None:
    assert str(stamp) == said


def test_two_versions_are_told_apart_by_number_then_by_moment() -> None:
    one, two = Stamp("1", NOON + timedelta(hours=1)), Stamp("2", NOON)
    assert (order(one, two), order(two, one), order(one, one)) == (-1, 1, 0)
    assert is_newer(two, one) and not is_newer(one, two) and not is_newer(one, one)
    early, late = Stamp("b", NOON), Stamp("a", NOON + timedelta(hours=1))
    assert (order(early, late), order(late, early)) == (-1, 1)
    assert order(Stamp("2.0", NOON), Stamp("2", NOON)) == 0

"""The same story from two partners is found, shown together, and used once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.makers import NOON, TERMS, hear_all, make_partner
from tests.makers import receive as receive_from_harbour

from dateline.desk.models import Likeness, LikenessKey
from dateline.desk.wire import finding, listing
from dateline.desk.wire.asking import Wanted
from dateline.house import clock
from dateline.stories import taking_in
from dateline.wire import actions as wire
from dateline.wire.models import WireItem

WORDS = (
    "The counsellor of the island walked out of his flat before dawn, and nobody on the quay saw which of the two "
    "boats he took; the harbour master, who counts them at dusk, says that both were there when he went home, and "
    "that the fog had not yet lifted when the first ferry left for the mainland with eleven people and a piano. "
)
OTHER = (
    "Fishermen along the southern coast expect the smallest catch of anchovies in twenty years, their cooperative "
    "said on Wednesday, and blame a current that has been two degrees too warm since the end of the rainy season. "
)


@pytest.fixture
def partners(section):
    make_partner(replace(TERMS, slug="meadow", partner="Meadow Press"))


def receive(folder, partner: str, guid: str, words: str, headline: str = "An envoy leaves") -> WireItem:
    import json

    sent = (NOON - timedelta(hours=3)).isoformat()
    item = {
        "uri": guid, "type": "text", "version": "1", "versioncreated": sent, "firstcreated": sent, "language": "en",
        "headline": headline, "body_html": f"<p>{words}</p>",
    }  # fmt: skip
    path = folder / f"{partner}-{guid.replace(':', '-')}.json"
    path.write_text(json.dumps(item))
    wire.receive(partner, [path])
    hear_all()
    return WireItem.objects.get(guid=guid)


@pytest.fixture
def two(partners, tmp_path) -> tuple[WireItem, WireItem]:
    first = receive(tmp_path, "harbour", "urn:harbour:a", WORDS)
    second = receive(
        tmp_path, "meadow", "urn:meadow:a", f"{WORDS} Nobody was hurt.", "A counsellor slips away"
    )
    receive(tmp_path, "meadow", "urn:meadow:b", OTHER, "Anchovies are few")
    return first, second


def lines(**wanted: str) -> list[listing.Row]:
    return listing.rows(list(finding.items(Wanted(**wanted), NOON)), NOON)


def test_it_is_listed_once_with_who_else_sent_it(two):
    first, second = two
    [anchovies, folded] = lines()
    assert anchovies.also == ()
    assert folded.item == second
    assert [(also.item, also.item.partner.name) for also in folded.also] == [(first, "Harbour Wire")]
    # Asked for by its partner it is there by itself.
    assert [row.item for row in lines(partner="harbour")] == [first]


def test_hearing_twice_and_in_any_order_groups_alike(two):
    from dateline.desk.wire.likening import liken

    before = list(Likeness.objects.order_by("item").values_list("item", "group"))
    for row in reversed(two):
        liken(row)
    assert list(Likeness.objects.order_by("item").values_list("item", "group")) == before
    assert LikenessKey.objects.count() <= 48


def test_taking_one_in_marks_the_other_same_as_used(two, wire_editor):
    first, second = two
    story = taking_in.take_in("urn:harbour:a", section_slug="economy", at=NOON, by="a test").story
    # It stays on the list, marked: whether it says more is an editor's to judge.
    assert {item.guid for item in finding.items(Wanted(state="new"), NOON)} == {
        "urn:meadow:a",
        "urn:meadow:b",
    }
    [row] = [row for row in lines(partner="meadow") if row.item == second]
    assert row.same_as_used == story
    page = wire_editor.get(reverse("desk_wire_item", args=[second.pk])).content.decode()
    assert "Same as used" in page
    assert reverse("wagtailadmin_pages:edit", args=[story.pk]) in page
    other = wire_editor.get(reverse("desk_wire_item", args=[first.pk])).content.decode()
    assert "The same story" in other
    assert "Same as used" not in other.partition('id="wire-item"')[2]


def test_two_takes_of_one_partner_are_no_other_partners_story(partners, tmp_path):
    receive(tmp_path, "harbour", "urn:harbour:a", WORDS)
    receive(tmp_path, "harbour", "urn:harbour:b", WORDS)
    assert [row.also for row in lines()] == [(), ()]


def test_a_partner_that_sent_it_again_and_again_is_named_once(partners, tmp_path):
    sent = [receive(tmp_path, "harbour", f"urn:harbour:{name}", WORDS) for name in "abc"]
    receive(tmp_path, "meadow", "urn:meadow:a", WORDS)
    [row, *_] = lines()
    assert [(also.item, count) for also, count in row.also_by_partner] == [(sent[0], 3)]


def test_a_chain_of_texts_is_not_one_story(partners, tmp_path):
    """The first and the last of it have nothing in common but the one between them."""
    first = receive(tmp_path, "harbour", "urn:harbour:a", WORDS)
    between = receive(tmp_path, "meadow", "urn:meadow:a", WORDS + OTHER)
    last = receive(tmp_path, "harbour", "urn:harbour:b", OTHER)
    assert Likeness.objects.values("group").distinct().count() == 1
    rows = {row.item.pk: {also.item for also in row.also} for row in lines(partner="harbour")}
    assert rows == {first.pk: {between}, last.pk: {between}}


def test_what_came_a_week_ago_is_another_story_and_its_keys_are_gone(partners, tmp_path):
    receive(tmp_path, "harbour", "urn:harbour:a", WORDS)
    with clock.frozen(NOON + timedelta(days=7)):
        receive(tmp_path, "meadow", "urn:meadow:a", WORDS)
        assert [row.also for row in lines()] == [(), ()]
    assert set(LikenessKey.objects.values_list("likeness__item__guid", flat=True)) == {"urn:meadow:a"}


def test_a_flash_of_a_few_words_is_like_nothing(partners, tmp_path):
    receive(tmp_path, "harbour", "urn:harbour:a", "The won has fallen.")
    receive(tmp_path, "meadow", "urn:meadow:a", "The won has fallen.")
    assert [row.also for row in lines()] == [(), ()]


def test_an_item_is_compared_when_it_is_heard_of_and_not_when_it_is_filed(partners, tmp_path):
    receive_from_harbour(tmp_path)
    assert not Likeness.objects.exists()
    hear_all()
    assert Likeness.objects.count() == 1

"""Two versions side by side: every word of both is there, and only what differs is marked."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from dateline.desk.wire.sides import sides
from dateline.wire.rules import Item, Picture

PARAGRAPHS = st.lists(
    st.lists(st.sampled_from("won boats quay fog dawn pilots count the of a".split()), min_size=1, max_size=9)
    .map(" ".join),
    max_size=7,
)  # fmt: skip
OLD = Item(
    guid="urn:1", headline="Won steadies", standfirst="A calm day", byline="Jane Doe",
    body_text="The won held its ground on Tuesday.\n\nTraders went home early.",
)  # fmt: skip


@given(PARAGRAPHS, PARAGRAPHS)
def test_each_side_is_its_own_text_whole_and_in_order(old, new):
    found = sides(replace(OLD, body_text="\n\n".join(old)), replace(OLD, body_text="\n\n".join(new))).text
    left = [" ".join(run.words for run in pair.before) for pair in found if pair.before]
    right = [" ".join(run.words for run in pair.after) for pair in found if pair.after]
    assert (left, right) == (old, new)


@given(PARAGRAPHS)
def test_the_same_text_marks_nothing(words):
    item = replace(OLD, body_text="\n\n".join(words))
    assert not sides(item, item).is_changed


def test_a_changed_paragraph_stands_beside_the_one_it_came_from():
    new = replace(
        OLD,
        body_text="A new opening stands here.\n\nThe won held its ground on Wednesday.\n\nTraders went home early.",
    )
    opening, changed, kept = sides(OLD, new).text
    assert (opening.before, opening.after[0].kind) == ((), "new")
    assert [run.words for run in changed.before if run.kind == "gone"] == ["Tuesday."]
    assert [run.words for run in changed.after if run.kind == "new"] == ["Wednesday."]
    assert not kept.is_changed


def test_fields_that_differ_are_told_and_the_headline_always():
    new = replace(
        OLD, byline="John Roe", embargoed_until=datetime(2026, 11, 26, 9, tzinfo=UTC),
        usage_terms=("No archiving.",),
    )  # fmt: skip
    found = {pair.said: pair for pair in sides(OLD, new).fields}
    assert set(found) == {"Headline", "By", "Embargo", "Usage terms"}
    assert not found["Headline"].is_changed
    assert found["Embargo"].before == ()
    assert "2026-11-26" in found["Embargo"].after[0].words


def test_pictures_that_came_went_or_changed_their_words_are_told():
    old = replace(
        OLD, pictures=(Picture("a.jpg", caption="The quay", guid="a"), Picture("b.jpg", caption="Fog"))
    )
    new = replace(OLD, pictures=(Picture("a.jpg", caption="The old quay", guid="a"), Picture("c.jpg")))
    found = sides(old, new).pictures
    assert len(found) == 3
    assert [run.words for run in found[0].after if run.kind == "new"] == ["old"]
    assert found[1].before == ()
    assert found[2].after == ()
    assert sides(old, old).pictures == ()

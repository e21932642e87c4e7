"""A partner's copy set into our own blocks: no word is lost, added or moved."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.stories import text
from dateline.stories.rules import address_refused, chart_points, reading_minutes, round_levels, slug_of
from dateline.stories.setting import blocks_of

WORDS = st.lists(
    st.text(st.characters(whitelist_categories=("L", "N", "P")), min_size=1, max_size=9),
    min_size=1,
    max_size=8,
).map(" ".join)


def words_of(blocks: list) -> str:
    """What a reader reads of these blocks, its white space evened out."""
    said = []
    for kind, value in blocks:
        if kind == "paragraph":
            said.append(text.of_html(value.source))
        elif kind == "heading":
            said.append(value)
        elif kind == "quote":
            said.append(value["text"])
        else:
            table = value["table"]
            said += [column["heading"] for column in table["columns"]]
            said += [cell for row in table["rows"] for cell in row["values"]]
    return " ".join(" ".join(said).split())


@given(st.lists(st.tuples(st.sampled_from(["p", "h2", "blockquote", "pre"]), WORDS), min_size=1, max_size=6))
def test_every_word_stands_in_its_place(parts):
    body = "".join(f"<{tag}>{html.escape(words)}</{tag}>" for tag, words in parts)
    blocks, _ = blocks_of(body, "", "")
    assert words_of(blocks) == " ".join(" ".join(words for _, words in parts).split())


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_plain_text_becomes_a_paragraph_a_paragraph(paragraphs):
    blocks, _ = blocks_of("", "\n\n".join(paragraphs), "")
    assert words_of(blocks) == " ".join(" ".join(paragraphs).split())
    assert {kind for kind, _ in blocks} == {"paragraph"}


@pytest.mark.parametrize("dash", ["—", " — ", " - ", "--", " – "])
def test_a_dateline_is_set_in_place_and_never_doubled(dash):
    blocks, place = blocks_of(f"<p>SEOUL{dash}The won held.</p>", "", "SEOUL")
    assert (words_of(blocks), place) == ("The won held.", "SEOUL")


def test_a_dateline_that_stands_beside_the_text_is_kept():
    blocks, place = blocks_of("<p>The won held.</p>", "", "SEOUL (Harbour Wire) --")
    assert (words_of(blocks), place) == ("The won held.", "SEOUL")


def test_a_text_that_opens_in_its_own_way_stays_as_it_came():
    blocks, place = blocks_of("<p>SEOUL, Nov. 25 (HW) The won held.</p>", "", "SEOUL")
    assert (words_of(blocks), place) == ("SEOUL, Nov. 25 (HW) The won held.", "")


def test_a_table_keeps_every_cell():
    blocks, _ = blocks_of("<table><tr><th>Port</th><th>TEU</th></tr><tr><td>Busan</td></tr></table>", "", "")
    assert words_of(blocks) == "Port TEU Busan"


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (238, 1), (239, 2), (714, 3), (715, 4)])
def test_reading_time_is_rounded_up(words, minutes):
    assert reading_minutes("word " * words) == minutes


@pytest.mark.parametrize(("characters", "minutes"), [(1, 1), (500, 1), (501, 2)])
def test_korean_is_counted_by_characters(characters, minutes):
    assert reading_minutes("가" * characters) == minutes


@given(st.text(max_size=300))
def test_a_slug_is_an_address_or_the_fallback(headline):
    assert not address_refused(slug_of(headline, "story"), is_section=False) or slug_of(headline, "story") in (
        "comments", "page",
    )  # fmt: skip


FIGURES = st.decimals(-(10**9), 10**9, places=4).map(float)


@given(FIGURES, FIGURES)
def test_levels_stand_around_their_range(one, other):
    low, high = min(one, other), max(one, other)
    levels = round_levels(low, high)
    hair = (high - low) * 1e-8
    assert levels[0] <= low + hair
    assert levels[-1] >= high - hair
    assert list(levels) == sorted(set(levels))
    assert 2 <= len(levels) <= 7


@pytest.mark.parametrize("figures", ["", "a, 1", "a, 1\nb, nan", "a, 1\nb", "a, 1\nb, inf"])
def test_a_chart_of_what_is_no_figure_is_refused(figures):
    with pytest.raises(ValueError, match="label, value"):
        chart_points(figures)

"""More to Read: chosen once, printed the same, chosen anew when it no longer holds."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from tests.makers import NOON, TERMS, hear_all, make_section, make_story

from dateline.archive import actions, printing, queries
from dateline.archive.models import Entry, Selection
from dateline.house import clock, notices
from dateline.house.slots import Part, SlotCall
from dateline.licences.rules import Use
from dateline.stories import actions as story_actions
from dateline.stories.models import Pin, Story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newsroom")]

ENVOY = (
    "An envoy left the embassy before dawn with three suitcases and his family.",
    "The envoy's embassy kept silent while the ministry counted its suitcases.",
    "At the border an envoy waited for the embassy to answer the ministry.",
    "Every embassy has an envoy, and the border a ministry of its own.",
    "Suitcases stood in the embassy hall when the envoy came to the border.",
    "The ministry asked an envoy what stood in the embassy at the border.",
)

NUMBERS = ("one", "two", "three", "four", "five", "six")
OTHER = "Nobody at the border had seen the ministry answer so fast, an envoy told the embassy of suitcases."


def make_envoys(count: int = 6) -> list[Story]:
    stories = [
        make_story(f"Envoy story number {word}", text, age=timedelta(hours=hours))
        for hours, (word, text) in enumerate(zip(NUMBERS, ENVOY, strict=True), start=1)
    ]
    hear_all()
    return stories[:count]


def related(story: Story) -> Part:
    return printing.related(SlotCall(str(story.pk), story.language, story.address, clock.now()))


def picks(story: Story) -> list[int]:
    return Selection.objects.get(story=story).picks


def test_five_stories_stand_under_a_story_and_never_itself():
    first, *others = make_envoys()
    part = related(first)
    assert sorted(picks(first)) == sorted(story.pk for story in others)
    assert "More to Read" in part.html
    assert part.html.count("<article") == 5
    assert part.tags == {story.tag for story in others}


def test_what_shares_words_stands_before_what_is_merely_new():
    first, *others = make_envoys()
    sky = ("rain", "hail", "snow", "fog", "sleet", "frost", "heat", "wind")
    weather = [
        make_story(
            f"More {word} over the south", f"{word} {word} is what they foretell.", age=timedelta(minutes=n)
        )
        for n, word in enumerate(sky, start=1)
    ]
    alone = make_story("Octopus", "Eight arms.", section=make_section("science"))
    hear_all()
    related(first)
    assert sorted(picks(first)) == sorted(story.pk for story in others)
    related(alone)  # nothing is near: the newest fill it
    assert picks(alone) == [story.pk for story in weather[:5]]


def test_korean_stories_are_near_by_their_bigrams():
    near = make_story("북한이 회담을 제안했다", "북한이 장관급 회담을 제안했다고 밝혔다.", language="ko")
    far = [
        make_story(
            f"날씨 {n}", f"전국이 맑고 기온이 {n}도까지 오른다.", language="ko", age=timedelta(minutes=n)
        )
        for n in range(1, 8)
    ]
    asked = make_story("북한의 회담 대표", "북한의 회담 대표단이 도착했다.", language="ko")
    hear_all()
    part = related(asked)
    assert "더 읽기" in part.html
    assert picks(asked)[0] == near.pk
    assert not set(picks(asked)) - {near.pk, *(story.pk for story in far)}


def test_an_edition_keeps_to_itself():
    make_envoys()
    korean = make_story("An envoy in the Korean edition", ENVOY[0], language="ko")
    hear_all()
    assert related(korean).html == ""


def test_printing_again_says_the_same_and_writes_nothing(django_assert_max_num_queries):
    first, *_ = make_envoys()
    once = related(first)
    chosen_at = Selection.objects.get(story=first).chosen_at
    make_story("Envoy and embassy again", "A new envoy, a new embassy, the same border and ministry.")
    hear_all()
    with clock.frozen(NOON + timedelta(days=2)):
        assert related(first) == once
    assert Selection.objects.get(story=first).chosen_at == chosen_at


def test_a_withdrawn_pick_makes_room_for_another():
    first, second, *_ = make_envoys()
    sixth = make_story("Embassy and envoy once more", "An envoy at the border, the embassy and a ministry.")
    hear_all()
    related(first)
    assert len(picks(first)) == 5
    gone = Story.objects.get(pk=picks(first)[0])
    before = notices.latest()
    story_actions.withdraw(gone, reason="killed", by="the wire")
    told = next(iter(notices.after(before)))
    hear_all()
    assert gone.tag in told.tags  # so that the press prints the part again
    assert not Entry.objects.filter(story=gone).exists()
    part = related(first)
    assert gone.pk not in picks(first)
    assert len(picks(first)) == 5
    assert gone.title not in part.html
    assert {second.pk, sixth.pk} & set(picks(first))


def test_a_changed_text_is_chosen_for_anew():
    first, *_ = make_envoys()
    related(first)
    was = Selection.objects.get(story=first).text_hash
    first.body = [("paragraph", "<p>Something else entirely about rain.</p>")]
    first.save()
    related(first)
    assert Selection.objects.get(story=first).text_hash != was


def test_an_editors_pins_stand_first():
    first, *others = make_envoys()
    pinned = make_story("Rain over the south", "Clouds brought showers.", section=make_section("weather"))
    hear_all()
    related(first)
    assert pinned.pk not in picks(first)
    Pin.objects.create(story=first, pinned=pinned, sort_order=0)
    part = related(first)
    assert picks(first)[0] == pinned.pk
    assert len(picks(first)) == 5
    assert part.html.index(pinned.title) < part.html.index(others[0].title)


def test_a_near_duplicate_never_stands_there():
    text = " ".join(f"The envoy said thing number {n} at the embassy." for n in range(40))
    first = make_story("Envoy speaks", text)
    again = make_story("What the envoy said", text + " More follows.", age=timedelta(minutes=3))
    make_envoys()
    related(first)
    assert again.pk not in picks(first)
    assert len(picks(first)) == 5


@pytest.mark.parametrize(
    "terms",
    [replace(TERMS, uses=frozenset({Use.PAGE, Use.FRONT, Use.SEARCH})), TERMS],
    ids=["not licensed for related", "licensed"],
)
def test_a_licensed_story_stands_there_only_where_its_licence_says_so(terms):
    first, *_ = make_envoys()
    licensed = make_story("The envoy, the embassy, the border", OTHER, terms=terms)
    hear_all()
    part = related(first)
    assert (licensed.pk in picks(first)) is (Use.RELATED in terms.uses)
    assert ("Harbour Wire" in part.html) is (Use.RELATED in terms.uses)


def test_a_licence_that_has_ended_is_left_out_though_nobody_withdrew_it():
    first, *_ = make_envoys()
    ends = replace(TERMS, expires_at=NOON + timedelta(days=1))
    licensed = make_story("The envoy, the embassy, the border", OTHER, terms=ends)
    hear_all()
    related(first)
    assert licensed.pk in picks(first)
    with clock.frozen(NOON + timedelta(days=1)):
        part = related(first)
    assert licensed.pk not in picks(first)
    assert licensed.title not in part.html
    assert len(picks(first)) == 5


def test_a_list_that_is_not_full_is_printed_again_with_the_next_story():
    first, second = make_envoys()[:2]
    Story.objects.exclude(pk__in=[first.pk, second.pk]).update(live=False)
    assert "front:en" in related(first).tags
    assert picks(first) == [second.pk]


def test_a_draft_shows_what_would_stand_there_and_keeps_nothing():
    make_envoys()
    draft = make_story("An envoy's draft", OTHER, live=False)
    assert related(draft).html.count("<article") == 5
    assert not Selection.objects.filter(story=draft).exists()
    assert printing.related(SlotCall("", "en", "/", NOON)) == Part("")


def test_the_index_follows_what_is_in_print():
    story = make_story("Won steadies")
    assert actions.index(story.pk)
    assert actions.index(story.pk)  # heard twice
    assert Entry.objects.filter(story=story).count() == 1
    Story.objects.filter(pk=story.pk).update(live=False)
    assert not actions.index(story.pk)
    assert not Entry.objects.exists()
    assert not actions.index(story.pk + 1000)


def test_stories_that_nobody_has_heard_of_yet_are_chosen_from_too():
    told = zip(NUMBERS, ENVOY, strict=True)
    first, *others = [make_story(f"Envoy story number {word}", text) for word, text in told]
    assert not Entry.objects.exists()  # the press prints before the rooms hear
    related(first)
    assert sorted(picks(first)) == sorted(story.pk for story in others)


def test_an_index_can_be_made_again_from_what_is_in_print():
    stories = make_envoys()
    Entry.objects.all().delete()
    assert actions.index_everything() == len(stories)
    assert related(stories[0]).html.count("<article") == 5


def test_words_of_what_may_be_neither_found_nor_related_are_not_kept():
    story = make_story(terms=replace(TERMS, uses=frozenset({Use.PAGE, Use.FRONT})))
    assert not actions.index(story.pk)
    kept = Entry.objects.get(story=story)
    assert not kept.headline_terms + kept.body_terms + kept.headline_words


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own way of counting")
def test_a_frequent_term_is_counted_so_far_and_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        make_story(f"Story {number}", "harbour" if number % 2 else "harbour lantern")
    hear_all()
    assert queries._standing_in({"harbour", "lantern", "nowhere"}) == {"harbour": 12, "lantern": 6}
    monkeypatch.setattr(queries, "COUNTED", 4)
    found = queries._standing_in({"harbour", "lantern"})
    assert found["harbour"] == 12  # four of the first four: dense to the end
    assert 4 <= found["lantern"] <= 8

"""What an arriving version means (R1-R3, R7, R10, R13, R16)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.rules import Item, State, Stored, arrive, confirm, content_hash, kill_by_notice, release

MORNING = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def make_item(number: int = 1, **changes: object) -> Item:
    item = Item(
        guid="urn:x:1",
        version=str(number),
        version_created_at=MORNING + timedelta(minutes=number),
        headline=f"headline {number}",
    )
    return replace(item, **changes)  # type: ignore[arg-type]  # any field by name


def make_kill(number: int) -> Item:
    return make_item(number, pub_status="canceled", kills=("urn:x:1",))


def deliver(*items: Item, stored: Stored | None = None) -> tuple[Stored, list[str]]:
    words = []
    for item in items:
        arrival = arrive(stored, item, content_hash(item))
        stored = arrival.stored
        words.append(arrival.word)
    assert stored is not None
    return stored, words


def test_the_first_version_is_filed_and_a_higher_one_updates() -> None:
    stored, words = deliver(make_item(1), make_item(2))
    assert words == ["filed", "updated"]
    assert stored.current is not None and stored.current.version == "2"


def test_the_same_again_is_a_duplicate_and_changes_nothing() -> None:
    before, _ = deliver(make_item(1))
    after, words = deliver(make_item(1), stored=before)
    assert words == ["duplicate"]
    assert after == before


def test_another_file_with_the_same_content_is_a_duplicate() -> None:
    _, words = deliver(make_item(1), make_item(1, file="other feed", position=4))
    assert words == ["filed", "duplicate"]


def test_a_lower_version_is_older_and_never_current() -> None:
    stored, words = deliver(make_item(9), make_item(8))
    assert words == ["filed", "older"]
    assert stored.current is not None and stored.current.version == "9"


def test_an_equal_version_with_another_body_is_a_silent_change() -> None:
    changed = make_item(1, body_text="other")
    stored, words = deliver(make_item(1), changed)
    assert words == ["filed", "silent-change"]
    assert stored.content == content_hash(changed)


def test_without_numbers_a_later_moment_updates() -> None:
    first = make_item(1, is_numbered=False)
    later = replace(first, headline="later", version_created_at=MORNING + timedelta(hours=1))
    assert deliver(first, later)[1] == ["filed", "updated"]


@pytest.mark.parametrize(
    "said",
    [
        {"signals": ("sig:correction",)},
        {"edit_note": "Corrects spelling of the mayor's name."},
        {"headline": "CORRECTED-Mayor opens bridge"},
        {"edit_note": "셋째 문단 정정"},
    ],
)
def test_a_correction_is_one_when_the_sender_says_so(said: dict[str, object]) -> None:
    assert deliver(make_item(1), make_item(2, **said))[1] == ["filed", "corrected"]


def test_a_correction_of_what_never_came_is_just_filed() -> None:
    assert deliver(make_item(2, signals=("sig:correction",)))[1] == ["filed"]


def test_withheld_stands_until_a_higher_usable_version() -> None:
    stored, words = deliver(make_item(1), make_item(2, pub_status="withheld"), make_item(1))
    assert words == ["filed", "withheld", "duplicate"]
    assert stored.state is State.WITHHELD
    assert deliver(make_item(3), stored=stored)[0].state is State.USABLE


def test_of_two_equal_versions_the_one_that_forbids_stands() -> None:
    withheld = make_item(1, pub_status="withheld")
    assert deliver(make_item(1), withheld)[0].state is State.WITHHELD
    assert deliver(withheld, make_item(1))[0].state is State.WITHHELD


def test_an_embargo_without_a_time_is_held_until_an_editor_sets_one() -> None:
    stored, words = deliver(make_item(1, hold="embargoed without a time; an editor must set one"))
    assert words == ["held"]
    assert stored.state is State.HELD
    released = release(stored)
    assert released is not None and released.state is State.USABLE


def test_what_is_not_held_cannot_be_released() -> None:
    assert release(deliver(make_item(1))[0]) is None
    assert release(deliver(make_item(1, hold="x"), make_kill(2))[0]) is None


def test_a_kill_before_the_item_keeps_it_killed() -> None:
    stored, words = deliver(make_kill(2), make_item(1))
    assert words == ["killed", "killed"]
    assert stored.state is State.KILLED


def test_a_late_kill_of_a_lower_version_recalls_the_item_all_the_same() -> None:
    stored, words = deliver(make_item(5), make_kill(3))
    assert words == ["filed", "killed"]
    assert stored.state is State.KILLED


def test_a_higher_usable_version_waits_for_an_editor() -> None:
    stored, words = deliver(make_item(1), make_kill(2), make_item(3))
    assert words == ["filed", "killed", "killed"]
    assert stored.state is State.KILLED
    confirmed = confirm(stored)
    assert confirmed is not None and confirmed.state is State.USABLE


def test_without_a_higher_usable_version_nothing_can_be_confirmed() -> None:
    for items in (
        [make_kill(2)],
        [make_item(1), make_kill(2)],
        [make_kill(2), make_item(3, pub_status="withheld")],
    ):
        assert confirm(deliver(*items)[0]) is None
    assert confirm(deliver(make_item(1))[0]) is None


def test_a_new_kill_after_a_confirmation_kills_again_and_an_old_one_does_not() -> None:
    confirmed = confirm(deliver(make_item(1), make_kill(2), make_item(3))[0])
    assert confirmed is not None
    assert deliver(make_kill(2), stored=confirmed)[0].state is State.USABLE
    assert deliver(make_kill(4), stored=confirmed)[0].state is State.KILLED


def test_a_notice_kills_the_item_it_names_here_or_to_come() -> None:
    notice = make_item(1, guid="urn:x:notice", version_created_at=MORNING + timedelta(hours=2))
    assert kill_by_notice(deliver(make_item(1))[0], notice).state is State.KILLED
    assert deliver(make_item(1), stored=kill_by_notice(None, notice))[0].state is State.KILLED


def test_a_catalog_is_refused_and_never_replaces_news() -> None:
    catalog = make_item(2, kind="catalog")
    assert deliver(catalog)[1] == ["refused"]
    stored, words = deliver(make_item(1), catalog)
    assert words == ["filed", "refused"]
    assert stored.state is State.USABLE


ANY_ITEM = st.builds(
    lambda number, status, is_kill, hold: (
        make_kill(number) if is_kill else make_item(number, pub_status=status, hold=hold)
    ),
    st.integers(1, 12),
    st.sampled_from(["usable", "usable", "withheld"]),
    st.booleans(),
    st.sampled_from(["", "", "held"]),
)
DISTINCT = st.lists(ANY_ITEM, min_size=1, max_size=7, unique_by=lambda item: item.version)


@given(DISTINCT, st.randoms(use_true_random=False))
def test_any_order_of_deliveries_ends_in_the_same_state(items: list[Item], shuffler: object) -> None:
    shuffled = list(items)
    shuffler.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis's Random
    assert deliver(*items)[0] == deliver(*shuffled)[0]


@given(st.lists(ANY_ITEM, min_size=1, max_size=10))
def test_once_killed_killed_for_ever_without_an_editor(items: list[Item]) -> None:
    stored = None
    was_killed = False
    for item in items:
        stored, _ = deliver(item, stored=stored)
        was_killed = was_killed or bool(item.kills)
        assert (stored.state is State.KILLED) == was_killed


@given(st.lists(ANY_ITEM, min_size=1, max_size=10))
def test_delivering_everything_twice_changes_nothing(items: list[Item]) -> None:
    once, _ = deliver(*items)
    twice, words = deliver(*items, stored=once)
    assert twice == once
    assert set(words) == {"duplicate"}

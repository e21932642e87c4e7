"""A publish brings the story's own words to readers first; what stands around them follows in the same run."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from django.db import transaction

from dateline.house import clock, notices, printing, slots
from dateline.house.printing import Sheet
from dateline.press import actions as press
from dateline.press import files, working
from dateline.stories import actions
from dateline.stories.models import Section, Story

SUBJECTS = (
    "rice harvest",
    "harbour crane",
    "night bus",
    "school roof",
    "river survey",
    "paper mill",
    "glass tower",
)


@pytest.fixture
def placed(monkeypatch: pytest.MonkeyPatch) -> list[Sheet]:
    """Every sheet that is put on disk, in order."""
    sheets: list[Sheet] = []
    place = files.place

    def keep(sheet: Sheet, version: int, *, sync: bool = True) -> bool:
        sheets.append(sheet)
        return place(sheet, version, sync=sync)

    monkeypatch.setattr(files, "place", keep)
    return sheets


@pytest.fixture
def others(section: Section) -> None:
    """Stories in print and printed that have little in common but their section."""
    for subject in SUBJECTS:
        words = " ".join(f"{subject} {word}{number}" for number, word in enumerate(subject.split() * 12))
        story = actions.write_story(
            section, headline=f"The {subject}", body=[("paragraph", f"<p>{words}</p>")]
        )
        actions.publish(story)
    working.catch_up()


def part(sheet: Sheet, slot: str) -> bytes:
    found = next(part for part in sheet.parts if part.slot == slot)
    return sheet.body[found.start : found.end]


def licensed_words(sheet: Sheet) -> set[bytes]:
    return {sheet.body[place.start : place.end] for place in sheet.ranges}


def test_the_words_of_a_new_story_stand_before_anything_is_chosen_beneath_them(
    others: None, ours: Callable[..., Story], placed: list[Sheet]
) -> None:
    story = ours("The won is newest")
    placed.clear()
    press.run()
    of_it = [sheet for sheet in placed if sheet.path == story.address]
    assert b"The won is newest" in of_it[0].body
    assert part(of_it[0], "story.related") == b""
    assert part(of_it[0], "shell.nav") == part(of_it[-1], "shell.nav") != b""
    assert part(of_it[-1], "story.related").count(b"<article") == 5
    assert placed[0] is of_it[0]


def test_a_changed_story_stands_at_once_within_the_parts_that_stood(
    licensed: Callable[..., Story], others: None, ours: Callable[..., Story], placed: list[Sheet]
) -> None:
    partners = licensed()
    story = ours("The won as it was", publish=False)
    story.pins.create(pinned=partners)
    actions.publish(story)
    working.catch_up()
    stood = files.read(story.address)
    assert stood
    story.title = "The won as it is"
    story.save_revision()
    actions.publish(story)
    placed.clear()
    press.run()
    first = placed[0]
    assert b"The won as it is" in first.body
    assert b"The won as it was" not in first.body
    assert part(first, "story.related") == part(stood, "story.related") != b""
    # What is licensed beneath it keeps its marks, and with them its end and its folder.
    assert licensed_words(first) == licensed_words(stood) != set()
    assert first.licensed


def test_what_stands_in_the_end_is_what_is_printed_at_leisure(
    others: None, ours: Callable[..., Story]
) -> None:
    story = ours("The won is newest")
    working.catch_up()
    standing, wanted = files.read(story.address), printing.print_path(story.address, clock.now())
    assert standing and wanted
    assert standing.settled == wanted.settled


def test_without_haste_nothing_is_taken_from_a_page_that_stands(ours: Callable[..., Story]) -> None:
    story = ours()
    working.catch_up()
    with printing.in_haste(files.read(story.address)) as haste:
        printing.print_path(story.address, clock.now())
    assert not haste.is_whole
    with printing.in_haste(None) as haste:
        printing.print_path("/feeds/all.rss", clock.now())
    assert haste.is_whole


def test_a_reader_who_asks_in_the_moment_of_publishing_waits_for_nothing_around_the_words(
    others: None, ours: Callable[..., Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing waits for the press when the reader asks; when their page is found, it is the press's next one."""
    story = ours("The won is newest", publish=False)
    find = printing.print_path
    asked: list[str] = []

    def publish_meanwhile(path: str, at: datetime) -> Sheet | None:
        if not asked:
            actions.publish(story)
        asked.append(path)
        return find(path, at)

    monkeypatch.setattr(printing, "print_path", publish_meanwhile)
    sheet = press.print_when_asked(story.address)
    assert sheet
    assert b"The won is newest" in sheet.body
    assert part(sheet, "story.related") == b""
    assert len(asked) == 1
    assert not files.is_printed(story.address)
    # Without a press that is about to print it, they have all of it.
    working.catch_up()
    files.forget(story.address)
    sheet = press.print_when_asked(story.address)
    assert sheet
    assert part(sheet, "story.related").count(b"<article") == 5
    assert files.is_printed(story.address)


def test_words_that_stand_alone_are_found_by_what_touches_them(
    ours: Callable[..., Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands around them cannot be printed, and then it can."""

    def stumble(call: slots.SlotCall) -> slots.Part:
        raise ZeroDivisionError

    story = ours("The won is newest")
    with monkeypatch.context() as broken:
        related = slots.find("story.related")
        assert related
        broken.setitem(slots._slots, "story.related", replace(related, fill=stumble))
        press.run()
    assert files.is_printed(story.address)
    with transaction.atomic():
        notices.post(story.tag, "story.told", tags=[story.tag])
    press.run()
    standing, wanted = files.read(story.address), printing.print_path(story.address, clock.now())
    assert standing and wanted
    assert standing.settled == wanted.settled
    assert standing.all_tags == wanted.all_tags


def test_a_partners_new_story_has_none_of_its_others_printed_again(
    others: None, licensed: Callable[..., Story], placed: list[Sheet]
) -> None:
    first = licensed("urn:harbour:1", headline="The envoy takes the early flight")
    working.catch_up()
    second = licensed("urn:harbour:2", headline="The reservoir is half full")
    placed.clear()
    press.run()
    printed = {sheet.path for sheet in placed}
    assert second.address in printed
    assert second.get_parent().specific.address in printed
    assert first.address not in printed

"""The whole paper printed at once: the same pages as one by one, with one sync a batch, and never begun in vain."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import DatabaseError
from tests.makers import TERMS, make_section, make_story
from tests.rooms.press.making import WORDS, Pages, tell

from dateline.comments.models import Comment, State
from dateline.house import ahead, atomic_file, clock, printing, release
from dateline.house.errors import CannotWrite
from dateline.house.printing import Sheet
from dateline.press import actions, batches, files, listing, rules
from dateline.press.errors import AlreadyPrinting, PrintersFell
from dateline.press.everything import print_everything
from dateline.press.listing import folder
from dateline.stories import paging, queries
from dateline.stories.models import Author, Correction, Pin, Story, Topic
from dateline.stories.printing import lists


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGES_A_BATCH", 2)


def everything(workers: int = 0) -> list[int]:
    """Print all; how many pages were done, step by step."""
    return [progress.done for progress in print_everything(workers=workers)]


@pytest.fixture
def stories(newsroom: None) -> list[Story]:
    """Stories with everything that stands in other tables, each unlike the others."""
    section = make_section()
    topic = Topic.objects.create(name="Ports", slug="ports", locale=section.locale)
    author = Author.objects.create(
        name="Ann Lee", slug="ann-lee", locale=section.locale, email="ann@paper.example"
    )
    found = [make_story(f"Harbour {word} opens at last", f"The {word} quay lay idle for years.")
             for word in "north south east west upper lower inner".split()]  # fmt: skip
    found.append(make_story("A partner's own report", "Word for word.", terms=TERMS))
    first, second, third, *_ = found
    first.authors, first.topics = [author], [topic]
    first.save()
    Correction.objects.create(story=second, text="It was Monday.", corrected_at=clock.now(), is_grave=True)
    Pin.objects.create(story=third, pinned=first)
    korean = make_story("항구", "문을 열다.", language="ko")
    Story.objects.filter(pk=korean.pk).update(translation_key=first.translation_key)
    Comment.objects.create(story=third, text="At last.", state=State.PRINTED, submitted_at=clock.now())
    return list(Story.objects.filter(live=True))


def differing(stories: list[Story]) -> list[str]:
    """The addresses of those whose page is another in a run than by itself."""
    at = clock.now()
    paths = [story.address for story in stories]
    for path in paths:
        printing.print_path(path, at)  # More to Read is chosen now
    alone = {path: printing.print_path(path, at) for path in paths}
    return [path for path, sheet in ahead.print_run(paths, at) if sheet is None or sheet != alone[path]]


def test_a_page_of_a_run_is_the_page_as_it_is_printed_by_itself(stories: list[Story]) -> None:
    assert len(stories) == 9
    assert differing(stories) == []


@pytest.mark.parametrize("what", ["authors_of", "topics_of", "corrections_of", "other_editions_of"])
def test_what_is_not_read_ahead_would_be_missing(
    stories: list[Story], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(queries, what, lambda stories: {story.pk: [] for story in stories})
    assert len(differing(stories)) >= 1


def test_a_run_asks_the_tables_once_for_all(newsroom: None, django_assert_max_num_queries) -> None:
    def words(number: int) -> str:
        return " ".join(f"word{number}x{place}" for place in range(30))

    stories = [make_story(f"{words(number)[:60]}", words(number)) for number in range(12)]
    paths, at = [story.address for story in stories], clock.now()
    list(ahead.print_run(paths, at))
    with django_assert_max_num_queries(30):  # by itself each of the twelve takes seventeen
        list(ahead.print_run(paths, at))


def test_pages_of_a_list_are_read_together_and_are_as_each_by_itself(
    stories: list[Story], monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries
) -> None:
    monkeypatch.setattr(paging, "PAGE", 2)
    monkeypatch.setattr(lists, "PAGES_AT_ONCE", 2)
    paths = [*lists.SectionPrinter().paths(), *lists.NamedPrinter().paths()]
    assert [path for path in paths if path.endswith("/page/3/")]
    at = clock.now()
    alone = {path: printing.print_path(path, at) for path in paths}
    assert all(alone.values())
    with django_assert_max_num_queries(len(paths) * 9):  # by itself each takes fifteen
        assert dict(ahead.print_run(paths, at)) == alone


def test_nothing_differs_from_what_would_be_printed_when_all_is_printed(
    stories: list[Story], home: Path
) -> None:
    everything()
    assert list(actions.check()) == []
    assert files.is_printed(stories[0].address)


def test_pages_that_stand_as_they_would_be_printed_stay_as_old_as_they_are(pages: Pages, home: Path) -> None:
    pages.texts = {"/a/": WORDS}
    everything()
    page = home / "press" / "open" / "a" / "index.html"
    os.utime(page, (1_000_000_000, 1_000_000_000))
    everything()
    assert page.stat().st_mtime == 1_000_000_000
    pages.texts = {"/a/": f"{WORDS}new"}
    everything()
    assert page.stat().st_mtime > 1_000_000_000


class Killed(BaseException):
    """What no `except Exception` catches."""


def test_interrupted_it_goes_on_behind_what_was_confirmed(pages: Pages) -> None:
    pages.texts = {f"/{number}/": WORDS for number in range(8)}

    def kill(path: str) -> None:
        if path == "/5/":
            raise Killed

    pages.before = kill
    with pytest.raises(Killed):
        everything()
    pages.before = lambda path: None
    pages.printed.clear()
    # The second batch was printed and not confirmed: its names may not have been durable.
    assert everything() == [2, 4, 6, 8]
    assert pages.printed == [f"/{number}/" for number in range(2, 8)]
    assert all(files.is_printed(path) for path in pages.texts)


@pytest.mark.parametrize("changed", ["release", "settings"])
def test_what_was_done_by_another_release_or_with_other_settings_is_done_again(
    pages: Pages, home: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    pages.texts = {f"/{number}/": WORDS for number in range(6)}
    steps = print_everything(workers=0)
    while next(steps).done < 2:
        pass
    steps.close()
    if changed == "release":
        monkeypatch.setattr(release, "stamp", lambda: "another")
    else:
        (home / "paper.json").write_text("{}")
    assert everything() == [0, 2, 4, 6]


def test_a_line_that_a_power_cut_took_has_its_batch_printed_again(pages: Pages) -> None:
    pages.texts = {f"/{number}/": WORDS for number in range(6)}
    steps = print_everything(workers=0)
    while next(steps).done < 4:
        pass
    steps.close()
    done = folder() / "done"
    done.write_text(done.read_text().rstrip("\n"))
    assert everything() == [2, 4, 6]


def test_one_page_that_cannot_be_printed_stops_no_other(pages: Pages) -> None:
    pages.texts = dict.fromkeys(("/a/", "/bad/", "/c/"), WORDS)

    def refuse(path: str) -> None:
        if path == "/bad/":
            raise ValueError

    pages.before = refuse
    *_, last = print_everything(workers=0)
    assert (last.done, last.faults) == (3, 1)
    assert files.is_printed("/c/")


@pytest.mark.parametrize("fault", [DatabaseError, CannotWrite])
def test_a_disk_or_a_database_that_says_no_stops_all_and_confirms_nothing(
    pages: Pages, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    pages.texts = {"/a/": WORDS}

    def refuse(*arguments: object, **named: object) -> None:
        raise fault("no")

    with monkeypatch.context() as broken:
        broken.setattr(files, "write_aside", refuse)
        with pytest.raises(fault):
            everything()
    assert everything() == [0, 1]


def test_what_no_printer_knows_is_removed(pages: Pages) -> None:
    pages.texts = dict.fromkeys(("/a/", "/b/"), WORDS)
    everything()
    del pages.texts["/b/"]
    time.sleep(0.01)  # a file system's clock goes in steps
    everything()
    assert not files.is_printed("/b/")
    assert files.is_printed("/a/")


def withdraw_while_printed(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill is told, and done by the press, when the page has been read and not yet placed."""
    pages.texts = {"/killed/": WORDS}
    as_it_was = pages.print

    def print_and_kill(path: str, at: datetime) -> Sheet | None:
        sheet = as_it_was(path, at)
        if pages.texts.pop("/killed/", None):
            tell(withdrawn=["/killed/"])
            actions.run()
        return sheet

    monkeypatch.setattr(pages, "print", print_and_kill)
    everything()


def test_what_is_withdrawn_meanwhile_stays_down(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    withdraw_while_printed(pages, monkeypatch)
    assert files.is_gone("/killed/")


def test_its_mark_would_be_lost_were_versions_not_compared(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "is_newer", lambda version, standing: True)
    withdraw_while_printed(pages, monkeypatch)
    assert not files.is_gone("/killed/")


def test_a_page_that_is_overtaken_is_printed_again(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    pages.texts, pages.tags = {"/a/": WORDS}, {"/a/": frozenset({"story:1"})}

    as_it_was = pages.print

    def print_and_change(path: str, at: datetime) -> Sheet | None:
        sheet = as_it_was(path, at)
        if len(pages.printed) == 1:
            pages.texts["/a/"] = f"{WORDS}newer"
            tell(tags=["story:1"])
        return sheet

    monkeypatch.setattr(pages, "print", print_and_change)
    everything()
    standing = files.read("/a/")
    assert standing
    assert standing.body.endswith(b"newer")


def watched(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> tuple[list[int], list[str]]:
    """Print three batches; how often the disk was waited for, and what got its name before it was durable."""
    pages.texts = {f"/{number}/": WORDS for number in range(6)}
    durable: set[Path] = set()
    syncs: list[int] = []
    early: list[str] = []
    sync_all, rename = atomic_file.sync_all, files._rename

    def sync(of: Path) -> None:
        syncs.append(1)
        durable.update(path for path in batches.folder().rglob("*") if path.is_file())
        sync_all(of)

    def name(aside: files.Aside, suffix: str, page: Path, mtime: int | None) -> None:
        if aside.of(suffix) not in durable:
            early.append(suffix)
        rename(aside, suffix, page, mtime)

    monkeypatch.setattr(atomic_file, "sync_all", sync)
    monkeypatch.setattr(files, "_rename", name)
    monkeypatch.setattr(os, "fsync", lambda handle: syncs.append(100))
    everything()
    return syncs, early


def test_a_batch_costs_one_wait_for_the_disk_and_is_durable_before_it_has_its_name(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    syncs, early = watched(pages, monkeypatch)
    assert sum(syncs) == 200 + 3 + 1  # the list and its folder; one a batch; the last one's names
    assert early == []


def test_half_pages_would_have_names_were_the_disk_not_waited_for(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches.Printer, "finish", lambda self: None)
    _, early = watched(pages, monkeypatch)
    assert early


def test_only_one_prints_everything(pages: Pages) -> None:
    pages.texts = {f"/{number}/": WORDS for number in range(6)}
    steps = print_everything(workers=0)
    next(steps)
    with pytest.raises(AlreadyPrinting):
        everything()
    steps.close()


@pytest.fixture
def real_pages(transactional_db: None, pages: Pages) -> Iterator[Pages]:
    """Pages that other processes can print as well."""
    pages.texts = {f"/{number}/": WORDS for number in range(20)}
    return pages


def test_processes_print_side_by_side(real_pages: Pages) -> None:
    assert everything(2)[-1] == 20
    assert real_pages.printed == []  # not in this one
    assert all(files.is_printed(path) for path in real_pages.texts)
    assert list(actions.check()) == []


def test_a_process_that_falls_is_replaced_and_its_pages_are_printed(real_pages: Pages, home: Path) -> None:
    fallen = home / "fallen"

    def fall(path: str) -> None:
        if path == "/7/" and not fallen.exists():
            fallen.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    real_pages.before = fall
    assert everything(2)[-1] == 20
    assert fallen.exists()
    assert all(files.is_printed(path) for path in real_pages.texts)


def test_processes_that_fall_again_and_again_are_given_up(real_pages: Pages) -> None:
    real_pages.before = lambda path: os.kill(os.getpid(), signal.SIGKILL) if path == "/7/" else None
    with pytest.raises(PrintersFell):
        everything(2)


def test_killed_outright_it_leaves_no_process_behind_and_goes_on(real_pages: Pages, home: Path) -> None:
    real_pages.before = lambda path: time.sleep(0.02)
    if (child := os.fork()) == 0:
        try:
            everything(2)
        finally:
            os._exit(1)
    until = time.monotonic() + 20
    done = folder() / "done"
    while not (done.exists() and done.read_text().count("\n") >= 3) and time.monotonic() < until:
        time.sleep(0.01)
    printers = [int(each.name) for each in batches.folder().iterdir()]
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert len(printers) == 2
    while any(Path(f"/proc/{number}").exists() for number in printers) and time.monotonic() < until:
        time.sleep(0.01)
    assert not any(Path(f"/proc/{number}").exists() for number in printers)
    before, *_, last = everything()
    assert 6 <= before < 20
    assert last == 20
    assert len(real_pages.printed) == 20 - before

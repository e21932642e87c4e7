"""The calendar of what ends when: a month's sheet and list, and a file that other calendars read."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from tests.makers import NOON, TERMS, make_partner, make_story

from dateline.desk import endings
from dateline.desk.endings import Kind
from dateline.licences.rules import to_json
from dateline.readers.rules import Role
from dateline.stories.models import Story

NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def editor(desk):
    return desk(Role.EDITOR)


def leaves(headline: str, at: datetime, **facts: object) -> Story:
    """A story in print that its licence takes out at this moment."""
    story = make_story(headline, terms=TERMS, guid=f"urn:{headline}", **facts)
    Story.objects.filter(pk=story.pk).update(ends_at=at)
    return story


@pytest.fixture
def endings_of_november(section) -> None:
    """A story that leaves on the 27th and is purged, an embargo on the 28th, a contract's last day on the 29th."""
    gone = leaves("Tugs wait", NOON + timedelta(days=3))
    waits = make_story("Ferries rest", terms=TERMS, guid="urn:2", live=False)
    lifts = replace(TERMS, embargo_until=NOON + timedelta(days=4))
    Story.objects.filter(pk=waits.pk).update(licence=to_json(lifts))
    Story.objects.filter(pk=gone.pk).update(licence=to_json(replace(TERMS, retain=False)))
    make_partner(replace(TERMS, ends_on=date(2026, 11, 29)))


def test_a_month_tells_contracts_stories_embargoes_and_what_is_purged(endings_of_november):
    shown = endings.month(NOVEMBER, NOON)
    told = [(day.day, entry.kind, entry.title) for day, entries in shown.entries for entry in entries]
    assert told == [
        (27, Kind.PURGED, "Tugs wait"), (28, Kind.EMBARGO_LIFTS, "Ferries rest"),
        (30, Kind.CONTRACT_ENDS, "Harbour Wire"),
    ]  # fmt: skip
    by_day = {day.on.day: day for week in shown.weeks for day in week if day.is_in_month}
    assert len(by_day) == 30
    assert (by_day[27].stories, by_day[28].embargoes, len(by_day[30].contracts)) == (1, 1, 1)
    assert [day.on.day for day in by_day.values() if day.is_today] == [24]
    assert endings.month(date(2026, 12, 1), NOON).entries == []


def test_a_day_is_the_desks_own(section, settings):
    leaves("Tugs wait", datetime(2026, 11, 30, 16, tzinfo=UTC))
    from django.utils import timezone

    with timezone.override(ZoneInfo("Asia/Seoul")):
        assert endings.month(NOVEMBER, NOON).entries == []
        ((day, _),) = endings.month(date(2026, 12, 1), NOON).entries
    assert day == date(2026, 12, 1)


def test_the_screen_of_one_partner_and_of_all(editor, endings_of_november):
    page = editor.get(reverse("desk_licences_calendar"))
    assert all(words in page.content.decode() for words in ("Tugs wait", "Ferries rest", "the contract ends"))
    assert editor.get(reverse("desk_licences_calendar"), {"partner": "nobody"}).status_code == 404
    for strange in ("2026-13", "x", "99999-01", "0001-01"):
        assert editor.get(reverse("desk_licences_calendar"), {"month": strange}).status_code == 200


def test_many_stories_are_counted_and_the_first_are_named(section, monkeypatch):
    monkeypatch.setattr(endings, "MOST_STORIES", 2)
    for number in range(3):
        leaves(f"Story {number}", NOON + timedelta(days=1, hours=number))
    shown = endings.month(NOVEMBER, NOON)
    assert shown.further == 1
    assert sum(day.stories for week in shown.weeks for day in week) == 3


def test_the_file_is_what_other_calendars_read(editor, endings_of_november):
    Story.objects.filter(title="Tugs wait").update(title="배가 " * 30 + "tie; up, wait")
    written = editor.get(reverse("desk_licences_ics")).content
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    lines = written.decode().replace("\r\n ", "").split("\r\n")
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert "DTSTART:20261127T120000Z" in lines
    (summary,) = [line for line in lines if "tie" in line]
    assert summary.endswith("tie\\; up\\, wait: leaves the paper\\, and is purged within 24 hours")
    names = [line for line in lines if line.startswith("UID:")]
    assert len(names) == len(set(names)) == 3


def test_of_a_day_on_which_many_leave_one_event_says_how_many(section):
    for number in range(endings.MOST_A_DAY + 1):
        leaves(f"Story {number}", NOON + timedelta(days=1))
    written = endings.as_ics(NOON, 30)
    assert written.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:6 stories leave the paper" in written

"""The screen of the wire's sources, and the alerts of those that are silent or fail."""

from datetime import timedelta

import pytest
from tests.makers import NOON, make_source

from dateline.desk import alerts, wire_sources
from dateline.house import clock
from dateline.house.models import Notice
from dateline.readers.rules import Role
from dateline.wire.actions import sourcing

FEED = "https://feeds.harbour.example/world.rss"


def feed(**facts):
    return make_source(kind="rss", location=FEED, **facts)


def test_each_source_says_how_it_stands(section, wire_editor):
    well = {"succeeded_at": NOON, "next_try_at": NOON + timedelta(minutes=5)}
    feed(item_at=NOON - timedelta(minutes=10), lag_seconds=240, settings={"silent_after_minutes": 90}, **well)
    make_source(errors=4, error="the folder cannot be read", succeeded_at=NOON - timedelta(hours=2))
    page = wire_editor.get("/desk/wire/sources/").content.decode()
    for words in (
        FEED,
        "It answers.",
        "4 minutes after it was sent",
        "alert after 90 min",
        "It failed 4 times in a row: the folder cannot be read.",
        "4 errors since",
        "watched all the time",
    ):
        assert words in page, words
    assert page.index("inbox/harbour") < page.index(FEED)
    assert page.count("Poll now") == 1


@pytest.mark.parametrize(
    ("facts", "level", "words"),
    [
        ({"succeeded_at": NOON, "item_at": NOON - timedelta(minutes=91)}, "critical", "Nothing new for"),
        ({"succeeded_at": NOON, "item_at": NOON - timedelta(minutes=89)}, "ok", "It answers."),
        ({"next_try_at": NOON - timedelta(minutes=6)}, "critical", "Nobody is following it."),
        ({}, "ok", "It has not been asked yet."),
        ({"errors": 1, "error": "QUAY_KEY is not set"}, "warning", "It failed once"),
    ],
)
def test_the_worst_is_said_in_a_sentence(section, facts, level, words):
    feed(settings={"silent_after_minutes": 90, "key_env": "QUAY_KEY"}, **facts)
    [line] = wire_sources.lines(NOON)
    assert (line.level, line.sentence.startswith(words)) == (level, True), line
    assert bool(line.remedy) == (level != "ok")


def test_poll_now_has_it_asked_at_once_and_says_who_asked(section, wire_editor):
    row = feed(next_try_at=NOON + timedelta(hours=1))
    answer = wire_editor.post(f"/desk/wire/sources/{row.pk}/poll/", follow=True)
    assert "is being asked" in answer.content.decode()
    row.refresh_from_db()
    assert row.next_try_at == NOON
    assert Notice.objects.get(kind="source.asked").facts["by"] == "wire-editor@example.com"


def test_silence_is_an_alert_on_the_home_screen_and_in_the_inbox_until_it_is_seen(section, wire_editor):
    row = feed(item_at=NOON - timedelta(hours=3), settings={"silent_after_minutes": 90})
    sourcing.tell_silence(NOON)
    said = f"Harbour Wire: the feed {FEED} has fallen silent"
    assert said in wire_editor.get("/desk/").content.decode()
    inbox = wire_editor.get("/desk/wire/").content.decode()
    assert said in inbox
    assert "Nothing new since 24 Nov, 18:00 KST" in inbox
    [alert] = alerts.unseen(clock.now())
    wire_editor.post("/desk/alerts/seen/", {"alert": alert.numbers})
    assert alerts.unseen(clock.now()) == []
    assert row.partner.slug == "harbour"


def test_an_alert_says_when_the_source_is_well_again(section):
    row = feed()
    for hour in range(3):
        sourcing.failed(row, "feeds.harbour.example answered 500", at=NOON + timedelta(hours=hour))
    [alert] = alerts.unseen(NOON)
    assert (alert.words, alert.reason) == (
        f"Harbour Wire: the feed {FEED} cannot be fetched", "feeds.harbour.example answered 500",
    )  # fmt: skip
    sourcing.succeeded(row, sourcing.Place(), [], at=NOON + timedelta(hours=4))
    [alert] = alerts.unseen(NOON)
    assert alert.reason == "It is well again"


def test_a_moderator_sees_no_sources(section, desk):
    assert desk(Role.MODERATOR).get("/desk/wire/sources/").status_code == 302

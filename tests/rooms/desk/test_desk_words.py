"""What the desk's screens call things: items without a headline, stories that were recalled, spans of time."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.makers import NOON, receive, write_story

from dateline.desk import happenings, item_words, machine_room, rules
from dateline.desk.templatetags.desk_words import embargo_clock
from dateline.desk.wire import finding, listing
from dateline.desk.wire.asking import Wanted
from dateline.house import clock, notices
from dateline.house.models import Notice
from dateline.readers.rules import Role
from dateline.stories import actions, taking_in
from dateline.stories.models import Story
from dateline.wire.models import WireItem

PICTURE = {
    "type": "picture", "headline": "", "body_html": "", "description_text": "",
    "renditions": {"main": {"href": "pier.jpg", "mimetype": "image/jpeg"}},
}  # fmt: skip


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "a minute"),
        (timedelta(minutes=36), "36 minutes"),
        (timedelta(minutes=60), "an hour"),
        (timedelta(minutes=119), "an hour"),
        (timedelta(minutes=292), "5 hours"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(hours=48), "2 days"),
        (timedelta(days=9, hours=13), "10 days"),
    ],
)
def test_a_span_is_said_as_a_person_says_it(span, said):
    assert rules.said_span(span) == said


def test_the_home_screen_counts_and_lists_texts_alone(section, tmp_path, wire_editor):
    receive(tmp_path)
    receive(tmp_path, guid="urn:harbour:picture", **PICTURE)
    page = wire_editor.get("/desk/").content.decode()
    assert "1 not taken in" in page
    assert "An envoy takes the early flight" in page
    assert "urn:harbour:picture" not in page
    inbox = wire_editor.get(reverse("desk_wire")).content.decode()
    assert '<span class="desk-kind">Picture</span>' in inbox


def test_an_item_without_a_headline_is_called_by_its_slugline_or_caption(section, tmp_path):
    slugged = receive(tmp_path, guid="urn:harbour:slug", headline="", slugline="KOREA-ENVOY")
    row = WireItem.objects.get(pk=slugged.pk)
    assert item_words.name(row) == "KOREA-ENVOY"
    row.current.fields["slugline"] = ""
    row.current.fields["pictures"] = [{"href": "a.jpg", "caption": "The pier at dusk. " * 20}]
    called = item_words.name(row)
    assert called.startswith("The pier at dusk.")
    assert called.endswith(" …")
    assert len(called) <= item_words.LONGEST + 2
    row.current.fields["pictures"] = []
    assert item_words.name(row) == "urn:harbour:slug"


def test_a_package_is_called_by_what_it_holds(section, tmp_path):
    receive(tmp_path)
    row = receive(tmp_path, guid="urn:harbour:package", headline="")
    row.kind = "package"
    row.current.fields |= {"kind": "package", "links": [{"rel": "main", "href": "urn:harbour:1"}]}
    assert item_words.name(row) == "With “An envoy takes the early flight”"


def test_a_picture_alone_is_not_offered_as_a_story(section, tmp_path, wire_editor):
    row = receive(tmp_path, guid="urn:harbour:picture", **PICTURE)
    page = wire_editor.get(reverse("desk_wire_item", args=[row.pk])).content.decode()
    assert "It is a picture without a text of its own" in page
    assert reverse("desk_wire_take_in", args=[row.pk]) not in page


def test_a_killed_story_is_called_killed_and_waits_for_nothing(section, tmp_path, wire_editor):
    receive(tmp_path)
    story = taking_in.take_in(
        "urn:harbour:1", section_slug="economy", at=NOON, by="a test", publish=True
    ).story
    row = receive(tmp_path, version=2, pubstatus="canceled")
    while notices.deliver():
        pass
    assert not Story.objects.get(pk=story.pk).live
    [line] = listing.rows([row], NOON)
    assert (line.story_state.said, line.has_newer) == ("Killed", False)
    page = wire_editor.get(reverse("desk_wire_item", args=[row.pk])).content.decode()
    assert "It was killed by Harbour Wire; it can never be in print." in page
    assert "waits. Taking it in again" not in page


def test_a_story_taken_out_of_print_is_no_fresh_draft(section, tmp_path):
    row = receive(tmp_path)
    story = taking_in.take_in("urn:harbour:1", section_slug="economy", at=NOON, by="a test").story
    assert listing.rows([row], NOON)[0].story_state.said == "Draft"
    actions.publish(story)
    assert listing.rows([row], NOON)[0].story_state.said == "In print"
    actions.withdraw(story, reason="a complaint", by="a test")
    assert listing.rows([row], NOON)[0].story_state.said == "Out of print"


def test_an_embargo_is_written_in_the_papers_time_and_the_partners():
    until = NOON + timedelta(hours=2)
    said = re.sub("<[^>]+>", "", embargo_clock(until, "America/New_York"))
    assert said == "24 Nov 2026, 23:00 KST (24 Nov, 09:00 EST)"
    assert f'data-until="{until.isoformat()}"' in embargo_clock(until)
    # One time is enough where both have the same.
    assert re.sub("<[^>]+>", "", embargo_clock(until, "Asia/Seoul")) == "24 Nov 2026, 23:00 KST"


def test_the_inbox_is_filtered_by_kind(section, tmp_path):
    text = receive(tmp_path)
    picture = receive(tmp_path, guid="urn:harbour:picture", **PICTURE)
    assert list(finding.items(Wanted(kind="picture"), NOON)) == [picture]
    assert list(finding.items(Wanted(kind="text"), NOON)) == [text]


def test_what_happened_is_said_in_the_newsrooms_words(section, django_assert_num_queries):
    for headline in ("Won steadies", "Rates hold"):
        write_story(section, headline, publish=True)
    found = list(Notice.objects.filter(kind="story.published"))
    with django_assert_num_queries(1):
        lines = happenings.of(found)
    assert [(line.said, line.what) for line in lines] == [
        ("Put in print", "Won steadies"),
        ("Put in print", "Rates hold"),
    ]
    assert happenings.said("weather.storm-warning") == "Weather, storm warning"


def test_housekeeping_is_shown_when_asked_for(section, desk):
    notices.post("picture:abc", "picture.ready", paths=["/pictures/abc/320.avif"])
    client = desk(Role.EDITOR)
    assert "Picture ready to print" not in client.get(reverse("desk_press")).content.decode()
    assert "Picture ready to print" in client.get(reverse("desk_press") + "?show=everything").content.decode()
    assert machine_room.newest_notices().count() < machine_room.newest_notices(with_housekeeping=True).count()


def test_the_oldest_comment_that_waits_is_told_as_a_person_would(section, desk):
    from dateline.comments.models import Comment, State
    from dateline.readers.models import Reader

    client = desk(Role.MODERATOR)
    Comment.objects.create(
        story=write_story(section, publish=True), writer=Reader.objects.first(), text="Three links.",
        state=State.HELD, submitted_at=NOON - timedelta(minutes=292),
    )  # fmt: skip
    with clock.frozen(NOON):
        assert "the oldest for 5 hours" in client.get("/desk/").content.decode()


def test_an_address_of_nothing_leads_back_to_the_desk(administrator) -> None:
    answer = administrator.get("/desk/nothing-here/")
    text = answer.content.decode()
    assert answer.status_code == 404
    assert "Nothing here" in text
    assert "To the desk" in text
    assert "Wagtail" not in text.partition("</title>")[0]
    assert "Wagtail admin" not in text

"""An editor says what a story was made from, and sees how far a kill went."""

import pytest
from django.urls import reverse
from tests.makers import NOON, hear_all, make_partner, receive, write_story
from tests.rooms.desk.test_desk_doors import form

from dateline.desk import alerts
from dateline.house import notices
from dateline.press import actions as press
from dateline.readers.rules import Role
from dateline.stories import taking_in
from dateline.stories.models import Origin, Story


@pytest.fixture
def source(section, tmp_path) -> Story:
    make_partner()
    receive(tmp_path)
    taken = taking_in.take_in("urn:harbour:1", section_slug="economy", at=NOON, by="a test", publish=True)
    hear_all()
    return Story.objects.get(pk=taken.story.pk)


def test_an_editor_says_what_a_story_was_written_from(source, section, wire_editor):
    ours = write_story(section, "What the envoy left behind")
    address = reverse("wagtailadmin_pages:edit", args=[ours.pk])
    assert b"Written or translated from" in wire_editor.get(address).content
    looked = reverse("wagtailadmin_pages:preview_on_edit", args=[ours.pk])
    said = form(ours, written_from=str(source.pk))
    assert wire_editor.post(looked, said).status_code == 200
    wire_editor.get(looked)
    assert not ours.made_from.exists()
    wire_editor.post(address, said)
    (origin,) = ours.made_from.all()
    assert (origin.source_id, origin.guid, origin.how) == (source.pk, "urn:harbour:1", Origin.How.REWRITE)
    assert origin.by == "wire-editor@example.com"
    assert b"Written from" in wire_editor.get(address).content
    wire_editor.post(address, said)
    assert ours.made_from.count() == 1


def test_a_new_story_says_it_too(source, section, wire_editor):
    address = reverse("wagtailadmin_pages:add", args=["stories", "story", section.pk])
    wire_editor.post(address, form(written_from=str(source.pk)))
    assert Story.objects.get(title="Won steadies").made_from.get().source_id == source.pk


def test_wagtails_copy_screen_writes_it_down(source, section, wire_editor):
    ours = write_story(section, "What the envoy left behind")
    wire_editor.post(
        reverse("wagtailadmin_pages:copy", args=[ours.pk]),
        {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": str(section.pk)},
    )
    assert Story.objects.get(slug="a-copy").made_from.get().source_id == ours.pk


def test_our_own_is_begun_from_what_was_sent(section, tmp_path, wire_editor):
    row = receive(tmp_path)
    assert b"Write our own from it" in wire_editor.get(reverse("desk_wire_item", args=[row.pk])).content
    answer = wire_editor.post(reverse("desk_wire_rewrite", args=[row.pk]), {"section": section.pk})
    story = Story.objects.get()
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[story.pk])
    assert (story.partner, story.made_from.get().guid) == (None, row.guid)


def test_a_kill_shows_one_receipt_and_alerts_of_all_that_it_took(source, section, tmp_path, desk):
    editor = desk(Role.WIRE_EDITOR)
    ours = write_story(section, "What the envoy left behind")
    editor.post(
        reverse("wagtailadmin_pages:edit", args=[ours.pk]),
        form(ours, written_from=str(source.pk), **{"action-publish": "1"}),
    )
    assert Story.objects.get(pk=ours.pk).live
    receive(tmp_path, version=9, pubstatus="canceled")
    hear_all()
    (told,) = [notice for notice in notices.after(0) if notice.kind == "wire.killed"]
    seen = alerts.unseen(NOON)
    assert {alert.words for alert in seen} == {
        "Harbour Wire has killed “An envoy takes the early flight”",
        "Harbour Wire has killed what “What the envoy left behind” was written from",
    }
    assert {alert.receipt_seq for alert in seen} == {told.seq}
    screen = editor.get(reverse("desk_receipt", args=[told.seq]))
    assert "Not all of it is confirmed yet" in screen.content.decode()
    press.run(until_empty=True)
    shown = editor.get(reverse("desk_receipt", args=[told.seq])).content.decode()
    assert "everybody has confirmed" in shown
    assert ours.address in shown and source.address in shown

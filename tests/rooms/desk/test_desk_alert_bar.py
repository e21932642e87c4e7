"""Kills and corrections on top of every desk screen until somebody puts their name to them."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.makers import NOON, hear_all, receive
from tests.rooms.desk.making import make_person, said, signed_in
from wagtail.admin.models import EditingSession

from dateline.desk import alerts, unseen_notices
from dateline.desk.models import Seen
from dateline.desk.open_stories import OPEN_WITHIN
from dateline.readers.rules import Role
from dateline.stories import taking_in
from dateline.stories.models import Story

SCREENS = ("wagtailadmin_home", "desk_wire", "desk_press", "wagtailadmin_explore_root", "wagtailimages:index")
KILLED = "Harbour Wire has killed “An envoy takes the early flight”"


@pytest.fixture
def story(section, tmp_path) -> Story:
    receive(tmp_path)
    return taking_in.take_in(
        "urn:harbour:1", section_slug="economy", at=NOON, by="a test", publish=True
    ).story


@pytest.fixture
def killed(story, tmp_path) -> Story:
    receive(tmp_path, version=2, pubstatus="canceled")
    hear_all()
    return story


def screen(client, name: str) -> str:
    return client.get(reverse(name), follow=True).content.decode()


@pytest.mark.parametrize("name", SCREENS)
def test_a_kill_stands_on_every_screen_with_its_story_and_receipt(killed, wire_editor, name):
    page = screen(wire_editor, name)
    assert KILLED in page
    assert reverse("wagtailadmin_pages:edit", args=[killed.pk]) in page
    assert "Receipt" in page
    assert "Acknowledge<span" in page


def test_an_editor_has_it_on_the_very_story_and_a_moderator_has_it_nowhere(killed, desk):
    form = reverse("wagtailadmin_pages:edit", args=[killed.pk])
    assert KILLED in desk(Role.EDITOR).get(form).content.decode()
    assert KILLED not in screen(desk(Role.MODERATOR), "wagtailadmin_home")


def test_it_goes_when_somebody_puts_their_name_to_it_and_the_record_has_the_name(killed, desk):
    editor = desk(Role.EDITOR)
    [alert] = alerts.unseen(NOON)
    here = reverse("desk_press")
    answer = editor.post(reverse("desk_alert_seen"), {"alert": alert.numbers, "here": here})
    assert answer.url == here
    assert said(editor.get(here)) == ["Acknowledged by Editor, 21:00."]
    assert {seen.by_name for seen in Seen.objects.all()} == {"Editor"}
    assert KILLED not in screen(desk(Role.WIRE_EDITOR), "wagtailadmin_home")


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/desk/", "/economy/"])
def test_acknowledging_leads_nowhere_but_to_the_desk(killed, wire_editor, address):
    [alert] = alerts.unseen(NOON)
    answer = wire_editor.post(reverse("desk_alert_seen"), {"alert": alert.numbers, "here": address})
    assert answer.url == reverse("wagtailadmin_home")


def test_it_says_who_has_the_story_open_now(killed):
    writer = make_person(Role.EDITOR, "writer@example.com")
    kinds = {"content_type": ContentType.objects.get_for_model(Story), "object_id": str(killed.pk)}
    EditingSession.objects.create(user=writer, last_seen_at=NOON - OPEN_WITHIN, **kinds)
    assert alerts.unseen(NOON)[0].editing == ()
    EditingSession.objects.create(user=writer, last_seen_at=NOON, **kinds)
    assert alerts.unseen(NOON)[0].editing == ("Editor",)
    page = screen(signed_in(make_person(Role.WIRE_EDITOR)), "wagtailadmin_home")
    assert "Editor has it open now." in page


def test_a_correction_to_what_we_changed_leads_to_what_changed(story, tmp_path, wire_editor):
    draft = story.get_latest_revision_as_object()
    draft.title = "Our own headline"
    draft.save_revision()
    receive(tmp_path, version=2, headline="An envoy takes the late flight")
    hear_all()
    [alert] = alerts.unseen(NOON)
    assert alert.must_be_acknowledged
    assert alert.changes_address
    page = wire_editor.get(alert.changes_address).content.decode()
    assert "<del>early</del>" in page
    assert "<ins>late</ins>" in page
    assert "used in the story" in page


def test_what_nobody_took_in_neither_crowds_out_a_kill_nor_costs_a_query_each(killed, tmp_path, monkeypatch):
    monkeypatch.setattr(unseen_notices, "MOST", 3)
    for number in range(8):
        receive(tmp_path, guid=f"unused-{number}", pubstatus="canceled")
    with CaptureQueriesContext(connection) as queries:
        found = alerts.unseen(NOON)
    assert [alert.words for alert in found] == [KILLED]
    assert len(queries) <= 16


def test_without_anything_to_acknowledge_a_screen_pays_one_query(section, wire_editor):
    with CaptureQueriesContext(connection) as queries:
        assert alerts.unseen(NOON) == []
    assert len(queries) == 1
    assert "<desk-alerts" in screen(wire_editor, "wagtailadmin_home")
    assert "To be acknowledged" not in screen(wire_editor, "wagtailadmin_home")


def test_the_bar_alone_is_what_an_open_screen_asks_for(killed, wire_editor):
    page = wire_editor.get(reverse("desk_alerts")).content.decode()
    assert page.strip().startswith("<desk-alerts")
    assert KILLED in page

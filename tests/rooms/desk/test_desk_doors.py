"""Every way into print that Wagtail has, for a licensed story whose licence says no."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.makers import ENDED, FREE, NOON, TERMS, receive, write_story
from tests.rooms.desk.making import is_printed, said
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from dateline.desk import refusals
from dateline.house import clock
from dateline.house.models import Notice
from dateline.licences.rules import to_json
from dateline.readers.models import Reader
from dateline.readers.rules import Role
from dateline.stories import actions, taking_in
from dateline.stories import door as stories_door
from dateline.stories.errors import NotLicensed
from dateline.stories.models import Story


@pytest.fixture
def draft(section, tmp_path) -> Story:
    """A licensed draft whose licence ended a month ago."""
    receive(tmp_path)
    story = taking_in.take_in("urn:harbour:1", section_slug="economy", at=NOON, by="a test").story
    actions.record(story, licence=to_json(ENDED))
    return Story.objects.get(pk=story.pk)


@pytest.fixture
def allowed(draft) -> Story:
    """The same, while its licence runs."""
    actions.record(draft, licence=to_json(TERMS))
    return draft


def form(
    story: Story | None = None, *, text: str = "The won held its ground.", **more: object
) -> dict[str, object]:
    """What the editor's form sends."""
    return nested_form_data(
        {
            "title": story.title if story else "Won steadies",
            "slug": story.slug if story else "won-steadies",
            "standfirst": "", "byline": "", "dateline": "", "contact": "", "lead_caption": "", "lead_picture": "",
            "seo_title": "", "search_description": "", "go_live_at": "", "expire_at": "", "comments_open": "on",
            "body": streamfield([("paragraph", rich_text(f"<p>{text}</p>"))]),
            "corrections": inline_formset([]),
            "pins": inline_formset([]),
            "comments": inline_formset([]),
        }
        | more
    )  # fmt: skip


def edit(client, story, **more):
    return client.post(reverse("wagtailadmin_pages:edit", args=[story.pk]), form(story, **more), follow=True)


def is_live(story) -> bool:
    return Story.objects.get(pk=story.pk).live


def publish_button(client, story):
    return edit(client, story, **{"action-publish": "1"})


def bulk_publish(client, story):
    return client.post(
        f"/desk/bulk/wagtailcore/page/publish/?id={story.pk}&next=/desk/pages/{story.get_parent().pk}/",
        {"confirm": "1"}, follow=True,
    )  # fmt: skip


def bulk_publish_of_the_section(client, story):
    section = story.get_parent().get_parent()
    return client.post(
        f"/desk/bulk/wagtailcore/page/publish/?id={section.pk}&next=/desk/pages/{section.pk}/",
        {"confirm": "1", "include_descendants": "on"}, follow=True,
    )  # fmt: skip


def revert_and_publish(client, story):
    revision = story.save_revision()
    return edit(client, story, revision=str(revision.pk), **{"action-publish": "1"})


def approve_in_a_workflow(client, story):
    reader = Reader.objects.get(email="wire-editor@example.com")
    task = GroupApprovalTask.objects.create(name="Read once more")
    task.groups.set(reader.groups.all())
    workflow = Workflow.objects.create(name="Four eyes")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=story.get_parent().get_parent())
    state = workflow.start(story, reader)
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[story.pk, "approve", state.current_task_state.pk]
    )
    return client.post(address, {"comment": "fine"}, follow=True)


@pytest.mark.parametrize(
    "door",
    [publish_button, bulk_publish, bulk_publish_of_the_section, revert_and_publish, approve_in_a_workflow],
    ids=lambda door: door.__name__,
)
def test_no_door_prints_what_the_licence_forbids(wire_editor, draft, door):
    answer = door(wire_editor, draft)
    assert answer.status_code == 200
    assert not is_live(draft)
    assert not is_printed(draft.address)
    assert any("licence ended" in sentence for sentence in said(answer)), said(answer)


def test_the_action_behind_all_doors_refuses_too(draft):
    with pytest.raises(NotLicensed, match="licence ended"):
        actions.publish(draft)
    assert not is_live(draft)


@pytest.mark.parametrize(
    "door",
    [publish_button, bulk_publish, bulk_publish_of_the_section, revert_and_publish, approve_in_a_workflow],
    ids=lambda door: door.__name__,
)
def test_it_is_the_licence_that_keeps_each_door_shut(wire_editor, draft, door, monkeypatch):
    monkeypatch.setattr(stories_door, "licences_objection", lambda story, at: "")
    door(wire_editor, draft)
    assert is_live(draft)


@pytest.mark.parametrize(
    "door",
    [publish_button, bulk_publish, revert_and_publish, approve_in_a_workflow],
    ids=lambda door: door.__name__,
)
def test_without_the_words_before_it_the_door_itself_still_holds(wire_editor, draft, door, monkeypatch):
    monkeypatch.setattr(refusals, "before_publish", lambda request, page: None)
    monkeypatch.setattr(refusals, "before_bulk", lambda request, kind, objects, action: None)
    answer = door(wire_editor, draft)
    assert not is_live(draft)
    assert not is_printed(draft.address)
    assert any("licence ended" in sentence for sentence in said(answer)), said(answer)


@pytest.mark.parametrize(
    "door",
    [publish_button, bulk_publish, revert_and_publish, approve_in_a_workflow],
    ids=lambda door: door.__name__,
)
def test_the_same_doors_print_it_while_the_licence_runs(wire_editor, allowed, door):
    answer = door(wire_editor, allowed)
    assert is_live(allowed), said(answer)
    assert is_printed(allowed.address)


def test_a_refusal_names_the_reason_and_keeps_the_draft(wire_editor, draft):
    actions.record(draft, licence=to_json(replace(FREE, ends_on=ENDED.ends_on)))
    answer = publish_button(wire_editor, draft) and edit(
        wire_editor, draft, text="Ours, typed at midnight.", **{"action-publish": "1"}
    )
    assert any("Your draft is saved" in sentence for sentence in said(answer))
    assert "typed at midnight" in Story.objects.get(pk=draft.pk).get_latest_revision_as_object().plain_text()


def test_a_schedule_that_the_licence_forbids_is_refused_when_it_is_made(wire_editor, draft):
    answer = edit(wire_editor, draft, go_live_at="2026-11-25 12:00", **{"action-publish": "1"})
    assert any("licence ended" in sentence for sentence in said(answer))
    assert not draft.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_a_schedule_whose_licence_has_ended_meanwhile_prints_nothing(wire_editor, allowed):
    edit(wire_editor, allowed, go_live_at="2026-11-25 12:00", **{"action-publish": "1"})
    assert allowed.revisions.filter(approved_go_live_at__isnull=False).exists()
    actions.record(allowed, licence=to_json(ENDED))
    with clock.frozen(NOON + timedelta(days=2)):
        assert actions.publish_due(NOON + timedelta(days=2)) == 0
        inbox = wire_editor.get(reverse("desk_wire")).content.decode()
    assert not is_live(allowed)
    assert "was not published when it was due" in inbox


def test_a_schedule_after_the_embargo_is_taken(wire_editor, allowed):
    actions.record(allowed, licence=to_json(replace(TERMS, embargo_until=NOON + timedelta(hours=5))))
    refused = publish_button(wire_editor, allowed)
    assert any("under embargo" in sentence for sentence in said(refused))
    edit(wire_editor, allowed, go_live_at="2026-11-25 12:00", **{"action-publish": "1"})
    assert allowed.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_a_copy_of_licensed_work_is_never_a_second_article(wire_editor, allowed):
    actions.publish(allowed)
    answer = wire_editor.post(
        reverse("wagtailadmin_pages:copy", args=[allowed.pk]),
        {
            "new_title": "Copied", "new_slug": "copied",
            "new_parent_page": str(allowed.get_parent().pk), "publish_copies": "on",
        },
        follow=True,
    )  # fmt: skip
    assert answer.status_code == 200
    assert any("in print at" in sentence for sentence in said(answer)), said(answer)
    assert Story.objects.filter(live=True).count() == 1


def test_the_text_that_stays_word_for_word_cannot_be_typed_over(wire_editor, allowed):
    sent = allowed.plain_text()
    edit(wire_editor, allowed, text="Something else.", **{"action-publish": "1"})
    assert is_live(allowed)
    assert Story.objects.get(pk=allowed.pk).plain_text() == sent
    screen = wire_editor.get(reverse("wagtailadmin_pages:edit", args=[allowed.pk])).content.decode()
    assert "Word for word as Harbour Wire sent it" in screen
    assert "stay word for word as they came" in screen


def test_a_free_text_may_be_edited(wire_editor, allowed):
    actions.record(allowed, licence=to_json(FREE))
    edit(wire_editor, allowed, text="Shorter, by us.", **{"action-publish": "1"})
    assert Story.objects.get(pk=allowed.pk).plain_text() == "Shorter, by us."


def test_our_own_story_is_made_edited_and_printed(desk, section):
    client = desk(Role.EDITOR)
    address = reverse("wagtailadmin_pages:add", args=["stories", "story", section.pk])
    assert client.get(address).status_code == 200
    client.post(address, form(**{"action-publish": "1"}))
    story = Story.objects.get()
    assert is_printed(story.address)
    edit(client, story, text="The won fell after all.", **{"action-publish": "1"})
    assert "fell after all" in Story.objects.get().plain_text()


def test_an_incomplete_story_is_refused_with_what_it_lacks(desk, section):
    client = desk(Role.EDITOR)
    answer = client.post(
        reverse("wagtailadmin_pages:add", args=["stories", "story", section.pk]),
        form(text="", **{"action-publish": "1"}), follow=True,
    )  # fmt: skip
    assert any("lacks a body" in sentence for sentence in said(answer)), said(answer)
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[Story.objects.get().pk])
    assert not Story.objects.get().live


def test_a_story_made_and_scheduled_at_once_is_not_in_print_before_its_time(desk, section):
    desk(Role.EDITOR).post(
        reverse("wagtailadmin_pages:add", args=["stories", "story", section.pk]),
        form(go_live_at="2026-11-25 12:00", **{"action-publish": "1"}),
    )
    story = Story.objects.get()
    assert story.revisions.filter(approved_go_live_at__isnull=False).exists()
    assert not story.live
    assert story.published_at is None
    assert not Notice.objects.filter(about=story.tag, kind="story.published").exists()


def test_the_moment_that_readers_see_is_set_by_those_who_may(desk, allowed):
    editor = desk(Role.EDITOR)
    edit(editor, allowed, published_at="2026-11-20 09:00", **{"action-publish": "1"})
    assert Story.objects.get(pk=allowed.pk).published_at == NOON
    edit(desk(Role.WIRE_EDITOR), allowed, published_at="2026-11-20 09:00", **{"action-publish": "1"})
    assert Story.objects.get(pk=allowed.pk).published_at.isoformat() == "2026-11-20T00:00:00+00:00"
    assert Notice.objects.get(kind="story.backdated").facts["by"] == "wire-editor@example.com"


def test_a_form_sent_back_untouched_sets_no_moment(desk, allowed):
    to_the_second = NOON - timedelta(hours=1, seconds=12.5)
    Story.objects.filter(pk=allowed.pk).update(published_at=to_the_second)
    shown = timezone.localtime(to_the_second).strftime("%Y-%m-%d %H:%M")
    edit(desk(Role.WIRE_EDITOR), allowed, published_at=shown, **{"action-publish": "1"})
    assert Story.objects.get(pk=allowed.pk).published_at == to_the_second
    assert not Notice.objects.filter(kind="story.backdated").exists()


@pytest.mark.parametrize("moment", ["2027-01-01 00:00"])
def test_a_moment_in_the_future_is_no_moment_of_publication(wire_editor, allowed, moment):
    answer = edit(wire_editor, allowed, published_at=moment, **{"action-publish": "1"})
    assert "schedule the story instead" in answer.content.decode()
    assert not is_live(allowed)


def test_a_preview_is_the_readers_page_for_the_desk_alone(client, wire_editor, allowed):
    address = reverse("wagtailadmin_pages:view_draft", args=[allowed.pk])
    answer = wire_editor.get(address)
    page = answer.content.decode()
    assert "An envoy takes the early flight" in page
    assert "/static/dateline." in page
    assert answer["Cache-Control"].startswith(("no-store", "max-age=0", "private"))
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors" not in answer.get("Content-Security-Policy", "")
    assert client.get(address).status_code == 302
    assert client.get(allowed.address).status_code == 404


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.LICENCE_MANAGER])
def test_a_draft_is_for_those_who_work_on_stories(desk, allowed, role):
    browser = desk(role)
    for name in ("view_draft", "edit", "copy", "unpublish"):
        answer = browser.get(
            reverse(f"wagtailadmin_pages:{name}", args=[allowed.pk]),
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
        assert answer.status_code == 403, name


def test_the_preview_panel_prints_what_is_being_typed(desk, section):
    client = desk(Role.EDITOR)
    story = write_story(section)
    for address, slug in (
        (reverse("wagtailadmin_pages:preview_on_edit", args=[story.pk]), story.slug),
        (reverse("wagtailadmin_pages:preview_on_add", args=["stories", "story", section.pk]), "another"),
    ):
        assert client.post(address, form(text="Being typed.", slug=slug)).json() == {
            "is_valid": True,
            "is_available": True,
        }
        answer = client.get(address + "?in_preview_panel=true&mode=")
        assert answer.status_code == 200
        assert "Being typed." in answer.content.decode()
        assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_indexing_waits_for_the_background(wire_editor, allowed, django_assert_max_num_queries):
    DBTaskResult.objects.all().delete()
    publish_button(wire_editor, allowed)
    waiting = set(DBTaskResult.objects.ready().values_list("task_path", flat=True))
    assert "modelsearch.tasks.insert_or_update_object_task" in waiting
    assert "wagtail.tasks.update_reference_index_task" in waiting


def test_unpublishing_takes_it_off_the_disk(wire_editor, allowed):
    publish_button(wire_editor, allowed)
    assert is_printed(allowed.address)
    wire_editor.post(reverse("wagtailadmin_pages:unpublish", args=[allowed.pk]))
    assert not is_printed(allowed.address)


def test_every_page_type_has_a_form_that_opens(administrator, section, allowed):
    for page in (section.get_parent(), section, allowed.get_parent(), allowed):
        assert administrator.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    front = section.get_parent()
    for model in ("section", "standingpage"):
        assert (
            administrator.get(
                reverse("wagtailadmin_pages:add", args=["stories", model, front.pk])
            ).status_code
            == 200
        )


def test_a_refusal_of_any_room_is_a_message_and_not_a_fault(wire_editor, section):
    answer = wire_editor.post("/desk/wire/99999/take-in/", {"section": section.pk}, follow=True)
    assert said(answer) == ["The wire has no item number 99999."]

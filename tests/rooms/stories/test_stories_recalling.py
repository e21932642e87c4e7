"""How far a kill goes: what was copied, translated and written from an item, at whatever remove."""

from dataclasses import replace

import pytest
from tests.makers import FREE, NOON, TERMS, hear_all, make_partner, make_section, receive, write_story
from wagtail.models import GroupApprovalTask, Locale, Workflow, WorkflowTask

from dateline.house import notices
from dateline.stories import actions, lineage, recalling, rewriting, taking_in
from dateline.stories.errors import NotLicensed, NotTakenIn
from dateline.stories.lineage import Said
from dateline.stories.models import Origin, Story

REWRITE = Origin.How.REWRITE


@pytest.fixture
def free(section, tmp_path) -> Story:
    """A story in print whose text we may change."""
    make_partner(FREE)
    receive(tmp_path)
    taken = taking_in.take_in("urn:harbour:1", section_slug="economy", at=NOON, by="a test", publish=True)
    return Story.objects.get(pk=taken.story.pk)


def made_from(source: Story, section, headline: str = "What the envoy left behind") -> Story:
    """A story of our own in print, written from another."""
    story = write_story(section, headline)
    lineage.say(story, Said(REWRITE, source=source))
    story.save_revision().publish()
    return Story.objects.get(pk=story.pk)


def kill(folder, *, status: str = "canceled") -> None:
    receive(folder, version=9, pubstatus=status)
    hear_all()


def is_live(*stories: Story) -> list[bool]:
    return [Story.objects.get(pk=story.pk).live for story in stories]


def test_a_kill_takes_down_what_was_written_from_it_and_from_that(licensed, ours, section, tmp_path):
    story, other = licensed(), ours("Won steadies")
    rewrite = made_from(story, section)
    further = made_from(rewrite, section, "The envoy's flat is let again")
    kill(tmp_path)
    assert is_live(story, rewrite, further, other) == [False, False, False, True]
    down = {said.about: said.facts["reason"] for said in notices.after(0) if said.kind == "story.withdrawn"}
    assert down[further.tag] == "written from it: killed by Harbour Wire"


def test_what_was_withheld_goes_with_what_was_made_of_it(licensed, section, tmp_path):
    rewrite = made_from(licensed(), section)
    kill(tmp_path, status="withheld")
    assert is_live(rewrite) == [False]


def test_a_rewrite_of_an_item_nobody_took_in_is_reached(section, tmp_path):
    receive(tmp_path)
    draft = rewriting.rewrite("urn:harbour:1", section)
    assert "counsellor" not in draft.plain_text()
    draft.title, draft.body = "An envoy has left", [("paragraph", "<p>He has left, we are told.</p>")]
    draft.save_revision().publish()
    assert is_live(draft) == [True]
    kill(tmp_path)
    assert is_live(draft) == [False]
    with pytest.raises(NotTakenIn, match="killed"):
        rewriting.rewrite("urn:harbour:1", section)


def test_a_copy_knows_its_source_the_moment_it_is_made(licensed, section, tmp_path):
    rewrite = made_from(licensed(), section)
    copy = rewrite.copy(update_attrs={"slug": "a-copy", "title": "A copy"}, keep_live=True)
    (origin,) = copy.made_from.all()
    assert (origin.source_id, origin.how) == (rewrite.pk, Origin.How.COPY)
    kill(tmp_path)
    assert is_live(rewrite, copy) == [False, False]


def test_a_whole_section_that_is_copied_keeps_the_lineage_of_its_stories(licensed, section, tmp_path):
    rewrite = made_from(licensed(), section)
    other = section.copy(recursive=True, update_attrs={"slug": "money", "title": "Money"}, keep_live=False)
    copies = Story.objects.descendant_of(other).filter(made_from__source=rewrite)
    assert [copy.title for copy in copies] == [rewrite.title]


def test_a_translation_made_at_the_desk_is_reached(free, tmp_path):
    make_section(language="ko").save()
    section = free.get_parent().get_parent().specific
    korean = make_section(language="ko")
    korean.translation_key = section.translation_key
    korean.save()
    translation = free.copy_for_translation(Locale.objects.get(language_code="ko"), copy_parents=True)
    assert [origin.how for origin in translation.made_from.all()] == [Origin.How.TRANSLATION]
    actions.publish(translation)
    kill(tmp_path)
    assert is_live(free, translation) == [False, False]


def test_a_translation_of_our_own_making_is_reached(free, tmp_path):
    korean = make_section(language="ko")
    translation = write_story(korean, "특사, 새벽 비행기로", original=free, publish=True)
    kill(tmp_path)
    assert is_live(translation) == [False]


def test_word_for_word_copy_is_translated_by_nobody(licensed):
    make_partner(replace(TERMS))
    with pytest.raises(NotLicensed, match="a translation is not licensed"):
        write_story(make_section(language="ko"), "특사, 새벽 비행기로", original=licensed(), publish=True)


def test_an_alias_goes_with_its_story(licensed, section, tmp_path):
    rewrite = made_from(licensed(), section)
    alias = rewrite.create_alias(update_slug="an-alias")
    kill(tmp_path)
    assert is_live(rewrite, alias) == [False, False]


def test_nothing_made_of_a_killed_item_comes_into_print_any_more(licensed, section, tmp_path):
    story = licensed()
    rewrite = made_from(story, section)
    kill(tmp_path)
    with pytest.raises(NotLicensed, match="made from what Harbour Wire has killed"):
        actions.publish(Story.objects.get(pk=rewrite.pk))
    later = write_story(section, "A later one")
    lineage.say(later, Said(REWRITE, source=rewrite))
    later.save_revision()
    with pytest.raises(NotLicensed, match="made from what Harbour Wire has killed"):
        actions.publish(later)


def test_an_old_draft_does_not_take_the_origin_away(licensed, section, tmp_path):
    story = write_story(section, "An envoy leaves", publish=True)
    before = story.get_latest_revision()
    lineage.say(story, Said(REWRITE, source=licensed()))
    story.save_revision().publish()
    before.publish()
    kill(tmp_path)
    assert is_live(story) == [False]


def test_what_is_said_of_a_draft_that_is_only_looked_at_is_not_kept(licensed, section, rf):
    story = write_story(section, "An envoy leaves")
    lineage.say(story, Said(REWRITE, source=licensed()))
    story.serve_preview(rf.get("/"), "")
    assert not story.made_from.exists()


def test_no_draft_of_it_is_previewed_any_more(licensed, section, tmp_path, rf):
    story = licensed()
    rewrite = made_from(story, section)
    before = [each.get_latest_revision().as_object() for each in (story, rewrite)]
    assert [draft.serve_preview(rf.get("/"), "").status_code for draft in before] == [200, 200]
    kill(tmp_path)
    for draft in before:
        answer = draft.serve_preview(rf.get("/"), "")
        assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
        assert b"Harbour Wire has killed" in answer.content
        assert draft.title.encode() not in answer.content


def test_nobody_is_asked_to_approve_it_any_more(licensed, section, tmp_path, django_user_model):
    story = licensed()
    editor = django_user_model.objects.create_user("desk@example.com")
    workflow = Workflow.objects.create(name="Second pair of eyes")
    task = GroupApprovalTask.objects.create(name="Read it")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    workflow.start(story, editor)
    assert Story.objects.get(pk=story.pk).current_workflow_state is not None
    kill(tmp_path)
    assert Story.objects.get(pk=story.pk).current_workflow_state is None


def test_a_kill_heard_twice_leaves_the_same(licensed, section, tmp_path):
    rewrite = made_from(licensed(), section)
    kill(tmp_path)
    seq = notices.latest()
    row = rewrite.made_from.get().partner.wire_items.get(guid="urn:harbour:1")
    recalling.recall(row, Story.objects.filter(guid=row.guid))
    assert notices.latest() == seq


def test_the_notices_of_a_kill_know_their_cause(licensed, section, tmp_path):
    story = licensed()
    rewrite = made_from(story, section)
    hear_all()
    seq = notices.latest()
    kill(tmp_path)
    (killed,) = [notice for notice in notices.after(seq) if notice.kind == "wire.killed"]
    reached = notices.following_from([killed.seq])
    assert {story.tag, rewrite.tag} <= {
        notice.about for notice in reached if notice.kind == "story.withdrawn"
    }

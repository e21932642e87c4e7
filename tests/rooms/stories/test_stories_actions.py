"""Publish, withdraw, correct; and what falls due by itself."""

from datetime import timedelta

import pytest
from tests.makers import ENDED, NOON
from wagtail.models import Revision

from dateline.house import clock, notices
from dateline.licences.rules import to_json
from dateline.stories import actions, door
from dateline.stories.errors import StoriesError
from dateline.stories.models import Story, Withdrawal

SOON = NOON + timedelta(hours=1)


def schedule(story: Story, at=SOON) -> None:
    draft = story.get_latest_revision_as_object()
    draft.go_live_at = at
    draft.save_revision().publish()


def is_live(story: Story) -> bool:
    return Story.objects.get(pk=story.pk).live


def kinds_since(seq: int) -> list[str]:
    return [notice.kind for notice in notices.after(seq)]


def test_a_moment_ahead_is_no_moment_of_publication(ours):
    story = ours(publish=False)
    with pytest.raises(StoriesError, match="in the future; schedule"):
        actions.publish(story, at=SOON)
    assert not is_live(story)


def test_readers_see_the_moment_that_was_given(ours):
    story = ours(publish=False)
    actions.publish(story, at=NOON - timedelta(hours=2))
    assert Story.objects.get(pk=story.pk).published_at == NOON - timedelta(hours=2)


def test_a_scheduled_story_waits_for_its_minute(ours):
    story = ours(publish=False)
    schedule(story)
    assert actions.next_due(NOON) == SOON
    assert actions.publish_due(SOON - timedelta(microseconds=1)) == 0
    assert not is_live(story)
    with clock.frozen(SOON):
        assert actions.publish_due(SOON) == 1
    assert is_live(story)
    assert Story.objects.get(pk=story.pk).published_at == SOON


def test_what_may_not_go_out_when_it_falls_due_keeps_nothing_else_in(ours, licensed):
    refused, other = licensed(publish=False), ours(publish=False)
    schedule(refused)
    schedule(other)
    actions.record(refused, licence=to_json(ENDED))
    seq = notices.latest()
    with clock.frozen(SOON):
        assert actions.publish_due(SOON) == 1
    assert (is_live(refused), is_live(other)) == (False, True)
    [said] = [notice for notice in notices.after(seq) if notice.kind == "story.not-published"]
    assert "the licence ended" in said.facts["reason"]
    with clock.frozen(SOON):
        assert actions.publish_due(SOON) == 0


def test_withdrawn_is_withdrawn_whatever_was_scheduled(ours):
    story = ours()
    schedule(story)
    actions.withdraw(story, reason="wrong name", by="a test")
    assert not is_live(story)
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    with clock.frozen(SOON):
        assert actions.publish_due(SOON) == 0
    kept = Withdrawal.objects.get()
    assert (kept.address, kept.reason, kept.by) == (story.address, "wrong name", "a test")


def test_withdrawing_twice_withdraws_the_address_again(ours):
    story = ours()
    first = actions.withdraw(story, reason="wrong name", by="a test")
    second = actions.withdraw(story, reason="wrong name", by="a test")
    assert second > first
    assert [n.withdrawn for n in notices.after(first - 1) if n.kind == "story.withdrawn"] == [
        [story.address]
    ] * 2


def test_what_its_licence_ends_leaves_by_itself(licensed, ours):
    story, own = licensed(), ours()
    actions.record(story, ends_at=SOON)
    assert actions.end_due(SOON - timedelta(microseconds=1)) == 0
    assert actions.end_due(SOON) == 1
    assert (is_live(story), is_live(own)) == (False, True)
    assert actions.end_due(SOON) == 0


def test_one_that_cannot_be_withdrawn_keeps_no_other_in_print(licensed, monkeypatch):
    stuck, other = licensed(), licensed("urn:harbour:2", headline="A ferry keeps its timetable")
    for story in (stuck, other):
        actions.record(story, ends_at=SOON)
    post = door.post_withdrawal

    def stumble(story: Story, **facts: object) -> int:
        if story.pk == stuck.pk:
            raise RuntimeError("a stair was missing")
        return post(story, **facts)

    with monkeypatch.context() as patched, pytest.raises(RuntimeError, match="a stair was missing"):
        patched.setattr(door, "post_withdrawal", stumble)
        actions.end_due(SOON)
    assert (is_live(stuck), is_live(other)) == (True, False)
    assert actions.end_due(SOON) == 1
    assert not is_live(stuck)


def test_a_correction_is_said_on_the_story_and_on_the_corrections_page(ours):
    story = ours()
    seq = notices.latest()
    actions.correct(story, text="It was the yen. It is the won.")
    assert "story.changed" in kinds_since(seq)
    assert any("corrections:en" in notice.tags for notice in notices.after(seq))
    assert Story.objects.get(pk=story.pk).corrections.get().corrected_at == NOON

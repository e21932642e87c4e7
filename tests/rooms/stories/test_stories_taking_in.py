"""From the wire to a draft, or into print; and what later versions do to it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.makers import FREE, NOON, TERMS, hear_all, make_partner, receive

from dateline.house import clock, notices, points
from dateline.house.models import Notice
from dateline.licences.rules import to_json
from dateline.press import files, working
from dateline.stories import actions, licensing, taking_in
from dateline.stories.errors import NotLicensed, NotTakenIn, StoriesError, UnknownWireItem
from dateline.stories.models import Story
from dateline.wire.actions import confirm
from dateline.wire.models import WireItem


def test_the_same_item_is_the_same_story(licensed):
    first = licensed()
    again = taking_in.take_in(first.guid, section_slug="economy", at=NOON, by="a test")
    assert again.story.pk == first.pk
    assert Story.objects.count() == 1


def test_credit_place_and_terms_come_with_it(licensed):
    story = licensed()
    assert (story.dateline, story.byline, story.partner.slug) == ("", "Jane Doe", "harbour")
    assert story.plain_text().startswith("SEOUL—A counsellor")
    assert story.address.startswith("/economy/harbour/")
    assert story.terms.published_at == NOON


@pytest.mark.parametrize(
    ("asked", "error", "says"),
    [
        ({"guid": "urn:nobody:1"}, UnknownWireItem, "wire list"),
        ({"section_slug": "sport"}, StoriesError, "sport"),
        ({"partner_slug": "nobody"}, Exception, "nobody"),
    ],
    ids=["item", "section", "partner"],
)
def test_what_nobody_knows_is_named(section, tmp_path, asked, error, says):
    receive(tmp_path)
    call = {"guid": "urn:harbour:1", "section_slug": "economy", "at": NOON, "by": "a test"} | asked
    with pytest.raises(error, match=says):
        taking_in.take_in(call.pop("guid"), **call)
    assert not Story.objects.exists()


def test_a_refused_publication_leaves_no_draft_behind(section, tmp_path):
    make_partner(replace(TERMS, uses=frozenset()))
    receive(tmp_path)
    with pytest.raises(NotLicensed, match="does not license page use"):
        taking_in.take_in("urn:harbour:1", section_slug="economy", at=NOON, by="a test", publish=True)
    assert not Story.objects.exists()


def test_no_moment_before_the_embargo_is_ever_shown(section, tmp_path):
    receive(tmp_path, embargoed=(NOON - timedelta(hours=1)).isoformat())
    with pytest.raises(NotTakenIn, match="under embargo until"):
        taking_in.take_in(
            "urn:harbour:1", section_slug="economy", at=NOON, by="a test", publish=True,
            published_at=NOON - timedelta(hours=2),
        )  # fmt: skip


def test_a_newer_version_takes_the_place_of_what_nobody_touched(licensed, tmp_path):
    story = licensed()
    receive(tmp_path, version=2, headline="An envoy takes the later flight")
    hear_all()
    story.refresh_from_db()
    assert (story.title, story.wire_version, story.live) == ("An envoy takes the later flight", "2", True)
    assert Story.objects.count() == 1


def test_a_newer_version_waits_beside_what_an_editor_changed(section, tmp_path):
    make_partner(FREE)
    receive(tmp_path)
    story = taking_in.take_in(
        "urn:harbour:1", section_slug="economy", at=NOON, by="a test", publish=True
    ).story
    story.title = "Our headline"
    story.save_revision().publish()
    seq = notices.latest()
    receive(tmp_path, version=2, headline="Their new headline")
    hear_all()
    assert Story.objects.get(pk=story.pk).title == "Our headline"
    assert "story.correction-waits" in [notice.kind for notice in notices.after(seq)]


def test_an_embargo_moved_later_takes_a_story_out_of_print(licensed, tmp_path):
    story = licensed()
    receive(tmp_path, version=2, embargoed=(NOON + timedelta(days=1)).isoformat())
    hear_all()
    assert not Story.objects.get(pk=story.pk).live


def test_a_kill_reaches_a_story_that_an_editor_holds(licensed, tmp_path, django_user_model):
    story = licensed()
    editor = django_user_model.objects.create_user("desk@example.com")
    story.locked, story.locked_by = True, editor
    story.save(update_fields=["locked", "locked_by"])
    receive(tmp_path, version=2, pubstatus="canceled")
    hear_all()
    assert not Story.objects.get(pk=story.pk).live
    with pytest.raises(NotLicensed, match="killed by"):
        actions.publish(Story.objects.get(pk=story.pk))


@pytest.mark.parametrize("comes", ["before the press prints", "while it prints"])
def test_a_kill_is_down_before_any_page_that_still_waits(licensed, ours, tmp_path, monkeypatch, comes):
    story = licensed()
    hear_all()
    working.catch_up()
    down_at: list[bool] = []

    def kill() -> None:
        receive(tmp_path, version=2, pubstatus="canceled")

    def look(point: str) -> None:
        if point == "press.printed":
            down_at.append(files.is_gone(story.address))
            if down_at == [False]:
                kill()

    for number in range(3):
        ours(f"What waits {number}")
    if comes == "before the press prints":
        kill()
    monkeypatch.setattr(points, "listener", look)
    working.turn()
    late = [is_down for is_down in down_at if not is_down]
    assert len(down_at) > 3
    assert len(late) == (1 if comes == "while it prints" else 0)


def test_what_falls_due_while_the_rooms_hear_waits_for_none_of_them(ours, monkeypatch):
    due_at = NOON + timedelta(minutes=1)
    due = ours("What is due", publish=False)
    due.go_live_at = due_at
    due.save_revision(approved_go_live_at=due_at)
    was_live: list[bool] = []

    def hear_slowly(notice: Notice) -> None:
        was_live.append(Story.objects.get(pk=due.pk).live)
        for asked in ("dateline.house.clock.now", "django.utils.timezone.now"):
            monkeypatch.setattr(asked, lambda: due_at)

    monkeypatch.setattr(notices, "_ears", list(notices._ears))
    monkeypatch.setattr(working, "DUE_WITHIN_SECONDS", 0.0)
    monkeypatch.setattr(working, "PRESS_AGAIN_SECONDS", 0.0)
    notices.hear("story.", "a slow room", hear_slowly)
    for number in range(3):
        ours(f"What is heard {number}")
    working.turn()
    assert was_live[:3] == [False, True, True]


def test_a_kill_that_comes_first_keeps_its_item_out_for_ever(section, tmp_path):
    receive(tmp_path, version=2, pubstatus="canceled")
    receive(tmp_path, version=1)
    receive(tmp_path, version=3)
    hear_all()
    with pytest.raises(NotTakenIn, match="killed"):
        taking_in.take_in("urn:harbour:1", section_slug="economy", at=NOON, by="a test", publish=True)


def test_a_narrower_contract_is_heard_by_what_is_in_print(licensed):
    story = licensed()
    seq = notices.latest()
    licensing.relicense(story, replace(story.terms, uses=frozenset()))
    assert not Story.objects.get(pk=story.pk).live
    assert story.address in [path for notice in notices.after(seq) for path in notice.withdrawn]


def test_the_same_terms_again_touch_nothing(licensed):
    story = licensed()
    seq = notices.latest()
    licensing.relicense(story, story.terms)
    assert notices.latest() == seq


def order(section: str, *, publish: bool = True) -> None:
    partner = make_partner()
    partner.standing_order = {"section": section, "publish": publish}
    partner.save()


def test_a_standing_order_prints_dated_as_the_item_was_made(section, tmp_path):
    order("economy")
    receive(tmp_path)
    hear_all()
    story = Story.objects.get()
    assert (story.live, story.published_at) == (True, NOON - timedelta(hours=3))


def test_a_standing_order_schedules_what_is_under_embargo(section, tmp_path):
    order("economy")
    lifts = NOON + timedelta(hours=4)
    receive(tmp_path, embargoed=lifts.isoformat())
    hear_all()
    assert not Story.objects.get().live
    with clock.frozen(lifts):
        assert actions.publish_due(lifts) == 1
        assert Story.objects.get().published_at == lifts


def test_a_standing_order_to_a_section_that_is_not_there_tells_the_desk(section, tmp_path):
    order("sport")
    seq = notices.latest()
    receive(tmp_path)
    hear_all()
    assert not Story.objects.exists()
    [refused] = [notice for notice in notices.after(seq) if notice.kind == "standing-order.refused"]
    assert "sport" in refused.facts["reason"]
    assert WireItem.objects.get().state == "usable"


def test_terms_are_kept_with_the_story_as_they_were_judged(licensed):
    assert licensed().licence == to_json(replace(TERMS, published_at=NOON))


def obeyed(tmp_path, **more: object) -> Story:
    """The story that the standing order made of the next version."""
    receive(tmp_path, **more)
    hear_all()
    return Story.objects.get()


def test_what_the_sender_withheld_is_in_print_again_by_the_standing_order(section, tmp_path):
    order("economy")
    assert obeyed(tmp_path).live
    assert not obeyed(tmp_path, version=2, pubstatus="withheld").live
    assert obeyed(tmp_path, version=3).live


def test_an_embargo_that_came_later_is_scheduled_by_the_standing_order(section, tmp_path):
    order("economy")
    obeyed(tmp_path)
    lifts = NOON + timedelta(hours=4)
    assert not obeyed(tmp_path, version=2, embargoed=lifts.isoformat()).live
    with clock.frozen(lifts):
        assert actions.publish_due(lifts) == 1
    assert Story.objects.get().live


def test_no_standing_order_brings_back_what_was_killed_or_what_an_editor_took_out(section, tmp_path):
    order("economy")
    story = obeyed(tmp_path)
    actions.withdraw(story, reason="wrong name", by="editor@example.com")
    assert not obeyed(tmp_path, version=2).live
    actions.publish(story)
    assert not obeyed(tmp_path, version=3, pubstatus="canceled").live
    row = WireItem.objects.get()
    receive(tmp_path, version=4)
    confirm(row, by="editor@example.com", at=NOON)
    hear_all()
    assert not Story.objects.get().live


def test_a_newer_version_that_lacks_its_text_leaves_what_is_in_print(licensed, tmp_path):
    story = licensed()
    hear_all()
    seq = notices.latest()
    receive(tmp_path, version=2, body_html="", headline="Only a headline")
    hear_all()
    story.refresh_from_db()
    assert (story.live, story.title) == (True, "An envoy takes the early flight")
    [told] = [notice for notice in notices.after(seq) if notice.kind == "story.correction-waits"]
    assert "lacks a body" in told.facts["reason"]


def test_a_standing_order_takes_a_composite_text_too(section, tmp_path):
    order("economy")
    assert obeyed(tmp_path, type="composite").live


def test_an_embargo_that_is_lifted_early_lets_the_story_out_at_once(section, tmp_path):
    order("economy")
    lifts = NOON + timedelta(hours=4)
    assert not obeyed(tmp_path, embargoed=lifts.isoformat()).live
    assert obeyed(tmp_path, version=2).live


def test_a_version_that_is_not_for_publication_takes_the_story_out_of_print(section, tmp_path):
    order("economy")
    assert obeyed(tmp_path).live
    story = obeyed(tmp_path, version=2, ednote="Not for publication")
    assert not story.live
    with pytest.raises(NotLicensed, match="withheld by"):
        actions.publish(story)
    assert obeyed(tmp_path, version=3).live

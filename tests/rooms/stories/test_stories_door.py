"""The one door into print: what is judged, what is kept, what is posted."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.makers import ENDED, FREE, NOON, TERMS

from dateline.house import clock, notices
from dateline.house.models import Notice
from dateline.licences.rules import Terms, TextRight, from_json, to_json
from dateline.stories import actions
from dateline.stories.errors import NotComplete, NotLicensed
from dateline.stories.models import Story


def terms_of(story: Story) -> Terms:
    return from_json(Story.objects.get(pk=story.pk).licence)


def posted_since(seq: int) -> list[Notice]:
    return list(notices.after(seq))


def test_whatever_saves_a_live_story_is_judged(licensed):
    story = licensed(publish=False)
    actions.record(story, licence=to_json(ENDED))
    seq = notices.latest()
    story.live = True
    with pytest.raises(NotLicensed, match="the licence ended"):
        story.save()
    assert not Story.objects.get(pk=story.pk).live
    assert posted_since(seq) == []


@pytest.mark.parametrize(
    ("change", "lacks"),
    [({"title": " "}, "a headline"), ({"body": []}, "a body")],
    ids=["headline", "body"],
)
def test_an_incomplete_story_is_refused_by_what_it_lacks(ours, change, lacks):
    story = ours(publish=False)
    for name, value in change.items():
        setattr(story, name, value)
    story.live = True
    with pytest.raises(NotComplete, match=lacks):
        story.save()
    assert not Story.objects.get(pk=story.pk).live


def test_an_old_revision_brings_no_older_licence_back(licensed):
    story = licensed()
    old = story.save_revision()
    actions.record(story, licence=to_json(ENDED))
    with pytest.raises(NotLicensed, match="ended"):
        old.publish()
    assert terms_of(story) == ENDED


def test_the_text_stays_word_for_word_however_its_white_space_is_set(licensed):
    story = licensed()
    spaced = [(block.block_type, block.value.source.replace(" ", "  ")) for block in story.body]
    story.body = spaced
    story.save()
    story.body = [("paragraph", "<p>Something else altogether.</p>")]
    with pytest.raises(NotLicensed, match="word for word"):
        story.save()
    assert "Something else" not in Story.objects.get(pk=story.pk).plain_text()


@pytest.mark.parametrize(
    ("right", "may"), [(TextRight.VERBATIM, False), (TextRight.HEADLINE, True), (TextRight.FREE, True)]
)
def test_a_headline_of_our_own_needs_the_right_to_one(licensed, right, may):
    story = licensed()
    actions.record(story, licence=to_json(replace(TERMS, text=right)))
    story.title = "Our own words for it"
    if may:
        story.save()
    else:
        with pytest.raises(NotLicensed, match="the headline stays as it came"):
            story.save()
    assert (Story.objects.get(pk=story.pk).title == "Our own words for it") is may


def test_days_of_display_run_from_the_first_publication_for_ever(licensed):
    story = licensed(publish=False)
    actions.record(story, licence=to_json(replace(TERMS, display_days=30)))
    actions.publish(story)
    end = NOON + timedelta(days=30)
    assert Story.objects.get(pk=story.pk).ends_at == end
    actions.withdraw(story, reason="a second look", by="a test")
    with clock.frozen(NOON + timedelta(days=20)):
        actions.publish(Story.objects.get(pk=story.pk))
    assert Story.objects.get(pk=story.pk).ends_at == end
    actions.withdraw(Story.objects.get(pk=story.pk), reason="a third look", by="a test")
    with clock.frozen(end), pytest.raises(NotLicensed, match="30 days of display ended"):
        actions.publish(Story.objects.get(pk=story.pk))


def test_updated_is_said_only_when_the_text_changed(ours):
    story = ours()
    later = NOON + timedelta(hours=2)
    with clock.frozen(later):
        story.comments_open = False
        story.save()
        assert Story.objects.get(pk=story.pk).updated_at is None
        story.standfirst = "Dealers saw little to do."
        story.save()
    story = Story.objects.get(pk=story.pk)
    assert story.updated_at == later
    assert story.published_at == NOON


def test_a_new_address_leads_on_from_the_old_one(ours):
    story = ours()
    old, seq = story.address, notices.latest()
    story.slug = "won-holds"
    story.save()
    moved = [notice for notice in posted_since(seq) if old in notice.withdrawn]
    assert [notice.facts["location"] for notice in moved] == [story.address]
    assert story.address in moved[0].paths


def test_leaving_print_posts_the_withdrawal_in_the_same_save(ours):
    story = ours()
    seq = notices.latest()
    story.live = False
    story.save()
    [notice] = posted_since(seq)
    assert (notice.kind, notice.withdrawn) == ("story.withdrawn", [story.address])
    assert {story.tag, "front:en", "feeds:en"} <= set(notice.tags)


def test_saving_other_fields_knocks_at_no_door(licensed):
    story = licensed()
    actions.record(story, licence=to_json(ENDED))
    seq = notices.latest()
    story.search_description = "For machines"
    story.save(update_fields=["search_description"])
    assert posted_since(seq) == []


def test_one_item_is_one_story(licensed, section):
    story = licensed()
    copy = Story(
        title=story.title, slug="a-copy", locale=story.locale, live=False, guid=story.guid,
        partner=story.partner, body=[("paragraph", "<p>A copy.</p>")], licence=to_json(FREE),
    )  # fmt: skip
    copy.writes_record = True
    section.add_child(instance=copy)
    copy.live = True
    with pytest.raises(NotLicensed, match=f"in print at {story.address}"):
        copy.save()


def test_partner_copy_whose_licence_is_not_on_record_stays_out(licensed):
    story = licensed(publish=False)
    actions.record(story, licence=None)
    with pytest.raises(NotLicensed, match="not on record"):
        actions.publish(story)


def test_a_revision_that_is_not_there_is_refused_by_the_database(ours):
    story = ours()
    story.live_revision_id = 10**9
    with pytest.raises(IntegrityError), transaction.atomic():
        story.save()
        connection.check_constraints()  # as at the end of every transaction but a test's
    assert Story.objects.get(pk=story.pk).live_revision_id != 10**9

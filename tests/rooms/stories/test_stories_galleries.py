"""A gallery holds pictures of our own, and a partner's only where its licence names that use (R25)."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from PIL import Image
from tests.makers import NOON, TERMS, make_partner

from dateline.house import notices, printing
from dateline.house.models import Notice
from dateline.licences import ledger
from dateline.licences.models import Partner
from dateline.licences.rules import Kind, Pictures, TextRight, Use, to_json
from dateline.pictures import actions as picture_actions
from dateline.pictures.models import Picture
from dateline.stories import foreseeing, rejudging
from dateline.stories.errors import NotLicensed
from dateline.stories.models import Story
from dateline.stories.printing import preview
from dateline.stories.printing.pictures import BODY_SIZES, GALLERY_SIZES, pictures_of

ALLOWED = replace(TERMS, pictures=Pictures.ALL, uses=TERMS.uses | {Use.GALLERY})
NOT_NAMED = replace(TERMS, pictures=Pictures.ALL)


def keep(shade: int, *, is_theirs: bool = False, **facts: object) -> Picture:
    file = BytesIO()
    Image.new("RGB", (640, 480), (shade, 120, 40)).save(file, "JPEG")
    partner = make_partner(facts.pop("terms", NOT_NAMED)) if is_theirs else None
    return picture_actions.keep(
        file.getvalue(), name=f"{shade}.jpg", alt="A quay", credit=f"Person {shade}", partner=partner, **facts
    )


def gallery(*pictures: Picture, title: str = "At the quay") -> tuple[str, dict[str, object]]:
    rows = [{"picture": picture, "caption": f"Picture {picture.pk}"} for picture in pictures]
    return ("gallery", {"title": title, "pictures": rows})


def block_of(written: tuple[str, dict[str, object]]) -> dict[str, object]:
    """The same as a body keeps it."""
    kind, value = written
    rows = [{"picture": row["picture"].pk, "caption": row["caption"]} for row in value["pictures"]]
    return {"type": kind, "value": {"title": value["title"], "pictures": rows}}


def with_theirs_beside_ours(licensed: Any) -> Story:
    """A story of Harbour Wire's in print, with a gallery of a picture of ours and one of theirs."""
    theirs = keep(90, is_theirs=True, terms=ALLOWED)
    story = licensed()
    story.body = [*story.body.raw_data, block_of(gallery(keep(10), theirs, title=""))]
    return publish(story)


def changed_licence() -> Notice:
    """The notice of a contract that is another from now on."""
    with transaction.atomic():
        seq = notices.post(
            "partner:harbour", "licence.changed", tags=["partner:harbour"], facts={"change": "terms"}
        )
    return Notice.objects.get(seq=seq)


@pytest.fixture
def with_gallery(ours):
    """A draft of ours with these pictures beside each other."""

    def make(*pictures: Picture) -> Story:
        story = ours(publish=False)
        story.body = [("paragraph", "<p>The quay.</p>"), gallery(*pictures)]
        return story

    return make


def publish(story: Story) -> Story:
    story.save_revision().publish()
    return Story.objects.get(pk=story.pk)


def printed(story: Story) -> str:
    sheet = printing.print_path(story.address, NOON)
    assert sheet
    return sheet.body.decode()


def test_our_own_stand_beside_each_other_with_caption_and_credit(with_gallery):
    first, second = keep(10), keep(90)
    story = publish(with_gallery(first, second))
    page = printed(story)
    assert 'class="gallery"' in page
    for picture in (first, second):
        assert picture.address_hash in page
        assert f"Picture {picture.pk}" in page and picture.credit in page
    assert pictures_of(story) == [first, second]
    assert all(picture.is_in_print for picture in Picture.objects.all())


def test_of_an_odd_number_the_first_is_wide(with_gallery):
    page = printed(publish(with_gallery(keep(10), keep(40), keep(90))))
    assert page.count(f'sizes="{BODY_SIZES}"') * 2 == page.count(f'sizes="{GALLERY_SIZES}"') > 0


def test_a_partners_picture_whose_licence_names_no_galleries_is_refused_with_the_reason(with_gallery):
    story = with_gallery(keep(10), keep(90, is_theirs=True))
    with pytest.raises(
        NotLicensed, match="Harbour Wire licenses no picture galleries; take it out of the gallery"
    ):
        publish(story)
    assert not Story.objects.get().live
    with pytest.raises(ValidationError) as refused:
        story.body.stream_block.clean(story.body)
    words = str(
        refused.value.block_errors[1].block_errors["pictures"].block_errors[1].block_errors["picture"]
    )
    assert "Harbour Wire licenses no picture galleries; take" in words


def test_the_same_picture_may_stand_in_the_text(ours):
    story = ours(publish=False)
    story.body = [
        ("paragraph", "<p>The quay.</p>"),
        ("picture", {"picture": keep(90, is_theirs=True), "caption": ""}),
    ]
    assert publish(story).live


def test_a_partners_picture_whose_licence_names_galleries_is_shown(with_gallery):
    theirs = keep(90, is_theirs=True, terms=ALLOWED)
    story = with_gallery(keep(10), theirs)
    story.body.stream_block.clean(story.body)
    assert theirs.address_hash in printed(publish(story))


def test_one_that_loses_the_right_is_left_out_and_the_story_stays(with_gallery):
    own, theirs = keep(10), keep(90, is_theirs=True, terms=ALLOWED)
    story = publish(with_gallery(own, theirs))
    Picture.objects.filter(pk=theirs.pk).update(terms=to_json(NOT_NAMED))
    page = printed(Story.objects.get(pk=story.pk))
    assert own.address_hash in page and theirs.address_hash not in page


def test_a_picture_in_a_gallery_is_on_record_only_while_it_is_shown_there(licensed, tmp_path):
    story = with_theirs_beside_ours(licensed)
    theirs = story.body[-1].value["pictures"][1]["picture"]
    *_, last = ledger.entries()
    assert [use.hash for use in last.pictures] == [theirs.address_hash]
    make_partner(NOT_NAMED)
    rejudging.hear_licence(changed_licence())
    *_, last = ledger.entries()
    assert (last.kind, last.pictures) == (Kind.CHANGED, ())


def test_what_new_terms_take_out_of_galleries_is_foreseen_and_the_page_printed_again(licensed):
    story = with_theirs_beside_ours(licensed)
    theirs = story.body[-1].value["pictures"][1]["picture"]
    foreseen = foreseeing.preview(Partner.objects.get(), NOT_NAMED, NOON)
    assert [seen.hidden for seen in foreseen.stories["changed"]] == [1]
    assert foreseeing.preview(Partner.objects.get(), ALLOWED, NOON).stories == {}
    make_partner(NOT_NAMED)
    notice = changed_licence()
    rejudging.hear_licence(notice)
    told = {tag for after in notices.after(notice.seq) for tag in after.tags}
    assert f"picture:{theirs.address_hash}" in told & printing.print_path(story.address, NOON).all_tags
    assert theirs.address_hash not in printed(Story.objects.get(pk=story.pk)).partition("<main")[2]


def test_a_recalled_picture_leaves_the_gallery_and_keeps_no_editor_from_the_story(with_gallery):
    own, theirs = keep(10), keep(90, is_theirs=True, terms=ALLOWED)
    story = publish(with_gallery(own, theirs))
    picture_actions.withdraw(theirs, reason="killed by Harbour Wire")
    assert theirs.address_hash not in printed(story)
    story = Story.objects.get(pk=story.pk)
    story.title = "A quay at rest"
    story.body.stream_block.clean(story.body)
    assert publish(story).title == "A quay at rest"


def test_a_gallery_of_which_nothing_may_be_shown_leaves_no_heading_behind(with_gallery):
    theirs = [keep(shade, is_theirs=True, terms=ALLOWED) for shade in (10, 90)]
    story = publish(with_gallery(*theirs))
    assert "At the quay" in printed(story)
    for picture in theirs:
        picture_actions.withdraw(picture, reason="killed by Harbour Wire")
    assert "At the quay" not in printed(story)


def test_no_word_for_word_copy_is_given_a_heading_of_our_own(licensed):
    make_partner(replace(ALLOWED, text=TextRight.VERBATIM))
    story = licensed()
    story.body = [*story.body.raw_data, block_of(gallery(keep(10), keep(30), title=""))]
    assert publish(story).live
    story.body = [*story.body.raw_data[:-1], block_of(gallery(keep(10), keep(30), title="At the quay"))]
    with pytest.raises(NotLicensed, match="word for word"):
        publish(story)


def test_a_preview_shows_what_the_page_would(with_gallery):
    theirs = keep(90, is_theirs=True, terms=ALLOWED)
    story = with_gallery(keep(10), theirs)
    assert theirs.address_hash in preview(story).body.decode()
    Picture.objects.filter(pk=theirs.pk).update(terms=to_json(NOT_NAMED))
    assert (
        theirs.address_hash
        not in preview(with_gallery(keep(10), Picture.objects.get(pk=theirs.pk))).body.decode()
    )


def test_a_partners_pictures_on_a_story_of_ours_are_on_record_and_count_against_no_quota(with_gallery):
    theirs = keep(90, is_theirs=True, terms=replace(ALLOWED, quota_per_month=1))
    story = publish(with_gallery(keep(10), theirs))
    [entry] = ledger.entries()
    assert (entry.kind, entry.partner, entry.uses, entry.counts_in) == (
        Kind.PRINTED, "harbour", ("page", "gallery"), "",
    )  # fmt: skip
    publish(story)
    assert len(list(ledger.entries())) == 1, "nothing of it is shown otherwise"
    [page, in_gallery] = ledger.statement_of("harbour", "2026-11", NOON + timedelta(hours=1)).lines
    assert (page.kind, page.guid, page.address, page.views) == (
        "picture", theirs.address_hash, story.address, None,
    )  # fmt: skip
    assert {page.channel, in_gallery.channel} == {"page", "gallery"}
    story = Story.objects.get(pk=story.pk)
    story.unpublish()
    assert [entry.kind for entry in ledger.entries()] == [Kind.PRINTED, Kind.WITHDRAWN]
    assert ledger.break_of() == ""


def test_a_picture_that_an_editor_takes_out_is_on_record_as_shown_no_more(with_gallery):
    theirs = keep(90, is_theirs=True, terms=ALLOWED)
    story = publish(with_gallery(keep(10), theirs))
    story.body = story.body.raw_data[:1]
    publish(story)
    assert [(entry.kind, entry.reason) for entry in ledger.entries()][1:] == [
        (Kind.WITHDRAWN, "it is shown there no more")
    ]

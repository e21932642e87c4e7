"""Pictures that came with a partner's story: gone with it, and shown only as their own terms let them."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection, transaction
from PIL import Image
from tests.makers import NOON, TERMS, hear_all, make_partner, receive

from dateline.house import clock, notices
from dateline.licences.rules import Pictures, terms_hash, to_json
from dateline.pictures import metadata
from dateline.pictures.models import Picture
from dateline.pictures.parsers.xmp import write_xmp
from dateline.pictures.queries import may_print
from dateline.pictures.rules import PROHIBITED, PhotoFacts
from dateline.stories import actions
from dateline.stories.errors import NotLicensed
from dateline.stories.models import Story
from dateline.stories.printing.pictures import lead_picture
from dateline.wire.actions import confirm
from dateline.wire.models import WireItem


def jpeg(shade: int = 90) -> bytes:
    file = BytesIO()
    Image.new("RGB", (640, 480), (shade, 120, 40)).save(file, "JPEG")
    return file.getvalue()


def sent_with(name: str = "cranes.jpg", *, uri: str = "urn:harbour:pic", **more: object) -> dict[str, object]:
    """The associations of an item with one picture."""
    picture = {"uri": uri, "type": "picture", "description_caption": "Cranes", "byline": "Ann Lee/Harbour Wire",
               "renditions": {"main": {"href": name, "mimetype": "image/jpeg", "width": 640}}}  # fmt: skip
    return {"associations": {"main": picture | more}}


@pytest.fixture
def cranes(section, tmp_path):
    """The picture's file, from a partner that lets us show its pictures."""
    make_partner(replace(TERMS, pictures=Pictures.ALL))
    (tmp_path / "cranes.jpg").write_bytes(jpeg())


def test_a_kill_takes_a_story_with_its_picture_down(licensed, cranes, tmp_path):
    story = licensed(**sent_with())
    assert story.lead_picture.is_in_print
    receive(tmp_path, version=2, pubstatus="canceled")
    hear_all()
    assert not Story.objects.get(pk=story.pk).live
    picture = Picture.objects.get()
    assert not picture.is_in_print
    assert "killed by" in may_print(picture, NOON).reason


def test_a_picture_that_keeps_itself_from_models_keeps_its_story_from_them(section, licensed, tmp_path):
    make_partner(replace(TERMS, pictures=Pictures.ALL, ai=True))
    file = BytesIO()
    said = PhotoFacts(data_mining=f"{PROHIBITED}-AIMLTRAINING")
    Image.new("RGB", (640, 480), (90, 120, 40)).save(file, "JPEG", xmp=write_xmp(said))
    (tmp_path / "cranes.jpg").write_bytes(file.getvalue())
    story = licensed(**sent_with())
    assert not story.terms.ai and story.terms.item_reserves_ai
    assert licensed("urn:harbour:2").terms.ai
    receive(tmp_path, version=2, headline="Cranes at rest", **sent_with())
    hear_all()
    again = Story.objects.get(pk=story.pk)
    assert (again.title, again.terms.ai) == ("Cranes at rest", False)


def test_a_picture_that_another_story_shows_stays_there(licensed, ours, cranes, tmp_path):
    story = licensed(**sent_with())
    other = ours("Cranes at rest", publish=False)
    other.body = [*other.body.raw_data, {"type": "picture", "value": {"picture": story.lead_picture_id}}]
    other.save_revision().publish()
    receive(tmp_path, version=2, pubstatus="canceled")
    hear_all()
    assert not Story.objects.get(pk=story.pk).live
    picture = Picture.objects.get()
    assert picture.is_in_print
    assert may_print(picture, NOON)


@pytest.mark.parametrize("go", ["unpublish", "delete"])
def test_a_story_that_an_editor_takes_out_takes_its_picture_down(licensed, cranes, go):
    story = licensed(**sent_with())
    getattr(story, go)()
    picture, last = Picture.objects.get(), notices.latest()
    assert not picture.is_in_print
    down = {path for notice in notices.after(0) for path in notice.withdrawn}
    assert last and {name.address for name in picture.names} <= down


def test_narrower_terms_reach_a_picture_whose_story_is_gone(licensed, ours, cranes):
    story = licensed(**sent_with())
    other = ours("Cranes at rest", publish=False)
    other.body = [*other.body.raw_data, {"type": "picture", "value": {"picture": story.lead_picture_id}}]
    other.save_revision().publish()
    story.delete()
    assert may_print(Picture.objects.get(), NOON)
    make_partner(replace(TERMS, pictures=Pictures.NONE))
    with transaction.atomic():
        told = notices.post("partner:harbour", "licence.changed", tags=["partner:harbour"])
    hear_all()
    picture = Picture.objects.get()
    assert not may_print(picture, NOON)
    assert f"picture:{picture.address_hash}" in {tag for notice in notices.after(told) for tag in notice.tags}


def test_no_writer_waits_for_a_picture_to_be_opened(licensed, cranes, tmp_path, monkeypatch):
    (tmp_path / "other.jpg").write_bytes(jpeg(30))
    depths, decoder = [], metadata._decoder

    def note(*arguments, **named):
        depths.append(len(connection.savepoint_ids))
        return decoder(*arguments, **named)

    monkeypatch.setattr(metadata, "_decoder", note)
    outside = len(connection.savepoint_ids)
    licensed(**sent_with())
    receive(tmp_path, version=2, **sent_with("other.jpg"))
    hear_all()
    assert depths == [outside, outside]


def kill(tmp_path, guid: str = "urn:harbour:pic", version: int = 2) -> None:
    receive(tmp_path, guid=guid, version=version, type="picture", pubstatus="canceled", body_html="")
    hear_all()


def test_a_recalled_picture_leaves_the_story_and_the_story_stays(licensed, cranes, tmp_path):
    story = licensed(**sent_with())
    seq = notices.latest()
    kill(tmp_path)
    story = Story.objects.get(pk=story.pk)
    assert story.live
    assert lead_picture(story) is None
    [gone] = [notice for notice in notices.after(seq) if notice.kind == "picture.withdrawn"]
    assert gone.withdrawn == [name.address for name in story.lead_picture.names]
    assert gone.tags == [f"picture:{story.lead_picture.address_hash}"]


def test_a_picture_recalled_before_its_story_came_is_never_shown(licensed, cranes, tmp_path):
    kill(tmp_path)
    assert licensed(**sent_with()).lead_picture is None


def test_a_recalled_picture_comes_back_by_a_higher_version_and_an_editors_word(licensed, cranes, tmp_path):
    story = licensed(**sent_with())
    kill(tmp_path)
    row = receive(tmp_path, guid="urn:harbour:pic", version=3, type="picture", body_html="")
    hear_all()
    assert Picture.objects.get().is_withdrawn
    confirm(WireItem.objects.get(pk=row.pk), by="editor@example.com", at=NOON)
    hear_all()
    assert lead_picture(Story.objects.get(pk=story.pk)) is not None


def test_of_own_pictures_only_those_that_name_the_partner_are_shown(licensed, cranes):
    make_partner(replace(TERMS, pictures=Pictures.OWN))
    assert licensed(**sent_with()).lead_picture is not None
    assert licensed("urn:harbour:2", **sent_with(byline="Ann Lee/Getty Images")).lead_picture is None
    assert licensed("urn:harbour:3", **sent_with(byline="")).lead_picture is None


def test_what_stands_with_a_picture_is_read_and_accepted_before_it_goes_out(licensed, cranes):
    words = "Rate card on request from the picture desk"
    story = licensed(publish=False, **sent_with(usageterms=words))
    with pytest.raises(NotLicensed, match="picture desk"):
        actions.publish(story)
    terms = replace(story.terms, accepted=frozenset({terms_hash(words)}))
    actions.record(story, licence=to_json(terms))
    actions.publish(story)
    assert lead_picture(Story.objects.get(pk=story.pk)) is not None


def test_terms_of_a_picture_that_is_not_shown_bind_nobody(licensed, cranes):
    make_partner(replace(TERMS, pictures=Pictures.NONE))
    assert licensed(**sent_with(usageterms="Rate card on request from the picture desk")).live


def test_an_embargo_that_comes_later_answers_404_until_it_lifts_and_the_picture_comes_back(
    licensed, cranes, tmp_path
):
    story = licensed(**sent_with())
    lifts = NOON + timedelta(hours=2)
    seq = notices.latest()
    receive(tmp_path, version=2, embargoed=lifts.isoformat(), **sent_with())
    hear_all()
    down = [notice for notice in notices.after(seq) if notice.withdrawn]
    assert {notice.kind for notice in down} == {"story.withdrawn", "picture.withdrawn"}
    assert {notice.facts["status"] for notice in down} == {404}
    with clock.frozen(lifts):
        actions.publish(Story.objects.get(pk=story.pk))
        assert lead_picture(Story.objects.get(pk=story.pk)) is not None
    assert Picture.objects.get().is_in_print


def test_a_picture_that_cannot_be_printed_costs_its_story_nothing(licensed, cranes, tmp_path):
    stills = [Image.new("RGB", (40, 30), colour) for colour in ("teal", "navy")]
    stills[0].save(tmp_path / "waves.png", save_all=True, append_images=stills[1:])
    story = licensed(**sent_with("waves.png"))
    assert story.live
    assert story.lead_picture is None

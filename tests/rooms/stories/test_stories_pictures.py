"""Pictures that came with a partner's story: gone with it, and shown only as their own terms let them."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from tests.rooms.desk.making import TERMS, make_partner, receive

from dateline.house import notices
from dateline.licences.rules import Pictures
from dateline.pictures.models import Picture
from dateline.stories.models import Story


def hear() -> None:
    while notices.deliver():
        pass


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
    hear()
    assert not Story.objects.get(pk=story.pk).live
    assert Picture.objects.get().is_withdrawn


def test_a_picture_that_another_story_shows_stays_there(licensed, ours, cranes, tmp_path):
    story = licensed(**sent_with())
    other = ours("Cranes at rest", publish=False)
    other.body = [*other.body.raw_data, {"type": "picture", "value": {"picture": story.lead_picture_id}}]
    other.save_revision().publish()
    receive(tmp_path, version=2, pubstatus="canceled")
    hear()
    assert not Story.objects.get(pk=story.pk).live
    assert not Picture.objects.get().is_withdrawn

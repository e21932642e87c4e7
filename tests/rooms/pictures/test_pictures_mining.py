"""What a picture says of machines that learn: kept, heeded, and said again by every rendition."""

import io
from dataclasses import replace

import pytest
from PIL import Image
from tests.rooms.pictures.conftest import NOON
from tests.rules.test_pictures_mining import assertion, entry, written

from dateline.licences.rules import to_json
from dateline.pictures import actions, metadata, queries
from dateline.pictures.models import Picture
from dateline.pictures.parsers.xmp import write_xmp
from dateline.pictures.printed import PicturePrinter
from dateline.pictures.rules import ALLOWED, PROHIBITED, PhotoFacts

TRAINING = f"{PROHIBITED}-AIMLTRAINING"

pytestmark = pytest.mark.django_db


def jpeg(facts: PhotoFacts | None = None, store: bytes = b"") -> bytes:
    """A picture that says this in XMP, and has this manifest store in it."""
    made = io.BytesIO()
    blocks = {"xmp": write_xmp(facts)} if facts else {}
    Image.new("RGB", (640, 360), "teal").save(made, "JPEG", **blocks)
    raw = made.getvalue()
    inner = b"JP\x00\x01\x00\x00\x00\x01" + store
    segment = b"\xff\xeb" + (len(inner) + 2).to_bytes(2, "big") + inner if store else b""
    return raw[:2] + segment + raw[2:]


def signed(name: str, use: str) -> bytes:
    return jpeg(store=assertion(written(entry(name, use))))


@pytest.mark.parametrize("ext", ["avif", "webp", "jpeg"])
@pytest.mark.parametrize(
    "raw",
    [jpeg(PhotoFacts(data_mining=TRAINING)), signed("cawg.ai_training", "notAllowed")],
    ids=["plus", "c2pa"],
)
def test_what_a_picture_keeps_from_models_is_handed_on_in_every_rendition(raw, ext):
    picture = actions.keep(raw, name="dock.jpg")
    assert picture.data_mining == TRAINING
    rendition = actions.render(picture, 320, ext)
    assert metadata.read(rendition, name="rendition").facts.data_mining == TRAINING
    assert b"c2pa" not in rendition
    headers = dict(PicturePrinter().print(f"/pictures/{picture.address_hash}/320.{ext}", NOON).headers)
    assert (headers["tdm-reservation"], headers["Content-Usage"]) == ("1", "train-ai=n")


def test_the_strictest_of_two_blocks_counts():
    raw = jpeg(PhotoFacts(data_mining=ALLOWED), assertion(written(entry("cawg.data_mining", "notAllowed"))))
    assert actions.keep(raw, name="dock.jpg").data_mining == PROHIBITED


def test_a_constraint_is_kept_with_its_words():
    raw = jpeg(
        store=assertion(written(entry("cawg.ai_training", "constrained", constraint_info="By contract")))
    )
    picture = actions.keep(raw, name="dock.jpg")
    read = metadata.read(actions.render(picture, 320, "jpeg"), name="rendition").facts
    assert (read.data_mining, read.constraints) == (f"{PROHIBITED}-SEECONSTRAINT", "By contract")


def test_a_pictures_permission_opens_nothing_that_the_contract_keeps(make_partner):
    partner = make_partner()
    picture = actions.keep(signed("cawg.ai_training", "allowed"), name="dock.jpg", partner=partner)
    assert not queries.terms_of(picture).ai
    read = metadata.read(actions.render(picture, 320, "jpeg"), name="rendition").facts
    assert read.data_mining == PROHIBITED


def test_a_contract_that_allows_is_narrowed_by_the_picture(make_partner):
    partner = make_partner()
    allowed = replace(queries.from_json(partner.terms), ai=True)
    partner.terms = to_json(allowed)
    partner.save()
    reserved = actions.keep(signed("cawg.data_mining", "notAllowed"), name="dock.jpg", partner=partner)
    open_one = actions.keep(jpeg(), name="pier.jpg", partner=partner)
    assert [queries.terms_of(one).ai for one in (reserved, open_one)] == [False, True]
    assert queries.reserved(partner, [reserved.sha]) and not queries.reserved(partner, [open_one.sha])
    assert Picture.objects.count() == 2

"""Keep, render, use, change, withdraw."""

import io
from dataclasses import replace

import pytest
from PIL import Image
from tests.rooms.pictures.conftest import SAID, jpeg

from dateline.house.models import Notice
from dateline.licences.rules import Terms, Use
from dateline.pictures import actions, metadata, queries, renditions, rules
from dateline.pictures.errors import NotAPicture, PictureTooLarge, PictureUnreadable
from dateline.pictures.models import Picture
from dateline.pictures.rules import Name
from dateline.pictures.tasks import prepare_renditions

pytestmark = pytest.mark.django_db


def test_a_picture_is_kept_with_what_it_says_of_itself():
    picture = actions.keep(jpeg(), name="dock.jpg")
    assert picture.caption == "Cranes over dry dock 3"
    assert picture.credit == "Han Jiwon/Harbour Wire"
    assert picture.copyright_notice == "© 2026 Harbour Wire"
    assert picture.usage_terms == "No archive use"
    assert picture.alt == "Three red cranes against a yellow sky"
    assert (picture.width, picture.height) == (800, 450)
    assert picture.address_hash == picture.sha[:20]


def test_what_is_given_wins_over_what_the_picture_says():
    picture = actions.keep(jpeg(), name="dock.jpg", caption="Dry dock 3 at noon", credit="The desk")
    assert (picture.caption, picture.credit) == ("Dry dock 3 at noon", "The desk")
    assert picture.alt == SAID.alt


def test_the_same_bytes_are_kept_once_a_partner(make_partner):
    raw = jpeg()
    ours, again = actions.keep(raw, name="a.jpg"), actions.keep(raw, name="b.jpg")
    theirs = actions.keep(raw, name="a.jpg", partner=make_partner())
    assert ours.pk == again.pk
    assert theirs.pk != ours.pk
    assert theirs.address_hash != ours.address_hash
    assert Picture.objects.count() == 2


def test_a_better_caption_for_the_same_bytes_prints_its_pages_again():
    raw = jpeg()
    picture = actions.keep(raw, name="a.jpg")
    actions.keep(raw, name="a.jpg", caption="Dry dock 4, not 3")
    picture.refresh_from_db()
    assert picture.caption == "Dry dock 4, not 3"
    assert Notice.objects.latest("seq").tags == [f"picture:{picture.address_hash}"]


def test_a_senders_file_name_never_reaches_our_disk():
    picture = actions.keep(jpeg(), name="../../etc/passwd.jpg")
    assert picture.file.name == f"original_images/{picture.address_hash}.jpg"


@pytest.mark.parametrize("raw", [b"", b"<html>", b"\xff\xd8\xff\xe0 but no more", b"GIF89a", b"%PDF-1.7"])
def test_what_is_no_picture_is_refused_by_name_and_nothing_is_kept(raw):
    with pytest.raises(NotAPicture, match=r"^note\.jpg "):
        actions.keep(raw, name="note.jpg")
    assert not Picture.objects.exists()
    assert not Notice.objects.exists()


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded():
    written = io.BytesIO()
    Image.new("1", (10_000, 6_000)).save(written, "PNG")
    with pytest.raises(PictureTooLarge, match="million pixels"):
        metadata.read(written.getvalue(), name="poster.png")


def test_a_picture_of_too_many_bytes_is_refused_unopened(monkeypatch):
    monkeypatch.setattr(metadata, "MOST_BYTES", 100)
    with pytest.raises(PictureTooLarge):
        metadata.read(jpeg(), name="poster.jpg")


@pytest.mark.parametrize("ext", ["avif", "webp", "jpeg"])
def test_each_rendition_says_whose_it_is(ext, make_partner):
    picture = actions.keep(jpeg(), name="dock.jpg", partner=make_partner())
    read = metadata.read(actions.render(picture, 320, ext), name="rendition")
    assert (read.width, read.height) == (320, 180)
    assert read.facts.credit == "Han Jiwon/Harbour Wire"
    assert read.facts.photographer == "Han Jiwon"
    assert read.facts.copyright == SAID.copyright
    assert read.facts.usage_terms == SAID.usage_terms
    assert read.facts.data_mining == rules.PROHIBITED
    assert read.facts.alt == SAID.alt


def test_our_own_picture_reserves_nothing_by_itself():
    picture = actions.keep(jpeg(), name="dock.jpg")
    assert metadata.read(actions.render(picture, 320, "webp"), name="rendition").facts.data_mining == ""


def test_a_rendition_carries_no_place():
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (37.0, 33.0, 0.0)
    picture = actions.keep(jpeg(exif=exif), name="dock.jpg")
    for ext in ("avif", "webp", "jpeg"):
        rendered = Image.open(io.BytesIO(actions.render(picture, 320, ext)))
        assert not rendered.getexif().get_ifd(0x8825)


def test_a_picture_that_was_held_upright_is_printed_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = actions.keep(jpeg(exif=exif), name="tower.jpg")
    assert picture.printed_size == (450, 800)
    rendered = metadata.read(actions.render(picture, 320, "jpeg"), name="rendition")
    assert (rendered.width, rendered.height) == (320, 569)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_mode_are_rendered_in_three_formats(mode):
    written = io.BytesIO()
    Image.new("I;16" if mode == "I;16" else mode, (400, 300)).save(
        written, "TIFF" if mode == "CMYK" else "PNG"
    )
    picture = actions.keep(written.getvalue(), name="mode.png")
    for ext in ("avif", "webp", "jpeg"):
        assert metadata.read(actions.render(picture, 320, ext), name="rendition").width == 320


def test_a_lost_original_is_named():
    picture = actions.keep(jpeg(), name="dock.jpg")
    picture.file.storage.delete(picture.file.name)
    with pytest.raises(PictureUnreadable, match="restore it from a backup"):
        actions.render(picture, 320, "jpeg")


def test_preparing_makes_every_rendition_and_tells_the_press():
    picture = actions.keep(jpeg(), name="dock.jpg")
    actions.prepare(picture)
    assert all(renditions.path_of(name).exists() for name in picture.names)
    assert Notice.objects.latest("seq").paths == [name.address for name in picture.names]


def test_a_withdrawn_picture_is_named_at_every_address_and_stays_withdrawn():
    raw = jpeg()
    picture = actions.keep(raw, name="dock.jpg")
    actions.use(picture)
    actions.prepare(picture)
    seq = actions.withdraw(picture, reason="killed by the sender")
    notice = Notice.objects.get(seq=seq)
    assert notice.withdrawn == [name.address for name in picture.names]
    assert notice.tags == [f"picture:{picture.address_hash}"]
    assert not any(renditions.path_of(name).exists() for name in picture.names)
    assert actions.keep(raw, name="dock.jpg").is_withdrawn
    actions.use(picture)
    assert not Picture.objects.get().is_in_print


def test_a_picture_out_of_print_is_taken_down_and_comes_back_with_its_story():
    picture = actions.keep(jpeg(), name="dock.jpg")
    actions.use(picture)
    seq = actions.take_out_of_print(picture, reason="its story is under embargo", status=404)
    notice = Notice.objects.get(seq=seq)
    assert notice.withdrawn == [name.address for name in picture.names]
    assert notice.facts["status"] == 404
    assert not Picture.objects.get().is_in_print
    actions.use(picture)
    assert Picture.objects.get().is_in_print


def test_renditions_that_come_late_bring_no_picture_back():
    picture = actions.keep(jpeg(), name="dock.jpg")
    actions.use(picture)
    seq = actions.take_out_of_print(picture, reason="its story was withdrawn")
    prepare_renditions.call(picture.pk)
    assert Notice.objects.latest("seq").seq == seq


def test_a_picture_that_is_taken_down_while_it_is_rendered_stays_down(monkeypatch):
    picture = actions.keep(jpeg(), name="dock.jpg")
    actions.use(picture)
    make, taken_down = renditions.make, []

    def make_slowly(picture, names):
        taken_down.append(actions.take_out_of_print(Picture.objects.get(), reason="its story was withdrawn"))
        make(picture, names)

    monkeypatch.setattr(renditions, "make", make_slowly)
    prepare_renditions.call(picture.pk)
    assert [Notice.objects.latest("seq").seq] == taken_down
    assert not any(renditions.path_of(name).exists() for name in picture.names)


def test_a_picture_under_terms_that_reserve_training_says_so_from_then_on(make_partner):
    partner = make_partner()
    picture = actions.keep(
        jpeg(),
        name="dock.jpg",
        partner=partner,
        terms=replace(queries.terms_of(Picture(partner=partner)), ai=True),
    )
    actions.use(picture)
    assert rules.PROHIBITED.encode() not in actions.render(picture, 320, "jpeg")
    actions.bind(picture, replace(queries.terms_of(picture), ai=False))
    assert rules.PROHIBITED.encode() in actions.render(picture, 320, "jpeg")


def test_a_withdrawn_picture_is_shown_again_when_the_sender_brings_it_back():
    picture = actions.keep(jpeg(), name="dock.jpg")
    actions.withdraw(picture, reason="killed by the sender")
    actions.bring_back(picture)
    assert queries.may_print(Picture.objects.get(), picture.created_at)
    assert Notice.objects.latest("seq").tags == [f"picture:{picture.address_hash}"]


def test_a_picture_that_moves_is_refused_and_nothing_is_kept():
    written = io.BytesIO()
    stills = [Image.new("RGB", (40, 30), colour) for colour in ("teal", "navy")]
    stills[0].save(written, "PNG", save_all=True, append_images=stills[1:])
    with pytest.raises(NotAPicture, match="ask for a still"):
        actions.keep(written.getvalue(), name="waves.png")
    assert not Picture.objects.exists()


def test_a_picture_removed_at_the_desk_is_taken_down():
    picture = actions.keep(jpeg(), name="dock.jpg")
    names = picture.names
    picture.delete()
    assert Notice.objects.latest("seq").withdrawn == [name.address for name in names]


def test_terms_that_come_with_an_item_bind_its_picture(make_partner):
    picture = actions.keep(jpeg(), name="dock.jpg", partner=make_partner())
    actions.bind(picture, Terms(partner="Harbour Wire", slug="harbour-wire", uses=frozenset({Use.SEARCH})))
    picture = queries.find(picture.address_hash)
    assert not queries.may_print(picture, picture.created_at)


def test_what_a_page_prints_of_a_picture():
    picture = actions.keep(jpeg(), name="dock.jpg")
    printed = queries.for_print(picture, sizes="50vw")
    assert printed.src == Name(picture.address_hash, 800, "jpeg").address
    assert (printed.width, printed.height) == (800, 450)
    assert printed.sizes == "50vw"
    assert [source.type for source in printed.sources] == ["image/avif", "image/webp", "image/jpeg"]

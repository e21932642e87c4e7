"""The desk's form: what is uploaded is opened safely, filled in, and refused with a sentence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.rooms.pictures.conftest import jpeg
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from dateline.house.models import Notice
from dateline.pictures import actions
from dateline.pictures.models import Picture
from dateline.readers.models import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def fill_in():
    editor = Reader.objects.create_user("editor@example.com", is_superuser=True, is_staff=True)
    form_class = get_image_form(Picture)

    def fill(raw=None, *, picture=None, **words):
        files = {"file": SimpleUploadedFile("dock.jpg", raw, "image/jpeg")} if raw is not None else {}
        sent = {"title": "Dock", "collection": Collection.get_first_root_node().pk, **words}
        return form_class(sent, files, instance=picture or Picture(), user=editor)

    return fill


def test_an_upload_is_filled_in_from_what_it_says(fill_in):
    form = fill_in(jpeg(), caption="Dry dock at noon")
    assert form.is_valid(), form.errors
    picture = form.save()
    assert picture.caption == "Dry dock at noon"
    assert picture.credit == "Han Jiwon/Harbour Wire"
    assert picture.alt == "Three red cranes against a yellow sky"
    assert picture.address_hash == picture.sha[:20]


def test_a_page_of_html_is_no_picture(fill_in):
    form = fill_in(b"<html><script>alert(1)</script>")
    assert not form.is_valid()
    assert "file" in form.errors
    assert not Picture.objects.exists()


def test_a_picture_that_is_here_already_is_named(fill_in):
    actions.keep(jpeg(), name="Cranes.jpg")
    form = fill_in(jpeg())
    assert not form.is_valid()
    assert "here already, as “Cranes”" in str(form.errors["file"])


def test_a_better_caption_prints_its_pages_again(fill_in):
    picture = actions.keep(jpeg(), name="Cranes.jpg")
    form = fill_in(picture=picture, caption="Dry dock 4", credit=picture.credit, alt=picture.alt)
    assert form.is_valid(), form.errors
    form.save()
    assert Notice.objects.latest("seq").tags == [f"picture:{picture.address_hash}"]

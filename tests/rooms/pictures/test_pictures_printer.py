"""What readers get at `/pictures/…`, and what they do not."""

from datetime import timedelta

import pytest
from tests.rooms.pictures.conftest import NOON, jpeg

from dateline.house import printing
from dateline.house.printing import FOR_EVER
from dateline.licences.rules import Terms, Use
from dateline.pictures import actions
from dateline.pictures.printed import PicturePrinter
from dateline.pictures.rules import Name

pytestmark = pytest.mark.django_db


@pytest.fixture
def printer():
    return PicturePrinter()


def address(picture, width=320, ext="webp"):
    return Name(picture.address_hash, width, ext).address


def test_our_own_picture_may_be_kept_for_ever(printer):
    picture = actions.keep(jpeg(), name="dock.jpg")
    sheet = printer.print(address(picture), NOON)
    assert sheet.content_type == "image/webp"
    assert sheet.body[8:12] == b"WEBP"
    assert dict(sheet.headers)["Cache-Control"] == FOR_EVER
    assert "X-Robots-Tag" not in dict(sheet.headers)
    assert sheet.tags == {f"picture:{picture.address_hash}"}
    assert not sheet.licensed


def test_a_partners_picture_says_what_its_licence_says_and_ends_with_it(printer, make_partner):
    partner = make_partner(ai=False, ends_on=(NOON + timedelta(days=7)).date())
    sheet = printer.print(address(actions.keep(jpeg(), name="dock.jpg", partner=partner)), NOON)
    headers = dict(sheet.headers)
    assert headers["Cache-Control"] == "no-cache"
    assert headers["X-Robots-Tag"].startswith("noindex")
    assert headers["tdm-reservation"] == "1"
    assert sheet.licensed
    assert sheet.ends_at is not None
    assert "partner:harbour-wire" in sheet.tags


def test_a_licence_without_pictures_prints_none(printer, make_partner):
    picture = actions.keep(jpeg(), name="dock.jpg", partner=make_partner(pictures="none"))
    assert printer.print(address(picture), NOON) is None


def test_own_leaves_out_a_third_partys_picture(printer, make_partner):
    partner = make_partner(pictures="own")
    theirs = actions.keep(jpeg(), name="a.jpg", partner=partner)
    somebodys = actions.keep(jpeg(size=(640, 360)), name="b.jpg", partner=partner, is_third_party=True)
    assert printer.print(address(theirs), NOON)
    assert printer.print(address(somebodys), NOON) is None


def test_an_embargo_covers_the_picture_to_the_second(printer, make_partner):
    terms = Terms(
        partner="Harbour Wire",
        slug="harbour-wire",
        uses=frozenset({Use.PAGE}),
        pictures="all",
        embargo_until=NOON,
    )
    picture = actions.keep(jpeg(), name="dock.jpg", partner=make_partner(), terms=terms)
    assert printer.print(address(picture), NOON - timedelta(seconds=1)) is None
    assert printer.print(address(picture), NOON)


def test_a_withdrawn_picture_is_not_printed(printer):
    picture = actions.keep(jpeg(), name="dock.jpg")
    actions.use(picture)
    actions.withdraw(picture, reason="killed")
    assert printer.print(address(picture), NOON) is None
    assert list(printer.paths()) == []


def test_only_widths_that_are_offered_are_rendered(printer):
    picture = actions.keep(jpeg(), name="dock.jpg")
    for width in (1, 321, 960, 1920):
        assert printer.print(address(picture, width), NOON) is None
    assert printer.print("/economy/", NOON) is None


def test_paths_are_those_of_pictures_in_print(printer):
    actions.keep(jpeg(size=(640, 360)), name="unused.jpg")
    used = actions.keep(jpeg(), name="used.jpg")
    actions.use(used)
    assert sorted(printer.paths()) == sorted(name.address for name in used.names)


def test_the_printer_is_known_to_the_press():
    assert any(known.name == "pictures" for known in printing.printers())

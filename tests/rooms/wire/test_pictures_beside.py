"""Pictures beside the message: by path, by name, never outside, never through a link."""

from pathlib import Path

import pytest

from dateline.house import clock
from dateline.house.models import Notice
from dateline.licences.models import Partner
from dateline.wire import actions, queries
from dateline.wire.errors import NotAPicture
from dateline.wire.folders.beside import check, look_up
from dateline.wire.models import WireItem, WirePicture
from dateline.wire.rules import Picture

from .conftest import NOON, draw, sample


def receive(*paths: Path) -> None:
    with clock.frozen(NOON):
        actions.receive("northwire", paths)


def test_a_picture_is_found_by_its_relative_path_and_kept(partner: Partner, folder: Path) -> None:
    file = draw(folder / "pictures" / "ferry.jpg", width=80)
    receive(sample("ferry.json", folder))
    (picture,) = queries.attached(WireItem.objects.get())
    assert picture.read() == file.read_bytes()
    assert (picture.content_type, picture.width, picture.file_name) == ("image/jpeg", 80, "ferry.jpg")
    assert (picture.credit, picture.alt) == ("Jun Ha-eun/Northwire", "A small white ferry lit by one lamp")


def test_pictures_that_a_letter_carries_are_attached(partner: Partner, folder: Path) -> None:
    receive(sample("tide-table.eml", folder))
    assert [one.file_name for one in queries.attached(WireItem.objects.get())] == ["pier.gif", "fog.gif"]
    assert sorted(path.name for path in folder.iterdir()) == ["tide-table.eml"]


def test_a_picture_is_found_by_its_name(partner: Partner, folder: Path) -> None:
    draw(folder / "cranes.jpg")
    receive(sample("cranes-1x.json", folder))
    assert WirePicture.objects.get().state == "attached"


def test_a_missing_picture_is_attached_when_received_again(partner: Partner, folder: Path) -> None:
    path = sample("ferry.json", folder)
    receive(path)
    missing = WirePicture.objects.get()
    assert (missing.state, "no file “ferry.jpg”" in missing.reason) == ("missing", True)
    draw(folder / "pictures" / "ferry.jpg")
    receive(path)
    assert WirePicture.objects.get().state == "attached"
    assert Notice.objects.filter(kind="wire.pictured").count() == 1
    receive(path)
    assert Notice.objects.filter(kind="wire.pictured").count() == 1


def test_what_is_no_picture_is_refused_and_the_item_filed(partner: Partner, folder: Path) -> None:
    (folder / "pictures").mkdir()
    (folder / "pictures" / "ferry.jpg").write_text("<script>alert(1)</script>")
    receive(sample("ferry.json", folder))
    picture = WirePicture.objects.get()
    assert picture.state == "missing"
    assert "“ferry.jpg” is no picture" in picture.reason
    assert WireItem.objects.get().state == "usable"


def test_nothing_outside_the_folder_is_taken(folder: Path) -> None:
    secret = draw(folder.parent / "secret.jpg")
    inside = folder / "in"
    inside.mkdir()
    for href in (
        "../secret.jpg",
        "../../secret.jpg",
        str(secret),
        f"file://{secret}",
        "a/../../secret.jpg",
        "..",
    ):
        assert not look_up(Picture(href), inside).is_picture, href


def test_no_link_is_followed(folder: Path) -> None:
    outside = folder.parent / "outside"
    draw(outside / "a.jpg")
    (folder / "a.jpg").symlink_to(outside / "a.jpg")
    (folder / "sub").symlink_to(outside)
    assert not look_up(Picture("a.jpg"), folder).is_picture
    assert not look_up(Picture("sub/a.jpg"), folder).is_picture


def test_an_address_is_looked_up_by_its_name_without_its_query(folder: Path) -> None:
    draw(folder / "deep" / "er" / "a b.png")
    assert look_up(Picture("https://x.example/pictures/a%20b.png?sig=1"), folder).content_type == "image/png"


def test_the_next_rendition_stands_in_for_a_broken_one(folder: Path) -> None:
    (folder / "large.jpg").write_bytes(b"\xff\xd8\xff broken")
    draw(folder / "small.jpg")
    found = look_up(Picture("large.jpg", hrefs=("large.jpg", "small.jpg")), folder)
    assert found.file_name == "small.jpg"


def test_a_recalled_picture_is_not_attached_again(partner: Partner, folder: Path) -> None:
    text = (folder / "package.xml").write_text(sample("package.xml", folder).read_text())
    assert text
    draw(folder / "lighthouse.jpg")
    kill = sample("kill.xml", folder.parent / "kill")
    kill.write_text(kill.read_text().replace("urn:nw:lighthouse", "urn:nw:lighthouse-picture"))
    receive(kill)
    receive(folder)
    row = WireItem.objects.get(guid="urn:nw:lighthouse")
    assert queries.attached(row) == []
    assert row.current is not None
    assert row.current.pictures.get().reason == "the sender has recalled this picture"
    assert list(queries.with_picture("urn:nw:lighthouse-picture", partner="northwire")) == [row]


def test_a_malformed_picture_is_refused_with_a_sentence(shared_folder: Path) -> None:
    for path in sorted((shared_folder / "bad-inputs" / "pillow-malformed").glob("crash-*")):
        with pytest.raises(NotAPicture):
            check(path.read_bytes(), path.name)

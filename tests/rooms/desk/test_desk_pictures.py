"""Original pictures at the desk: for those who work with pictures, and only while the licence lets us use them."""

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from PIL import Image
from tests.makers import ENDED, NOON, TERMS, make_partner, receive

from dateline.house import clock
from dateline.licences.rules import Pictures
from dateline.pictures import actions, queries
from dateline.pictures.models import Picture, PictureRendition
from dateline.readers.rules import Role
from dateline.wire.folders.kept import picture_path
from dateline.wire.models import WirePicture

SHOWN = replace(TERMS, pictures=Pictures.ALL)
OVER = replace(SHOWN, ends_on=ENDED.ends_on)
EMBARGOED = replace(SHOWN, embargo_until=NOON + timedelta(hours=2))


def jpeg(shade: int = 90) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), (shade, 120, 140)).save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def original(section, settings, home) -> Picture:
    """A partner's picture, its file in this test's own folder."""
    settings.MEDIA_ROOT = str(home / "media")
    return actions.keep(jpeg(), name="pier.jpg", partner=make_partner(), alt="A pier", terms=SHOWN)


def status(browser: Client, address: str) -> int:
    """What the address answers, its file closed again."""
    return close(browser.get(address)).status_code


def close(answer: HttpResponseBase) -> HttpResponseBase:
    """As a server does at the end of a request, but for the database, which is the test's."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)
    return answer


def address_of(picture: Picture) -> str:
    return reverse("desk-media", args=[picture.file.name])


def test_an_original_is_handed_to_those_who_work_with_pictures(original, desk):
    answer = desk(Role.EDITOR).get(address_of(original))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:3] == b"\xff\xd8\xff"
    close(answer)
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        (OVER, "licence ended"),
        (EMBARGOED, "under embargo"),
        (replace(SHOWN, pictures=Pictures.NONE), "pictures"),
    ],
    ids=["ended", "embargoed", "no pictures"],
)
def test_an_original_whose_licence_forbids_it_is_not_handed_out(original, administrator, terms, reason):
    assert status(administrator, address_of(original)) == 200
    actions.bind(original, terms)
    answer = administrator.get(address_of(original))
    assert answer.status_code == 403
    assert reason in answer.content.decode()


def test_it_is_handed_out_from_the_minute_its_embargo_lifts(original, administrator):
    actions.bind(original, EMBARGOED)
    with clock.frozen(NOON + timedelta(hours=2) - timedelta(seconds=1)):
        assert status(administrator, address_of(original)) == 403
    with clock.frozen(NOON + timedelta(hours=2)):
        assert status(administrator, address_of(original)) == 200


def test_it_is_the_licence_that_withholds_it(original, administrator, monkeypatch):
    actions.bind(original, OVER)
    monkeypatch.setattr(queries, "may_print", lambda picture, at: queries.Verdict(True))
    assert status(administrator, address_of(original)) == 200


def test_a_picture_that_may_not_be_used_yet_is_shown_small_and_a_recalled_one_not_at_all(original, desk):
    editor = desk(Role.EDITOR)
    row = PictureRendition.objects.create(
        image=original,
        filter_spec="max-165x165",
        width=165,
        height=124,
        file=ContentFile(jpeg(), "small.jpg"),
    )
    small = reverse("desk-media", args=[row.file.name])
    actions.bind(original, EMBARGOED)
    assert status(editor, small) == 200
    actions.withdraw(original, reason="killed")
    assert status(editor, small) == 403
    assert status(editor, address_of(original)) == 403


def test_a_name_written_in_a_roundabout_way_opens_nothing(original, administrator, home):
    actions.bind(original, OVER)
    name = original.file.name
    for said in (
        name.replace("/", "//"), name.replace("/", "/./"), f"images/../{name}", f"./{name}", f"{name}/",
        "../newsroom.sqlite3", "secret-key",
    ):  # fmt: skip
        assert status(administrator, f"/desk/media/{said}") in (400, 403, 404), said


def test_a_picture_on_the_wire_is_not_shown_once_it_is_recalled(section, tmp_path, wire_editor):
    item = receive(tmp_path)
    raw = jpeg(30)
    path = picture_path("c" * 64)
    path.parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(raw)
    row = WirePicture.objects.create(
        version=item.current, position=9, href="pier.jpg", guid="urn:harbour:pier", sha256="c" * 64,
        state=WirePicture.State.ATTACHED, content_type="image/jpeg",
    )  # fmt: skip
    address = reverse("desk_wire_picture", args=[row.pk])
    screen = reverse("desk_wire_item", args=[item.pk])
    assert status(wire_editor, address) == 200
    assert address in wire_editor.get(screen).content.decode()
    receive(tmp_path, guid="urn:harbour:pier", version=2, type="picture", pubstatus="canceled")
    assert status(wire_editor, address) == 404
    assert address not in wire_editor.get(screen).content.decode()

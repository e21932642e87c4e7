"""One receipt of a kill: every story, picture and page it reached, and what is not confirmed yet."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from click.testing import CliRunner
from PIL import Image
from tests.makers import NOON, TERMS, hear_all, make_partner, make_section, receive, write_story

from dateline.archive import actions as archive
from dateline.house import clock, notices
from dateline.licences.rules import Pictures
from dateline.pictures.models import Picture
from dateline.press import actions as press
from dateline.press import cli, recalls
from dateline.press.errors import UnknownReceipt
from dateline.stories import lineage, taking_in, tree
from dateline.stories.lineage import Said
from dateline.stories.models import Origin, Story
from dateline.wire.models import WireItem


@pytest.fixture
def paper(db, home, monkeypatch) -> Iterator[None]:
    monkeypatch.setattr("django.utils.timezone.now", clock.now)
    with clock.frozen(NOON):
        tree.lay_out()
        make_partner()
        make_section()
        yield


@pytest.fixture
def killed(paper, tmp_path) -> WireItem:
    """An item with a story in print and one of our own written from it, then killed; nobody has heard of it yet."""
    receive(tmp_path)
    taken = taking_in.take_in("urn:harbour:1", section_slug="economy", at=NOON, by="a test", publish=True)
    rewrite = write_story(make_section(), "What the envoy left behind")
    lineage.say(rewrite, Said(Origin.How.REWRITE, source=taken.story))
    rewrite.save_revision().publish()
    hear_all()
    press.run(until_empty=True)
    press.print_page("/feeds/all.rss")
    assert press.files.read(rewrite.address) is not None
    return receive(tmp_path, version=9, pubstatus="canceled")


def said(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli.press, ["receipt", *arguments])
    return done.exit_code, done.output


def test_it_is_open_until_every_room_and_press_has_done_its_part(killed):
    before = recalls.of_item(killed, NOON)
    assert not before.is_complete
    assert [(work.what, work.state) for work in before.works] == [
        ("item", "in print"),
        ("rewrite", "in print"),
    ]
    hear_all()
    heard = recalls.of_item(killed, NOON)
    assert not heard.is_complete
    assert {line.path for line in heard.open} >= {work.name for work in heard.works}
    press.run(until_empty=True)
    after = recalls.of_item(killed, NOON)
    assert after.is_complete
    did = {line.path: line.did for line in after.pages}
    assert [did[work.name] for work in after.works] == ["withdrawn", "withdrawn"]
    assert {"/", "/economy/", "/feeds/all.rss"} <= set(did)
    assert all(line.confirmed_at for line in after.pages)


def test_what_the_search_still_finds_keeps_it_open(killed):
    hear_all()
    press.run(until_empty=True)
    rewrite = Story.objects.get(guid="")
    Story.objects.filter(pk=rewrite.pk).update(live=True)
    archive.index(rewrite.pk)
    Story.objects.filter(pk=rewrite.pk).update(live=False)
    left = recalls.of_item(killed, NOON)
    assert [(line.press, line.path) for line in left.open] == [("search", rewrite.address)]


def test_every_rendition_of_its_picture_is_on_the_receipt(paper, tmp_path):
    make_partner(replace(TERMS, pictures=Pictures.ALL))
    Image.new("RGB", (640, 480), "teal").save(tmp_path / "cranes.jpg")
    receive(tmp_path, associations={"main": {
        "uri": "urn:harbour:pic", "type": "picture", "description_caption": "Cranes",
        "renditions": {"main": {"href": "cranes.jpg", "mimetype": "image/jpeg", "width": 640}},
    }})  # fmt: skip
    taking_in.take_in("urn:harbour:1", section_slug="economy", at=NOON, by="a test", publish=True)
    hear_all()
    press.run(until_empty=True)
    picture = Picture.objects.get()
    row = receive(tmp_path, version=9, pubstatus="canceled")
    hear_all()
    press.run(until_empty=True)
    whole = recalls.of_item(row, NOON)
    did = {line.path: line.did for line in whole.pages}
    assert whole.is_complete
    assert {did[name.address] for name in picture.names} == {"withdrawn"}


def test_the_command_prints_it_by_the_item_and_by_the_notice(killed):
    (told,) = [notice for notice in notices.after(0) if notice.kind == "wire.killed"]
    assert said("--kill", "urn:harbour:1")[0] == 1
    hear_all()
    press.run(until_empty=True)
    code, printed = said("--kill", "urn:harbour:1")
    assert code == 0
    lines = [line.split("\t") for line in printed.splitlines()]
    assert lines[0] == [f"notice {told.seq} wire.killed urn:harbour:1 posted {told.posted_at.isoformat()}"]
    assert ["rewrite", "out of print", "/economy/what-the-envoy-left-behind/"] in lines
    assert ["local", "withdrawn", "/economy/what-the-envoy-left-behind/"] in [line[:3] for line in lines]
    assert {"search", "schedule", "workflow", "preview"} <= {line[0] for line in lines}
    assert said(str(told.seq)) == (code, printed)


def test_what_was_not_recalled_has_no_such_receipt(paper, tmp_path):
    with pytest.raises(UnknownReceipt, match="not recalled by Harbour Wire"):
        recalls.of_item(receive(tmp_path), NOON)

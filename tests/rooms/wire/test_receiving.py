"""Receiving: kept first, filed by guid and version, kills before all else, one notice each."""

import hashlib
import os
from pathlib import Path

import pytest

from dateline.house import clock
from dateline.house.home import home as paper_home
from dateline.house.models import Notice
from dateline.licences.errors import UnknownPartner
from dateline.licences.models import Partner
from dateline.wire import actions, queries
from dateline.wire.errors import NothingThere
from dateline.wire.models import Delivery, Unread, WireItem, WireVersion
from dateline.wire.rules import State

from .conftest import NOON, sample

FERRY = "urn:newsml:northwire.example:20261123:ferry"


def receive(*paths: Path) -> list[str]:
    """The states of what was received, in order."""
    with clock.frozen(NOON):
        return [receipt.state for receipt in actions.receive("northwire", paths)]


def told() -> list[str]:
    return list(
        Notice.objects.filter(kind__startswith="wire.").values_list("kind", flat=True).order_by("seq")
    )


def test_the_exact_bytes_are_kept_under_their_hash(partner: Partner, folder: Path) -> None:
    path = sample("ferry.json", folder)
    receive(path)
    delivery = Delivery.objects.get()
    assert delivery.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (paper_home() / delivery.kept_at).read_bytes() == path.read_bytes()
    assert delivery.received_at == NOON


def test_what_cannot_be_read_is_kept_and_seen_by_the_desk(partner: Partner, folder: Path) -> None:
    path = folder / "broken.json"
    path.write_bytes(b'{"uri": ')
    assert receive(path) == ["unreadable"]
    unread = Unread.objects.get()
    assert "broken JSON" in unread.reason
    assert (paper_home() / unread.delivery.kept_at).read_bytes() == b'{"uri": '
    assert receive(path) == ["unreadable"]
    assert Unread.objects.count() == 1


def test_what_this_release_can_read_leaves_the_desks_list(partner: Partner, folder: Path) -> None:
    path = sample("ferry.json", folder)
    receive(path)
    Unread.objects.create(
        delivery=Delivery.objects.get(), position=1, format="ninjs", reason="once", received_at=NOON
    )
    receive(path)
    assert not Unread.objects.exists()


def test_what_was_kept_survives_a_failure_to_file(
    partner: Partner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sample("ferry.json", folder)
    with monkeypatch.context() as broken:
        broken.setattr("dateline.wire.rules.arrive", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            receive(path)
    assert (paper_home() / Delivery.objects.get().kept_at).read_bytes() == path.read_bytes()
    assert not WireItem.objects.exists() and told() == []
    assert receive(path) == ["filed"]


def test_an_unknown_partner_keeps_nothing(partner: Partner, folder: Path) -> None:
    path = sample("ferry.json", folder)
    with pytest.raises(UnknownPartner):
        actions.receive("nobody", [path])
    assert not Delivery.objects.exists()
    assert not (paper_home() / "wire").exists()


def test_a_path_that_is_not_there_keeps_nothing(partner: Partner, folder: Path) -> None:
    path = sample("ferry.json", folder)
    with pytest.raises(NothingThere):
        actions.receive("northwire", [path, folder / "absent.json"])
    assert not Delivery.objects.exists()


def test_versions_in_order_file_update_and_kill(partner: Partner, folder: Path) -> None:
    names = ("ferry.json", "ferry-v2-corrected.json", "ferry-v3-killed.json", "ferry-v4-restored.json")
    assert [receive(sample(name, folder))[0] for name in names] == ["filed", "corrected", "killed", "killed"]
    row = WireItem.objects.get()
    assert (row.state, row.version) == (State.KILLED, "4")
    assert WireVersion.objects.count() == 4
    assert told() == ["wire.filed", "wire.corrected", "wire.killed"]


def test_a_lower_version_late_is_kept_and_never_shown(partner: Partner, folder: Path) -> None:
    receive(sample("ferry-v2-corrected.json", folder))
    assert receive(sample("ferry.json", folder)) == ["older"]
    row = WireItem.objects.get()
    assert row.version == "2"
    assert queries.read(row).standfirst.startswith("Twelve")
    assert row.versions.count() == 2
    assert told() == ["wire.filed"]


def test_a_silent_change_is_current_and_another_edition(partner: Partner, folder: Path) -> None:
    path = sample("ferry.json", folder)
    receive(path)
    before = WireItem.objects.get().edition
    receive(path)
    assert WireItem.objects.get().edition == before
    path.write_text(path.read_text().replace("leaves before light", "leaves at light"))
    assert receive(path) == ["silent-change"]
    row = WireItem.objects.get()
    assert "leaves at light" in queries.read(row).body_text
    assert row.edition != before and row.edition.startswith("1+")
    assert told() == ["wire.filed", "wire.silent-change"]


def test_the_same_bytes_twice_leave_no_new_row_and_no_notice(partner: Partner, folder: Path) -> None:
    path = sample("package.xml", folder)
    receive(path)
    rows = (
        Delivery.objects.count(),
        WireItem.objects.count(),
        WireVersion.objects.count(),
        Notice.objects.count(),
    )
    assert receive(path) == ["duplicate", "duplicate", "duplicate", "unreadable", "refused"]
    assert receive(sample("package.xml", folder, to="again.xml"))[:3] == ["duplicate"] * 3
    after = (
        Delivery.objects.count(),
        WireItem.objects.count(),
        WireVersion.objects.count(),
        Notice.objects.count(),
    )
    assert after == rows


def test_kills_come_first_and_receipts_in_the_messages_order(partner: Partner, folder: Path) -> None:
    sample("ferry.json", folder, to="1.json")
    sample("ferry-v3-killed.json", folder, to="2.json")
    with clock.frozen(NOON):
        receipts = actions.receive("northwire", [folder])
    assert [(receipt.version, receipt.state) for receipt in receipts] == [("1", "killed"), ("3", "killed")]
    assert told() == ["wire.killed"]


def test_a_kill_notice_kills_what_it_names_before_and_after(partner: Partner, folder: Path) -> None:
    notice = sample("kill-notice.xml", folder)
    package = sample("package.xml", folder / "later")
    assert receive(notice) == ["filed"]
    assert WireItem.objects.get(guid="urn:nw:lighthouse").state == State.KILLED
    assert receive(package)[1] == "killed"
    assert Notice.objects.get(kind="wire.killed").facts["guid"] == "urn:nw:lighthouse"


def test_a_killed_items_notice_names_guid_and_partner(partner: Partner, folder: Path) -> None:
    receive(sample("ferry.json", folder))
    receive(sample("ferry-v3-killed.json", folder))
    notice = Notice.objects.get(kind="wire.killed")
    assert notice.about == f"wire:{WireItem.objects.get().pk}"
    assert notice.facts["guid"] == FERRY and notice.facts["partner"] == "northwire"


def test_two_partners_may_send_the_same_guid(partner: Partner, folder: Path) -> None:
    Partner.objects.create(slug="other", name="Other", loaded_at=NOON)
    path = sample("ferry.json", folder)
    receive(path)
    with clock.frozen(NOON):
        assert actions.receive("other", [path])[0].state == "filed"
    assert WireItem.objects.count() == 2


def test_hidden_links_and_media_in_a_folder_are_no_messages(partner: Partner, folder: Path) -> None:
    sample("ferry.json", folder)
    (folder / ".hidden.json").write_text("{")
    (folder / "film.mp4").write_bytes(b"film")
    (folder / "half.json.part").write_text("{")
    (folder / "link.json").symlink_to(folder / "ferry.json")
    assert receive(folder) == ["filed"]


def test_a_file_of_any_name_is_received(partner: Partner, folder: Path) -> None:
    sample("ferry.json", folder).rename(folder / os.fsdecode(b"f\xe9rry\tone\n.json"))
    (folder / os.fsdecode(b"b\xe9d.json")).write_bytes(b'{"a\\ud800\\n": 1, "a\\ud800\\n": 2}')
    assert sorted(receive(folder)) == ["filed", "unreadable"]
    assert "\n" not in Unread.objects.get().reason


def test_a_held_item_says_why(partner: Partner, folder: Path) -> None:
    with clock.frozen(NOON):
        (receipt,) = actions.receive("northwire", [sample("nitf-inside.xml", folder)])
    assert (receipt.state, receipt.reason) == ("held", "embargoed without a time; an editor must set one")
    assert told() == ["wire.held"]


def test_a_text_that_lies_beside_its_message_is_read_into_it_and_is_no_item(
    partner: Partner, folder: Path
) -> None:
    sample("crane-yard.ap.json", folder)
    beside = Path(__file__).parents[2] / "samples" / "wire-beside" / "crane-yard.nitf"
    (folder / "crane-yard.nitf").write_bytes(beside.read_bytes())
    receipts = actions.receive("northwire", [folder])
    assert [one.guid for one in receipts][:3] == ["aaaa0001", "cccc0003", "dddd0004"]
    assert len(receipts) == 4
    assert queries.read(queries.by_guid("aaaa0001")).body_text.endswith("Nobody sees them.")


def test_a_partner_is_read_as_its_file_says(partner: Partner, folder: Path) -> None:
    partner.reading = {"not_for_publication": ["Service desk"], "body": ["web"]}
    partner.save()
    bodies = '[{"role": "print", "value": "<p>P</p>"}, {"role": "web", "value": "<p>W</p><p>Service desk: 555</p>"}]'
    (folder / "a.json").write_text('{"uri": "u:1", "headline": "h", "bodies": ' + bodies + "}")
    receive(folder / "a.json")
    item = queries.read(queries.by_guid("u:1"))
    assert (item.body_text, item.edit_note) == ("W", "555")

"""Many items at once: few queries, kills committed before all else, one item's fault is its own."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import DataError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dateline.house import clock, notices
from dateline.house.errors import NotInTransaction
from dateline.house.models import Notice
from dateline.licences.models import Partner
from dateline.wire import actions, queries, rules
from dateline.wire.actions import receiving
from dateline.wire.models import Delivery, Unread, WireItem, WirePicture, WireVersion

from .conftest import NOON, draw


def item(name: str, **fields: Any) -> dict[str, Any]:
    return {"uri": f"urn:n:{name}", "type": "text", "version": "1", "headline": f"Take {name}",
            "versioncreated": NOON.isoformat(), "body_text": f"Of {name}."} | fields  # fmt: skip


def lay(folder: Path, *items: dict[str, Any]) -> Path:
    """A file each, in the order of their names."""
    for number, one in enumerate(items):
        (folder / f"{number:03}.json").write_text(json.dumps(one))
    return folder


def receive(*paths: Path) -> list[str]:
    with clock.frozen(NOON):
        return [receipt.state for receipt in actions.receive("northwire", paths)]


def queries_of(*paths: Path) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        receive(*paths)
    return sum(query["sql"].split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE") for query in asked)


def kinds() -> list[str]:
    return list(
        Notice.objects.filter(kind__startswith="wire.").order_by("seq").values_list("kind", flat=True)
    )


def test_a_hundred_items_ask_the_database_little_more_than_one(partner: Partner, folder: Path) -> None:
    (folder / "one").mkdir()
    one = queries_of(lay(folder / "one", item("alone")))
    (folder / "many").mkdir()
    many = queries_of(lay(folder / "many", *(item(str(number)) for number in range(100))))
    assert one <= 13
    assert many <= 40
    assert WireItem.objects.exclude(current=None).count() == 101
    assert kinds() == ["wire.filed"] * 101


def test_the_same_again_asks_and_writes_nothing(partner: Partner, folder: Path) -> None:
    lay(folder, *(item(str(number)) for number in range(20)))
    receive(folder)
    with CaptureQueriesContext(connection) as asked:
        assert receive(folder) == ["duplicate"] * 20
    said = [query["sql"].split()[0] for query in asked]
    assert not {"INSERT", "UPDATE", "DELETE"} & set(said)
    assert said.count("SELECT") <= 6


def test_versions_of_one_item_in_one_message_end_as_they_would_one_by_one(
    partner: Partner, folder: Path
) -> None:
    lay(
        folder,
        item("a", version="2", headline="Second"),
        item("a", version="1"),
        item("a", version="3", headline="CORRECTED Third"),
        item("a", version="3", headline="CORRECTED Third"),
        item("b", pubstatus="withheld"),
    )
    assert receive(folder) == ["filed", "older", "corrected", "duplicate", "withheld"]
    row = queries.by_guid("urn:n:a")
    assert (row.version, row.headline, row.versions.count()) == ("3", "CORRECTED Third", 3)
    facts = [
        notice.facts["version"] for notice in Notice.objects.filter(about=f"wire:{row.pk}").order_by("seq")
    ]
    assert facts == ["2", "3"]  # each told of the moment that it was told at


def test_kills_are_committed_before_anything_else_is_looked_at(
    partner: Partner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(folder, item("a"), item("b"), item("a", version="2", pubstatus="canceled"))
    file, states = receiving.file, []

    def watched(*given: Any) -> Any:
        states.append(list(WireItem.objects.values_list("guid", "state")))
        return file(*given)

    monkeypatch.setattr(receiving, "file", watched)
    assert receive(folder) == ["killed", "filed", "killed"]
    assert states == [[], [("urn:n:a", "killed")]]


def test_a_fault_over_one_item_leaves_its_neighbours_and_is_raised(
    partner: Partner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(folder, item("a"), item("b"), item("c"))
    arrive = rules.arrive

    def stumbling(stored: rules.Stored, found: rules.Item, content: str) -> rules.Arrival:
        return 1 / 0 if found.guid == "urn:n:b" else arrive(stored, found, content)  # type: ignore[return-value]

    with monkeypatch.context() as broken:
        broken.setattr(rules, "arrive", stumbling)
        with pytest.raises(ZeroDivisionError):
            receive(folder)
    assert set(WireItem.objects.values_list("guid", flat=True)) == {"urn:n:a", "urn:n:c"}
    assert kinds() == ["wire.filed"] * 2
    assert receive(folder) == ["duplicate", "filed", "duplicate"]


def test_an_item_that_no_row_can_hold_is_seen_by_the_desk_and_its_neighbours_are_filed(
    partner: Partner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(folder, item("a"), item("b"), item("c"))
    write = WireVersion.objects.bulk_create

    def narrow(versions: list[WireVersion], *given: Any) -> Any:
        if any(version.item.guid == "urn:n:b" for version in versions):
            raise DataError("value too long for type character varying(500)")
        return write(versions, *given)

    monkeypatch.setattr(WireVersion.objects, "bulk_create", narrow)
    assert receive(folder) == ["filed", "unreadable", "filed"]
    assert not WireItem.objects.filter(guid="urn:n:b").exists()
    assert "cannot be kept: value too long" in Unread.objects.get().reason


def test_a_database_that_is_away_is_not_asked_again_for_each_item(
    partner: Partner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(folder, item("a"), item("b"))
    asked: list[int] = []

    def away(*given: Any) -> Any:
        asked.append(1)
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(receiving, "file", away)
    with pytest.raises(OperationalError):
        receive(folder)
    assert asked == [1]
    assert Delivery.objects.count() == 2


def test_a_picture_recalled_earlier_in_the_same_message_is_never_shown(
    partner: Partner, folder: Path
) -> None:
    draw(folder / "quay.png")
    picture = {"uri": "urn:n:quay", "type": "picture", "renditions": {"main": {"href": "quay.png"}}}
    lay(folder, item("quay", type="picture", pubstatus="withheld"), item("a", associations={"main": picture}))
    receive(folder)
    shown = WirePicture.objects.get(version__item__guid="urn:n:a")
    assert (shown.state, shown.reason) == ("missing", "the sender has recalled this picture")


def test_a_long_backlog_is_read_in_pieces_by_number_and_by_size(
    partner: Partner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(folder, *(item(str(number), body_text="x" * 400) for number in range(7)))
    sizes: list[int] = []
    parts = receiving._parts
    monkeypatch.setattr(receiving, "_parts", lambda *given: sizes.append(len(given[1])) or parts(*given))
    monkeypatch.setattr(receiving, "AT_ONCE", 3)
    assert receive(folder) == ["filed"] * 7
    assert sizes == [3, 3, 1] * 2
    sizes.clear()
    monkeypatch.setattr(receiving, "BYTES_AT_ONCE", 1300)
    assert receive(folder) == ["duplicate"] * 7
    assert sizes == [2, 2, 2, 1] * 2


def test_notices_are_posted_together_within_a_transaction_alone(
    db: None, django_capture_on_commit_callbacks: Any
) -> None:
    notices.post_all([])
    with django_capture_on_commit_callbacks() as knocks, transaction.atomic():
        notices.post_all(
            [
                notices.Told("wire:1", "wire.filed", {"guid": "a"}),
                notices.Told("wire:2", "wire.killed", {"guid": "b"}),
            ]
        )
    told = [
        (notice.about, notice.kind, notice.facts, notice.tags) for notice in Notice.objects.order_by("seq")
    ]
    assert told == [("wire:1", "wire.filed", {"guid": "a"}, []), ("wire:2", "wire.killed", {"guid": "b"}, [])]
    assert knocks == [notices.wake]


@pytest.mark.django_db(transaction=True)
def test_notices_outside_of_a_transaction_are_refused() -> None:
    with pytest.raises(NotInTransaction):
        notices.post_all([notices.Told("wire:1", "wire.filed")])

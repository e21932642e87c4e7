"""One item, sent over and over in any order of its versions, kills and holds, ends as one and the same."""

import json
import random
from datetime import timedelta
from pathlib import Path

import pytest

from dateline.house import clock
from dateline.licences.models import Partner
from dateline.wire import actions, queries
from dateline.wire.models import WireItem, WireVersion

from .conftest import NOON

GUID = "urn:northwire:tides"
STATUSES: dict[str, dict[str, object]] = {
    "usable": {},
    "withheld": {"pubstatus": "withheld"},
    "held": {"embargoed": ""},
    "killed": {"pubstatus": "canceled"},
}


def version(number: int, status: str) -> dict[str, object]:
    return {
        "uri": GUID, "type": "text", "version": str(number), "headline": f"Tides, take {number}",
        "versioncreated": (NOON + timedelta(minutes=number)).isoformat(), "body_text": f"Take {number}.",
    } | STATUSES[status]  # fmt: skip


def lay(folder: Path, statuses: list[str]) -> list[Path]:
    """A file a version, the first numbered 1."""
    paths = []
    for number, status in enumerate(statuses, start=1):
        path = folder / f"{number}-{status}.json"
        path.write_text(json.dumps(version(number, status)))
        paths.append(path)
    return paths


def end_of(slug: str, paths: list[Path], seed: int, times: int) -> tuple[object, ...]:
    """How the item of this partner stands after so many deliveries in an order of its own."""
    Partner.objects.create(slug=slug, name=slug, loaded_at=NOON, terms={})
    shuffled = paths * times
    random.Random(seed).shuffle(shuffled)
    with clock.frozen(NOON):
        for path in shuffled:
            actions.receive(slug, [path])
        row = queries.by_guid(GUID, partner=slug)
        return (
            row.state, row.status, row.version, row.headline, row.kill_version, bool(row.killed_at),
            queries.standing(row, NOON), row.versions.count(),
        )  # fmt: skip


@pytest.mark.parametrize(
    "statuses",
    [
        ["usable", "usable", "withheld", "usable", "held", "usable"],
        ["usable", "killed", "usable", "withheld"],
        ["usable", "usable", "held"],
        ["killed", "usable", "killed", "held"],
    ],
    ids=lambda statuses: "-".join(statuses),
)
def test_any_order_ends_in_the_same_rows(db: None, home: Path, folder: Path, statuses: list[str]) -> None:
    paths = lay(folder, statuses)
    in_order = end_of("in-order", paths, seed=0, times=1)
    ends = [end_of(f"order-{seed}", paths, seed=seed, times=3) for seed in range(1, 5)]
    assert ends == [in_order] * 4
    assert WireItem.objects.count() == 5
    assert WireVersion.objects.count() == 5 * len(statuses)

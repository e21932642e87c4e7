"""What is measured of the wire: each partner's and each source's silence, and no secret of an address."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.makers import NOON, make_partner, make_source, receive

from dateline.house import clock
from dateline.wire import measures

Values = dict[tuple[str, ...], float]


def measured(seconds: int = 0) -> dict[str, Values]:
    return {
        family.name: {tuple(sample.labels.values()): sample.value for sample in family.samples}
        for family in measures.measure(NOON + timedelta(seconds=seconds))
    }


@pytest.fixture(autouse=True)
def at_noon(db: None, home: Path) -> None:
    """A partner, and nothing from it yet."""
    with clock.frozen(NOON):
        make_partner()


def test_a_partner_is_silent_since_its_last_delivery(tmp_path: Path) -> None:
    assert measured()["dateline_wire_silence_seconds"] == {}
    with clock.frozen(NOON):
        receive(tmp_path)
    assert measured(90)["dateline_wire_silence_seconds"] == {("harbour",): 90}


def test_a_source_is_silent_once_its_file_says_so() -> None:
    row = make_source(settings={"silent_after_minutes": 5}, errors=3)
    name = ("harbour", "folder", f"{row.pk} inbox/harbour")
    early, late = measured(300), measured(301)
    assert early["dateline_source_silent"] == {name: 0}
    assert late["dateline_source_silent"] == {name: 1}
    assert late["dateline_source_silence_seconds"] == {name: 301}
    assert late["dateline_source_errors"] == {name: 3}


def test_a_source_that_its_file_names_no_more_is_not_measured() -> None:
    make_source(is_listed=False)
    assert measured()["dateline_source_silent"] == {}


def test_no_password_of_an_address_is_told() -> None:
    make_source(location="ftp://paper:swordfish@ftp.example/out")
    ((_, _, source),) = measured()["dateline_source_silent"]
    assert source.endswith(" ftp.example")

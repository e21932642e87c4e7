"""A press of this test's own, with one printer, at noon."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.makers import NOON
from tests.rooms.press.making import Pages

from dateline.house import clock, printing


@pytest.fixture
def pages(db: None, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pages]:
    """The only printer there is."""
    own = Pages()
    monkeypatch.setattr(printing, "_printers", [own])
    with clock.frozen(NOON):
        yield own

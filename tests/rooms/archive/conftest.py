"""A newsroom with two editions, at noon."""

import pytest
from tests.rooms.archive.making import NOON

from dateline.house import clock
from dateline.stories import tree


@pytest.fixture
def newsroom(db):
    with clock.frozen(NOON):
        tree.lay_out()
        yield

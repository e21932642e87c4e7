"""What a room's tests get that have no newsroom of their own."""

from collections.abc import Iterator

import pytest
from tests.makers import NOON

from dateline.house import clock
from dateline.stories import tree


@pytest.fixture
def newsroom(db: None) -> Iterator[None]:
    """A newsroom with two editions, at noon."""
    with clock.frozen(NOON):
        tree.lay_out()
        yield

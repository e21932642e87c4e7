"""One newsroom, served, for all the paths that can share it: each test brings its own partner and items."""

from collections.abc import Iterator

import pytest

from tests.paths.making import LICENCES, licence
from tests.paths.newsroom import Newsroom, set_up


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """Served, with the sections economy and north-korea and the partner harbour."""
    folder = tmp_path_factory.mktemp("shared")
    room = set_up(folder / "var")
    (folder / "licences.toml").write_text(LICENCES + licence("delta", "Delta Press"))
    room.done("licences", "load", str(folder / "licences.toml"))
    room.done("stories", "section", "economy", "--name", "Economy")
    room.done("stories", "section", "north-korea", "--name", "North Korea")
    with room.serving():
        yield room

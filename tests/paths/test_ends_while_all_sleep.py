"""A licence ends while only the server is awake: no press, no worker, nobody to tell it."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.paths.making import LICENCES, ninjs, receive
from tests.paths.newsroom import Newsroom, set_up

pytestmark = pytest.mark.server
STORY = "/economy/harbour/a-tide-goes-out/"
SURFACES = ("/", "/economy/", "/feeds/all.rss", "/feeds/economy.rss")


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("sleep")
    room = set_up(folder / "var")
    (folder / "licences.toml").write_text(LICENCES)
    room.done("licences", "load", str(folder / "licences.toml"))
    room.done("stories", "section", "economy", "--name", "Economy")
    room.done("press", "run", "--until-empty")
    room.done("press", "everything")
    room.start_server_alone()
    try:
        yield room
    finally:
        room.stop()


def test_what_ends_leaves_every_surface_by_the_server_alone(newsroom: Newsroom) -> None:
    ends_at = datetime.now(UTC) + timedelta(seconds=45)
    receive(newsroom, ninjs("urn:ends:1", "A tide goes out", expires=ends_at.isoformat()))
    newsroom.done("press", "run", "--until-empty")
    assert newsroom.get(STORY).status == 200
    stood = {path: newsroom.get(path) for path in SURFACES}
    for path, page in stood.items():
        assert STORY in page.text, path
        assert page.headers["cache-control"] == "no-cache", path
    assert datetime.now(UTC) < ends_at, "the machine was too slow for this test to say anything"

    time.sleep(max(0.0, (ends_at - datetime.now(UTC)).total_seconds()))
    gone = newsroom.get(STORY)
    assert gone.status == 410
    assert "tide" not in gone.text
    for path in SURFACES:
        page = newsroom.get(path)
        assert page.status == 200
        assert STORY not in page.text, path
        assert "A tide goes out" not in page.text, path
        etag = stood[path].headers["etag"]
        assert newsroom.get(path, **{"If-None-Match": etag}).status == 200, "a cache must not keep it"

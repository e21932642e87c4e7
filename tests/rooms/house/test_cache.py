"""The cache on a real Redis or Valkey, and what stands in for it while that is away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.core.internal import ratelimit
from django.test import RequestFactory
from tests import redis
from tests.conftest import skip_or_fail

from dateline.house import cache
from dateline.house.cache import Cache


@pytest.fixture
def server() -> Iterator[redis.Server]:
    if redis.program() is None:
        skip_or_fail("no redis-server on this machine; tools/machine installs one")
    with redis.server() as own:
        yield own


@pytest.fixture
def kept(server: redis.Server, home: Path) -> Cache:
    return Cache(server.url, {})


def test_what_one_process_keeps_another_finds(kept: Cache, server: redis.Server) -> None:
    kept.set("paper", {"name": "The Ledger"}, 60)
    kept.set_many({"a": 1, "b": [2]})
    assert kept.incr("a") == 2
    assert not kept.add("a", 9)
    other = Cache(server.url, {})
    assert other.get("paper") == {"name": "The Ledger"}
    assert other.get_many(["a", "b", "c"]) == {"a": 2, "b": [2]}
    other.delete("paper")
    assert not kept.has_key("paper")
    assert server.kept() == {":1:a", ":1:b"}


def test_a_socket_s_number_is_heeded(kept: Cache, server: redis.Server) -> None:
    kept.set("here", 1)
    assert Cache(server.url.replace("db=3", "db=4"), {}).get("here") is None


def test_while_it_is_away_files_stand_in_and_say_so_once(
    kept: Cache, server: redis.Server, caplog: pytest.LogCaptureFixture
) -> None:
    kept.set("page", "tree")
    server.stop()
    assert kept.get("page") is None
    kept.set("page", "tree again")
    assert kept.get("page") == "tree again"
    assert len(caplog.records) == 1
    assert "CACHE_URL" in caplog.text


def test_once_it_is_back_it_is_asked_again_and_old_files_are_forgotten(
    kept: Cache, server: redis.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "ASK_AGAIN_SECONDS", 0.0)
    server.stop()
    kept.set("page", "as it was during the first absence")
    server.start()
    kept.set("other", 1)
    assert kept.get("page") is None
    assert ":1:other" in server.kept()
    server.stop()
    assert kept.get("page") is None


def test_a_limit_holds_while_it_is_away(
    kept: Cache, server: redis.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else whoever makes the cache fall may guess at passwords without end."""
    monkeypatch.setattr(ratelimit, "cache", kept)
    assert _tries(12) == [True] * 10 + [False] * 2
    server.stop()
    assert _tries(12) == [True] * 10 + [False] * 2


def test_a_limit_holds_whichever_thread_or_process_is_asked(
    kept: Cache, server: redis.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Django makes a cache a thread, and the server ends threads that are idle and begins others."""
    server.stop()
    monkeypatch.setattr(ratelimit, "cache", kept)
    assert _tries(10) == [True] * 10
    monkeypatch.setattr(ratelimit, "cache", Cache(server.url, {}))
    assert _tries(1) == [False]
    cache._lines.clear()  # as another process begins
    monkeypatch.setattr(ratelimit, "cache", Cache(server.url, {}))
    assert _tries(1) == [False]


def _tries(count: int) -> list[bool]:
    """Whether each of so many tries to guess a writer's password is let through, ten a minute."""
    request = RequestFactory().post("/-/account/login/")
    asked = {"app": "account", "action": "guess", "config": {"guess": "10/m/key"}, "key": "a writer"}
    return [ratelimit.consume(request, **asked) is not None for _ in range(count)]

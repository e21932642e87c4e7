"""The newsroom's cache on Valkey or Redis (`CACHE_URL`); while that is away, in files as without it."""

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from dateline.house.home import home

log = logging.getLogger(__name__)
Given = TypeVar("Given")
# How long a server that did not answer is left alone. Each attempt may cost a request the time-out below.
ASK_AGAIN_SECONDS = 5.0
TIMEOUT_SECONDS = 1.0
# Lies among the files while the server is away, so that of several processes one throws away what was kept before.
_MARK, _MARK_SECONDS = "dateline:away", 60


class _Line:
    """What this process knows of its line to a server, whichever thread asks: Django makes a cache a thread."""

    def __init__(self) -> None:
        self.away_at: float | None = None
        self.first = threading.Lock()


_lines: dict[str, _Line] = defaultdict(_Line)


class Cache(RedisCache):
    """Django's own. A server that is away costs no reader and no editor anything, and lifts no limit.

    Counts of who asked how often go on in this node's own files meanwhile. What was kept there by an earlier
    absence is thrown away first.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {"socket_connect_timeout": TIMEOUT_SECONDS, "socket_timeout": TIMEOUT_SECONDS}
        super().__init__(server, params | {"OPTIONS": options | params.get("OPTIONS", {})})
        self._meanwhile = FileBasedCache(str(home() / "cache"), params | {"OPTIONS": {"MAX_ENTRIES": 20_000}})
        self._line = _lines[server]

    def add(self, key: Any, *arguments: Any, **named: Any) -> Any:
        return self._ask("add", key, *arguments, **named)

    def get(self, key: Any, *arguments: Any, **named: Any) -> Any:
        return self._ask("get", key, *arguments, **named)

    def set(self, key: Any, *arguments: Any, **named: Any) -> Any:
        return self._ask("set", key, *arguments, **named)

    def touch(self, key: Any, *arguments: Any, **named: Any) -> Any:
        return self._ask("touch", key, *arguments, **named)

    def delete(self, key: Any, *arguments: Any, **named: Any) -> Any:
        return self._ask("delete", key, *arguments, **named)

    def get_many(self, keys: Any, *arguments: Any, **named: Any) -> Any:
        return self._ask("get_many", keys, *arguments, **named)

    def has_key(self, key: Any, *arguments: Any, **named: Any) -> Any:
        return self._ask("has_key", key, *arguments, **named)

    def incr(self, key: Any, *arguments: Any, **named: Any) -> Any:
        return self._ask("incr", key, *arguments, **named)

    def set_many(self, data: Any, *arguments: Any, **named: Any) -> Any:
        return self._ask("set_many", data, *arguments, **named)

    def delete_many(self, keys: Any, *arguments: Any, **named: Any) -> Any:
        return self._ask("delete_many", keys, *arguments, **named)

    def clear(self) -> Any:
        return self._ask("clear")

    def _ask(self, verb: str, *arguments: Any, **named: Any) -> Any:
        line = self._line
        if line.away_at is not None and time.monotonic() - line.away_at < ASK_AGAIN_SECONDS:
            return getattr(self._meanwhile, verb)(*arguments, **named)
        there: Callable[..., Any] = getattr(super(), verb)
        try:
            answer = there(*arguments, **named)
        except RedisError as cause:
            self._note_away(cause)
            return getattr(self._meanwhile, verb)(*arguments, **named)
        if line.away_at is not None:
            log.error("the cache (CACHE_URL) is back")
            line.away_at = None
            self._meanwhile.delete(_MARK)
        return answer

    def _note_away(self, cause: RedisError) -> None:
        with self._line.first:
            if self._line.away_at is None:
                log.error("the cache (CACHE_URL) cannot be reached, files stand in for it: %s", cause)
                if self._meanwhile.add(_MARK, True, _MARK_SECONDS):
                    self._meanwhile.clear()
            self._meanwhile.set(_MARK, True, _MARK_SECONDS)
            self._line.away_at = time.monotonic()

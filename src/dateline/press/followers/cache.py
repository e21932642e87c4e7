"""A cache in front of the paper: told to forget what has changed, and believed once it shows what lies here.

Wagtail's backends speak with it: HTTP for Varnish and whatever else knows PURGE, Cloudflare, CloudFront. They tell a
failure to their log alone, so what they log is heard here, and each page is fetched through the cache afterwards.
"""

import logging
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import urllib3
from django.utils.encoding import iri_to_uri

from dateline.house import clock
from dateline.house.paper import paper
from dateline.house.printing import FOR_EVER
from dateline.press import files, rules
from dateline.press.errors import NotReached
from dateline.press.models import Press, Receipt
from dateline.press.rules import CacheAt, CacheKind

Did = Receipt.Did
Standing = files.Lying | files.Mark | None
AT_ONCE = 8
TIMEOUT = urllib3.Timeout(connect=3, read=15)
# A purge takes a while to reach every edge; and each one is paid for, or counted.
PURGE_AGAIN_SECONDS = {CacheKind.HTTP: 1.0, CacheKind.CLOUDFLARE: 30.0, CacheKind.CLOUDFRONT: 300.0}
LOOK_AGAIN_SECONDS = {CacheKind.HTTP: 0.0, CacheKind.CLOUDFLARE: 2.0, CacheKind.CLOUDFRONT: 2.0}
_LOG = "wagtail.frontendcache"


class Cache:
    """Has a cache forget pages by their address, and confirms a page when the cache shows what lies here."""

    kind: str = Press.Kind.CACHE

    def __init__(self, at: CacheAt) -> None:
        self.name = at.name
        self._at = at
        self._purged: dict[str, tuple[Standing, float]] = {}
        self._not_before: dict[str, float] = {}

    def bring(self, paths: Sequence[str]) -> Mapping[str, str]:
        """Forget these, then look: what the cache does not show yet is left out, and tried again."""
        moment = time.monotonic()
        due = [path for path in paths if self._not_before.get(path, 0.0) <= moment]
        found: dict[str, Standing] = {path: files.lying(path) for path in due}
        asked = {path: lying for path, lying in found.items() if not _names_its_bytes(lying)}
        try:
            self._purge(
                {path: lying for path, lying in asked.items() if self._is_to_forget(path, lying, moment)}
            )
            with ThreadPoolExecutor(AT_ONCE) as pool:
                shown = dict(zip(asked, pool.map(self._shows, asked.items()), strict=True))
        except urllib3.exceptions.HTTPError as cause:
            raise NotReached(f"{self._base} does not answer: {cause}") from cause
        for path, is_so in shown.items():
            self._note(path, asked[path], is_so, moment)
        return {path: _did(lying) for path, lying in found.items() if shown.get(path, True)}

    def _is_to_forget(self, path: str, lying: Standing, moment: float) -> bool:
        """Everything, or only what is taken down; not again and again while the cache is still at it."""
        if isinstance(lying, files.Lying) and not self._at.purges_all:
            return False  # what is our own is kept for seconds, what is licensed not at all
        before, purged_at = self._purged.get(path, (None, float("-inf")))
        return before != lying or moment - purged_at >= PURGE_AGAIN_SECONDS[self._at.kind]

    def _note(self, path: str, lying: Standing, is_shown: bool, moment: float) -> None:
        if is_shown:
            self._purged.pop(path, None)
            self._not_before.pop(path, None)
        else:
            purged_at = self._purged.get(path, (None, moment))[1]
            self._purged[path] = (lying, purged_at)
            self._not_before[path] = moment + LOOK_AGAIN_SECONDS[self._at.kind]

    def _purge(self, wanted: Mapping[str, Standing]) -> None:
        """Have these forgotten, which lay here so. Raises NotReached when the cache will not forget."""
        if not wanted:
            return
        if self._at.kind is CacheKind.HTTP:
            self._ask("HEAD", next(iter(wanted)))  # Wagtail's HTTP backend waits for ever; this does not
        with _failures() as failures:
            self._backend.purge_batch([paper().absolute(iri_to_uri(path)) for path in wanted])
        if failures:
            raise NotReached(f"{self.name} will not forget: {failures[0]}")
        moment = time.monotonic()
        self._purged |= {path: (lying, moment) for path, lying in wanted.items()}

    @cached_property
    def _backend(self) -> Any:
        """Wagtail's own for this kind."""
        from wagtail.contrib.frontend_cache import backends

        at = self._at
        if at.kind is CacheKind.HTTP:
            return backends.HTTPBackend({"LOCATION": at.place})
        if at.kind is CacheKind.CLOUDFLARE:
            return backends.CloudflareBackend({"ZONEID": at.place, "BEARER_TOKEN": at.secret})
        credentials = {"AWS_ACCESS_KEY_ID": at.key or None, "AWS_SECRET_ACCESS_KEY": at.secret or None}
        return backends.CloudfrontBackend({"DISTRIBUTION_ID": at.place, **credentials})

    @property
    def _base(self) -> str:
        """Where readers, and we, find the paper through this cache."""
        return self._at.place.rstrip("/") if self._at.kind is CacheKind.HTTP else paper().url

    @cached_property
    def _pool(self) -> urllib3.PoolManager:
        # Named by whoever runs the machine, and by nobody else: no guard stands between (decision 0016).
        return urllib3.PoolManager(maxsize=AT_ONCE, timeout=TIMEOUT, retries=False)

    def _ask(self, method: str, path: str) -> urllib3.BaseHTTPResponse:
        headers = {
            "Host": urlsplit(paper().url).netloc,
            "Accept-Encoding": "identity",
            "User-Agent": "Dateline press",
        }
        address = self._base + iri_to_uri(path)
        return self._pool.request(method, address, headers=headers, redirect=False)

    def _shows(self, wanted: tuple[str, Standing]) -> bool:
        path, lying = wanted
        return shows(self._ask("GET", path), lying, clock.now())


def shows(answer: urllib3.BaseHTTPResponse, lying: Standing, at: datetime) -> bool:
    """Whether this answer is what lies here: these bytes, this status; of what is licensed, that it is not kept."""
    if lying is None:
        return answer.status in (404, 410)
    if isinstance(lying, files.Mark):
        # A page of notice has the status of the page that stood there, and says that nobody is to keep it.
        is_told = lying.status != 200 or "no-store" in answer.headers.get("Cache-Control", "")
        return answer.status == lying.status and is_told
    sidecar = lying.sidecar
    if sidecar.licensed or not lying.is_open:
        is_passed = any(word in answer.headers.get("Cache-Control", "") for word in ("no-cache", "no-store"))
        left, _ = rules.standing_at(lying.contents[""], files.places(sidecar.ranges), at)
        return is_passed or (answer.status == sidecar.status and answer.data == left)
    return answer.status == sidecar.status and files.content_hash(answer.data) == sidecar.hashes[""]


def _names_its_bytes(lying: Standing) -> bool:
    """Our own picture or style sheet: no cache holds another under its address."""
    return (
        isinstance(lying, files.Lying)
        and lying.is_open
        and ("Cache-Control", FOR_EVER) in lying.sidecar.headers
    )


def _did(lying: Standing) -> Did:
    if lying is None:
        return Did.MISSING
    if isinstance(lying, files.Mark):
        return Did.WITHDRAWN
    return Did.KEPT_OUT if lying.sidecar.licensed else Did.PRINTED


@contextmanager
def _failures() -> Iterator[list[str]]:
    """What Wagtail's backends log on this thread within this; that nothing was kept there is no failure."""
    heard: list[str] = []
    own = threading.get_ident()

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == own and 404 not in (record.args or ()):
                heard.append(record.getMessage())

    ear = Ear(logging.ERROR)
    logger = logging.getLogger(_LOG)
    logger.addHandler(ear)
    try:
        yield heard
    except NotReached:
        raise
    except Exception as cause:  # each backend has a library of its own, with failures of its own
        raise NotReached(f"it will not forget: {cause}") from cause
    finally:
        logger.removeHandler(ear)

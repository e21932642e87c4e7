"""In which country a reader is: by the header of a proxy that is trusted, else by the operator's file of addresses.

Nobody knows it of whom neither says it, and a story that is bound to a territory is not for them (R21).
"""

import logging
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import maxminddb
from django.conf import settings

from dateline.config import proxies
from dateline.config.environment import Environment
from dateline.licences.rules.countries import COUNTRIES

log = logging.getLogger(__name__)
UNKNOWN = ""
# A file is replaced every week or so; looked at each time, it would cost what the page costs.
LOOK_AGAIN_SECONDS = 30.0


class CountryFile:
    """A database of countries by address, opened again when another file lies there. Safe among threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._turns = threading.Lock()
        self._reader: maxminddb.Reader | None = None
        self._identity: tuple[int, int] | None = None
        self._look_at = 0.0

    def country_of(self, address: proxies.Address) -> str:
        """The country of an address; UNKNOWN where the file does not say, or cannot be read."""
        reader = self._current()
        if reader is None:
            return UNKNOWN
        try:
            return country_in(reader.get(address))
        except (
            ValueError,
            maxminddb.InvalidDatabaseError,
        ):  # an IPv6 address, and a file of IPv4 alone; a spoilt file
            return UNKNOWN

    def _current(self) -> maxminddb.Reader | None:
        moment = time.monotonic()
        if moment < self._look_at:
            return self._reader
        with self._turns:
            self._look_at = moment + LOOK_AGAIN_SECONDS
            try:
                stat = self.path.stat()
                identity = (stat.st_ino, stat.st_mtime_ns)
                if identity != self._identity:
                    # In memory and not mapped: a file that is written over in place would take the process down.
                    self._reader = maxminddb.open_database(self.path, maxminddb.MODE_MEMORY)
                    self._identity = identity
            except (OSError, maxminddb.InvalidDatabaseError) as cause:
                if self._identity is not None or self._reader is None:
                    log.error("%s cannot be read (%s): nobody knows where readers are", self.path, cause)
                self._reader, self._identity = None, None
            return self._reader


def unreadable(path: Path) -> str:
    """Why this file cannot be asked for countries; "" when it can."""
    try:
        with maxminddb.open_database(path):
            return ""
    except (OSError, maxminddb.InvalidDatabaseError) as cause:
        return str(cause)


def country_in(record: object) -> str:
    """The country of a record, as MaxMind, DB-IP and IPinfo write one; UNKNOWN for who hides behind a proxy."""
    if not isinstance(record, Mapping):
        return UNKNOWN
    traits = record.get("traits")
    if isinstance(traits, Mapping) and (traits.get("is_anonymous_proxy") or traits.get("is_anonymous")):
        return UNKNOWN
    found = record.get("country")
    if isinstance(found, Mapping):
        found = found.get("iso_code")
    return _known(record.get("country_code", found))


def country_of(environ: Mapping[str, Any]) -> str:
    """The country of whoever sent this request, as it came to us: before anything of its headers is taken out."""
    said: Environment = settings.ENVIRONMENT
    if not said.country_header and said.country_file is None:
        return UNKNOWN
    peer = proxies.read(environ.get("REMOTE_ADDR", ""))
    if peer is None:
        return UNKNOWN
    is_trusted = proxies.is_within(peer, said.trusted_proxies)
    if said.country_header and is_trusted:
        named = environ.get(f"HTTP_{said.country_header.upper().replace('-', '_')}")
        if named is not None:
            return _known(named.strip())
    if said.country_file is None:
        return UNKNOWN
    client = (
        proxies.client(peer, environ.get("HTTP_X_FORWARDED_FOR", ""), said.trusted_proxies)
        if is_trusted
        else peer
    )
    return _file(said.country_file).country_of(client)


def _known(word: object) -> str:
    """A country of ISO 3166-1; UNKNOWN for XX, T1, EU and whatever else stands for nobody's country."""
    code = word.upper() if isinstance(word, str) else ""
    return code if code in COUNTRIES else UNKNOWN


_files: dict[Path, CountryFile] = {}


def _file(path: Path) -> CountryFile:
    if path not in _files:
        _files[path] = CountryFile(path)
    return _files[path]

"""Feeds and messages over HTTP: one address, asked again with what it said last time."""

from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from dateline.house.fetching.fetcher import Answer, Wanted, fetch
from dateline.licences.parsers.sources import KEY_HEADERS
from dateline.licences.rules import Source
from dateline.wire.errors import SourceFailed, TryLater
from dateline.wire.folders.gathering import Message
from dateline.wire.rules.polling import retry_after
from dateline.wire.sources.asking import guard_for, keep_in, secret_of, turn_at
from dateline.wire.sources.collected import Collected, Place

_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/json, application/xml, text/xml;q=0.9, */*;q=0.5"
)
# Feeds are sent as nearly anything, text/html and octet-stream among it; these are certainly none.
_REFUSED = ("image/", "video/", "audio/", "font/", "application/zip", "application/pdf")
_BUSY = (429, 503)
SECONDS = 60.0
MOST_BYTES = 20_000_000


def collect(source: Source, place: Place, folder: Path, at: datetime) -> Collected:
    """What the address has, unless it says that nothing has changed. Raises SourceFailed or NotFetched."""
    answer = ask(source, source.location, _conditions(place), at)
    if answer.status == 304:
        return Collected(place=place)
    path = keep_in(folder, 1, answer.body)
    standing = Place(answer.headers.get("etag", "")[:500], answer.headers.get("last-modified", "")[:100])
    return Collected((Message(path, called=source.location),), standing)


def ask(source: Source, url: str, headers: dict[str, str], at: datetime) -> Answer:
    """The answer 200 or 304 of a source's server. Raises SourceFailed for any other, TryLater where it asks for it."""
    wanted = Wanted(
        url,
        headers={"Accept": _ACCEPT} | headers,
        secret=secret_header(source),
        most_bytes=MOST_BYTES,
        seconds=SECONDS,
    )
    host = urlsplit(url).hostname or ""
    with turn_at(host):
        answer = fetch(wanted, guard_for(source))
    kind = answer.headers.get("content-type", "").lower()
    if answer.status == 200 and kind.startswith(_REFUSED):
        raise SourceFailed(
            f"{host} sent {kind[:60]}, which is no feed; ask the partner for the right address"
        )
    if answer.status in (200, 304):
        return answer
    reason = f"{host} answered {answer.status}{_MEANT.get(answer.status, '')}"
    if answer.status in _BUSY:
        raise TryLater(reason, retry_after(answer.headers.get("retry-after", ""), at))
    raise SourceFailed(reason, answer.status)


_MEANT = {
    401: ": it wants a key, or another one",
    403: ": we may not have it; ask the partner",
    404: ": there is nothing at this address",
    410: ": the feed is gone for good; ask the partner where it is now",
    429: ": we ask too often",
    503: ": it is too busy",
}


def _conditions(place: Place) -> dict[str, str]:
    named = {"If-None-Match": place.etag, "If-Modified-Since": place.modified}
    return {name: value for name, value in named.items() if value}


def secret_header(source: Source) -> dict[str, str]:
    """The header that opens the source's server; empty where none is wanted. Raises SourceFailed when it is not set."""
    value = secret_of(source)
    return {source.key_header or KEY_HEADERS[source.paging]: value} if value else {}

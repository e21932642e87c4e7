"""Which hands fetch from which kind of source."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from dateline.licences.rules import Source, SourceKind
from dateline.wire.sources import paging, web
from dateline.wire.sources.collected import Collected, Place

Collect = Callable[[Source, Place, Path, datetime], Collected]


def collect(source: Source, place: Place, folder: Path, at: datetime, known: dict[str, str]) -> Collected:
    """What a source has for us, fetched into `folder`; `known` files with their stamps are passed over.

    Raises SourceFailed, NotFetched or OSError, each with its reason.
    """
    if source.paging:
        return paging.collect(source, place, folder, at)
    if source.kind in (SourceKind.HTTP, SourceKind.RSS):
        return web.collect(source, place, folder, at)
    raise NotImplementedError(source.kind)

"""Which hands fetch from which kind of source."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from dateline.licences.rules import Source, SourceKind
from dateline.wire.sources import ftp, mail, paging, servers, sftp, web
from dateline.wire.sources.collected import Collected, Place


def collect(
    source: Source,
    place: Place,
    folder: Path,
    at: datetime,
    *,
    known: Mapping[str, str],
    wanted: frozenset[str] = frozenset(),
) -> Collected:
    """What a source has for us, fetched into `folder`.

    `known`: files with their stamps that are passed over. `wanted`: names of pictures that are missing still.
    Raises SourceFailed, NotFetched or OSError, each with its reason.
    """
    if source.kind is SourceKind.MAIL:
        return mail.collect(source, place, folder, at)
    if source.kind is SourceKind.FTP:
        hands = sftp if source.location.startswith("sftp://") else ftp
        with hands.session(source) as files:
            return servers.gather(files, source.location, place, folder, known=known, wanted=wanted)
    if source.paging:
        return paging.collect(source, place, folder, at)
    return web.collect(source, place, folder, at)

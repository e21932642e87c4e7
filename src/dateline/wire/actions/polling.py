"""Polls one source: all that it has is fetched first, then filed, kills before all else."""

import logging
import random
import shutil
import tempfile
import time
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from dateline.house.errors import DatelineError
from dateline.house.home import home
from dateline.wire.actions import picturing, sourcing
from dateline.wire.actions.filing import Receipt
from dateline.wire.actions.receiving import receive_messages
from dateline.wire.errors import TryLater
from dateline.wire.folders.gathering import Message
from dateline.wire.folders.watching import Ready
from dateline.wire.models import Source, SourceFile
from dateline.wire.sources.collected import Place
from dateline.wire.sources.collecting import collect

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Polled:
    """What came of one poll: a receipt an item, or why there is none."""

    source: Source
    receipts: tuple[Receipt, ...] = ()
    error: str = ""


def poll(row: Source, at: datetime) -> Polled | None:
    """Fetch and file what a source has; None when somebody else is at it.

    What fails is kept beside the source with its reason and tried again later; nothing is lost, since where we
    stand with the server is kept only once everything is filed.
    """
    if not sourcing.claim(row, at):
        return None
    row.refresh_from_db()  # where we stand may have moved since it was looked up
    folder = _spool(row)
    try:
        return _poll(row, folder, at)
    except (DatelineError, OSError) as cause:
        asked = cause.seconds if isinstance(cause, TryLater) else 0.0
        sourcing.failed(row, _words(cause), asked=asked, at=at, chance=_chance())
        return Polled(row, error=_words(cause))
    except Exception as fault:
        log.exception("source %s", row)
        sourcing.failed(row, f"{type(fault).__name__}: {fault}", at=at, chance=_chance())
        return Polled(row, error=f"{type(fault).__name__}: {fault}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def take_from_folder(row: Source, ready: Sequence[Ready], at: datetime) -> Polled:
    """File what lies ready in a folder; the files stay where their partner laid them."""
    try:
        messages = [Message(each.path, called=f"{row.location}/{each.name}") for each in ready]
        receipts = receive_messages(row.partner, messages, source=row, at=at)
        _remember(row, {each.name: each.stamp for each in ready})
        sourcing.succeeded(row, Place(), receipts, at=at, chance=_chance())
        return Polled(row, tuple(receipts))
    except (DatelineError, OSError) as cause:
        sourcing.failed(row, _words(cause), at=at, chance=_chance())
        return Polled(row, error=_words(cause))


def forget_files(row: Source, names: AbstractSet[str]) -> None:
    """Files that lie there no more; laid there again, they are received again."""
    some = sorted(names)
    for start in range(0, len(some), 500):
        SourceFile.objects.filter(source=row, name__in=some[start : start + 500]).delete()


def sweep() -> None:
    """Remove what polls left that died with their process; those under way are younger."""
    for folder in (home() / "spool").glob("*"):
        if time.time() - folder.stat().st_mtime > sourcing.CLAIM.total_seconds():
            shutil.rmtree(folder, ignore_errors=True)


def _poll(row: Source, folder: Path, at: datetime) -> Polled:
    place = Place(row.etag, row.modified, dict(row.cursor))
    known = dict(row.files.values_list("name", "stamp"))
    wanted = picturing.wanted_names(row, at)
    found = collect(row.read, place, folder, at, known=known, wanted=wanted)
    receipts = receive_messages(row.partner, found.messages, source=row, at=at)
    _remember(row, found.files)
    forget_files(row, found.gone)
    if wanted:
        picturing.look_again(row, folder, at)
    picturing.want_pictures(row, at)
    sourcing.succeeded(row, found.place, receipts, at=at, chance=_chance())
    return Polled(row, tuple(receipts))


@transaction.atomic
def _remember(row: Source, files: dict[str, str]) -> None:
    """Know these files again by name and stamp."""
    SourceFile.objects.bulk_create(
        [SourceFile(source=row, name=name, stamp=stamp) for name, stamp in files.items()],
        update_conflicts=True, unique_fields=["source", "name"], update_fields=["stamp"],
    )  # fmt: skip


def _spool(row: Source) -> Path:
    above = home() / "spool"
    above.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f"{row.pk}-", dir=above))


def _words(cause: Exception) -> str:
    return (str(cause).replace("\n", " ") or type(cause).__name__)[:1000]


def _chance() -> float:
    return random.random()  # noqa: S311 - spreads polls, guards nothing

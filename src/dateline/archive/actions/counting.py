"""Counts what is read most, from the built-in server's files: paths and numbers, no readers."""

import logging
import os
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import F

from dateline.archive import queries
from dateline.archive.errors import UnreadableCounts
from dateline.archive.models import Leader, Reading, ReadingsFile
from dateline.archive.parsers.readings import MinuteCounts, by_hour, parse_counts
from dateline.house import notices
from dateline.house.home import home, node
from dateline.licences import viewed
from dateline.stories.models import Story

log = logging.getLogger(__name__)

PLACES = 10  # five are shown; the rest stands in for what a licence ends
LANGUAGES = ("en", "ko")
KEPT_FOR = timedelta(days=8)
FILE_KEPT_FOR = timedelta(days=2)
# What nginx writes is one file for ever; from this size on it is emptied once it is read.
ONE_FILE = "nginx.jsonl"
EMPTIED_FROM = 16 * 1024 * 1024
MOST_AT_ONCE = 4 * 1024 * 1024  # bytes of one file in one transaction


def readings_folder() -> Path:
    """Where the server leaves a file a day and worker, a line a minute."""
    return home() / "press" / "readings"


def count_readings(at: datetime) -> int:
    """Add up what the server counted since the last time, and rank it; how many readings were new.

    Posts `archive.most-read` for each edition whose list has changed. Safe to repeat and to interrupt: a
    file's place is kept in the transaction that keeps its counts.
    """
    found = sorted(readings_folder().glob("*.jsonl"))
    files = [path for path in found if path.is_file() and not path.is_symlink()]
    counted = sum(_count(path, at) for path in files)
    Reading.objects.filter(hour__lt=at - KEPT_FOR).delete()
    for path in files:
        _clear(path, at)
    for language in LANGUAGES:
        _rank(language, at)
    return counted


def _name(path: Path) -> str:
    """Its name among the files of all nodes: each node numbers its processes by itself."""
    return path.name if node() == "local" else f"{node()}/{path.name}"


@transaction.atomic
def _count(path: Path, at: datetime) -> int:
    place, _ = ReadingsFile.objects.get_or_create(name=_name(path), defaults={"read_at": at})
    start = place.offset if place.offset <= path.stat().st_size else 0  # shorter than we had read: a new file
    with path.open("rb") as file:
        file.seek(start)
        new = file.read(MOST_AT_ONCE)
    whole = new[: new.rfind(b"\n") + 1]  # a line still being written waits for the next time
    if not whole:
        return 0
    counted = sum(_keep(hour, counts) for hour, counts in by_hour(_minutes(path, whole, at)).items())
    place.offset, place.read_at = start + len(whole), at
    place.save()
    return counted


def _minutes(path: Path, lines: bytes, at: datetime) -> list[MinuteCounts]:
    found = []
    for line in lines.splitlines():
        try:
            minute = parse_counts(line)
        except UnreadableCounts as refused:
            log.warning("%s: %s", path.name, refused)
            continue
        if at - KEPT_FOR < minute.minute <= at + timedelta(minutes=5):
            found.append(minute)
    return found


def _keep(hour: datetime, counts: Counter[str]) -> int:
    at_address = queries.stories_at(counts)
    for address, pk in at_address.items():
        Reading.objects.get_or_create(story_id=pk, hour=hour)
        Reading.objects.filter(story_id=pk, hour=hour).update(times=F("times") + counts[address])
    _keep_for_partners(hour, {pk: counts[address] for address, pk in at_address.items()})
    return sum(counts[address] for address in at_address)


def _keep_for_partners(hour: datetime, times: Mapping[int, int]) -> None:
    """What a partner's statement tells of its stories, which outlives the week that readings are kept."""
    found = Story.objects.filter(pk__in=times, partner__isnull=False).select_related("partner", "locale")
    for story in found.only("pk", "guid", "partner", "locale"):
        viewed.add(story.partner, story.guid, story.language, hour=hour, times=times[story.pk])


def _clear(path: Path, at: datetime) -> None:
    """Remove a file that is read to its end and has not grown for two days; empty one that nginx goes on writing."""
    stat = path.stat()
    place = ReadingsFile.objects.filter(name=_name(path)).first()
    if place and place.offset >= stat.st_size and path.name == ONE_FILE and stat.st_size > EMPTIED_FROM:
        os.truncate(path, 0)  # it appends: its next line begins the file
        ReadingsFile.objects.filter(pk=place.pk).update(offset=0)
    elif place and place.offset >= stat.st_size and stat.st_mtime < (at - FILE_KEPT_FOR).timestamp():
        path.unlink()
        place.delete()


@transaction.atomic
def _rank(language: str, at: datetime) -> None:
    ranked = queries.most_read(language, at, PLACES)
    if ranked == queries.leaders(language):
        return
    Leader.objects.filter(language=language).delete()
    Leader.objects.bulk_create(
        Leader(language=language, place=place, story_id=pk) for place, pk in enumerate(ranked, start=1)
    )
    notices.post(f"most-read:{language}", "archive.most-read", tags=[f"most-read:{language}"])

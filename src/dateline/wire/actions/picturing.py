"""Attaches pictures that come after their items: laid beside them later, or fetched over HTTP."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.db.models import F, QuerySet

from dateline.house.errors import NotAllowed, NotFetched
from dateline.house.fetching import addresses
from dateline.house.fetching.fetcher import Wanted, fetch
from dateline.licences.rules import SourceKind
from dateline.wire.actions.entering import kept_fields, tell
from dateline.wire.errors import NotAPicture, SourceFailed
from dateline.wire.folders.beside import SIZE_LIMIT, Found, check, look_up
from dateline.wire.models import Source, WireItem, WirePicture
from dateline.wire.rules import RECALLED, Picture
from dateline.wire.sources import web
from dateline.wire.sources.asking import guard_for, turn_at

FETCHED_FOR = (SourceKind.HTTP, SourceKind.RSS)
# A folder's picture may be this late; one over HTTP is tried so often, a minute, two, four … hours apart.
LATE = timedelta(days=2)
TRIES = 10
_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=6)
_SECONDS = 60.0
_TYPES = ("image/", "application/octet-stream", "binary/octet-stream")


def look_again(row: Source, folder: Path, at: datetime) -> int:
    """Attach what has been laid into a source's folder since; how many were attached."""
    attached = 0
    for picture in _missing(row).filter(version__received_at__gte=at - LATE):
        found = look_up(Picture(href=picture.href, hrefs=tuple(picture.hrefs)), folder)
        if found.is_picture and not _is_recalled(picture):
            _attach(picture, found)
            attached += 1
    return attached


def wanted_names(row: Source, at: datetime) -> frozenset[str]:
    """File names of pictures that a server's messages named and that were not there yet."""
    if row.kind != SourceKind.FTP:
        return frozenset()
    missing = _missing(row).filter(version__received_at__gte=at - LATE)
    hrefs = (href for picture in missing for href in picture.hrefs or [picture.href])
    return frozenset(unquote(href).replace("\\", "/").rpartition("/")[2] for href in hrefs) - {""}


def want_pictures(row: Source, at: datetime) -> None:
    """Have the pictures fetched that the newest items of this source name by an address."""
    if row.kind in FETCHED_FOR:
        unasked = _missing(row).filter(tries=0, try_at=None, version__received_at__gte=at - LATE)
        wanted = [picture.pk for picture in unasked if any(_urls(picture, row))]
        WirePicture.objects.filter(pk__in=wanted).update(try_at=at)


def wanting(at: datetime) -> list[Source]:
    """The sources that have pictures to fetch now."""
    due = WirePicture.objects.filter(state=WirePicture.State.MISSING, try_at__lte=at)
    return list(
        Source.objects.filter(pk__in=due.values("version__delivery__source")).select_related("partner")
    )


def fetch_pictures(row: Source, at: datetime) -> int:
    """Fetch the pictures of a source that are due, one after another; how many were attached.

    What cannot be had is tried again later, and says why it is missing.
    """
    attached = 0
    for picture in _missing(row).filter(try_at__lte=at).order_by("try_at", "pk"):
        if _is_recalled(picture):
            _give_up(picture, "the sender has recalled this picture")
            continue
        try:
            _attach(picture, _fetched(picture, row))
            attached += 1
        except (NotFetched, NotAPicture, SourceFailed) as cause:
            _try_later(picture, cause, at)
    return attached


def _missing(row: Source) -> QuerySet[WirePicture]:
    """Missing pictures of the versions that count, of what came from this source."""
    return WirePicture.objects.filter(
        state=WirePicture.State.MISSING, version__delivery__source=row, version=F("version__item__current")
    ).select_related("version__item__partner", "version__delivery")


def _urls(picture: WirePicture, row: Source) -> Iterator[str]:
    """The addresses that a picture may be fetched from, in the sender's order."""
    for href in picture.hrefs or [picture.href]:
        try:
            yield addresses.read(href, base=row.location).href
        except NotAllowed:
            continue


def _fetched(picture: WirePicture, row: Source) -> Found:
    """The first of a picture's addresses that gives one. Raises what the last one said."""
    fault: NotFetched | NotAPicture | SourceFailed = NotFetched("no address that may be asked")
    for url in _urls(picture, row):
        try:
            return _asked(url, row)
        except (NotFetched, NotAPicture, SourceFailed) as cause:
            fault = cause
    raise fault


def _asked(url: str, row: Source) -> Found:
    parts = urlsplit(url)
    # The source's own server may want its key for pictures too; nobody else is sent it.
    is_own = addresses.read(url).origin == addresses.read(row.location).origin
    secret = web.secret_header(row.read) if is_own else {}
    wanted = Wanted(url, secret=secret, types=_TYPES, most_bytes=SIZE_LIMIT, seconds=_SECONDS)
    with turn_at(parts.hostname or ""):
        answer = fetch(wanted, guard_for(row.read))
    if answer.status != 200:
        raise NotFetched(f"{parts.hostname} answered {answer.status} for the picture")
    name = unquote(parts.path).rpartition("/")[2] or "picture"
    return Found("", answer.body, name, *check(answer.body, name))


def _is_recalled(picture: WirePicture) -> bool:
    """Whether the sender has recalled the picture, or the item that it belongs to (R14)."""
    item = picture.version.item
    if item.state in RECALLED:
        return True
    if not picture.guid or picture.guid == item.guid:
        return False
    return WireItem.objects.filter(partner=item.partner, guid=picture.guid, state__in=RECALLED).exists()


@transaction.atomic
def _attach(picture: WirePicture, found: Found) -> None:
    for name, value in kept_fields(found).items():
        setattr(picture, name, value)
    picture.try_at = None
    picture.save()
    tell(picture.version.item, "wire.pictured")


def _try_later(picture: WirePicture, cause: Exception, at: datetime) -> None:
    """Keep why it did not come, and when it is tried again; what must not be asked for never is."""
    tries = picture.tries + 1
    pause = min(_FIRST_PAUSE * 2 ** (tries - 1), _LONGEST_PAUSE)
    is_over = tries >= TRIES or isinstance(cause, NotAllowed)
    WirePicture.objects.filter(pk=picture.pk).update(
        tries=tries, reason=str(cause)[:600], try_at=None if is_over else at + pause
    )


def _give_up(picture: WirePicture, reason: str) -> None:
    WirePicture.objects.filter(pk=picture.pk).update(reason=reason, try_at=None)

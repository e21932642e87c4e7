"""Writes down what each follower is to be given, in the transaction of what it hangs on: nothing is forgotten."""

from collections.abc import Iterable
from itertools import islice

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from dateline.house import clock
from dateline.house.home import node
from dateline.press import files, followers
from dateline.press.models import Copy, PrintedPage

_AT_ONCE = 500


def owe(paths: Iterable[str], version: int, *, urgent: bool = False) -> None:
    """Every follower owes these pages, as they lie on the local press from `version` on.

    `urgent`: what is withdrawn or has become licensed; it goes before all that waits.
    """
    wanted = list(paths)
    for follower in followers.configured():
        for start in range(0, len(wanted), _AT_ONCE):
            _owe(follower.name, wanted[start : start + _AT_ONCE], version, urgent)


def owe_everything(press: str) -> None:
    """A follower that is new owes every page that lies on this node's press, and every page ever withdrawn."""
    at = clock.now()
    for path in files.all_withdrawn():
        Copy.objects.get_or_create(
            press=press, path=path, defaults={"version": 0, "owed_at": at, "is_urgent": True}
        )
    printed = PrintedPage.objects.filter(press=node()).values_list("path", "version")
    rows = (Copy(press=press, path=path, version=version, owed_at=at) for path, version in printed.iterator())
    while some := list(islice(rows, _AT_ONCE)):
        Copy.objects.bulk_create(some, ignore_conflicts=True)


def _owe(press: str, paths: list[str], version: int, urgent: bool) -> None:
    """Two nodes print the same page at their own pace: the newer version is owed, whoever says so first."""
    at = clock.now()
    with transaction.atomic():
        Copy.objects.bulk_create(
            [Copy(press=press, path=path, version=version, owed_at=at) for path in paths],
            ignore_conflicts=True,
        )
        Copy.objects.filter(press=press, path__in=paths).update(
            version=Greatest(F("version"), version), is_owed=True, is_urgent=urgent, owed_at=at
        )

"""The followers that the settings name: folders, a bucket and caches."""

from collections.abc import Iterator

from django.conf import settings

from dateline.press.followers import Follower
from dateline.press.followers.bucket import Bucket
from dateline.press.followers.cache import Cache
from dateline.press.followers.folder import Folder


def followers() -> Iterator[Follower]:
    """One for each of `PRESS_FOLDERS`, one for `STORAGE_URL`, one for each of `CACHES_IN_FRONT`."""
    for name, place in settings.ENVIRONMENT.press_folders:
        yield Folder(name, place)
    if settings.ENVIRONMENT.bucket:
        yield Bucket(settings.ENVIRONMENT.bucket)
    for cache in settings.ENVIRONMENT.caches_in_front:
        yield Cache(cache)

"""The followers that the settings name: folders and a bucket."""

from collections.abc import Iterator

from django.conf import settings

from dateline.press.followers import Follower
from dateline.press.followers.bucket import Bucket
from dateline.press.followers.folder import Folder


def followers() -> Iterator[Follower]:
    """One for each of `PRESS_FOLDERS`, and one for `STORAGE_URL`."""
    for name, place in settings.ENVIRONMENT.press_folders:
        yield Folder(name, place)
    if settings.ENVIRONMENT.bucket:
        yield Bucket(settings.ENVIRONMENT.bucket)

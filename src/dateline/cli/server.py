"""The built-in server as a process of its own: granian, which leaves when `dateline serve` is gone.

The rooms are read once, here, and each worker is a copy of this process: they share the memory that this takes, and one
that is started again serves at once. Nothing is opened here that two processes may not share.
"""

import gc

from dateline.house import watching
from dateline.house.parent import leave_with_parent


def main() -> None:
    """Run granian with the arguments of this process."""
    from granian.cli import entrypoint

    watching.take_part("server")
    leave_with_parent()
    read_rooms()
    entrypoint()  # type: ignore[no-untyped-call]  # granian's own


def read_rooms() -> None:
    """Read what each worker would read for itself: the settings, the rooms, every address."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.config.settings")
    import django
    from django.db import connections
    from django.urls import get_resolver

    django.setup()
    _ = get_resolver().url_patterns
    connections.close_all()
    # What stands now stays: a collector that marks it in a copy would have that copy keep its own of each page.
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main()

"""A node among others: its name is its own, and one that is new begins with what was ever withdrawn."""

import secrets
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction

from dateline.house import atomic_file, notices
from dateline.house.home import home, node
from dateline.press import actions, files, queries
from dateline.press.errors import StillAtWork, TakenName
from dateline.press.models import Copy, Press, PrintedPage

# A node says so often that it is there, and counts as gone when it has been silent for so long.
EVERY_SECONDS = 10.0
SILENT = timedelta(seconds=30)
# A press that is new and finds more notices than this prints the whole paper once, and not notice by notice.
MANY_NOTICES = 500


def enrol(at: datetime) -> float:
    """Say that this node is at work; in how many seconds to say so again.

    Raises TakenName while another node of this name is at work: each would print half of what is posted.
    """
    token = _token()
    with transaction.atomic():
        press, _ = Press.objects.select_for_update().get_or_create(
            name=node(), defaults={"kind": Press.Kind.NODE, "token": token, "seen_at": at}
        )
        # A SQLite file has one node: another token is that of a copy, or of a restored backup.
        if press.token != token and at - press.seen_at < SILENT and connection.vendor == "postgresql":
            raise TakenName(
                f"another node named {node()!r} was at work {(at - press.seen_at).seconds} s ago; "
                "give each its own DATELINE_NODE"
            )
        press.kind, press.token, press.seen_at = Press.Kind.NODE, token, max(at, press.seen_at)
        press.save()
    return EVERY_SECONDS


def begin() -> bool:
    """Have a folder in which nothing lies yet begin at the newest notice; whether it did.

    All that was ever withdrawn is marked, as on every other press. The pages are printed as after an upgrade, all of
    them, and so come back what was withdrawn and is in print again.
    """
    newest = notices.latest()
    place = notices.place_of(queries.hearer())
    if files.is_printed("/") or newest == 0 or (place == 0 and newest <= MANY_NOTICES):
        return False
    actions.withdraw_all(newest)
    notices.keep_place(queries.hearer(), newest)
    return True


def forget(name: str, at: datetime) -> bool:
    """Strike a press off that will not come back: its place, its pages, what it owes; whether there was one.

    Raises StillAtWork for this node and for one that was there a moment ago: such a one would begin at the first
    notice, and take down again whatever was ever withdrawn, though it is in print by now.
    """
    from dateline.house.models import Place

    known = Press.objects.filter(name=name, kind=Press.Kind.NODE).first()
    if name == node() or (known and at - known.seen_at < SILENT):
        raise StillAtWork(
            f"the node {name} is at work; stop it for good, and forget it on another node after half a minute"
        )
    with transaction.atomic():
        found, _ = Press.objects.filter(name=name).delete()
        PrintedPage.objects.filter(press=name).delete()
        Copy.objects.filter(press=name).delete()
        Place.objects.filter(hearer=queries.hearer(name)).delete()
    return bool(found)


def _token() -> str:
    """What tells this folder from every other."""
    path = Path(home() / "press" / "node")
    if not path.exists():
        atomic_file.write(path, secrets.token_hex(16).encode())
    return path.read_text()

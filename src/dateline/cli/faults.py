"""What the machine or the database says no to, as a sentence for the operator."""

import errno
from collections.abc import Iterator

from dateline.house.home import home


def known_fault(fault: Exception) -> str:
    """A sentence for what the machine or the database says no to; empty for what is our own mistake."""
    from django.conf import settings
    from django.db.utils import DatabaseError, InterfaceError

    if isinstance(fault, DatabaseError | InterfaceError) and settings.configured:
        from dateline.house import database

        of_it = _of_the_file if database.is_a_file() else _of_the_server
        if sentence := next(of_it(fault), ""):
            return sentence
    if isinstance(fault, PermissionError | NotADirectoryError):
        return (
            f"{fault.filename or home()} cannot be written or read ({fault.strerror}); "
            "mend its permissions or set DATELINE_HOME"
        )
    if isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
        return f"{fault.filename or home()} cannot be written ({fault.strerror}); make room there"
    return ""


def _of_the_file(fault: Exception) -> Iterator[str]:
    from django.db.utils import OperationalError

    from dateline.house import database

    said, is_operational = str(fault), isinstance(fault, OperationalError)
    if is_operational and "unable to open" in said:
        if database.is_gone():
            yield f"there is no paper in {home()} yet; run `dateline setup`, or set DATELINE_HOME to where it is"
        yield f"{database.name()} cannot be opened; mend its permissions"
    if is_operational and "no such table" in said:
        yield f"the database in {home()} is older than this release; run `dateline setup`"
    if any(word in said for word in ("not a database", "malformed")):
        yield f"{database.name()} is damaged ({fault}); put it back from a backup: `dateline restore`"
    if is_operational and "locked" in said:
        yield f"{database.name()} is held by another program ({fault}); try again"
    if is_operational and "disk" in said:
        yield f"{database.name()} cannot be written ({fault}); make room where {home()} lies"
    if is_operational and "readonly" in said:
        yield f"{database.name()} cannot be written; mend its permissions"


# Classes of SQLSTATE, which are the same whatever language the server speaks (PostgreSQL's manual, appendix A).
_UNDEFINED = ("42P01", "42703")
_HELD = ("55P03", "40P01", "40001")
_NO_ROOM = ("53100",)
_READ_ONLY = ("25006",)


def _of_the_server(fault: Exception) -> Iterator[str]:
    from django.db.utils import InterfaceError, OperationalError

    from dateline.house import database

    state = getattr(fault.__cause__, "sqlstate", None)
    said = " ".join(str(fault).split())
    if state in _UNDEFINED:
        yield f"{database.name()} is empty or older than this release; run `dateline setup`"
    if state in _HELD:
        yield f"{database.name()} is held by another program ({said}); try again"
    if state in _NO_ROOM:
        yield f"{database.name()} cannot be written ({said}); make room on its server"
    if state in _READ_ONLY:
        yield f"{database.name()} only lets itself be read; name the server that takes writes in DATABASE_URL"
    if isinstance(fault, OperationalError | InterfaceError):
        yield f"{database.name()} cannot be reached ({said}); is its server running, and is DATABASE_URL right?"

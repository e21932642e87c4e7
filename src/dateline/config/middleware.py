"""What stands between the server and the newsroom: whether there is a newsroom at all."""

import threading
from collections.abc import Callable
from pathlib import Path

from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse

from dateline.config import away
from dateline.house.home import database

Answer = Callable[[HttpRequest], HttpResponse]
# These answer without the database.
UNTOUCHED = ("/-/health", "/-/ready", "/-/metrics")


class NewsroomAwayMiddleware:
    """Answers 503, with a sentence and `Retry-After`, while the database cannot be reached.

    SQLite goes on writing into a file that was moved away, through the handle that it holds; so the file
    is looked for at each request, and a handle on another file than the one that lies there is closed. Each
    thread has handles of its own, and so a memory of its own of the file that they are on.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self._seen = threading.local()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(UNTOUCHED):
            return self.get_response(request)
        if not self._is_here(database()):
            return away.answer(request)
        try:
            return self.get_response(request)
        except DatabaseError:
            if self._is_here(database()):
                raise
            return away.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A database that went while we were asking it."""
        if isinstance(exception, DatabaseError) and not self._is_here(database()):
            return away.answer(request)
        return None

    def _is_here(self, path: Path) -> bool:
        try:
            stat = path.stat()
        except OSError:
            identity = None
        else:
            identity = (stat.st_dev, stat.st_ino)
        if getattr(self._seen, "identity", identity) != identity:
            connections.close_all()
        self._seen.identity = identity
        return identity is not None

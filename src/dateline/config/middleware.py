"""What stands between the server and the newsroom: whether there is a newsroom at all."""

import sys
import threading
from collections.abc import Callable

from django.core.signals import got_request_exception
from django.db import DataError, IntegrityError, NotSupportedError, ProgrammingError
from django.http import HttpRequest, HttpResponse

from dateline.config import away
from dateline.house import database

Answer = Callable[[HttpRequest], HttpResponse]
_REFUSED = "database_refused"
_OUR_MISTAKES = (IntegrityError, DataError, ProgrammingError, NotSupportedError)
# These answer without the database.
UNTOUCHED = ("/-/health", "/-/ready", "/-/metrics")


class NewsroomAwayMiddleware:
    """Answers 503, with a sentence and `Retry-After`, while the database cannot be reached or written.

    SQLite goes on writing into a file that was moved away, through the handle that it holds; so the file
    is looked for at each request, and a handle on another file than the one that lies there is closed. Each
    thread has handles of its own, and so a memory of its own of the file that they are on. A server is asked:
    what comes of it is seen where it is asked.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self._seen = threading.local()
        got_request_exception.connect(self._note)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(UNTOUCHED):
            return self.get_response(request)
        if not self._is_here():
            return away.answer(request)
        response = self.get_response(request)
        return away.answer(request) if getattr(request, _REFUSED, False) else response

    def _note(self, sender: object, request: HttpRequest | None = None, **kwargs: object) -> None:
        """A database that went while it was asked, is full, locked or damaged: wherever that was seen.

        A session that cannot be kept is seen only behind the views; Django has logged what it was.
        """
        fault = sys.exc_info()[1]
        if request and isinstance(fault, database.UNREACHABLE):
            is_ours = isinstance(fault, _OUR_MISTAKES) and self._is_here()
            setattr(request, _REFUSED, not is_ours)

    def _is_here(self) -> bool:
        if not database.is_a_file():
            return True
        identity = database.file_identity()
        if getattr(self._seen, "identity", identity) != identity:
            database.let_go()
        self._seen.identity = identity
        return identity is not None

"""The desk asks for a password in that very session: an e-mailed code never opens it."""

from collections.abc import Callable

from allauth.core import ratelimit
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from dateline.house import who
from dateline.readers import answers
from dateline.readers.desk_session import may_open_desk

DESK = "/desk/"
DESK_SIGN_IN = "/desk/login/"


class DeskNeedsPassword:
    """Has the desk see whoever signed in by a code as signed out; and slows down who guesses passwords.

    The rest of the paper still knows them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(DESK):
            return self.get_response(request)
        if not may_open_desk(request):
            request.user = AnonymousUser()
        with who.acting(str(getattr(request.user, "email", ""))):
            if request.method == "POST" and request.path_info == DESK_SIGN_IN:
                return self._sign_in(request)
            return self.get_response(request)

    def _sign_in(self, request: HttpRequest) -> HttpResponseBase:
        """Ten tries a minute from one place, five in five minutes for one address; only failed ones count."""
        tries = {"action": "login_failed", "key": request.POST.get("username", "").strip().lower()}
        if not ratelimit.consume(request, dry_run=True, **tries):
            return answers.too_many_tries(request)
        response = self.get_response(request)
        if not may_open_desk(request):
            ratelimit.consume(request, **tries)
        return response

"""A reader's own page, and the one at which an invitation becomes a desk account."""

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.views.decorators.debug import sensitive_post_parameters

from dateline.house import clock
from dateline.readers import actions, answers, queries
from dateline.readers.errors import InvitationIsOver
from dateline.readers.forms import AcceptForm, NameForm

if TYPE_CHECKING:
    from dateline.readers.models import Reader

DESK = "/desk/login/?next=/desk/"


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Name and address, and the way out."""
    reader = cast("Reader", request.user)  # an editor is a reader too
    form = NameForm(request.POST or None, initial={"display_name": reader.display_name})
    if request.method == "POST" and form.is_valid():
        actions.rename(reader, form.cleaned_data["display_name"])
        return HttpResponseRedirect(request.get_full_path())
    return TemplateResponse(request, "readers/account.html", {"form": form, "reader": reader})


@sensitive_post_parameters("password")
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Set a name and a password, once; then the desk's own door."""
    try:
        invitation = queries.open_invitation(token, clock.now())
        form = AcceptForm(request.POST or None, email=invitation.email)
        if request.method == "POST" and form.is_valid():
            actions.accept(
                token,
                display_name=form.cleaned_data["display_name"],
                password=form.cleaned_data["password"],
                at=clock.now(),
            )
            return HttpResponseRedirect(DESK)
    except InvitationIsOver:
        return answers.invitation_is_over(request)
    return TemplateResponse(request, "readers/invited.html", {"form": form, "invitation": invitation})

"""The moderation queue."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from dateline.comments import actions
from dateline.comments.errors import CommentsError
from dateline.comments.models import Comment
from dateline.comments.rules import Outcome
from dateline.desk import moderation
from dateline.desk.errors import NothingChosen
from dateline.desk.screens import kept_query, needs, page_of, screen, sentence
from dateline.house import clock
from dateline.readers.models import Reader

_SHOWN = ("waiting", "printed", "decided")


@require_GET
@needs("moderate")
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, what is in print, what was decided."""
    asked = request.GET.get("show", "")
    show = asked if asked in _SHOWN else "waiting"
    words = request.GET.get("words", "").strip()
    waiting = moderation.waiting()
    page = None
    lines = waiting
    if show == "printed":
        page = page_of(moderation.in_print(words), request)
        lines = moderation.lines_of(list(page))
    elif show == "decided":
        page = page_of(moderation.decided(), request)
    return screen(
        request, "desk/comments/queue.html", title="Comments", icon="comment",
        show=show, words=words, waiting_count=len(waiting), lines=lines, page=page,
        reasons=moderation.REASONS, query=kept_query(request),
    )  # fmt: skip


@require_POST
@needs("moderate")
def decide(request: HttpRequest) -> HttpResponse:
    """Print or refuse one comment, or all that are ticked, with one reason for the record."""
    outcome, numbers = _decision(request)
    reason = _reason(request, outcome)
    done, refused = 0, []
    for comment in Comment.objects.filter(pk__in=numbers).order_by("pk"):
        try:
            actions.decide(comment, outcome, by=cast(Reader, request.user), reason=reason, at=clock.now())
            done += 1
        except CommentsError as refusal:
            refused.append(sentence(refusal))
    for words in refused:
        messages.error(request, words)
    if done:
        verb = "printed" if outcome is Outcome.PRINT else "refused"
        messages.success(request, f"{done} comment{'' if done == 1 else 's'} {verb}.")
    show = request.POST.get("show", "")
    return redirect(reverse("desk_comments") + (f"?show={show}" if show in _SHOWN[1:] else ""))


def _decision(request: HttpRequest) -> tuple[Outcome, list[int]]:
    """What was pressed, and which comments it is about: a row's own button, or the one for all that are ticked."""
    for outcome in (Outcome.PRINT, Outcome.REFUSE):
        pressed = request.POST.get(outcome.value, "")
        if pressed == "ticked":
            return outcome, _numbers(request.POST.getlist("ticked"))
        if pressed:
            return outcome, _numbers([pressed])
    raise NothingChosen("press Print or Refuse")


def _numbers(words: list[str]) -> list[int]:
    numbers = [int(word) for word in words if word.isdigit()]
    if not numbers:
        raise NothingChosen("tick the comments that this is about")
    return numbers


def _reason(request: HttpRequest, outcome: Outcome) -> str:
    """A row's own reason, else the one for all; what is typed goes before what is chosen."""
    pressed = request.POST.get(outcome.value, "")
    mark = "" if pressed == "ticked" else f"-{pressed}"
    typed = request.POST.get(f"typed{mark}", "").strip()
    return typed or (request.POST.get(f"reason{mark}", "").strip() if outcome is Outcome.REFUSE else "")

"""Readers post, like, report, edit and delete; all of it works from a printed page without JavaScript.

Printed pages hold no token: every post is let in by the browser's own headers (see `rules.asking`). A
program of ours that asks for JSON gets the same answers with the same status, a redirect apart.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dateline.comments import actions, answers, printed, queries
from dateline.comments.errors import CommentRefused, CommentsError, NotFromOurPage
from dateline.comments.models import Comment, Like, Report, State
from dateline.comments.rules import Outcome, Submission, is_from_our_page, rule
from dateline.comments.rules.questions import SIGNED_OUT_QUESTIONS
from dateline.comments.rules.wording import said
from dateline.house import clock
from dateline.readers.models import Reader
from dateline.stories.models import Story
from dateline.stories.queries import in_print

# A comment of 300 characters is 13 kB at the very most; a form of more is not read.
MOST_BYTES = 64 * 1024
View = Callable[..., HttpResponse]


def from_our_page(view: View) -> View:
    """Lets in only what a browser sent from a page of this paper, and no more than a comment can be."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST":
            if not _is_from_our_page(request):
                sentence = "Nothing was posted. Open the story here and post your comment from its page."
                headline = "This did not come from a page of ours"
                return answers.message(request, NotFromOurPage(sentence), headline=headline, status=403)
            if _is_too_large(request):
                refusal = CommentsError(
                    "This is far more than a comment can hold; shorten it and post it again."
                )
                return answers.message(request, refusal, headline="This cannot be done", status=413)
        try:
            return view(request, *args, **kwargs)
        except CommentsError as refusal:
            return answers.message(request, refusal, headline="This cannot be done", status=409)

    return guarded


@from_our_page
@require_POST
def post(request: HttpRequest, story_pk: int) -> HttpResponse:
    """Take a comment in: printed, held, refused with its text kept, or kept through sign-in."""
    story = _story(story_pk)
    text, parent_pk = request.POST.get("text", ""), _number(request.POST.get("parent"))
    if not isinstance(request.user, Reader):
        return _kept_through_sign_in(request, story, text, parent_pk)
    parent = Comment.objects.filter(pk=parent_pk, story=story).select_related("parent").first()
    if parent_pk and parent is None:
        # Stands in for what is not under this story, so that the rules say it is gone.
        parent = Comment(pk=parent_pk, story=story, state=State.DELETED)
    try:
        comment = actions.submit(story, request.user, text, parent=parent, at=clock.now())
    except CommentRefused as refusal:
        return answers.refused(request, story, refusal.ruling, text=text, parent=parent_pk)
    answers.forget_draft(request, story)
    return answers.taken(request, story, comment)


@require_safe
def resume(request: HttpRequest, story_pk: int) -> HttpResponse:
    """After signing in: the text as it was typed, with one button."""
    story = _story(story_pk)
    if not isinstance(request.user, Reader):
        return _to_sign_in(request, story)
    draft = answers.draft(request, story)
    if draft is None:
        return answers.marked(request, HttpResponseRedirect(f"{story.address}#comments"))
    return answers.draft_page(request, story, draft)


@require_safe
def mine(request: HttpRequest, story_pk: int) -> HttpResponse:
    """What the reader said under this story, held comments with it: seen by them alone."""
    story = _story(story_pk)
    if not isinstance(request.user, Reader):
        return answers.nobody() if answers.wants_json(request) else redirect_to_login(request.path)
    own, at = queries.own(story.pk, request.user), clock.now()
    if not answers.wants_json(request):
        return answers.own_page(request, story, own, at)
    likes = Like.objects.filter(reader=request.user, comment__story=story)
    return answers.own_json(request, own, likes.values_list("comment_id", flat=True), at)


@from_our_page
@require_POST
def like(request: HttpRequest, story_pk: int, comment_pk: int) -> HttpResponse:
    """Like a comment, or take the like back."""
    comment = _comment(story_pk, comment_pk)
    if not isinstance(request.user, Reader):
        return _to_sign_in(request, comment.story)
    likes = actions.like(comment, request.user, at=clock.now())
    if answers.wants_json(request):
        return JsonResponse({"likes": likes})
    return _back_to(comment)


@from_our_page
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, story_pk: int, comment_pk: int) -> HttpResponse:
    """Say why a comment should not stand."""
    comment = _comment(story_pk, comment_pk)
    if not isinstance(request.user, Reader):
        return redirect_to_login(f"{printed.address_of(story_pk)}/{comment_pk}/report")
    if request.method == "POST":
        actions.report(comment, request.user, request.POST.get("reason", ""), at=clock.now())
        return HttpResponseRedirect(request.path, status=303)
    if not comment.is_printed:
        raise Http404("this comment is no longer in print")
    is_reported = Report.objects.filter(comment=comment, reader=request.user).exists()
    return answers.report_page(request, comment, is_reported=is_reported)


@require_safe
def edit_form(request: HttpRequest, story_pk: int, comment_pk: int) -> HttpResponse:
    """One's own comment in a form, to be changed within five minutes."""
    comment = _comment(story_pk, comment_pk)
    if not isinstance(request.user, Reader):
        return redirect_to_login(request.path)
    if comment.writer_id != request.user.pk or comment.state == State.DELETED:
        raise Http404("there is no such comment of yours")
    return answers.edit_page(request, comment, comment.text)


@from_our_page
@require_POST
def edit(request: HttpRequest, story_pk: int, comment_pk: int) -> HttpResponse:
    """Change one's own comment within five minutes."""
    comment = _comment(story_pk, comment_pk)
    if not isinstance(request.user, Reader):
        return _to_sign_in(request, comment.story)
    text = request.POST.get("text", "")
    try:
        comment = actions.edit(comment, request.user, text, at=clock.now())
    except CommentRefused as refusal:
        return answers.edit_page(request, comment, text, refusal.ruling)
    return answers.taken(request, comment.story, comment)


@from_our_page
@require_POST
def delete(request: HttpRequest, story_pk: int, comment_pk: int) -> HttpResponse:
    """Take one's own comment back."""
    comment = _comment(story_pk, comment_pk)
    if not isinstance(request.user, Reader):
        return _to_sign_in(request, comment.story)
    actions.delete(comment, request.user, at=clock.now())
    if answers.wants_json(request):
        return JsonResponse({"state": State.DELETED})
    return HttpResponseRedirect(printed.mine_address_of(story_pk), status=303)


def away(request: HttpRequest) -> HttpResponse:
    """While the newsroom is away: 503, the reader's text in a form. Asks neither database nor session."""
    if request.method != "POST" or not _is_from_our_page(request) or _is_too_large(request):
        return answers.away(request, text="", parent=0)
    return answers.away(
        request, text=request.POST.get("text", ""), parent=_number(request.POST.get("parent"))
    )


def _kept_through_sign_in(request: HttpRequest, story: Story, text: str, parent: int) -> HttpResponse:
    """What could not be printed anyway is refused first; the rest waits in the session."""
    known = Submission(text, is_story_open=queries.is_open(story))
    ruling = rule(known, SIGNED_OUT_QUESTIONS)
    if ruling.outcome is Outcome.REFUSE:
        return answers.refused(request, story, ruling, text=text, parent=parent)
    answers.keep_draft(request, story, text=text, parent=parent)
    return _to_sign_in(request, story)


def _to_sign_in(request: HttpRequest, story: Story) -> HttpResponse:
    after = reverse("comments:resume-ko" if story.language == "ko" else "comments:resume", args=[story.pk])
    to_login = redirect_to_login(after)
    if answers.wants_json(request):
        sentence = said("Sign in to post your comment.", story.language)
        return JsonResponse({"sentence": sentence, "sign_in": to_login.url}, status=401)
    to_login.status_code = 303
    return to_login


def _story(story_pk: int) -> Story:
    story: Story | None = in_print().filter(pk=story_pk).first()
    if story is None:
        raise Http404("there is no such story in print")
    return story


def _comment(story_pk: int, comment_pk: int) -> Comment:
    found = Comment.objects.select_related("story__locale", "story__partner", "writer", "parent")
    comment = found.filter(pk=comment_pk, story=_story(story_pk)).first()
    if comment is None:
        raise Http404("there is no such comment")
    return comment


def _back_to(comment: Comment) -> HttpResponse:
    return HttpResponseRedirect(f"{comment.story.address}#comment-{comment.pk}", status=303)


def _is_from_our_page(request: HttpRequest) -> bool:
    return is_from_our_page(
        host=request.get_host(),
        origin=request.headers.get("Origin", ""),
        fetch_site=request.headers.get("Sec-Fetch-Site", ""),
        referer=request.headers.get("Referer", ""),
    )


def _is_too_large(request: HttpRequest) -> bool:
    return _number(request.headers.get("Content-Length")) > MOST_BYTES


def _number(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 19 else 0

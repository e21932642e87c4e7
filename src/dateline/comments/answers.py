"""What a reader hears back: a page of ours or JSON, never kept by any cache."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from dateline.comments import printed, queries
from dateline.comments.errors import CommentsError
from dateline.comments.models import Comment
from dateline.comments.rules import Ruling, sentence
from dateline.comments.rules.wording import said
from dateline.house import clock, printing
from dateline.house.paper import paper
from dateline.house.where import country_of
from dateline.stories.models import Story

# Says to our script, and to nobody else, that this browser has been signed in before: a reader who has not
# is asked for nothing and has no cookie. It opens no door.
MARKER = "dateline_reader"
DRAFT = "comment_draft"
RETRY_SECONDS = 30
AWAY = "The newsroom is away for a moment. Your comment is kept below; post it again in half a minute."


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks."""
    return "application/json" in request.headers.get("Accept", "")


def taken(request: HttpRequest, story: Story, comment: Comment) -> HttpResponse:
    """The comment is in: to where it is printed, or to where its writer sees it waiting."""
    address = f"{story.address}#comment-{comment.pk}"
    if not comment.is_printed:
        address = f"{printed.mine_address_of(story.pk)}#comment-{comment.pk}"
    if not wants_json(request):
        return marked(request, HttpResponseRedirect(address, status=303))
    words = "Your comment is printed." if comment.is_printed else "Your comment awaits review."
    facts = {
        "id": comment.pk,
        "parent": comment.parent_id or 0,
        "state": comment.state,
        "text": comment.text,
        "address": address,
        "sentence": said(words, story.language),
        "waiting": said("printed" if comment.is_printed else "awaiting review", story.language),
    }
    return marked(request, JsonResponse(facts, status=201 if comment.is_printed else 202))


def refused(request: HttpRequest, story: Story, ruling: Ruling, *, text: str, parent: int) -> HttpResponse:
    """Why not, and the text in a form to be put right: 422, or 429 when the writer should wait."""
    status = 429 if ruling.ground == "flood" else 422
    words = sentence(ruling, story.language)
    if wants_json(request):
        response: HttpResponse = JsonResponse({"sentence": words, "ground": ruling.ground}, status=status)
    else:
        form = _form(story, text=text, parent=parent, sentence=words)
        response = _form_page(request, "Your comment is not posted yet", form, story=story, status=status)
    if status == 429:
        response["Retry-After"] = "60"
    return response


def keep_draft(request: HttpRequest, story: Story, *, text: str, parent: int) -> None:
    """Keep what a signed-out reader typed, through sign-in; one draft a browser."""
    request.session[DRAFT] = {"story": story.pk, "text": text, "parent": parent}


def draft(request: HttpRequest, story: Story) -> dict[str, object] | None:
    """What this browser typed under this story before it signed in."""
    kept = request.session.get(DRAFT)
    return kept if isinstance(kept, dict) and kept.get("story") == story.pk else None


def forget_draft(request: HttpRequest, story: Story) -> None:
    """The comment is in: the draft has done its work."""
    if draft(request, story) is not None:
        del request.session[DRAFT]


def draft_page(request: HttpRequest, story: Story, kept: dict[str, object]) -> HttpResponse:
    """The kept text in a form with one button."""
    form = _form(story, text=str(kept["text"]), parent=int(str(kept["parent"])))
    sentence = "You are signed in. Post your comment now."
    return marked(request, _form_page(request, "Finish your comment", form, story=story, sentence=sentence))


def edit_page(
    request: HttpRequest, comment: Comment, text: str, ruling: Ruling | None = None
) -> HttpResponse:
    """One's own comment in a form."""
    story = comment.story
    words = sentence(ruling, story.language) if ruling else ""
    if ruling and wants_json(request):
        return JsonResponse({"sentence": words, "ground": ruling.ground}, status=422)
    form = printed.filled_form(
        printed.CommentForm(
            key="comment",
            action=f"{printed.address_of(story.pk)}/{comment.pk}/edit",
            language=story.language,
            button="Save",
            text=text,
            sentence=words,
        )
    )
    return _form_page(request, "Edit your comment", form, story=story, status=422 if ruling else 200)


def own_page(request: HttpRequest, story: Story, own: Iterable[Comment], at: datetime) -> HttpResponse:
    """What the reader said under one story."""
    page = printed.OwnPage(
        headline="Your own comments",
        story_headline=_headline(request, story),
        story_address=story.address,
        comments=tuple(printed.own_comment(comment, story.address, at) for comment in own),
    )
    return marked(request, _page(request, "comments/mine.html", page, page.headline, story.language))


def own_json(
    request: HttpRequest, own: Iterable[Comment], likes: Iterable[int], at: datetime
) -> HttpResponse:
    """What the element sets into a printed page for its reader alone."""
    comments = list(own)
    language = comments[0].story.language if comments else "en"
    facts = {
        "signed_in": True,
        "own": [comment.pk for comment in comments if comment.is_printed],
        "editable": [comment.pk for comment in comments if queries.is_editable(comment, at)],
        "liked": list(likes),
        "held": [_held(comment) for comment in comments if comment.state == "held"],
        "waiting": said("awaiting review", language),
    }
    return marked(request, _unkept(JsonResponse(facts)))


def nobody() -> HttpResponse:
    """What the element hears for a browser that is not signed in any more."""
    response = _unkept(JsonResponse({"signed_in": False}))
    response.delete_cookie(MARKER)
    return response


def report_page(request: HttpRequest, comment: Comment, *, is_reported: bool) -> HttpResponse:
    """The comment, and the reasons to choose from."""
    page = printed.ReportPage(
        headline="Report this comment",
        name=queries.name_of(comment.writer),
        text=comment.text,
        action=f"{printed.address_of(comment.story_id)}/{comment.pk}/report",
        story_address=comment.story.address,
        is_reported=is_reported,
        reasons=printed.REPORT_REASONS,
    )
    return _page(request, "comments/report.html", page, page.headline, comment.story.language)


def message(request: HttpRequest, refusal: CommentsError, *, headline: str, status: int) -> HttpResponse:
    """One sentence, in the edition that the reader came from."""
    language = _language_of(request)
    if wants_json(request):
        return _unkept(JsonResponse({"sentence": said(str(refusal), language)}, status=status))
    page = printed.MessagePage(headline=headline, sentence=str(refusal))
    return _page(request, "comments/message.html", page, headline, language, status=status)


def away(request: HttpRequest, *, text: str, parent: int) -> HttpResponse:
    """503 with the text in a form to the same address. Asks neither the database nor the session."""
    language = _language_of(request)
    if wants_json(request):
        response: HttpResponse = _unkept(JsonResponse({"sentence": said(AWAY, language)}, status=503))
    else:
        form = printed.CommentForm(
            key="comment", action=request.path, language=language, parent=parent, text=text
        )
        page = printed.FormPage(
            headline="Your comment is not posted yet", form=printed.filled_form(form), sentence=AWAY
        )
        response = _page(request, "comments/away.html", page, page.headline, language, status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def marked(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response, with the marker for our script when its reader is signed in."""
    if request.user.is_authenticated and MARKER not in request.COOKIES:
        response.set_cookie(
            MARKER,
            "1",
            max_age=settings.SESSION_COOKIE_AGE,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            httponly=False,
            samesite="Lax",
        )
    return _unkept(response)


def _held(comment: Comment) -> dict[str, object]:
    return {"id": comment.pk, "parent": comment.parent_id or 0, "text": comment.text}


def _form(story: Story, *, text: str, parent: int, sentence: str = "") -> printed.CommentForm:
    form = printed.CommentForm(
        key="comment",
        action=printed.address_of(story.pk),
        language=story.language,
        parent=parent,
        text=text,
        sentence=sentence,
    )
    return printed.filled_form(form)


def _headline(request: HttpRequest, story: Story) -> str:
    """The story's headline, where the reader is whose licence lets them see it; else nothing."""
    return str(story.headline) if story.terms.territory.includes(country_of(request.META)) else ""


def _form_page(
    request: HttpRequest,
    headline: str,
    form: printed.CommentForm,
    *,
    story: Story,
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    page = printed.FormPage(
        headline=headline,
        form=form,
        story_headline=_headline(request, story),
        story_address=story.address,
        sentence=sentence,
    )
    return _page(request, "comments/form.html", page, headline, story.language, status=status)


def _page(
    request: HttpRequest, template: str, page: object, headline: str, language: str, *, status: int = 200
) -> HttpResponse:
    """A page in the paper's own looks, rendered as printed pages are, kept by nobody."""
    head = printing.Head(title=f"{said(headline, language)} · {paper().name}", robots="noindex")
    sheet = printing.render(
        template, page, path=request.path, head=head, at=clock.now(), language=language, status=status
    )
    response = HttpResponse(sheet.body, content_type=sheet.content_type, status=status)
    for name, value in sheet.headers:
        response[name] = value
    return _unkept(response)


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Vary"] = "Cookie, Accept"
    return response


def _language_of(request: HttpRequest) -> str:
    """The edition of the page that the post came from."""
    came_from = request.headers.get("Referer", "").partition(f"//{request.get_host()}")[2]
    return "ko" if came_from.startswith("/ko/") else "en"

"""Files of the desk: original pictures, the desk's own small copies of them, editors' portraits."""

import mimetypes
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET
from wagtail.admin.auth import require_admin_access
from wagtail.permissions import policy_registry

from dateline.house import clock
from dateline.pictures import queries as pictures
from dateline.pictures.models import Picture, PictureRendition

_ORIGINALS, _SMALL, _PORTRAITS = "original_images", "images", "avatar_images"
_RIGHTS = ("add", "change", "choose")


@require_GET
@require_admin_access  # type: ignore[untyped-decorator]  # wagtail has no types
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file as it lies: a picture for those who work with pictures, and only while its licence lets us use it.

    A picture that may not be used now, under embargo say, is still shown small; one that was recalled is not.
    """
    folder = name.partition("/")[0]
    # Written in a roundabout way it is no name of ours, and the licence would not know it.
    if str(PurePosixPath(name)) != name or folder not in (_ORIGINALS, _SMALL, _PORTRAITS):
        raise Http404(name)
    if folder != _PORTRAITS and (refused := _objection(request, name, folder)):
        return _private(HttpResponse(refused, status=403, content_type="text/plain; charset=utf-8"))
    if not default_storage.exists(name):
        raise Http404(name)
    kind, _ = mimetypes.guess_type(name)
    return _private(FileResponse(default_storage.open(name), content_type=kind or "application/octet-stream"))


def _objection(request: HttpRequest, name: str, folder: str) -> str:
    """Why this picture's file is not handed out; empty when it is."""
    if not policy_registry.get_by_type(Picture).user_has_any_permission(request.user, _RIGHTS):
        return "Your role does not work with pictures; ask an administrator."
    picture = _picture_of(name, folder)
    if picture is None:
        raise Http404(name)
    if folder == _SMALL and not picture.is_withdrawn:
        return ""
    verdict = pictures.may_print(picture, clock.now())
    return "" if verdict.allowed else f"“{picture.title}” may not be used: {verdict.reason}."


def _picture_of(name: str, folder: str) -> Picture | None:
    if folder == _ORIGINALS:
        return Picture.objects.select_related("partner").filter(file=name).first()
    small = PictureRendition.objects.select_related("image__partner").filter(file=name).first()
    return small.image if small else None


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response

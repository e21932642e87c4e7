"""Screens of the desk."""

import mimetypes

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from wagtail.admin.auth import require_admin_access


@require_admin_access  # type: ignore[untyped-decorator]  # wagtail has no types
def media(request: HttpRequest, name: str) -> FileResponse:
    """An original picture or the desk's own rendition of it: for editors alone."""
    if not default_storage.exists(name):
        raise Http404(name)
    kind, _ = mimetypes.guess_type(name)
    response = FileResponse(default_storage.open(name), content_type=kind or "application/octet-stream")
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response

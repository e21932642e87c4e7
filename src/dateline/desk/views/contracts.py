"""A partner's contract, changed at the desk: a form or the file's own words, what would change, then a new version."""

import io
import zipfile
from datetime import datetime
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from dateline.desk import revising
from dateline.desk.contract_form import ContractForm
from dateline.desk.screens import needs, page_of, screen
from dateline.house import clock
from dateline.house.toml_file import TomlError
from dateline.licences import actions, queries, writing
from dateline.licences.actions import Revision
from dateline.licences.errors import ChangedMeanwhile, UnknownPartner
from dateline.licences.models import Partner
from dateline.readers.models import Reader
from dateline.stories import reporting
from dateline.stories.judged import Rejudging

_CRUMB = ("Licences", "/desk/licences/")
_CHANGED = {"terms": "Version {version} of the terms is kept.", "details": "It is kept; the terms stay as they are.",
            "sources": "Its sources are kept; the terms stay as they are.", "same": "Nothing was changed."}  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs("manage_licences")
def edit(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A partner's contract as a form and as the file has it; sent, it is shown what that would change."""
    partner = _partner(slug)
    if request.method == "GET":
        return _form(request, partner, ContractForm.of(partner))
    if request.POST.get("way") == "file":
        return _from_file(request, partner)
    form = ContractForm(request.POST)
    if not form.is_valid():
        return _form(request, partner, form)
    text = form.as_toml(partner)
    try:
        revision = actions.read_revision(partner, text)
    except TomlError as refusal:
        form.refuse(refusal, text)
        return _form(request, partner, form)
    return _preview(request, partner, revision, text)


@require_http_methods(["POST"])
@needs("manage_licences")
def keep(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What was previewed is kept as a new version; all that stands under it is judged again."""
    partner = _partner(slug)
    text, by = request.POST.get("toml", ""), cast(Reader, request.user).email
    try:
        revision = actions.read_revision(partner, text)
        read_at = datetime.fromisoformat(request.POST.get("read_at", ""))
        made = actions.revise(partner, revision, read_at=read_at, at=clock.now(), by=by)
    except (TomlError, ChangedMeanwhile) as refusal:
        messages.error(request, f"{refusal}.")
        return redirect("desk_contract", slug)
    except ValueError:
        return redirect("desk_contract", slug)
    messages.success(request, _CHANGED[made.change].format(version=made.version))
    return redirect("desk_partner", slug)


@require_GET
@needs("see_licences")
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """The partner as licences.toml says it; with its logos, a ZIP of them all."""
    partner = _partner(slug)
    names = writing.logo_names(partner)
    text = writing.as_toml(writing.facts_of(partner), **names)
    if not names:
        return _download(text.encode(), "application/toml", f"{slug}.toml")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{slug}.toml", text)
        for key, name in names.items():
            archive.writestr(name, getattr(partner, f"{key}_svg"))
    return _download(packed.getvalue(), "application/zip", f"{slug}.zip")


@require_GET
@needs("see_licences")
def judged(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What one change of the terms did, story by story."""
    row = _rejudging(slug, pk)
    at = reporting.progress(row)
    page = page_of(row.lines.select_related("story"), request)
    return screen(
        request, "desk/licences/judged.html", title=f"What version {row.version} changed", icon="desk-licence",
        crumbs=[_CRUMB, (row.partner.name, reverse("desk_partner", args=[slug]))],
        row=row, at=at, page=page, lines=[(line, revising.report_line(line)) for line in page],
    )  # fmt: skip


@require_GET
@needs("see_licences")
def report(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """The same for a spreadsheet."""
    row = _rejudging(slug, pk)
    answer = StreamingHttpResponse(reporting.as_file(row), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slug}-v{row.version}.csv"'
    return answer


def _from_file(request: HttpRequest, partner: Partner) -> HttpResponse:
    text = request.POST.get("toml", "")
    try:
        revision = actions.read_revision(partner, text)
    except TomlError as refusal:
        written = text.splitlines()
        line = written[refusal.line - 1] if refusal.line <= len(written) else ""
        return _form(request, partner, ContractForm.of(partner), text=text, refusal=str(refusal), line=line)
    return _preview(request, partner, revision, text)


def _form(
    request: HttpRequest,
    partner: Partner,
    form: ContractForm,
    *,
    text: str = "",
    refusal: str = "",
    line: str = "",
) -> HttpResponse:
    is_refused = bool(refusal or form.errors)
    response = screen(
        request, "desk/licences/edit.html", title=f"{partner.name}: the contract", label="Edit", icon="edit",
        crumbs=[_CRUMB, (partner.name, reverse("desk_partner", args=[partner.slug]))],
        partner=partner, form=form, text=text or writing.as_toml(writing.facts_of(partner)),
        refusal=refusal, line=line, is_file=bool(text), is_refused=is_refused,
    )  # fmt: skip
    response.status_code = 422 if is_refused else 200
    return response


def _preview(request: HttpRequest, partner: Partner, revision: Revision, text: str) -> HttpResponse:
    return screen(
        request, "desk/licences/preview.html", title=f"{partner.name}: what would change", label="What would change",
        icon="view", crumbs=[
            _CRUMB, (partner.name, reverse("desk_partner", args=[partner.slug])),
            ("Edit", reverse("desk_contract", args=[partner.slug])),
        ],
        partner=partner, preview=revising.preview(partner, revision, clock.now()), text=text,
        read_at=partner.loaded_at.isoformat(),
    )  # fmt: skip


def _partner(slug: str) -> Partner:
    try:
        return queries.partner(slug)
    except UnknownPartner as cause:
        raise Http404(str(cause)) from cause


def _rejudging(slug: str, pk: int) -> Rejudging:
    return get_object_or_404(Rejudging.objects.select_related("partner"), pk=pk, partner__slug=slug)


def _download(body: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

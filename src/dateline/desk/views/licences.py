"""Partners, what they license, what is about to end; and loading what the contracts say."""

import tempfile
import tomllib
from pathlib import Path, PurePath
from typing import cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from dateline.desk import contracts
from dateline.desk.screens import kept_query, needs, page_of, screen
from dateline.house import clock
from dateline.house.errors import DatelineError
from dateline.licences import actions
from dateline.licences.errors import UnknownPartner
from dateline.readers.models import Reader
from dateline.stories import reporting

_CRUMB = ("Licences", "/desk/licences/")
_SAID = {
    "new": "new",
    "terms": "new terms",
    "details": "details changed",
    "sources": "sources changed",
    "same": "unchanged",
}
# A contract file and its logos: far more than any is.
MOST_BYTES = 1_000_000
# What the licence room says of a logo that it does not find; at the desk there is no beside.
_BESIDE = "put it beside this file"
# And of a file that would undo what the desk has changed.
_OVER_DESK = "load it with --over-desk"


@require_GET
@needs("see_licences")
def overview(request: HttpRequest) -> HttpResponse:
    """Every partner, and what ends within 30 days."""
    at = clock.now()
    return screen(
        request, "desk/licences/overview.html", title="Licences", icon="desk-licence",
        lines=contracts.lines(at), ending=contracts.contracts_ending(at), stories_ending=contracts.stories_ending(at),
        soon_days=contracts.SOON_DAYS, at=at, may_load=request.user.has_perm("desk.manage_licences"),
        at_work=reporting.at_work(),
    )  # fmt: skip


@require_GET
@needs("see_licences")
def partner(request: HttpRequest, slug: str) -> HttpResponse:
    """One partner: terms in plain words, versions, stories in print."""
    try:
        line = contracts.line(slug, clock.now())
    except UnknownPartner as cause:
        raise Http404(str(cause)) from cause
    return screen(
        request, "desk/licences/partner.html", title=line.partner.name, icon="desk-licence", crumbs=[_CRUMB],
        line=line, licence=line.licence, versions=contracts.versions(line.partner),
        judged=reporting.of_partner(line.partner), may_edit=request.user.has_perm("desk.manage_licences"),
        page=page_of(contracts.stories_of(line.partner), request), query=kept_query(request),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs("manage_licences")
def load(request: HttpRequest) -> HttpResponse:
    """Load a licences.toml with the logos that lie beside it; a refusal names its line and changes nothing."""
    refusal, line, file_name = "", "", ""
    if request.method == "POST":
        try:
            file_name, loaded = _load(request)
        except _Refused as refused:
            refusal, line = refused.sentence, refused.line
        else:
            changes = "; ".join(f"{each.slug}: {_SAID[each.change]} (v{each.version})" for each in loaded)
            messages.success(request, f"{file_name} is loaded. {changes}.")
            return redirect("desk_licences")
    response = screen(
        request, "desk/licences/load.html", title="Load licences", icon="upload", crumbs=[_CRUMB],
        refusal=refusal, line=line,
    )  # fmt: skip
    if refusal:
        response.status_code = 422
    return response


class _Refused(Exception):
    """A file that was not loaded, with the line that it is about."""

    def __init__(self, sentence: str, line: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.line = line


def _load(request: HttpRequest) -> tuple[str, list[actions.Loaded]]:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise _Refused("choose the licences.toml to load", "")
    with tempfile.TemporaryDirectory() as folder:
        path = _keep(file, Path(folder), "licences.toml")
        for logo in request.FILES.getlist("logos"):
            _keep_logo(logo, path)
        try:
            by = cast(Reader, request.user).email
            over_desk = bool(request.POST.get("over_desk"))
            return str(file.name), actions.load(path, at=clock.now(), by=by, over_desk=over_desk)
        except DatelineError as refusal:
            sentence = str(refusal).replace(f"{folder}/", "").replace(_BESIDE, "choose it under “Logos”")
            sentence = sentence.replace(_OVER_DESK, "tick the box below")
            raise _Refused(sentence, _named_line(sentence, path)) from refusal


def _keep(file: UploadedFile[bytes], folder: Path, name: str) -> Path:
    if (file.size or 0) > MOST_BYTES:
        raise _Refused(
            f"{file.name} is larger than {MOST_BYTES // 1_000_000} MB; it is no contract and no logo", ""
        )
    path = folder / name
    if path.exists() or PurePath(name).name in ("", ".", ".."):
        raise _Refused(f"{file.name} cannot be taken: give each file a name of its own", "")
    path.write_bytes(file.read())
    return path


def _keep_logo(logo: UploadedFile[bytes], path: Path) -> None:
    """Where the file names it, a folder included: a browser sends the bare name."""
    name = PurePath(str(logo.name)).name
    named = {place for place in _named_logos(path) if place.name == name}
    if len(named) > 1:
        both = " and ".join(sorted(map(str, named)))
        raise _Refused(f"{name} could be {both}; give each logo a name of its own", "")
    place = next(iter(named), PurePath(name))
    (path.parent / place).parent.mkdir(parents=True, exist_ok=True)
    _keep(logo, path.parent, str(place))


def _named_logos(path: Path) -> set[PurePath]:
    """The places of logos that a file names, within its own folder; none when it cannot be read."""
    try:
        written = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        return set()
    partners = written.get("partner")
    rows = [row for row in partners if isinstance(row, dict)] if isinstance(partners, list) else []
    names = [row.get(key) for row in rows for key in ("logo", "logo_dark")]
    places = {PurePath(name) for name in names if isinstance(name, str) and "\0" not in name}
    return {place for place in places if not place.is_absolute() and ".." not in place.parts}


def _named_line(sentence: str, path: Path) -> str:
    """The line of the file that a refusal names: `licences.toml line 14: …`."""
    words = sentence.split(" line ", 1)[-1].split(":", 1)[0]
    written = path.read_bytes().decode("utf-8", "replace").splitlines()
    return written[int(words) - 1] if words.isdigit() and 0 < int(words) <= len(written) else ""

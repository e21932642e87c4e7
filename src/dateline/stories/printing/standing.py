"""Pages that stand: imprint and the like, corrections, the pages for 404, 410 and 503, the bundles."""

from collections.abc import Iterable
from datetime import datetime

from dateline.house import bundles, printing
from dateline.house.paper import paper
from dateline.house.printing import FOR_EVER, NOSNIFF, Head, Sheet
from dateline.licences.rules import Use, judge
from dateline.stories import queries
from dateline.stories.models import Correction, StandingPage
from dateline.stories.printed import CorrectedStory, CorrectionsPage, ErrorPage, TextPage

_TITLES = {
    ("404", "en"): "Page not found", ("410", "en"): "No longer available", ("503", "en"): "Back in a moment",
    ("404", "ko"): "찾을 수 없는 페이지", ("410", "ko"): "더 이상 볼 수 없는 페이지", ("503", "ko"): "잠시 후 다시",
}  # fmt: skip
CORRECTIONS_SHOWN = 200


def error_path(code: str, language: str) -> str:
    """Where the page for a status lies: `/-/404/`, `/ko/-/404/`."""
    return f"/-/{code}/" if language == "en" else f"/{language}/-/{code}/"


class ErrorPrinter:
    """The paper's own pages for what cannot be had; they lie ready on disk."""

    name = "errors"

    def print(self, path: str, at: datetime) -> Sheet | None:
        """The page for a status, carrying that status."""
        for (code, language), title in _TITLES.items():
            if path == error_path(code, language):
                return printing.render(
                    f"house/{code}.html", ErrorPage(language=language, address=path), path=path, at=at,
                    head=Head(title=f"{title} — {paper().name}", robots="noindex"), language=language,
                    tags={"errors"}, status=int(code),
                )  # fmt: skip
        return None

    def paths(self) -> Iterable[str]:
        """A page a status and edition."""
        return [error_path(code, language) for code, language in _TITLES]


class BundlePrinter:
    """The readers' style sheet and script, under names that carry their hash."""

    name = "bundles"

    def print(self, path: str, at: datetime) -> Sheet | None:
        """The bundle of this address, while it is the one that pages name."""
        for bundle in (bundles.stylesheet(), bundles.script()):
            if bundle.address == path:
                return Sheet(
                    path=path, body=bundle.content, content_type=bundle.content_type, tags=frozenset({"bundles"}),
                    headers=(("Cache-Control", FOR_EVER), NOSNIFF),
                )  # fmt: skip
        return None

    def paths(self) -> Iterable[str]:
        """Both."""
        return [bundles.stylesheet().address, bundles.script().address]


class StandingPrinter:
    """`/about/<slug>/`."""

    name = "standing"

    def print(self, path: str, at: datetime) -> Sheet | None:
        """A standing page."""
        page = queries.standing_at(path)
        return standing_sheet(page, at) if page else None

    def paths(self) -> Iterable[str]:
        """Every standing page."""
        return [page.address for page in StandingPage.objects.filter(live=True).select_related("locale")]


def standing_sheet(page: StandingPage, at: datetime) -> Sheet:
    """Imprint, contact, privacy, licences."""
    text = TextPage(
        language=page.language, address=page.address, headline=page.title, body_html=str(page.text),
        standfirst=page.standfirst, updated_at=page.last_published_at,
    )  # fmt: skip
    head = Head(
        title=f"{page.title} — {paper().name}",
        description=page.standfirst,
        canonical=paper().absolute(page.address),
    )
    return printing.render(
        "stories/text.html", text, path=page.address, at=at, head=head, language=page.language,
        tags={f"standingpage:{page.pk}"},
    )  # fmt: skip


class CorrectionsPrinter:
    """`/about/corrections/`: every correction, newest first."""

    name = "corrections"

    def print(self, path: str, at: datetime) -> Sheet | None:
        """The corrections of an edition."""
        language = {"/about/corrections/": "en", "/ko/about/corrections/": "ko"}.get(path)
        if language is None:
            return None
        rows = (
            Correction.objects.filter(story__live=True, story__locale__language_code=language)
            .select_related("story__locale", "story__partner")
            .order_by("-corrected_at")[:CORRECTIONS_SHOWN]
        )
        shown = [row for row in rows if judge(row.story.terms, Use.PAGE, at).allowed]
        page = CorrectionsPage(
            language=language,
            address=path,
            corrections=tuple(
                CorrectedStory(
                    row.story.title, row.story.address, row.text, row.corrected_at, row.story.licence_ends_at
                )
                for row in shown
            ),
        )
        title = "정정 보도" if language == "ko" else "Corrections"
        head = Head(title=f"{title} — {paper().name}", canonical=paper().absolute(path))
        return printing.render(
            "stories/corrections.html", page, path=path, at=at, head=head, language=language,
            tags={f"corrections:{language}", *(f"story:{row.story_id}" for row in shown)},
        )  # fmt: skip

    def paths(self) -> Iterable[str]:
        """One an edition."""
        return [
            "/about/corrections/" if front.language == "en" else "/ko/about/corrections/"
            for front in queries.fronts()
        ]

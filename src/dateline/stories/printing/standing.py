"""Pages that stand: imprint and the like, corrections, the bundles."""

from collections.abc import Iterable
from datetime import datetime

from dateline.house import bundles, printing
from dateline.house.paper import paper
from dateline.house.printing import FOR_EVER, NOSNIFF, Head, Sheet
from dateline.licences.rules import Use, judge
from dateline.stories import queries
from dateline.stories.models import Correction, StandingPage
from dateline.stories.printed import CorrectedStory, CorrectionsPage, TextPage

CORRECTIONS_SHOWN = 200


class BundlePrinter:
    """The readers' style sheet and script, under names that carry their hash."""

    name = "bundles"

    def print(self, path: str, at: datetime) -> Sheet | None:
        """The bundle of this address, while it is the one that pages name."""
        if not path.startswith(bundles.BEGIN):  # of every other page asked without a look at their files
            return None
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
        return [page.address for page in queries.few(StandingPage).filter(live=True).select_related("locale")]


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
                    row.story.title,
                    row.story.address,
                    row.text,
                    row.corrected_at,
                    row.story.licence_ends_at,
                    row.story.territory,
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

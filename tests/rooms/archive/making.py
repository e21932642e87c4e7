"""Stories in print for the tests of the archive and of the feeds: make only what matters."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from dateline.house import clock, notices
from dateline.house.models import Notice
from dateline.licences.models import Partner
from dateline.licences.rules import Terms, Use, to_json
from dateline.stories import rules, tree
from dateline.stories.models import Section, Story

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TERMS = Terms(
    partner="Harbour Wire",
    slug="harbour",
    mark="Featured article licensed from",
    credit="Harbour Wire",
    copyright="© Harbour Wire",
    uses=frozenset({Use.PAGE, Use.FRONT, Use.RELATED, Use.SEARCH, Use.FEED}),
)


def make_section(slug: str = "economy", *, language: str = "en") -> Section:
    return Section.objects.filter(slug=slug, locale__language_code=language).first() or tree.make_section(
        slug, slug.replace("-", " ").title(), language=language
    )


def make_partner(terms: Terms = TERMS) -> Partner:
    partner, _ = Partner.objects.update_or_create(
        slug=terms.slug,
        defaults={
            "name": terms.partner,
            "home": "https://harbour.example/",
            "terms": to_json(terms),
            "loaded_at": NOON,
        },
    )
    return partner


def make_story(
    headline: str = "Won steadies",
    text: str = "The won held its ground.",
    *,
    section: Section | None = None,
    language: str = "en",
    age: timedelta = timedelta(hours=1),
    terms: Terms | None = None,
    live: bool = True,
    **fields: object,
) -> Story:
    """A story in print, `age` before the clock's moment; licensed when it has `terms`."""
    section = section or make_section(language=language)
    published_at = clock.now() - age
    licensed: dict[str, object] = {}
    parent = section
    if terms is not None:
        partner = make_partner(terms)
        parent = tree.shelf_of(section, partner)
        licensed = {"partner": partner, "licence": to_json(replace(terms, published_at=published_at))}
    story = Story(
        title=headline,
        slug=tree.free_slug(parent, rules.slug_of(headline, "story")),
        locale=section.locale,
        body=[("paragraph", f"<p>{words}</p>") for words in text.split("\n\n")],
        live=live,
        published_at=published_at if live else None,
        **{**licensed, **fields},
    )
    story.writes_record = True
    parent.add_child(instance=story)
    return Story.objects.select_related("locale", "partner").get(pk=story.pk)


def hear_all() -> None:
    """Let every room hear what it has not heard."""
    while notices.deliver():
        pass


def posted_after(seq: int, kind: str) -> list[Notice]:
    return [notice for notice in notices.after(seq) if notice.kind == kind]

"""A partner, items of its wire, sections and stories, for the tests of every room: make only what matters."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dateline.house import clock, notices
from dateline.house.models import Notice
from dateline.licences.models import Partner, TermsVersion
from dateline.licences.rules import Source as SourceSettings
from dateline.licences.rules import SourceKind, Terms, TextRight, Use, source_to_json, to_json
from dateline.stories import actions, rules, tree
from dateline.stories.models import Section, Story
from dateline.wire import actions as wire
from dateline.wire.models import Source, WireItem

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TERMS = Terms(
    partner="Harbour Wire",
    slug="harbour",
    mark="Featured article licensed from",
    credit="Harbour Wire",
    copyright="© Harbour Wire",
    uses=frozenset({Use.PAGE, Use.FRONT, Use.RELATED, Use.SEARCH, Use.FEED}),
    comments=True,
)
FREE = replace(TERMS, text=TextRight.FREE)
ENDED = replace(TERMS, ends_on=(NOON - timedelta(days=30)).date())


def make_partner(terms: Terms = TERMS) -> Partner:
    """The partner of these terms; made again, its terms change."""
    partner, _ = Partner.objects.update_or_create(
        slug=terms.slug,
        defaults={"name": terms.partner, "home": "https://harbour.example/", "terms": to_json(terms),
                  "loaded_at": NOON, "terms_version": 1},
    )  # fmt: skip
    TermsVersion.objects.get_or_create(
        partner=partner, number=1, defaults={"terms": to_json(terms), "at": NOON, "by": "a test"}
    )
    return partner


def receive(folder: Path, *, guid: str = "urn:harbour:1", version: int = 1, **more: object) -> WireItem:
    """An item of Harbour Wire, as it comes in."""
    words = "A counsellor posted to a quiet embassy walked out of his flat before dawn. "
    item = {
        "uri": guid, "type": "text", "version": str(version),
        "versioncreated": (NOON - timedelta(hours=3) + timedelta(minutes=version)).isoformat(),
        "firstcreated": (NOON - timedelta(hours=3)).isoformat(), "language": "en",
        "headline": "An envoy takes the early flight", "description_text": "He left with hand luggage.",
        "byline": "Jane Doe", "body_html": f"<p>SEOUL—{words * 3}</p><p>{words}</p>",
    } | more  # fmt: skip
    path = folder / f"{guid.replace(':', '-')}-{version}.json"
    path.write_text(json.dumps(item, ensure_ascii=False))
    wire.receive("harbour", [path])
    return WireItem.objects.get(guid=guid)


def make_source(
    partner: Partner | None = None, *, location: str = "inbox/harbour", **facts: object
) -> Source:
    """A source of a partner, that of Harbour Wire when none is given; `settings` are what its file says."""
    settings = SourceSettings(
        SourceKind(str(facts.pop("kind", "folder"))),
        location,
        **facts.pop("settings", {}),  # type: ignore[arg-type]
    )
    partner = partner or Partner.objects.get(slug="harbour")
    partner.sources = [*partner.sources, source_to_json(settings)]
    partner.save()
    defaults = {"settings": source_to_json(settings), "added_at": NOON, "next_try_at": NOON}
    return Source.objects.create(partner=partner, kind=settings.kind, location=location, **defaults | facts)


def make_section(slug: str = "economy", *, language: str = "en") -> Section:
    """The section of this edition, made when it is first named."""
    return tree.make_section(slug, slug.replace("-", " ").title(), language=language)


def write_story(
    section: Section, headline: str = "Won steadies", *, publish: bool = False, **facts: object
) -> Story:
    """A story of our own, written and published as an editor does it."""
    story = actions.write_story(
        section, headline=headline, body=[("paragraph", "<p>The won held its ground.</p>")], **facts
    )
    if publish:
        actions.publish(story)
    return Story.objects.get(pk=story.pk)


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
    """The row of a story in print, `age` before the clock's moment; licensed when it has `terms`."""
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
    """The notices of this kind behind `seq`, oldest first."""
    return [notice for notice in notices.after(seq) if notice.kind == kind]
